"""The registered phase of a Werkplein as thin bands between a chart over quarters and its axis."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard.charts.chart import quarters_axis
from dashboard.theme import GREY, INK, Mode
from ketenkpi.answer import Picture
from ketenkpi.surfaces import in_words

# Pixels. REACH: how far a band goes past the middle of its first and last
# quarter; on a screen of 390 pixels twelve quarters are 25 apart, so bands
# that follow each other stay apart.
ROW, HALF, REACH = 20, 7, 9
# A later phase is darker; the code in the band says which one it is.
OPACITY = {"0": 0.14, "1": 0.26, "2": 0.38, "3a": 0.48, "3b": 0.56, "4": 0.64}

COLUMNS = ("row", "first", "last", "phase", "text")


def bands_of(picture: Picture) -> pd.DataFrame:
    """The bands of a picture, written for the reader; no rows where nothing is registered.

    row: 0 is the upper one. first, last: quarters as text. text: for the tooltip.
    """
    rows = [
        {name: row[name] if name == "row" else in_words(row[name]) for name in COLUMNS}  # type: ignore[arg-type]
        for row in picture.rows
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def room(bands: pd.DataFrame) -> int:
    """How many pixels the bands take; 0 without any."""
    return ROW * int(bands["row"].nunique())


def axis_below(quarters: list[str], bands: pd.DataFrame) -> dict[str, Any]:
    """The axis of quarters, moved down to leave room for the bands."""
    channel = quarters_axis(quarters)
    channel["axis"] = channel["axis"] | {"offset": room(bands)}
    return channel


def layers(bands: pd.DataFrame, mode: Mode) -> list[dict[str, Any]]:
    """One band for each run of quarters in one phase, with the code of the phase in it."""
    return [_row(bands[bands["row"] == row], int(row), mode) for row in sorted(set(bands["row"]))]


def _row(bands: pd.DataFrame, row: int, mode: Mode) -> dict[str, Any]:
    y = {"value": {"expr": f"height + {row * ROW + ROW // 2}"}}
    ends = {"x": {"field": "first", "type": "ordinal"}, "x2": {"field": "last"}}
    shade = [{"test": f"datum.phase == '{code}'", "value": v} for code, v in OPACITY.items()]
    band = {
        "mark": {"type": "rule", "color": GREY, "strokeWidth": 2 * HALF, "xOffset": -REACH}
        | {"x2Offset": REACH},
        "encoding": ends
        | {
            "y": y,
            "opacity": {"condition": shade, "value": OPACITY["0"]},
            "tooltip": {"field": "text", "type": "nominal", "title": " "},
        },
    }
    code = {
        "mark": {"type": "text", "fontSize": 11, "fontWeight": "bold", "color": INK[mode]},
        "encoding": {
            "x": ends["x"],
            "y": y,
            "text": {"field": "phase", "type": "nominal"},
        },
    }
    rows = bands[["first", "last", "phase", "text"]].to_dict("records")
    return {"data": {"values": rows}, "layer": [band, code]}
