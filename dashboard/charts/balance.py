"""What helps to the left, what hinders to the right, a bar per party."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from dashboard.charts.chart import Chart, only
from dashboard.charts.marks import COLOURS, labels_axis
from dashboard.theme import INK, MUTED, Mode, chart_config
from ketenkpi.wording import Language

BAR = 17


def balance(
    data: pd.DataFrame,
    *,
    parties: Sequence[str],
    top: int,
    sides: tuple[str, str],
    alt: str,
    mode: Mode,
    language: Language,
) -> Chart:
    """Bars of 0 to `top` away from the middle, per `label` in the order given.

    Rows of `data`: label, party (one of `parties`), value (NaN without an
    answer), helps (whether it goes left), note (why there is no answer, else
    ''), text. sides: the words above left and right.
    """
    drawn = data.assign(at=data["value"].where(~data["helps"], -data["value"]))
    axis = {
        "title": None,
        "orient": "top",
        "values": list(range(-top, top + 1)),
        # Both ways count up: left is not negative.
        "labelExpr": "abs(datum.value)",
    }
    scale = {"domain": list(parties)}
    y = labels_axis(data["label"], mode) | {"scale": {"paddingInner": 0.25}}
    party = {"field": "party", "type": "nominal", "scale": scale}
    encoding = {
        "y": y,
        "yOffset": party,
        "x": {
            "field": "at",
            "type": "quantitative",
            "scale": {"domain": [-top, top]},
            "axis": axis,
        },
        "color": party
        | {"scale": scale | {"range": list(COLOURS[: len(parties)])}}
        | {"legend": {"title": None, "orient": "top"}},
        "tooltip": {"field": "text", "type": "nominal", "title": " "},
    }
    bar = {
        "transform": only("isValid(datum.at)"),
        "mark": {"type": "bar", "height": BAR},
        "encoding": encoding,
    }
    spec = {
        "height": {"step": BAR + 2, "for": "offset"},
        "layer": [bar, _zero(mode), _unanswered(y, party, mode)],
        "title": {
            "text": f"← {sides[0]}   |   {sides[1]} →",
            "anchor": "middle",
            "fontSize": 12,
            "fontWeight": "normal",
            "color": MUTED[mode],
        },
        "config": chart_config(mode, language),
    }
    return Chart(spec, drawn, alt)


def _zero(mode: Mode) -> dict[str, Any]:
    return {
        "data": {"values": [{}]},
        "mark": {"type": "rule", "color": INK[mode], "strokeWidth": 1},
        "encoding": {"x": {"datum": 0, "type": "quantitative"}},
    }


def _unanswered(y: dict[str, Any], party: dict[str, Any], mode: Mode) -> dict[str, Any]:
    """Why there is no bar: no answer is not a zero."""
    return {
        "transform": only("datum.note != ''"),
        "mark": {"type": "text", "align": "left", "dx": 4, "fontSize": 10, "color": MUTED[mode]},
        "encoding": {
            "y": y,
            "yOffset": party,
            "x": {"datum": 0, "type": "quantitative"},
            "text": {"field": "note", "type": "nominal"},
        },
    }
