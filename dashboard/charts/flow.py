"""Clients through the chain as bands between columns, as thick as there are clients."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from dashboard.charts.chart import Chart, only
from dashboard.theme import BLUE, GREY, INK, MUTED, PAPER, VERMILION, Mode, chart_config
from ketenkpi.wording import Language

# Bands lie over each other where they leave a box, so they let light through.
FAINT, CLEAR, CHOSEN = 0.22, 0.5, 0.85
# The names right of the last column need the most room, on a narrow screen too.
LAST_COLUMN, ROOM = 3, 0.95


def flow(
    data: pd.DataFrame,
    *,
    height: int,
    chosen: Sequence[str],
    alt: str,
    mode: Mode,
    language: Language,
) -> Chart:
    """Bands between boxes; those of the `chosen` handovers in blue.

    Rows of `data`, by role. band: a point of the edge of a band (band, kind:
    binnen, tussen or einde; handover, x in columns from 0, y0 and y1 in pixels
    from the top, text). box: x, y0, y1, middle, text. head: x, middle, text with a
    line break where it may be broken.
    """
    picked = f"indexof({list(chosen)!r}, datum.handover) >= 0"
    layers = [
        _bands(picked if chosen else "false", mode),
        _boxes(mode),
        *_words("box", INK[mode], 7, mode),
        *_words("head", MUTED[mode], -4, mode),
    ]
    x = {
        "field": "x",
        "type": "quantitative",
        "scale": {"domain": [-0.02, LAST_COLUMN + ROOM], "nice": False},
        "axis": None,
    }
    y = {
        "field": "y0",
        "type": "quantitative",
        "scale": {"domain": [height, 0], "nice": False, "zero": False},
        "axis": None,
    }
    spec = {
        "height": height,
        "encoding": {"x": x, "y": y},
        "layer": layers,
        "config": chart_config(mode, language),
    }
    return Chart(spec, data, alt)


def _bands(picked: str, mode: Mode) -> dict[str, Any]:
    colour = {
        "condition": [
            {"test": picked, "value": BLUE},
            {"test": "datum.kind == 'tussen'", "value": VERMILION},
        ],
        "value": GREY,
    }
    dim = FAINT if picked != "false" else CLEAR
    opacity = {
        "condition": [
            {"test": picked, "value": CHOSEN},
            {"test": "datum.kind == 'einde'", "value": FAINT},
        ],
        "value": dim,
    }
    return {
        "transform": only("datum.role == 'band'"),
        "mark": {"type": "area", "line": False},
        "encoding": {
            "y2": {"field": "y1"},
            "detail": {"field": "band", "type": "nominal"},
            "color": colour,
            "opacity": opacity,
            "tooltip": {"field": "text", "type": "nominal", "title": " "},
        },
    }


def _boxes(mode: Mode) -> dict[str, Any]:
    return {
        "transform": only("datum.role == 'box'"),
        "mark": {"type": "rule", "strokeWidth": 8, "color": INK[mode]},
        "encoding": {
            "y2": {"field": "y1"},
            "tooltip": {"field": "text", "type": "nominal", "title": " "},
        },
    }


def _words(role: str, colour: str, right: int, mode: Mode) -> list[dict[str, Any]]:
    """Words from `right` pixels right of their place on, on a halo in the colour of the page."""
    halo = {"stroke": PAPER[mode], "strokeWidth": 3, "strokeJoin": "round", "opacity": 0.85}
    mark = {
        "type": "text",
        "align": "left",
        "baseline": "middle" if role == "box" else "top",
        "dx": right,
        "fontSize": 12,
        "lineBreak": "\n",
        "lineHeight": 14,
        "color": colour,
    }
    return [
        {
            "transform": only(f"datum.role == '{role}'"),
            "mark": mark | under,
            "encoding": {
                "y": {"field": "middle", "type": "quantitative"},
                "text": {"field": "text", "type": "nominal"},
            },
        }
        for under in (halo, {})
    ]
