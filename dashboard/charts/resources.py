"""Money and people: by partner, beside a mark, and before and after a move.

Rows stand in the order of the data. UWV is blue and the gemeente vermilion in
every chart, and each is named in the legend or the text, never by colour alone.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard.charts.chart import FORMATS, Chart, framed, only
from dashboard.theme import BLUE, GREY, INK, MUTED, VERMILION, Mode
from ketenkpi.wording import Language

ROW, OFFSET = 36, 13
BREAK = "\\n"
TOOLTIP = {"field": "text", "type": "nominal", "title": " "}


def by_partner(data: pd.DataFrame, *, unit: str, alt: str, mode: Mode, language: Language) -> Chart:
    """A value per row and partner, with its interval or a tick beside it.

    Rows of `data`: name, partner (as it is shown), place (0 for the first
    partner), value, low, high, beside (NaN where there is none), text. With
    limits a value is a point; without any it is a bar.
    """
    colour = _partners(data)
    with_limits = bool(data["low"].notna().any())
    base = {"color": colour, "tooltip": TOOLTIP}
    x = _axis(unit, zero=not with_limits)
    shown = _interval(colour) if with_limits else []
    mark = (
        {"type": "point", "filled": True, "size": 80, "opacity": 1}
        if with_limits
        else {"type": "bar", "height": OFFSET - 2}
    )
    shown.append(
        {"transform": only("isValid(datum.value)"), "mark": mark, "encoding": base | {"x": x}}
    )
    shown.append(_tick("beside", INK[mode], OFFSET + 3))
    spec = framed(unit, mode, language) | {
        "height": {"step": OFFSET, "for": "offset"},
        "encoding": {
            "y": _names(data, mode) | {"scale": _domain(data) | {"paddingInner": 0.35}},
            "yOffset": {"field": "place", "type": "ordinal"},
        },
        "layer": shown,
    }
    return Chart(spec, data, alt)


def beside_mark(
    data: pd.DataFrame, *, unit: str, alt: str, mode: Mode, language: Language
) -> Chart:
    """A bar per row with a vermilion mark beside it, such as what was found elsewhere.

    Rows of `data`: name, value, mark (NaN where there is none), text.
    """
    x = _axis(unit, zero=True)
    bar = {
        "transform": only("isValid(datum.value)"),
        "mark": {"type": "bar", "height": 14, "color": BLUE},
        "encoding": {"x": x, "tooltip": TOOLTIP},
    }
    return _by_name(data, [bar, _tick("mark", VERMILION, 24)], unit, alt, mode, language)


def parts(data: pd.DataFrame, *, alt: str, mode: Mode, language: Language) -> Chart:
    """How a whole is made up, one bar of 100 % per row.

    Rows of `data`: name, part (as it is shown), colour, order, share, low, high
    (limits of the first boundary, NaN where there are none), label, text.
    """
    shown = data.drop_duplicates("part")
    scale = {"domain": list(shown["part"]), "range": list(shown["colour"])}
    x = {
        "field": "share", "type": "quantitative", "stack": "zero",
        "scale": {"domain": [0, 1]},
        "axis": {"title": None, "format": FORMATS["share"], "tickCount": 5},
    }  # fmt: skip
    bar = {
        "mark": {"type": "bar", "height": 18, "stroke": MUTED[mode], "strokeWidth": 0.5},
        "encoding": {
            "x": x,
            "color": {
                "field": "part",
                "type": "nominal",
                "scale": scale,
                "legend": {"title": None},
            },
            "order": {"field": "order", "type": "quantitative"},
            "tooltip": TOOLTIP,
        },
    }
    limits = {
        "transform": only("isValid(datum.low)"),
        "mark": {"type": "rule", "strokeWidth": 3, "color": INK[mode]},
        "encoding": {"x": {"field": "low", "type": "quantitative"}, "x2": {"field": "high"}},
    }
    return _by_name(data, [bar, limits], "share", alt, mode, language)


def moved(data: pd.DataFrame, *, unit: str, alt: str, mode: Mode, language: Language) -> Chart:
    """Before (open) and after (filled) per row, with the line of zero.

    Rows of `data`: name, before, after, text.
    """
    x = _axis(unit, zero=True)

    def at(name: str) -> dict[str, Any]:
        return {"x": x | {"field": name}, "tooltip": TOOLTIP}

    layers: list[dict[str, Any]] = [
        {
            "data": {"values": [{}]},
            "mark": {"type": "rule", "color": MUTED[mode], "strokeDash": [3, 3]},
            "encoding": {"x": {"datum": 0}, "y": {"value": 0}, "y2": {"value": "height"}},
        },
        {
            "mark": {"type": "rule", "strokeWidth": 2, "color": BLUE, "opacity": 0.6},
            "encoding": {"x": x | {"field": "before"}, "x2": {"field": "after"}},
        },
        {
            "mark": {"type": "point", "size": 90, "color": GREY, "strokeWidth": 2},
            "encoding": at("before"),
        },
        {
            "mark": {"type": "point", "size": 110, "filled": True, "color": BLUE, "opacity": 1},
            "encoding": at("after"),
        },
    ]
    return _by_name(data, layers, unit, alt, mode, language)


def _by_name(
    data: pd.DataFrame,
    layers: list[dict[str, Any]],
    unit: str,
    alt: str,
    mode: Mode,
    language: Language,
) -> Chart:
    spec = framed(unit, mode, language) | {
        "height": {"step": ROW},
        "encoding": {"y": _names(data, mode)},
        "layer": layers,
    }
    return Chart(spec, data, alt)


def _names(data: pd.DataFrame, mode: Mode) -> dict[str, Any]:
    # Streamlit's theme would push the first name below its own row.
    axis = {
        "title": None,
        "labelLimit": 150,
        "labelFlush": False,
        "labelColor": INK[mode],
        # A name of two lines, so that it fits a narrow screen.
        "labelExpr": f"split(datum.label, '{BREAK}')",
    }
    return {"field": "name", "type": "ordinal", "scale": _domain(data), "axis": axis}


def _domain(data: pd.DataFrame) -> dict[str, Any]:
    return {"domain": list(dict.fromkeys(data["name"]))}


def _axis(unit: str, *, zero: bool) -> dict[str, Any]:
    return {
        "field": "value",
        "type": "quantitative",
        "scale": {"zero": zero, "nice": True},
        "axis": {"title": None, "format": FORMATS[unit], "tickCount": 5},
    }


def _partners(data: pd.DataFrame) -> dict[str, Any]:
    shown = data.drop_duplicates("partner").sort_values("place")
    colours = [(BLUE, VERMILION)[place] for place in shown["place"]]
    scale = {"domain": list(shown["partner"]), "range": colours}
    return {"field": "partner", "type": "nominal", "scale": scale, "legend": {"title": None}}


def _interval(colour: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "transform": only("isValid(datum.low) && isValid(datum.high)"),
            "mark": {"type": "rule", "strokeWidth": 2.5, "opacity": 0.7},
            "encoding": {
                "x": {"field": "low", "type": "quantitative", "title": None},
                "x2": {"field": "high"},
                "color": colour,
            },
        }
    ]


def _tick(field: str, colour: str, size: int) -> dict[str, Any]:
    return {
        "transform": only(f"isValid(datum.{field})"),
        "mark": {"type": "tick", "color": colour, "thickness": 2.5, "size": size, "opacity": 1},
        "encoding": {
            "x": {"field": field, "type": "quantitative", "title": None},
            "tooltip": TOOLTIP,
        },
    }
