"""What all charts share: the result, number formats, the axis of quarters, the unit as title."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.theme import MUTED, Mode, chart_config
from ketenkpi.wording import Language, say

HEIGHT = 320
FORMATS = {
    "number": ",.0f", "share": ".0%", "per_year": ",.2f", "days": ",.0f", "mark": ",.1f",
    "euro": ",.0f", "per_fte": ",.1f", "per_1000": ",.1f", "per_1000_people": ",.1f",
    "ratio": ",.1f", "euro_each": ",.0f", "points": ",.1f", "level": ",.2f", "score": ",.2f",
    "per_benefit": ",.2f", "times": ",.2f", "cases_per_fte": ",.0f", "hours": ",.0f",
    "hours_per_fte": ",.1f", "fte": ",.1f",
}  # fmt: skip
# Quarter labels: K1 with its year below, the others bare; '2009K1' is [4] 'K'.
QUARTER_LABEL = (
    "slice(datum.label, 5) == '1' || datum.index == 0"
    " ? [slice(datum.label, 4), slice(datum.label, 0, 4)] : slice(datum.label, 4)"
)


@dataclass(frozen=True)
class Chart:
    """What is drawn: the specification, its rows, and what it says to who cannot see it."""

    spec: dict[str, Any]
    data: pd.DataFrame
    alt: str


def only(condition: str) -> list[dict[str, str]]:
    """A transform that keeps the rows for which `condition` holds."""
    return [{"filter": condition}]


def quarters_axis(quarters: Sequence[str]) -> dict[str, Any]:
    """The x channel of a chart over quarters; all of them, so that a gap stays a gap."""
    return {
        "field": "kwartaal",
        "type": "ordinal",
        "scale": {"domain": list(quarters)},
        "axis": {"title": None, "labelAngle": 0, "labelExpr": QUARTER_LABEL},
    }


def value_axis(unit: str, field: str = "value") -> dict[str, Any]:
    """The channel of the values, in the format of their unit; it need not begin at zero."""
    # Without it an axis of few days reads 17, 18, 18, 19.
    whole = {"tickMinStep": 1} if FORMATS[unit] == ",.0f" else {}
    return {
        "field": field,
        "type": "quantitative",
        "scale": {"zero": False, "nice": True},
        "axis": {"title": None, "format": FORMATS[unit], "tickCount": 5, "minExtent": 40} | whole,
    }


def framed(unit: str, mode: Mode, language: Language) -> dict[str, Any]:
    """The unit above the value axis, and what every chart is configured with."""
    title = {"text": say(f"units.{unit}", language), "anchor": "start", "fontSize": 12}
    return {
        "title": title | {"fontWeight": "normal", "color": MUTED[mode], "offset": 8},
        "config": chart_config(mode, language),
    }


def level_line(value: float, colour: str, width: float) -> dict[str, Any]:
    """A horizontal line over the whole width at `value`."""
    return {
        "data": {"values": [{}]},
        "mark": {"type": "rule", "color": colour, "strokeWidth": width},
        "encoding": {"x": {"value": 0}, "x2": {"value": "width"}, "y": {"datum": value}},
    }
