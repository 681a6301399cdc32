"""Figures and answers as pictures: Altair charts, the same on a page, in a report, in a notebook.

pictured   the picture of an answer -> a drawing: kind, unit, rows, words
chart      a drawing -> an Altair chart, or its specification without rows
trend      one place over the quarters, with its interval and its peers
control    the same against its own limits of chance
phases     the registered phases, as bands below trend and control
spread     every place in one period, with its interval; ranks: between which it stands
funnel     every place against the limits that its number of cases allows
bars       one or two bars a row, with their intervals
flow       clients through the chain, as bands between columns
parties    what each party says on one scale, now and over the quarters
resources  money and people by partner, and before and after a move
swimlanes  the registered phases of every place over the days
axes       what charts share; theme: colours, chosen by calculation

Only this folder knows Altair, which comes with the extra `grafieken`.
"""

from ketenkpi.charts.axes import ChartStyle
from ketenkpi.charts.chart import KINDS, Drawing
from ketenkpi.charts.pictured import drawing, drawing_of
from ketenkpi.charts.theme import BLUE, GREY, Mode

__all__ = ["BLUE", "GREY", "KINDS", "ChartStyle", "Drawing", "Mode", "drawing", "drawing_of"]
