"""One place over the quarters against its own limits of chance (statistical process control)."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from ketenkpi.charts import phases
from ketenkpi.charts.axes import (
    HEIGHT,
    ChartStyle,
    chosen,
    framed,
    layered,
    once,
    quarters,
    rows,
    tooltip,
    value_axis,
    value_scale,
)
from ketenkpi.charts.theme import BLUE, GREY, INK, MUTED, VERMILION

SHAPES = {"improvement": "triangle-up", "concern": "triangle-down", "change": "diamond"}
SIGNAL = " || ".join(f"datum.variation == '{name}'" for name in SHAPES)
COLOURS = {"improvement": BLUE, "concern": VERMILION, "change": VERMILION}


def draw(unit: str, style: ChartStyle) -> alt.LayerChart:
    """Rows: kwartaal (text), value, centre, low, high, phase (a number: the limits of another
    phase are another line), variation (common, improvement, concern, change, none), text; NaN
    leaves a gap. Of the registered phases below it those of `phases.bands_of`.

    Told: quarters, lanes, and target, null without one. A signal has a colour and a shape.
    """
    muted = MUTED[style.mode]
    layers = (
        _level("low", interpolate="step", color=muted, strokeWidth=1.2, strokeDash=[5, 4]),
        _level("high", interpolate="step", color=muted, strokeWidth=1.2, strokeDash=[5, 4]),
        _level("centre", color=INK[style.mode], strokeWidth=1),
        *_target(style),
        _course(style),
        _points(unit),
        phases.layer(style),
    )
    return framed(layered(*layers), unit, style).properties(height=HEIGHT)


def parameters(data: pd.DataFrame) -> dict[str, Any]:
    """The quarters of these rows, and the target of the last one that has any."""
    targets = data["target"].dropna()
    target = None if targets.empty else float(targets.iloc[-1])
    return {"quarters": sorted(set(data["kwartaal"])), "target": target}


def _over_quarters(condition: str) -> alt.Chart:
    return rows(f"datum.role != 'phase' && {condition}").encode(x=quarters(phases.offset()))


def _level(name: str, **mark: Any) -> alt.Chart:
    line = _over_quarters(f"isValid(datum.{name})").mark_line(**mark)
    return line.encode(y=alt.Y(f"{name}:Q", title=None), detail="phase:N")


def _target(style: ChartStyle) -> tuple[alt.Chart, alt.Chart]:
    here = once().transform_filter("isValid(target)")
    level = here.transform_calculate(level="target")
    line = level.mark_rule(color=VERMILION, strokeWidth=1.5)
    word = level.mark_text(
        align="left", dy=-7, fontSize=11, color=INK[style.mode], text=style.word("charts.target")
    )
    return (
        line.encode(x=alt.value(0), x2=alt.value("width"), y="level:Q"),
        word.encode(x=alt.value(4), y="level:Q"),
    )


def _course(style: ChartStyle) -> alt.Chart:
    line = _over_quarters("true").mark_line(color=MUTED[style.mode], strokeWidth=1.5)
    return line.encode(y=alt.Y("value:Q", title=None))


def _points(unit: str) -> alt.Chart:
    def by_variation(values: dict[str, str], otherwise: str) -> Any:
        tests = {f"datum.variation == '{name}'": value for name, value in values.items()}
        return chosen(tests, otherwise)

    point = _over_quarters("isValid(datum.value)").mark_point(filled=True, opacity=1)
    return point.encode(
        y=alt.Y("value:Q", scale=value_scale(unit), axis=value_axis(unit, minExtent=40)),
        color=by_variation(COLOURS, GREY),
        shape=by_variation(SHAPES, "circle"),
        size=chosen({SIGNAL: 120}, 60),
        tooltip=tooltip(),
    )
