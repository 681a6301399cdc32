"""Figures -> chart specifications; pure, and the same for screen and report.

A chart is a Vega-Lite specification as a plain dict, its rows as a frame, and
its text alternative. Plain dicts because building and checking an Altair
object took 25 to 30 ms on every run of a page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard.theme import BLUE, GREY, MUTED, PAPER, VERMILION, Mode, chart_config
from dashboard.words import say
from ketenkpi.wording import Language

HEIGHT = 320
FORMATS = {
    "number": ",.0f", "share": ".0%", "per_year": ",.2f", "days": ",.0f", "mark": ",.1f",
    "euro": ",.0f", "per_fte": ",.1f",
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


def trend(
    data: pd.DataFrame, *, unit: str, subject: str, alt: str, mode: Mode, language: Language
) -> Chart:
    """One place over the quarters with its interval, against its peers in grey.

    Rows of `data`: kwartaal (text), role (subject, beside, peer), name, value,
    low, high, text (for the tooltip), state (final, provisional, at_least,
    missing, shown). A gap in `value` is a gap in the line; a row of state
    missing is a cross on the axis, so that not delivered never looks like zero.
    """
    quarters = sorted(set(data["kwartaal"]))
    x = {
        "field": "kwartaal",
        "type": "ordinal",
        "scale": {"domain": quarters},
        "axis": {"title": None, "labelAngle": 0, "labelExpr": QUARTER_LABEL},
    }
    y = {
        "field": "value",
        "type": "quantitative",
        "scale": {"zero": False, "nice": True},
        "axis": {"title": None, "format": FORMATS[unit], "tickCount": 5, "minExtent": 40},
    }
    layers = [
        _peers(),
        _band(),
        _line("beside", VERMILION, dash=[5, 4]),
        _line("subject", BLUE),
        _points(mode),
        _at_least(),
        _missing(mode),
        _name(subject, quarters),
    ]
    spec = {
        "height": HEIGHT,
        "encoding": {"x": x, "y": y},
        "layer": layers,
        "config": chart_config(mode, language),
        "title": {"text": say("chart.unit_" + unit, language), "anchor": "start"}
        | {"fontSize": 12, "fontWeight": "normal", "color": MUTED[mode], "offset": 8},
    }
    return Chart(spec, data, alt)


def _only(condition: str) -> list[dict[str, str]]:
    return [{"filter": condition}]


def _peers() -> dict[str, Any]:
    return {
        "transform": _only("datum.role == 'peer'"),
        "mark": {"type": "line", "color": GREY, "strokeWidth": 1, "opacity": 0.45},
        "encoding": {
            "detail": {"field": "name", "type": "nominal"},
            "tooltip": {"field": "name", "type": "nominal", "title": " "},
        },
    }


def _band() -> dict[str, Any]:
    # A band for the eye to follow and a bar at each quarter: where the quarters
    # beside it are missing, a band alone would vanish with its interval.
    limits = {
        "y": {"field": "low", "type": "quantitative", "title": None},
        "y2": {"field": "high"},
    }
    bars = {
        "transform": _only("isValid(datum.low) && isValid(datum.high)"),
        "mark": {"type": "rule", "color": BLUE, "opacity": 0.4, "strokeWidth": 1.5},
    }
    return {
        "transform": _only("datum.role == 'subject' && datum.state != 'at_least'"),
        "encoding": limits,
        "layer": [{"mark": {"type": "area", "color": BLUE, "opacity": 0.14}}, bars],
    }


def _line(role: str, colour: str, dash: list[int] | None = None) -> dict[str, Any]:
    mark = {"type": "line", "color": colour, "strokeWidth": 2} | (
        {"strokeDash": dash} if dash else {}
    )
    return {"transform": _only(f"datum.role == '{role}'"), "mark": mark}


def _points(mode: Mode) -> dict[str, Any]:
    # A hollow point is provisional: it may still change.
    return {
        "transform": _only("datum.role == 'subject' && isValid(datum.value)"),
        "mark": {"type": "point", "color": BLUE, "strokeWidth": 2, "opacity": 1},
        "encoding": {
            "fill": {
                "condition": {"test": "datum.state == 'provisional'", "value": PAPER[mode]},
                "value": BLUE,
            },
            "size": {"condition": {"test": "datum.chosen", "value": 150}, "value": 50},
            "tooltip": {"field": "text", "type": "nominal", "title": " "},
        },
    }


def _at_least() -> dict[str, Any]:
    return {
        "transform": _only("datum.role == 'subject' && datum.state == 'at_least'"),
        "mark": {"type": "point", "shape": "triangle-up", "color": BLUE, "size": 90},
        "encoding": {
            "y": {"field": "low", "type": "quantitative", "title": None},
            "tooltip": {"field": "text", "type": "nominal", "title": " "},
        },
    }


def _missing(mode: Mode) -> dict[str, Any]:
    return {
        "transform": _only("datum.role == 'subject' && datum.state == 'missing'"),
        "mark": {"type": "point", "shape": "cross", "angle": 45, "color": MUTED[mode], "size": 70},
        "encoding": {
            "y": {"value": {"expr": "height - 8"}},
            "fill": {"value": MUTED[mode]},
            "tooltip": {"field": "text", "type": "nominal", "title": " "},
        },
    }


def _name(subject: str, quarters: list[str]) -> dict[str, Any]:
    last = quarters[-1] if quarters else ""
    return {
        "transform": [
            *_only("datum.role == 'subject' && isValid(datum.value)"),
            {"joinaggregate": [{"op": "max", "field": "kwartaal", "as": "last"}]},
            {"filter": f"datum.kwartaal == datum.last && datum.kwartaal == '{last}'"},
        ],
        "mark": {"type": "text", "align": "right", "dy": -16, "fontWeight": "bold"}
        | {"fontSize": 12, "text": subject},
    }
