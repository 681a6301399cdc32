"""Every place as a dot in its phase: phases from left to right, a result upwards."""

from __future__ import annotations

from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from ketenkpi.charts.axes import (
    ChartStyle,
    chosen,
    framed,
    in_order,
    layered,
    rows,
    told,
    tooltip,
    value_axis,
)
from ketenkpi.charts.theme import BLUE, GREY, INK, MUTED

HEIGHT, WIDEST = 280, 6
OWN = "datum.role == 'subject' && isValid(datum.value)"


def draw(unit: str, style: ChartStyle) -> alt.LayerChart:
    """A dot and its interval per place, beside each other within a phase; the middle as a line.

    Rows: phase, role (scale, subject, other, middle), name, value, low, high, text. Rows of
    the role `scale` are not drawn: they name every phase in order, and their low and high
    keep several charts on one scale. Told: what `scale` gives.
    """
    colour = chosen({"datum.role == 'subject'": BLUE}, GREY)
    place = "indexof(['subject', 'other'], datum.role) >= 0 && isValid(datum.value)"
    interval = _beside(f"{place} && isValid(datum.low) && isValid(datum.high)", style)
    dot, name = _beside(place, style), _beside(OWN, style)
    name = name.transform_calculate(top="isValid(datum.high) ? datum.high : datum.value")
    middle = _in_phase("datum.role == 'middle' && isValid(datum.value)", style)
    size = chosen({"datum.role == 'subject'": 120}, 55)
    layers = (
        interval.mark_rule(strokeWidth=1.2).encode(y=_up("low", unit), y2="high", color=colour),
        middle.mark_tick(orient="horizontal", thickness=2.5, size=34, color=MUTED[style.mode])
        .encode(y=_up("value", unit), tooltip=tooltip()),
        dot.mark_point(filled=True, opacity=1)
        .encode(y=_up("value", unit), color=colour, size=size, tooltip=tooltip()),
        name.mark_text(dy=-9, fontSize=12, fontWeight="bold", color=INK[style.mode])
        .encode(y=_up("top", unit), text="name:N"),
    )  # fmt: skip
    return framed(layered(*layers), unit, style).properties(height=HEIGHT)


def spread(data: pd.DataFrame) -> pd.DataFrame:
    """The rows with `at`, where in its phase a place stands: from -1 to 1, in their order."""
    places = data[data["role"].isin(["subject", "other"])]
    number = places.groupby("phase").cumcount()
    of = places.groupby("phase")["phase"].transform("size")
    wide = (of / WIDEST).clip(upper=1)
    at = (2 * (number + 0.5) / of - 1) * wide
    return data.assign(at=at.reindex(data.index).fillna(0.0))


def scale(data: pd.DataFrame) -> dict[str, Any]:
    """The phases in the order of the rows, and the least and most that is drawn."""
    ends = data[["value", "low", "high"]].to_numpy(dtype=float)
    return in_order(data, "phase") | {"ends": [float(np.nanmin(ends)), float(np.nanmax(ends))]}


def _in_phase(condition: str, style: ChartStyle) -> alt.Chart:
    axis = alt.Axis(title=style.word("charts.phase"), labelAngle=0)
    return rows(condition).encode(
        x=alt.X("phase:O", scale=alt.Scale(domain=told("phases")), axis=axis)
    )


def _beside(condition: str, style: ChartStyle) -> alt.Chart:
    return _in_phase(condition, style).encode(
        xOffset=alt.XOffset("at:Q", scale=alt.Scale(domain=[-1.2, 1.2]))
    )


def _up(field: str, unit: str) -> alt.Y:
    own = alt.Scale(domain=told("ends"), nice=True, zero=False)
    return alt.Y(f"{field}:Q", scale=own, axis=value_axis(unit, minExtent=40))
