"""The small pictures of `minis` as charts, for a notebook: the same rows, the same marks."""

from __future__ import annotations

from typing import Any

import altair as alt

from ketenkpi.charts.axes import ChartStyle, chosen, configured, layered, rows, tooltip
from ketenkpi.charts.minis import SPARK, STRIP
from ketenkpi.charts.theme import BLUE, EDGE, GREY, SHADE


def spark(unit: str, style: ChartStyle) -> alt.LayerChart:
    """The course of one figure without axes, a dot at the quarter that is chosen.

    Rows: at (the quarter, an index), value (NaN leaves a gap), low and high (between what
    others lie, NaN without), chosen, text.
    """
    here = rows().encode(x=alt.X("at:Q", axis=None, scale=alt.Scale(zero=False, nice=False)))
    dot = here.transform_filter("datum.chosen && isValid(datum.value)")
    layers = (
        here.mark_area(color=GREY, fillOpacity=SHADE, stroke=GREY, strokeWidth=EDGE).encode(
            y=_bare("low"), y2="high"
        ),
        here.mark_line(color=GREY, strokeWidth=1.5).encode(y=_bare("value")),
        dot.mark_point(color=BLUE, filled=True, size=45, opacity=1).encode(
            y=_bare("value"), tooltip=tooltip()
        ),
    )
    chart = configured(layered(*layers), style)
    return chart.properties(width=SPARK.width, height=SPARK.height)


def strip(unit: str, style: ChartStyle) -> alt.LayerChart:
    """All places on one line, each a tick; the own one a dot with its interval.

    Rows: name, role (subject, other), value, low, high, text.
    """
    x = alt.X("value:Q", axis=None, scale=alt.Scale(zero=False, nice=False))
    others, own = rows("datum.role == 'other'"), rows("datum.role == 'subject'")
    colour = chosen({"datum.role == 'subject'": BLUE}, GREY)
    dot: dict[str, Any] = {"filled": True, "size": 60, "opacity": 1}
    layers = (
        others.mark_tick(thickness=1.2).encode(x=x, color=colour, tooltip=tooltip()),
        own.mark_rule(strokeWidth=2).encode(x=alt.X("low:Q", axis=None), x2="high", color=colour),
        own.mark_point(**dot).encode(x=x, color=colour, tooltip=tooltip()),
    )
    chart = configured(layered(*layers), style)
    return chart.properties(width=STRIP.width, height=STRIP.height)


def _bare(field: str) -> alt.Y:
    return alt.Y(f"{field}:Q", axis=None, scale=alt.Scale(zero=False, nice=False))
