"""The phases of every Werkplein over the days: one lane each, by name."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from ketenkpi.charts.axes import (
    ChartStyle,
    configured,
    in_order,
    layered,
    once,
    rows,
    told,
    tooltip,
)
from ketenkpi.charts.phases import BY_PHASE
from ketenkpi.charts.theme import GREY, INK, MUTED, VERMILION

LANE = 26


def draw(unit: str, style: ChartStyle) -> alt.LayerChart:
    """A bar per registered period with the code of its phase; the subject's name is bold.

    Rows: place, first and last (days as jjjj-mm-dd; last is the day after the period, so
    that periods meet), phase, lacking (True without both approvals), text. A lane without
    rows is a place that registered nothing: its `first` is missing. Told: places, subject,
    and chosen, the day of the quarter that was chosen.
    """
    layers = (_bars(style), _codes(style), _unapproved(style), _chosen())
    return configured(layered(*layers), style).properties(height=alt.Step(LANE))


def lanes(data: pd.DataFrame) -> dict[str, Any]:
    """The places in the order of the rows, the subject and the day that was chosen."""
    first = data.iloc[0]
    asked = {"subject": first["subject"], "chosen": first["chosen"]}
    return in_order(data, "place") | asked


def _days(field: str) -> alt.X:
    axis = alt.Axis(title=None, format="%Y", tickCount="year", orient="top")
    return alt.X(f"{field}:T", axis=axis)


def _of_place(condition: str, style: ChartStyle) -> alt.Chart:
    bold = {"condition": {"test": "datum.value == subject", "value": "bold"}, "value": "normal"}
    axis = alt.Axis(
        title=None,
        labelLimit=150,
        labelOverlap=False,
        labelFontWeight=bold,
        labelColor=INK[style.mode],
    )
    return rows(condition).encode(
        y=alt.Y("place:O", scale=alt.Scale(domain=told("places")), axis=axis)
    )


def _bars(style: ChartStyle) -> alt.Chart:
    bar = _of_place("isValid(datum.first)", style).mark_bar(
        height=18, color=GREY, stroke=MUTED[style.mode], strokeWidth=0.6
    )
    return bar.encode(x=_days("first"), x2="last", fillOpacity=BY_PHASE, tooltip=tooltip())


def _codes(style: ChartStyle) -> alt.Chart:
    code = _of_place("isValid(datum.first)", style)
    code = code.mark_text(align="left", dx=5, fontSize=11, fontWeight="bold", color=INK[style.mode])
    return code.encode(x=_days("first"), text="phase:N")


def _unapproved(style: ChartStyle) -> alt.Chart:
    """A triangle right of the code where an approval lacks."""
    mark = _of_place("isValid(datum.first) && datum.lacking", style)
    mark = mark.mark_point(
        shape="triangle-up", filled=True, color=VERMILION, xOffset=28, size=45, opacity=1
    )
    return mark.encode(x=_days("first"))


def _chosen() -> alt.Chart:
    line = once().transform_calculate(day="toDate(chosen)")
    line = line.mark_rule(color=VERMILION, strokeWidth=1.5, strokeDash=[4, 3])
    return line.encode(x=_days("day"), y=alt.value(0), y2=alt.value("height"))
