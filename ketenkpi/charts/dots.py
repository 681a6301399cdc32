"""Figures as dots on one scale, a row per label: phases, principles, outcomes side by side."""

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
    tooltip,
    value_axis,
    value_scale,
)
from ketenkpi.charts.theme import BLUE, GREY, MUTED

ROW = 26


def draw(unit: str, style: ChartStyle) -> alt.LayerChart:
    """All dots of a label on its row, each with its interval; the middle is an upright line.

    Rows: label, name (whose dot it is), role (subject, other, middle), value, low, high
    (NaN without an interval), text. Told: what `labels` gives.
    """
    colour = chosen({"datum.role == 'subject'": BLUE}, GREY)
    interval = _of_label("datum.role != 'middle' && isValid(datum.low)", style)
    dot = _of_label("datum.role != 'middle' && isValid(datum.value)", style)
    middle = _of_label("datum.role == 'middle' && isValid(datum.value)", style)
    x = alt.X("value:Q", scale=value_scale(unit), axis=value_axis(unit))
    size = chosen({"datum.role == 'subject'": 110}, 60)
    layers = (
        interval.mark_rule(strokeWidth=1).encode(
            x=alt.X("low:Q", title=None), x2="high", color=colour
        ),
        middle.mark_tick(color=MUTED[style.mode], thickness=2, size=18).encode(
            x=x, tooltip=tooltip()
        ),
        dot.mark_point(filled=True, opacity=1).encode(
            x=x, color=colour, size=size, tooltip=tooltip()
        ),
    )
    return framed(layered(*layers), unit, style).properties(height=alt.Step(ROW))


def labels(data: pd.DataFrame) -> dict[str, Any]:
    """The labels in the order of the rows."""
    return in_order(data, "label")


def _of_label(condition: str, style: ChartStyle) -> alt.Chart:
    return rows(condition).encode(y=names("label", style, labelLimit=200))
