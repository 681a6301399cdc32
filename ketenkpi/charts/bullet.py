"""Goals: from where, how far, and where to; a row each."""

from __future__ import annotations

import altair as alt

from ketenkpi.charts.axes import ChartStyle, framed, layered, names, rows, tooltip, value_axis
from ketenkpi.charts.theme import BLUE, EDGE, GREY, INK, SHADE, VERMILION

ROW = 34


def draw(unit: str, style: ChartStyle) -> alt.LayerChart:
    """A bar to what was reached, its interval, a tick for where it began and one for the goal.

    Rows: name, start, value, low, high, target (NaN where there is none), text. Told: names.
    """
    whole = _of_name("isValid(datum.target)", style).mark_bar(
        height=16, color=GREY, fillOpacity=SHADE, stroke=GREY, strokeWidth=EDGE
    )
    reached = _of_name("isValid(datum.value)", style).mark_bar(height=8, color=BLUE)
    interval = _of_name("isValid(datum.low) && isValid(datum.high)", style)
    layers = (
        whole.encode(x=_x("target", unit)),
        reached.encode(x=_x("value", unit), tooltip=tooltip()),
        interval.mark_rule(color=INK[style.mode], strokeWidth=1.5).encode(
            x=alt.X("low:Q", title=None), x2="high"
        ),
        _tick("start", INK[style.mode], unit, style),
        _tick("target", VERMILION, unit, style),
    )
    return framed(layered(*layers), unit, style).properties(height=alt.Step(ROW))


def _of_name(condition: str, style: ChartStyle) -> alt.Chart:
    return rows(condition).encode(y=names("name", style, labelLimit=200))


def _x(field: str, unit: str) -> alt.X:
    return alt.X(f"{field}:Q", scale=alt.Scale(zero=True, nice=True), axis=value_axis(unit))


def _tick(field: str, colour: str, unit: str, style: ChartStyle) -> alt.Chart:
    tick = _of_name(f"isValid(datum.{field})", style)
    tick = tick.mark_tick(color=colour, thickness=2.5, size=22, opacity=1)
    return tick.encode(x=_x(field, unit), tooltip=tooltip())
