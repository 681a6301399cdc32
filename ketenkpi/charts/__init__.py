"""Figures and answers as pictures: Altair charts, the same on a page, in a report, in a notebook.

of_figures frames and comparisons of the library -> an Altair chart, in one line
recipes    the few lines that make the very picture of a page in a notebook
pictured   the picture of an answer -> a drawing: kind, unit, rows, words
chart      a drawing -> an Altair chart, or its specification without rows
over_time  one place over the quarters, with its interval and its peers
own_limits the same against its own limits of chance
phases     the registered phases, as bands below both
by_place   every place in one period, with its interval; ranks: between which it stands
by_phase   every place in its phase of cooperation, against a result
funnel_plot every place against the limits that its number of cases allows
bars       one or two bars a row, with their intervals
flow       clients through the chain, as bands between columns; flow_layout: its geometry;
           of_chain: `kk.charts.flow(store.chain(...))`
parties    what each party says on one scale, now and over the quarters
resources  money and people by partner, and before and after a move
swimlanes  the registered phases of every place over the days
survival   who is still there after so many days, with how many are followed
matrix     places against subjects; quadrant: two figures against each other
bullet     goals; dots: figures on one scale; groups: two groups on one; tiles: places
in_order   parts of a way below each other on one axis of days
event_study before and after a change, and what could not have been seen
rug        many figures of one place, a row each
minis      pictures so small that a hundred stand on one page, as SVG; small: as charts
axes       what charts share; theme: colours, chosen by calculation

Only this folder knows Altair, which comes with the extra `grafieken`.
"""

from ketenkpi.wording import say

try:
    import altair as _altair  # noqa: F401
except ModuleNotFoundError as missing:
    raise ImportError(say("charts.no_altair", "nl")) from missing

from ketenkpi.charts import minis, recipes
from ketenkpi.charts.axes import ChartStyle
from ketenkpi.charts.chart import KINDS, Drawing
from ketenkpi.charts.flow_layout import FlowDrawn
from ketenkpi.charts.flow_layout import drawn as flow_laid
from ketenkpi.charts.of_chain import flow, flow_drawing, flow_note, flow_rows, handover
from ketenkpi.charts.of_figures import (
    control,
    funnel,
    of_picture,
    of_section,
    ranks,
    rug,
    spread,
    trend,
)
from ketenkpi.charts.pictured import drawing, drawing_of
from ketenkpi.charts.theme import Mode

__all__ = [
    "KINDS",
    "ChartStyle",
    "Drawing",
    "FlowDrawn",
    "Mode",
    "control",
    "drawing",
    "drawing_of",
    "flow",
    "flow_drawing",
    "flow_laid",
    "flow_note",
    "flow_rows",
    "funnel",
    "handover",
    "minis",
    "of_picture",
    "of_section",
    "ranks",
    "recipes",
    "rug",
    "spread",
    "trend",
]
