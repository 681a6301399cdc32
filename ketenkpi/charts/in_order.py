"""Parts of a way below each other on one axis of days from 0: median, nine in ten, term."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from ketenkpi.charts.axes import (
    ChartStyle,
    chosen,
    framed,
    in_order,
    layered,
    names,
    rows,
    told,
    tooltip,
    value_axis,
    value_scale,
)
from ketenkpi.charts.theme import BLUE, GREY, INK, MUTED, VERMILION

ROW = 24
# What is waiting in colour, what is work in grey.
COLOUR = chosen({"datum.role == 'wait'": BLUE}, GREY)
SHAPE = chosen({"datum.role == 'wait'": "circle"}, "square")


def draw(unit: str, style: ChartStyle) -> alt.LayerChart:
    """A row per part: a mark at the median, a thin line to nine in ten, a tick at the term.

    Rows: label, role (wait, part), value, low, high, nine (by which nine in ten were done),
    term (NaN where no rule sets one), number (the median as it is read), text. Told: what
    `parts` gives.
    """
    layers = (_to_nine(unit, style), *_median(style), *_term(style), _number(style))
    chart = framed(layered(*layers), unit, style)
    return chart.properties(
        height=alt.Step(ROW), padding={"left": 5, "right": 44, "top": 5, "bottom": 5}
    )


def parts(data: pd.DataFrame) -> dict[str, Any]:
    """The labels in the order of the rows."""
    return in_order(data, "label")


def _of_part(condition: str, style: ChartStyle) -> alt.Chart:
    return rows(condition).encode(y=names("label", style, labelLimit=190))


def _days(field: str, unit: str) -> alt.X:
    axis = value_axis(unit, orient="bottom")
    return alt.X(f"{field}:Q", scale=value_scale(unit), axis=axis)


def _to_nine(unit: str, style: ChartStyle) -> alt.Chart:
    line = _of_part("isValid(datum.nine)", style).mark_rule(strokeWidth=2)
    return line.encode(x=_days("value", unit), x2="nine", color=COLOUR)


def _median(style: ChartStyle) -> tuple[alt.Chart, alt.Chart]:
    interval = _of_part("isValid(datum.low) && isValid(datum.high)", style)
    mark = _of_part("isValid(datum.value)", style)
    return (
        interval.mark_rule(strokeWidth=7, opacity=1).encode(
            x=alt.X("low:Q", title=None), x2="high", color=COLOUR
        ),
        mark.mark_point(filled=True, size=90, opacity=1).encode(
            x="value:Q", color=COLOUR, shape=SHAPE, tooltip=tooltip()
        ),
    )


def _term(style: ChartStyle) -> tuple[alt.Chart, alt.Chart]:
    at = _of_part("isValid(datum.term)", style).encode(x="term:Q")
    tick = at.mark_tick(color=VERMILION, thickness=3, size=18)
    word = at.mark_text(align="left", dx=5, dy=-8, fontSize=11, color=MUTED[style.mode])
    return (tick, word.encode(text=alt.datum(style.word("charts.term"))))


def _number(style: ChartStyle) -> alt.Chart:
    number = _of_part("datum.number != ''", style)
    number = number.mark_text(align="right", fontSize=12, fontWeight="bold", color=INK[style.mode])
    return number.encode(x=alt.value(told("width + 40")), text="number:N")
