"""Two groups on one scale, a line each below every label, with the middle of the others."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from ketenkpi.charts.axes import (
    ChartStyle,
    configured,
    in_order,
    layered,
    names,
    rows,
    told,
    tooltip,
    value_axis,
    value_scale,
)
from ketenkpi.charts.theme import BLUE, INK, MUTED, VERMILION

ROW = 19
COLOURS, SHAPES = [BLUE, VERMILION], ["circle", "diamond"]


def draw(unit: str, style: ChartStyle) -> alt.LayerChart:
    """Per label a mark for each group with its interval; a tick is the middle of the others.

    Rows: label, group (at most two), value, low, high, middle (NaN where there is none),
    number (the value as it is read), text. Told: what `labels` gives.
    """
    x = alt.X("value:Q", scale=value_scale(unit), axis=value_axis(unit))
    layers = (
        _lines("isValid(datum.low) && isValid(datum.high)", style)
        .mark_rule(strokeWidth=2)
        .encode(x=alt.X("low:Q", title=None), x2="high", color=_colour()),
        _lines("isValid(datum.middle)", style)
        .mark_tick(color=MUTED[style.mode], thickness=2, size=14)
        .encode(x="middle:Q"),
        _lines("isValid(datum.value)", style)
        .mark_point(filled=True, size=88, opacity=1)
        .encode(x=x, color=_colour(), shape=_shape(), tooltip=tooltip()),
        _lines("datum.number != ''", style)
        .mark_text(align="right", fontSize=12, fontWeight="bold", color=INK[style.mode])
        .encode(x=alt.value(told("width + 46")), text="number:N"),
    )
    return configured(layered(*layers), style).properties(
        height=alt.Step(ROW), padding={"left": 5, "right": 54, "top": 5, "bottom": 5}
    )


def labels(data: pd.DataFrame) -> dict[str, Any]:
    """The labels and groups in the order of the rows."""
    return in_order(data, "label", "group")


def height(data: pd.DataFrame) -> dict[str, Any]:
    """Pixels of a line, of which a label has one for each group."""
    return {"step": ROW, "for": "offset"} if data["group"].nunique() > 1 else {"step": 30}


def _lines(condition: str, style: ChartStyle) -> alt.Chart:
    label = names("label", style, {"paddingInner": 0.3}, labelLimit=170)
    group = alt.YOffset("group:N", scale=alt.Scale(domain=told("groups")))
    return rows(condition).encode(y=label, yOffset=group)


def _legend() -> alt.Legend:
    # Below each other: beside each other the second is cut off on a phone.
    return alt.Legend(title=None, orient="top", direction="vertical", offset=4)


def _colour() -> alt.Color:
    scale = alt.Scale(domain=told("groups"), range=COLOURS)
    return alt.Color("group:N", scale=scale, legend=_legend())


def _shape() -> alt.Shape:
    scale = alt.Scale(domain=told("groups"), range=SHAPES)
    return alt.Shape("group:N", scale=scale, legend=_legend())
