"""Every place in one period, by name; an order by value would be a league table."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard.charts.chart import Chart, framed, only, value_axis
from dashboard.theme import BLUE, GREY, INK, MUTED, VERMILION, Mode
from ketenkpi.wording import Language

ROW = 26
COLOUR = {
    "condition": {"test": "datum.role == 'subject'", "value": BLUE},
    "value": GREY,
}


def spread(data: pd.DataFrame, *, unit: str, alt: str, mode: Mode, language: Language) -> Chart:
    """The figure of each place with its interval; the subject in blue.

    Rows of `data`: place, role (subject, other), value, low, high, expected
    (NaN where nothing is), note (why there is no figure, else ''), text. The
    order of the rows is kept. What was expected is a vermilion tick.
    """
    layers = [_interval(), _point(), _expected(), _note(mode)]
    return _by_place(data, value_axis(unit), layers, framed(unit, mode, language), alt, mode)


def ranks(data: pd.DataFrame, *, alt: str, mode: Mode, language: Language) -> Chart:
    """Between which two ranks each place stands; a bar over all of them says 'cannot tell'.

    Rows of `data`: place, role, low, high (the ranks, 1 the best), note, text.
    """
    known = data["high"].dropna()
    last = int(known.max()) if len(known) else 1
    axis = {
        "field": "low",
        "type": "quantitative",
        "scale": {"domain": [0.5, last + 0.5], "nice": False},
        "axis": {"title": None, "format": "d", "orient": "top"}
        | {"values": [1, *range(5, last - 1, 5), last]},
    }
    bar = {
        "transform": only("isValid(datum.low)"),
        "mark": {"type": "rule", "strokeWidth": 9, "strokeCap": "round", "opacity": 0.75},
        "encoding": {"x": axis, "x2": {"field": "high"}, "color": COLOUR}
        | {"tooltip": {"field": "text", "type": "nominal", "title": " "}},
    }
    frame = framed("rank", mode, language)
    return _by_place(data, axis, [bar, _note(mode)], frame, alt, mode)


def _by_place(
    data: pd.DataFrame,
    x: dict[str, Any],
    layers: list[dict[str, Any]],
    frame: dict[str, Any],
    alt: str,
    mode: Mode,
) -> Chart:
    subject = [name for name, role in zip(data["place"], data["role"], strict=True)
               if role == "subject"]  # fmt: skip
    bold = {"condition": {"test": f"indexof({subject!r}, datum.value) >= 0", "value": "bold"}}
    y = {
        "field": "place",
        "type": "ordinal",
        "scale": {"domain": list(data["place"])},
        "axis": {
            "title": None,
            "labelLimit": 180,
            # Streamlit's theme would push the first name below its own row.
            "labelFlush": False,
            "labelFontWeight": bold | {"value": "normal"},
            "labelColor": INK[mode],
        },
    }
    spec = frame | {"height": {"step": ROW}, "encoding": {"y": y, "x": x}, "layer": layers}
    return Chart(spec, data, alt)


def _interval() -> dict[str, Any]:
    return {
        "transform": only("isValid(datum.low) && isValid(datum.high)"),
        "mark": {"type": "rule", "strokeWidth": 2, "opacity": 0.7},
        "encoding": {
            "x": {"field": "low", "type": "quantitative", "title": None},
            "x2": {"field": "high"},
            "color": COLOUR,
        },
    }


def _point() -> dict[str, Any]:
    return {
        "transform": only("isValid(datum.value)"),
        "mark": {"type": "point", "filled": True, "opacity": 1},
        "encoding": {
            "color": COLOUR,
            "size": {"condition": {"test": "datum.role == 'subject'", "value": 130}, "value": 70},
            "tooltip": {"field": "text", "type": "nominal", "title": " "},
        },
    }


def _expected() -> dict[str, Any]:
    return {
        "transform": only("isValid(datum.expected)"),
        "mark": {"type": "tick", "color": VERMILION, "thickness": 2.5, "size": 16, "opacity": 1},
        "encoding": {
            "x": {"field": "expected", "type": "quantitative", "title": None},
            "tooltip": {"field": "text", "type": "nominal", "title": " "},
        },
    }


def _note(mode: Mode) -> dict[str, Any]:
    return {
        "transform": only("datum.note != ''"),
        "mark": {"type": "text", "align": "left", "color": MUTED[mode], "fontSize": 12},
        "encoding": {"x": {"value": 4}, "text": {"field": "note", "type": "nominal"}},
    }
