"""Bars from zero, one or two in a row, with the interval of each that has one."""

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
)
from ketenkpi.charts.theme import BLUE, GREY, INK, MUTED, VERMILION

ROW = 20
# A name of two parts stands on two lines, so that it fits a narrow screen.
ARROW = " → "
COLOUR = chosen({"datum.colour == 'subject'": BLUE, "datum.colour == 'signal'": VERMILION}, GREY)


def draw(unit: str, style: ChartStyle) -> alt.LayerChart:
    """A row of bars per `label`, in the order told.

    Rows: label, side (told apart within a label), colour (subject, context, signal),
    value, low, high (NaN without an interval), note (why there is no value, else ''),
    text. Told: what `labels` gives.
    """
    layers = (_bar(unit, style), _interval(style), _note(style))
    return framed(layered(*layers), unit, style).properties(height=alt.Step(ROW))


def labels(data: pd.DataFrame) -> dict[str, Any]:
    """The labels and sides in the order of the rows."""
    return in_order(data, "label", "side")


def height(data: pd.DataFrame) -> dict[str, Any]:
    """Pixels of a bar where a label has several, else of a label."""
    several = data["side"].nunique() > 1
    return {"step": ROW, "for": "offset"} if several else {"step": ROW + 14}


def _of_label(condition: str, style: ChartStyle) -> alt.Chart:
    lines = f"split(datum.label, '{ARROW}')"
    label = names("label", style, {"paddingInner": 0.35}, labelLimit=200, labelExpr=lines)
    side = alt.YOffset("side:N", scale=alt.Scale(domain=told("sides")))
    return rows(condition).encode(y=label, yOffset=side)


def _bar(unit: str, style: ChartStyle) -> alt.Chart:
    bar = _of_label("isValid(datum.value)", style).mark_bar()
    axis = value_axis(unit, orient="bottom")
    x = alt.X("value:Q", scale=alt.Scale(zero=True, nice=True), axis=axis)
    return bar.encode(x=x, color=COLOUR, tooltip=tooltip())


def _interval(style: ChartStyle) -> alt.Chart:
    line = _of_label("isValid(datum.low) && isValid(datum.high)", style)
    line = line.mark_rule(color=INK[style.mode], strokeWidth=1.5)
    return line.encode(x=alt.X("low:Q", title=None), x2="high")


def _note(style: ChartStyle) -> alt.Chart:
    note = _of_label("datum.note != ''", style)
    note = note.mark_text(align="left", color=MUTED[style.mode], fontSize=12)
    return note.encode(x=alt.value(4), text="note:N")
