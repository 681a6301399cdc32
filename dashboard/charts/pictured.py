"""The pictures of an answer as charts: its rows written for the reader, its roles coloured."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from dashboard.charts import cooperation, resources
from dashboard.charts.bars import bars
from dashboard.charts.chart import Chart
from dashboard.charts.funnel import funnel
from dashboard.charts.spread import ranks, spread
from dashboard.theme import BLUE, GREY, PAPER, VERMILION, Mode
from ketenkpi.answer import Picture, Said
from ketenkpi.resources import GEMEENTE, PARTNERS, UWV
from ketenkpi.resources.answers import named
from ketenkpi.surfaces import in_words, language

NAN = float("nan")
# What a chart asks of every row; a picture leaves out what it has nothing for.
NUMBERS = {
    "by_partner": ("value", "low", "high", "beside"),
    "beside_mark": ("value", "mark"),
    "parts": ("share", "low", "high"),
    "moved": ("before", "after"),
    "spread": ("value", "low", "high", "expected"),
    "funnel": ("n", "value", "low_95", "high_95", "low_998", "high_998"),
    "order": ("low", "high"),
    "control": ("value", "centre", "low", "high", "target"),
    "course": ("value", "low", "high"),
    "bars": ("value", "low", "high"),
    **cooperation.NUMBERS,
}


def pictured(picture: Picture, mode: Mode) -> Chart:
    """The chart of a picture, for a reader with this theme."""
    data = frame_of(picture, mode)
    told: dict[str, Any] = {"alt": in_words(picture.alt), "mode": mode, "language": language()}
    if picture.kind in cooperation.NUMBERS:
        return cooperation.by_party(picture.kind, data, picture.unit, told)
    if picture.kind == "parts":
        return resources.parts(data, **told)
    if picture.kind == "order":
        return ranks(data, **told)
    drawn: dict[str, Callable[..., Chart]] = {
        "by_partner": resources.by_partner,
        "beside_mark": resources.beside_mark,
        "moved": resources.moved,
        "spread": spread,
        "funnel": _funnel,
        "bars": bars,
    }
    return drawn[picture.kind](data, unit=picture.unit, **told)


def _funnel(data: pd.DataFrame, **told: Any) -> Chart:
    points, curve, middle = (data[data["kind"] == kind] for kind in ("point", "limit", "middle"))
    return funnel(points, curve, target=float(middle["value"].iloc[0]), **told)


def frame_of(picture: Picture, mode: Mode) -> pd.DataFrame:
    """The rows of a picture as a chart takes them, written for the reader."""
    numbers = dict.fromkeys(NUMBERS[picture.kind], NAN)
    rows = [
        numbers
        | {name: _value(value) for name, value in row.items()}
        | _of_role(picture.kind, row, mode)
        for row in picture.rows
    ]
    return pd.DataFrame(rows)


def _value(value: Said | float) -> Any:
    if isinstance(value, bool | int | float):
        return value
    return NAN if value is None else in_words(value)


def _of_role(kind: str, row: Any, mode: Mode) -> dict[str, Any]:
    """What a chart draws a row by: the partner it is of, or the part it is."""
    if kind == "by_partner":
        partner = row["partner"]
        return {
            "partner": in_words(named("organisatie", partner)),
            "place": PARTNERS.index(partner),
        }
    if kind == "spread":
        return {"role": row.get("role", "other")}
    if kind != "parts":
        return {}
    colours = {
        UWV: BLUE,
        GEMEENTE: VERMILION,
        "joint": BLUE,
        "apart": GREY,
        "unknown": PAPER[mode],
    }
    # The roles in the order in which their parts stand in a bar.
    roles = (*PARTNERS, "joint", "apart", "unknown")
    return {"colour": colours[row["role"]], "order": roles.index(row["role"])}
