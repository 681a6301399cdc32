"""What each party says on one scale: a mark per party, in its own colour and shape."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from dashboard.charts.chart import Chart, only, quarters_axis
from dashboard.theme import BLUE, GREY, INK, MUTED, VERMILION, Mode, chart_config
from ketenkpi.wording import Language

# Uwv, gemeente, samen: told apart by shape too.
COLOURS, SHAPES = (BLUE, VERMILION, GREY), ("circle", "square", "diamond")
ROW, WITH_ENDS, COURSE = 44, 88, 230
# Pixels between the marks of two parties on one line.
APART = 14
# Letters on one line of a label: 24 take 145 pixels, which a narrow screen can spare.
LETTERS = 24
# What two ends mean stands below the line; 20 letters each fit beside each other there.
END_LETTERS = 20


def marks(
    data: pd.DataFrame,
    *,
    parties: Sequence[str],
    ticks: Sequence[int],
    alt: str,
    mode: Mode,
    language: Language,
) -> Chart:
    """A line from 0 to the last of `ticks` per `label`, in order, with a mark per party.

    Rows of `data`: label, low and high (what the ends mean, '' without), party
    (one of `parties`, in the order UWV, gemeente, samen), value (NaN without a
    mark), before (of the scan before, NaN without), text. A mark of the scan
    before is hollow.
    """
    with_ends = bool((data["low"] != "").any())
    row = WITH_ENDS if with_ends else ROW
    axis = {"title": None, "orient": "top", "values": list(ticks), "format": "d"}
    top = ticks[-1]
    x = {"type": "quantitative", "scale": {"domain": [0, top]}, "axis": axis}
    party = _party(parties) | {"yOffset": _beside(parties, row)}
    layers = [_track(top), _joined(x), _before(x, party), _now(x, party)]
    if with_ends:
        layers += [_end("low", 0, "left", mode), _end("high", top, "right", mode)]
    spec = {
        "height": {"step": row, "for": "position"},
        "encoding": {"y": labels_axis(data["label"], mode) | {"scale": {"padding": 0}}},
        "layer": layers,
        "config": chart_config(mode, language),
    }
    return Chart(spec, data.assign(low=_lines(data["low"]), high=_lines(data["high"])), alt)


def _lines(texts: pd.Series[str]) -> list[str]:
    return ["\n".join(textwrap.wrap(text, END_LETTERS)) for text in texts]


def labels_axis(labels: Iterable[str], mode: Mode) -> dict[str, Any]:
    """The y channel of rows named by `label`, in the order given; a long name on more lines."""
    names = list(dict.fromkeys(labels))
    lines = {name: textwrap.wrap(name, LETTERS, break_long_words=False) for name in names}
    return {
        "field": "label",
        "type": "ordinal",
        "sort": names,
        "axis": {
            "title": None,
            "labelLimit": 0,
            "labelOverlap": False,
            "labelColor": INK[mode],
            "labelLineHeight": 14,
            "labelExpr": f"({json.dumps(lines)})[datum.label]",
        },
    }


def course(
    data: pd.DataFrame,
    *,
    quarters: Sequence[str],
    parties: Sequence[str],
    ticks: Sequence[int],
    alt: str,
    mode: Mode,
    language: Language,
) -> Chart:
    """What each party says over `quarters`. Rows of `data`: kwartaal, party, value."""
    party = _party(parties)
    y = {
        "field": "value",
        "type": "quantitative",
        "scale": {"domain": [0, ticks[-1]]},
        "axis": {"title": None, "values": list(ticks), "format": "d"},
    }
    spec = {
        "height": COURSE,
        "encoding": {"x": quarters_axis(quarters), "y": y, "color": party["color"]},
        "layer": [
            {"mark": {"type": "line", "strokeWidth": 1.5, "opacity": 0.6}},
            {
                "mark": {"type": "point", "filled": True, "size": 80, "opacity": 1},
                "encoding": {"shape": party["shape"]},
            },
        ],
        "config": chart_config(mode, language),
    }
    return Chart(spec, data, alt)


def _track(top: int) -> dict[str, Any]:
    return {
        "mark": {"type": "rule", "color": GREY, "opacity": 0.5},
        "encoding": {"x": {"datum": 0, "type": "quantitative"}, "x2": {"datum": top}},
    }


def _joined(x: dict[str, Any]) -> dict[str, Any]:
    """The distance between the parties."""
    ends = [
        {"op": "min", "field": "value", "as": "from"},
        {"op": "max", "field": "value", "as": "to"},
    ]
    return {
        "transform": [
            *only("isValid(datum.value)"),
            {"aggregate": ends, "groupby": ["label"]},
        ],
        "mark": {"type": "rule", "color": GREY, "strokeWidth": 4, "opacity": 0.6},
        "encoding": {"x": x | {"field": "from"}, "x2": {"field": "to"}},
    }


def _party(parties: Sequence[str]) -> dict[str, Any]:
    """Colour and shape of a party, with its words at a mark."""
    shared = {"field": "party", "type": "nominal"}
    legend = {"title": None, "orient": "top", "symbolOpacity": 1}
    scale = {"domain": list(parties)}
    return {
        "color": shared | {"scale": scale | {"range": list(COLOURS[: len(parties)])}}
        | {"legend": legend},
        "shape": shared | {"scale": scale | {"range": list(SHAPES[: len(parties)])}}
        | {"legend": legend},
        "tooltip": {"field": "text", "type": "nominal", "title": " "},
    }  # fmt: skip


def _beside(parties: Sequence[str], row: int) -> dict[str, Any]:
    """Parties with one mark stay both in sight: below each other, around the middle of the row."""
    first = (row - APART * (len(parties) - 1)) / 2
    places = [first + APART * number for number in range(len(parties))]
    scale = {"domain": list(parties), "range": places, "type": "ordinal"}
    return {"field": "party", "type": "nominal", "scale": scale}


def _now(x: dict[str, Any], party: dict[str, Any]) -> dict[str, Any]:
    return {
        "transform": only("isValid(datum.value)"),
        "mark": {"type": "point", "filled": True, "size": 130, "opacity": 1},
        "encoding": {"x": x | {"field": "value"}, **party},
    }


def _before(x: dict[str, Any], party: dict[str, Any]) -> dict[str, Any]:
    return {
        "transform": only("isValid(datum.before)"),
        "mark": {
            "type": "point",
            "filled": False,
            "size": 130,
            "opacity": 0.55,
            "strokeWidth": 1.5,
        },
        "encoding": {"x": x | {"field": "before"}, **party},
    }


def _end(field: str, value: int, align: str, mode: Mode) -> dict[str, Any]:
    return {
        "transform": [{"aggregate": [], "groupby": ["label", field]}],
        "mark": {"type": "text", "align": align, "baseline": "top", "dy": 14, "fontSize": 11}
        | {"color": MUTED[mode], "lineBreak": "\n", "lineHeight": 12},
        "encoding": {
            "x": {"datum": value, "type": "quantitative"},
            "text": {"field": field, "type": "nominal"},
        },
    }
