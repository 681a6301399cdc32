"""Bars from zero, one or two in a row, with the interval of each that has one."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard.charts.chart import Chart, framed, only, value_axis
from dashboard.theme import BLUE, GREY, INK, MUTED, VERMILION, Mode
from ketenkpi.wording import Language

ROW = 20
# A name of two parts stands on two lines, so that it fits a narrow screen.
ARROW = " → "
COLOURS = {"subject": BLUE, "context": GREY, "signal": VERMILION}


def bars(data: pd.DataFrame, *, unit: str, alt: str, mode: Mode, language: Language) -> Chart:
    """A row of bars per `label`, in the order given.

    Rows of `data`: label, side (told apart within a label), colour (subject,
    context, signal), value, low, high (NaN without an interval), note (why
    there is no value, else ''), text.
    """
    labels = list(dict.fromkeys(data["label"]))
    sides = list(dict.fromkeys(data["side"]))
    axis = value_axis(unit)
    axis["scale"] = {"zero": True, "nice": True}
    axis["axis"] = axis["axis"] | {"orient": "bottom"}
    axis["axis"].pop("minExtent")
    y = {
        "field": "label",
        "type": "ordinal",
        "scale": {"domain": labels, "paddingInner": 0.35},
        "axis": {
            "title": None,
            "labelLimit": 200,
            "labelFlush": False,
            "labelColor": INK[mode],
            "labelExpr": f"split(datum.label, '{ARROW}')",
        },
    }
    offset = {"field": "side", "type": "nominal", "scale": {"domain": sides}}
    spec = framed(unit, mode, language) | {
        "height": {"step": ROW, "for": "offset"} if len(sides) > 1 else {"step": ROW + 14},
        "encoding": {"y": y, "yOffset": offset, "x": axis},
        "layer": [_bar(), _interval(mode), _note(mode)],
    }
    return Chart(spec, data, alt)


def _bar() -> dict[str, Any]:
    return {
        "transform": only("isValid(datum.value)"),
        "mark": {"type": "bar", "opacity": 0.8},
        "encoding": {
            "color": {
                "condition": [
                    {"test": f"datum.colour == '{name}'", "value": colour}
                    for name, colour in COLOURS.items()
                    if name != "context"
                ],
                "value": GREY,
            },
            "tooltip": {"field": "text", "type": "nominal", "title": " "},
        },
    }


def _interval(mode: Mode) -> dict[str, Any]:
    return {
        "transform": only("isValid(datum.low) && isValid(datum.high)"),
        "mark": {"type": "rule", "color": INK[mode], "strokeWidth": 1.5},
        "encoding": {
            "x": {"field": "low", "type": "quantitative", "title": None},
            "x2": {"field": "high"},
        },
    }


def _note(mode: Mode) -> dict[str, Any]:
    return {
        "transform": only("datum.note != ''"),
        "mark": {"type": "text", "align": "left", "color": MUTED[mode], "fontSize": 12},
        "encoding": {"x": {"value": 4}, "text": {"field": "note", "type": "nominal"}},
    }
