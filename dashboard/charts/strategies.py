"""The line from samenwerking (0) to coördinatie (100), with its strategies and each party on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from dashboard.charts.chart import Chart
from dashboard.charts.marks import COLOURS, SHAPES
from dashboard.theme import GREY, INK, Mode, chart_config
from ketenkpi.wording import Language

WHOLE = 100
ROW, BAND = 46, 30
# Strategies in their order, each a little darker; its name stands in it.
SHADES = (0.10, 0.22, 0.34)


def strategies(
    data: pd.DataFrame,
    bands: pd.DataFrame,
    *,
    parties: Sequence[str],
    alt: str,
    mode: Mode,
    language: Language,
) -> Chart:
    """A row per party with its total and how far other weights would move it.

    Rows of `data`: party (one of `parties`), value, low, high, text. Rows of
    `bands`: name, start, end, in order.
    """
    axis = {"title": None, "values": list(range(0, WHOLE + 1, 25)), "format": "d"}
    x = {"type": "quantitative", "scale": {"domain": [0, WHOLE]}, "axis": axis}
    y = {
        "field": "party",
        "type": "ordinal",
        "scale": {"domain": list(parties), "padding": 0},
        "axis": {"title": None, "labelColor": INK[mode]},
    }
    spec = {
        "height": {"step": ROW},
        "layer": [*_bands(bands, x, mode), _range(x, y, parties), _total(x, y, parties)],
        "config": chart_config(mode, language),
    }
    return Chart(spec, data, alt)


def _bands(bands: pd.DataFrame, x: dict[str, Any], mode: Mode) -> list[dict[str, Any]]:
    rows = [
        {**row, "middle": (row["start"] + row["end"]) / 2, "shade": shade}
        for row, shade in zip(bands.to_dict("records"), SHADES, strict=True)
    ]
    area = {
        "mark": {"type": "rect", "color": GREY},
        "encoding": {
            "x": x | {"field": "start"},
            "x2": {"field": "end"},
            "opacity": {"field": "shade", "type": "quantitative", "scale": None},
        },
    }
    name = {
        "mark": {
            "type": "text",
            "color": INK[mode],
            "fontSize": 11,
            "baseline": "bottom",
            "dy": -4,
        },
        "encoding": {
            "x": x | {"field": "middle"},
            "y": {"value": 0},
            "text": {"field": "name", "type": "nominal"},
        },
    }
    return [{"data": {"values": rows}, "layer": [area, name]}]


def _colour(parties: Sequence[str], values: Sequence[str]) -> dict[str, Any]:
    scale = {"domain": list(parties), "range": list(values[: len(parties)])}
    return {"field": "party", "type": "nominal", "scale": scale, "legend": None}


def _range(x: dict[str, Any], y: dict[str, Any], parties: Sequence[str]) -> dict[str, Any]:
    return {
        "mark": {"type": "rule", "strokeWidth": 6, "opacity": 0.55},
        "encoding": {
            "x": x | {"field": "low"},
            "x2": {"field": "high"},
            "y": y,
            "color": _colour(parties, COLOURS),
            "tooltip": {"field": "text", "type": "nominal", "title": " "},
        },
    }


def _total(x: dict[str, Any], y: dict[str, Any], parties: Sequence[str]) -> dict[str, Any]:
    return {
        "mark": {"type": "point", "filled": True, "size": 150, "opacity": 1},
        "encoding": {
            "x": x | {"field": "value"},
            "y": y,
            "color": _colour(parties, COLOURS),
            "shape": _colour(parties, SHAPES),
            "tooltip": {"field": "text", "type": "nominal", "title": " "},
        },
    }
