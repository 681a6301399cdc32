"""Every place against the limits that its own number of cases allows."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard.charts.chart import FORMATS, HEIGHT, Chart, framed, level_line, only
from dashboard.theme import BLUE, GREY, INK, MUTED, VERMILION, Mode
from dashboard.words import WORDS
from ketenkpi.wording import Language

# Limit columns of the curve, with the dash of their line: 95 % is broken, 99.8 % is whole.
LIMITS = {"low_95": [4, 4], "high_95": [4, 4], "low_998": [1, 0], "high_998": [1, 0]}
NAMED = "datum.role == 'subject' || datum.position == 'above_998' || datum.position == 'below_998'"


def funnel(
    points: pd.DataFrame,
    curve: pd.DataFrame,
    *,
    unit: str,
    target: float,
    alt: str,
    mode: Mode,
    language: Language,
) -> Chart:
    """Value against number of cases; outside the outer limits is more than chance.

    Rows of `points`: place, role (subject, other), n, value, position (inside,
    above_95, below_95, above_998, below_998), text. Rows of `curve`: n and the
    four limits of `LIMITS`. Only the subject and who is outside 99.8 % are named.
    """
    drawn = pd.concat([points.assign(kind="point"), curve.assign(kind="limit")], ignore_index=True)
    x = {
        "field": "n",
        "type": "quantitative",
        "scale": {"zero": True, "nice": True},
        "axis": {"title": WORDS.say("chart.cases", language), "format": ",.0f", "tickCount": 5},
    }
    lines = [_limit(name, dash, mode) for name, dash in LIMITS.items()]
    spec = framed(unit, mode, language) | {
        "height": HEIGHT,
        "encoding": {"x": x},
        "layer": [*lines, *_limit_names(mode, language), level_line(target, INK[mode], 1),
                  _places(unit), _names(mode)],
    }  # fmt: skip
    return Chart(spec, drawn, alt)


def _limit(name: str, dash: list[int], mode: Mode) -> dict[str, Any]:
    return {
        "transform": only(f"datum.kind == 'limit' && isValid(datum.{name})"),
        "mark": {"type": "line", "color": MUTED[mode], "strokeDash": dash, "strokeWidth": 1.2},
        "encoding": {"y": {"field": name, "type": "quantitative", "title": None}},
    }


def _limit_names(mode: Mode, language: Language) -> list[dict[str, Any]]:
    # Each pair of limits is named where it begins, at the left, where they lie far apart.
    names = {"high_95": "limit_95", "high_998": "limit_998"}
    first = [
        *only("datum.kind == 'limit'"),
        {"joinaggregate": [{"op": "min", "field": "n", "as": "first"}]},
        {"filter": "datum.n == datum.first"},
    ]
    mark = {
        "type": "text",
        "align": "left",
        "dx": 8,
        "dy": -9,
        "fontSize": 11,
        "color": MUTED[mode],
    }
    return [
        {
            "transform": first,
            "mark": mark | {"text": WORDS.say(f"chart.{word}", language)},
            "encoding": {"y": {"field": name, "type": "quantitative", "title": None}},
        }
        for name, word in names.items()
    ]


def _places(unit: str) -> dict[str, Any]:
    outside = "datum.position == 'above_998' || datum.position == 'below_998'"
    return {
        "transform": only("datum.kind == 'point' && isValid(datum.value)"),
        "mark": {"type": "point", "filled": True, "opacity": 1},
        "encoding": {
            "y": {
                "field": "value",
                "type": "quantitative",
                "title": None,
                "scale": {"zero": False, "nice": True},
                "axis": {"format": FORMATS[unit], "tickCount": 5, "minExtent": 40},
            },
            "color": {
                "condition": [
                    {"test": "datum.role == 'subject'", "value": BLUE},
                    {"test": outside, "value": VERMILION},
                ],
                "value": GREY,
            },
            "shape": {
                "condition": [
                    {"test": "datum.position == 'above_998'", "value": "triangle-up"},
                    {"test": "datum.position == 'below_998'", "value": "triangle-down"},
                ],
                "value": "circle",
            },
            "size": {"condition": {"test": NAMED, "value": 120}, "value": 60},
            "tooltip": {"field": "text", "type": "nominal", "title": " "},
        },
    }


def _names(mode: Mode) -> dict[str, Any]:
    return {
        "transform": only(f"datum.kind == 'point' && isValid(datum.value) && ({NAMED})"),
        "mark": {"type": "text", "align": "left", "dx": 9, "fontSize": 12, "color": INK[mode]},
        "encoding": {
            "y": {"field": "value", "type": "quantitative", "title": None},
            "text": {"field": "place", "type": "nominal"},
        },
    }
