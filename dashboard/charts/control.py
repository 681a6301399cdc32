"""One place over the quarters against its own limits of chance (statistical process control)."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard.charts import phases
from dashboard.charts.chart import HEIGHT, Chart, framed, level_line, only, value_axis
from dashboard.theme import BLUE, GREY, INK, MUTED, VERMILION, Mode
from dashboard.words import WORDS
from ketenkpi.wording import Language

SHAPES = {"improvement": "triangle-up", "concern": "triangle-down", "change": "diamond"}
SIGNAL = " || ".join(f"datum.variation == '{name}'" for name in SHAPES)
COLOURS = {"improvement": BLUE, "concern": VERMILION, "change": VERMILION}


def control(
    data: pd.DataFrame,
    *,
    unit: str,
    target: float | None,
    bands: pd.DataFrame,
    alt: str,
    mode: Mode,
    language: Language,
) -> Chart:
    """Values with their centre line and limits; a signal has a colour and a shape of its own.

    Rows of `data`: kwartaal (text), value, centre, low, high, phase (a number:
    the limits of another phase are another line), variation (common,
    improvement, concern, change, none), text. NaN leaves a gap. bands: the
    registered phases below it, as `phases.layers` takes them.
    """
    layers = [
        _limits("low", mode),
        _limits("high", mode),
        _centre(mode),
        *([_target(target, mode, language)] if target is not None else []),
        _course(mode),
        _points(unit),
        *phases.layers(bands, mode),
    ]
    spec = framed(unit, mode, language) | {
        "height": HEIGHT + phases.room(bands),
        "encoding": {"x": phases.axis_below(sorted(set(data["kwartaal"])), bands)},
        "layer": layers,
    }
    return Chart(spec, data, alt)


def _limits(name: str, mode: Mode) -> dict[str, Any]:
    return {
        "transform": only(f"isValid(datum.{name})"),
        "mark": {"type": "line", "interpolate": "step", "color": MUTED[mode], "strokeWidth": 1.2}
        | {"strokeDash": [5, 4]},
        "encoding": {
            "y": {"field": name, "type": "quantitative", "title": None},
            "detail": {"field": "phase", "type": "nominal"},
        },
    }


def _centre(mode: Mode) -> dict[str, Any]:
    return {
        "transform": only("isValid(datum.centre)"),
        "mark": {"type": "line", "color": INK[mode], "strokeWidth": 1},
        "encoding": {
            "y": {"field": "centre", "type": "quantitative", "title": None},
            "detail": {"field": "phase", "type": "nominal"},
        },
    }


def _target(target: float, mode: Mode, language: Language) -> dict[str, Any]:
    name = {
        "data": {"values": [{}]},
        "mark": {"type": "text", "align": "left", "dy": -7, "fontSize": 11, "color": INK[mode]}
        | {"text": WORDS.say("chart.target", language)},
        "encoding": {"x": {"value": 4}, "y": {"datum": target}},
    }
    return {"layer": [level_line(target, VERMILION, 1.5), name]}


def _course(mode: Mode) -> dict[str, Any]:
    return {
        "mark": {"type": "line", "color": MUTED[mode], "strokeWidth": 1.5},
        "encoding": {"y": {"field": "value", "type": "quantitative", "title": None}},
    }


def _points(unit: str) -> dict[str, Any]:
    def chosen(values: dict[str, str]) -> list[dict[str, str]]:
        return [{"test": f"datum.variation == '{k}'", "value": v} for k, v in values.items()]

    return {
        "transform": only("isValid(datum.value)"),
        "mark": {"type": "point", "filled": True, "opacity": 1},
        "encoding": {
            "y": value_axis(unit),
            "color": {"condition": chosen(COLOURS), "value": GREY},
            "shape": {"condition": chosen(SHAPES), "value": "circle"},
            "size": {"condition": [{"test": SIGNAL, "value": 120}], "value": 60},
            "tooltip": {"field": "text", "type": "nominal", "title": " "},
        },
    }
