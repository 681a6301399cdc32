"""The phases of every Werkplein over the days: one lane each, by name."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard.charts.chart import Chart
from dashboard.charts.phases import OPACITY
from dashboard.theme import GREY, INK, MUTED, VERMILION, Mode, chart_config
from ketenkpi.wording import Language

LANE = 26


def swimlanes(
    data: pd.DataFrame, *, subject: str, chosen: str, alt: str, mode: Mode, language: Language
) -> Chart:
    """A bar per registered period with the code of its phase; the subject's name is bold.

    Rows of `data`: place, first and last (days as jjjj-mm-dd; last is the day
    after the period, so that periods meet), phase, lacking (True without both
    approvals), text. chosen: the day of the quarter that was chosen. A lane
    without rows is a place that registered nothing: its `first` is missing.
    """
    bold = {"condition": {"test": f"datum.value == {subject!r}", "value": "bold"}}
    y = {
        "field": "place",
        "type": "ordinal",
        "scale": {"domain": list(dict.fromkeys(data["place"]))},
        "axis": {"title": None, "labelLimit": 150, "labelOverlap": False}
        | {"labelFontWeight": bold | {"value": "normal"}, "labelColor": INK[mode]},
    }
    layers = [_bars(mode), _codes(mode), _unapproved(), _chosen(chosen)]
    spec = {
        "height": {"step": LANE},
        "encoding": {"y": y},
        "layer": layers,
        "config": chart_config(mode, language),
    }
    return Chart(spec, data, alt)


def _days(field: str) -> dict[str, Any]:
    return {
        "field": field,
        "type": "temporal",
        "axis": {"title": None, "format": "%Y", "tickCount": "year", "orient": "top"},
    }


def _bars(mode: Mode) -> dict[str, Any]:
    shade = [{"test": f"datum.phase == '{code}'", "value": v} for code, v in OPACITY.items()]
    return {
        "transform": [{"filter": "isValid(datum.first)"}],
        "mark": {"type": "bar", "height": 18, "color": GREY, "stroke": MUTED[mode]}
        | {"strokeWidth": 0.6},
        "encoding": {
            "x": _days("first"),
            "x2": {"field": "last"},
            "fillOpacity": {"condition": shade, "value": OPACITY["0"]},
            "tooltip": {"field": "text", "type": "nominal", "title": " "},
        },
    }


def _codes(mode: Mode) -> dict[str, Any]:
    return {
        "transform": [{"filter": "isValid(datum.first)"}],
        "mark": {"type": "text", "align": "left", "dx": 5, "fontSize": 11, "fontWeight": "bold"}
        | {"color": INK[mode]},
        "encoding": {"x": _days("first"), "text": {"field": "phase", "type": "nominal"}},
    }


def _unapproved() -> dict[str, Any]:
    """A triangle right of the code where an approval lacks."""
    return {
        "transform": [{"filter": "isValid(datum.first) && datum.lacking"}],
        "mark": {"type": "point", "shape": "triangle-up", "filled": True, "color": VERMILION}
        | {"xOffset": 28, "size": 45, "opacity": 1},
        "encoding": {"x": _days("first")},
    }


def _chosen(day: str) -> dict[str, Any]:
    return {
        "data": {"values": [{"day": day}]},
        "mark": {"type": "rule", "color": VERMILION, "strokeWidth": 1.5, "strokeDash": [4, 3]},
        "encoding": {
            "x": _days("day"),
            "y": {"value": 0},
            "y2": {"value": "height"},
        },
    }
