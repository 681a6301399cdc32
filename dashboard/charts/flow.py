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
LAST_COLUMN = 3


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
        *_words("box", 12, INK[mode], mode),
        *_words("head", 12, MUTED[mode], mode),
    ]
    x = {
        "field": "x",
        "type": "quantitative",
        "scale": {"domain": [-0.02, LAST_COLUMN + 0.02], "nice": False},
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


def _words(role: str, size: int, colour: str, mode: Mode) -> list[dict[str, Any]]:
    """The names right of their box, in the last column left of it, on a halo of the page."""
    halo = {"stroke": PAPER[mode], "strokeWidth": 3, "strokeJoin": "round", "opacity": 0.85}
    sides: list[tuple[str, dict[str, Any]]] = [
        (f"datum.x < {LAST_COLUMN}", {"align": "left", "dx": 7 if role == "box" else -4}),
        (f"datum.x == {LAST_COLUMN}", {"align": "right", "dx": -7 if role == "box" else 4}),
    ]
    return [
        {
            "transform": only(f"datum.role == '{role}' && {side}"),
            "mark": {"type": "text", "fontSize": size, "lineBreak": "\n", "color": colour}
            | {"baseline": "middle" if role == "box" else "top", "lineHeight": 14}
            | where
            | under,
            "encoding": {
                "y": {"field": "middle", "type": "quantitative"},
                "text": {"field": "text", "type": "nominal"},
            },
        }
        for side, where in sides
        for under in (halo, {})
    ]
