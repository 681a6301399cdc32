"""Who is still there after so many days, by group, with how many are still followed."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import altair as alt
import pandas as pd

from ketenkpi.charts.axes import (
    FORMATS,
    HEIGHT,
    ChartStyle,
    framed,
    in_order,
    layered,
    rows,
    told,
    tooltip,
)
from ketenkpi.charts.theme import BLUE, EDGE, GREY, INK, MUTED, SHADE, VERMILION, Mode

DASHES = [[1, 0], [6, 3], [2, 2], [8, 3, 2, 3]]
# Pixels of a line of numbers at risk, and of the axis above them.
LINE, AXIS = 15, 58
# Streamlit's theme would push the outer labels inwards, away from what stands below them.
UNSHIFTED: Mapping[str, Any] = MappingProxyType({"labelFlush": False, "labelBound": False})


def draw(unit: str, style: ChartStyle) -> alt.LayerChart:
    """A curve per group that goes down in steps, its band, and below the axis who is followed.

    Rows: group (at most four), day, value (the share still there, or gone), low, high, at_risk
    (how many are still followed; NaN where it is not written), median (where a curve is marked;
    NaN in all other rows), line (0 for the first group), text. Told: what `followed` gives.
    The axis of days begins at 0 and has its ticks where numbers are written.
    """
    drawn = (_band(unit, style), _curve(unit, style), *_median(unit, style))
    layers = (*drawn, _at_risk(style), _group(style))
    return framed(layered(*layers), unit, style).properties(height=HEIGHT + 60)


def followed(data: pd.DataFrame) -> dict[str, Any]:
    """The groups in the order of the rows, the last day, and those with numbers below them."""
    days = sorted(data.loc[data["at_risk"].notna(), "day"].unique().tolist())
    return in_order(data, "group") | {"until": float(data["day"].max()), "ticks": days}


def numbered(data: pd.DataFrame) -> pd.DataFrame:
    """The rows with the line on which the numbers of their group stand."""
    line = {group: at for at, group in enumerate(dict.fromkeys(data["group"]))}
    return data.assign(line=data["group"].map(line))


def _over_days(condition: str, style: ChartStyle) -> alt.Chart:
    scale = alt.Scale(domain=told("[0, until]"), nice=False)
    axis = alt.Axis(
        title=style.word("charts.days"), format=",.0f", values=told("ticks"), **UNSHIFTED
    )
    return rows(condition).encode(x=alt.X("day:Q", scale=scale, axis=axis))


def _share(field: str, unit: str) -> alt.Y:
    axis = alt.Axis(title=None, format=FORMATS[unit], tickCount=5, minExtent=40, **UNSHIFTED)
    return alt.Y(f"{field}:Q", scale=alt.Scale(domain=[0, 1]), axis=axis)


def _colours(mode: Mode) -> alt.Scale:
    return alt.Scale(domain=told("groups"), range=[BLUE, VERMILION, GREY, INK[mode]])


def _colour(style: ChartStyle) -> alt.Color:
    return alt.Color("group:N", scale=_colours(style.mode), legend=_legend())


def _legend() -> alt.Legend:
    return alt.Legend(title=None, orient="top", symbolType="stroke", symbolOpacity=1, columns=2)


def _edge(style: ChartStyle) -> alt.Stroke:
    return alt.Stroke("group:N", scale=_colours(style.mode), legend=None)


def _band(unit: str, style: ChartStyle) -> alt.Chart:
    band = _over_days("isValid(datum.low) && isValid(datum.high)", style)
    band = band.mark_area(interpolate="step-after", fillOpacity=SHADE, strokeWidth=EDGE)
    return band.encode(y=_share("low", unit), y2="high", color=_colour(style), stroke=_edge(style))


def _curve(unit: str, style: ChartStyle) -> alt.Chart:
    line = _over_days("isValid(datum.value)", style)
    line = line.mark_line(interpolate="step-after", strokeWidth=2)
    scale = alt.Scale(domain=told("groups"), range=DASHES)
    dash = alt.StrokeDash("group:N", scale=scale, legend=_legend())
    return line.encode(
        y=_share("value", unit), color=_colour(style), strokeDash=dash, tooltip=tooltip()
    )


def _median(unit: str, style: ChartStyle) -> tuple[alt.Chart, ...]:
    """A dot where the half is reached, and a thin line down to its day."""
    marked = _over_days("isValid(datum.median)", style)
    dot = marked.mark_point(filled=True, opacity=1, size=60)
    down = marked.mark_rule(strokeWidth=1)
    colour, half = _colour(style), _share("median", unit)
    return (
        down.encode(y=half, y2=alt.datum(0), color=colour),
        dot.encode(y=half, color=colour, tooltip=tooltip()),
    )


def _below(line: str) -> Any:
    return alt.value(told(f"height + {AXIS} + {line} * {LINE}"))


def _at_risk(style: ChartStyle) -> alt.Chart:
    number = _over_days("isValid(datum.at_risk)", style)
    number = number.mark_text(fontSize=11, color=MUTED[style.mode])
    text = alt.Text("at_risk:Q", format=",.0f")
    return number.encode(y=_below("datum.line"), text=text)


def _group(style: ChartStyle) -> alt.Chart:
    """The name of each group before its numbers."""
    name = rows("datum.day == 0 && isValid(datum.at_risk)").mark_text(
        align="right", dx=-24, fontSize=11, color=INK[style.mode]
    )
    return name.encode(x=alt.value(0), y=_below("datum.line"), text="group:N")
