"""The picture of an answer as a drawing: its rows written for the reader, its roles coloured."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from ketenkpi.answer import Picture, Said
from ketenkpi.charts import (
    bars,
    by_phase,
    by_place,
    dots,
    groups,
    in_order,
    matrix,
    over_time,
    own_limits,
    parties,
    phases,
    quadrant,
    resources,
    rug,
    survival,
    swimlanes,
)
from ketenkpi.charts.chart import Drawing, Height
from ketenkpi.charts.theme import BLUE, GREY, PAPER, VERMILION, Mode
from ketenkpi.resources import GEMEENTE, PARTNERS, UWV
from ketenkpi.resources.answers import named
from ketenkpi.surfaces import in_words

Frame = pd.DataFrame
NAN = float("nan")


def _as_they_are(data: Frame) -> Frame:
    return data


def _nothing(data: Frame) -> dict[str, Any]:
    return {}


def _as_drawn(data: Frame) -> None:
    return None


@dataclass(frozen=True)
class Taken:
    """How a chart takes the rows of a picture of its kind.

    numbers: the columns it asks of every row; a picture leaves out what it has nothing
    for. rows: what it adds to them. told: what is told with them. height: where it
    follows from the rows. banded: whether registered phases are drawn below it.
    """

    numbers: tuple[str, ...]
    rows: Callable[[Frame], Frame] = _as_they_are
    told: Callable[[Frame], dict[str, Any]] = _nothing
    height: Callable[[Frame], Height] = _as_drawn
    banded: bool = False


TAKEN: Mapping[str, Taken] = {
    "by_partner": Taken(("value", "low", "high", "beside"), told=resources.partners),
    "beside_mark": Taken(("value", "mark"), told=resources.names),
    "parts": Taken(("share", "low", "high"), told=resources.made_up),
    "moved": Taken(("before", "after"), told=resources.names),
    "spread": Taken(
        ("value", "low", "high", "adjusted", "adjusted_low", "adjusted_high"),
        told=lambda data: by_place.places(data) | by_place.apart(data),
    ),
    "funnel": Taken(("n", "value", "low_95", "high_95", "low_998", "high_998")),
    "order": Taken(("low", "high"), told=lambda data: by_place.places(data) | by_place.last(data)),
    "control": Taken(
        ("value", "centre", "low", "high", "target"), told=own_limits.parameters, banded=True
    ),
    "course": Taken(
        ("value", "low", "high"), over_time.with_band, over_time.parameters, banded=True
    ),
    "bars": Taken(("value", "low", "high"), told=bars.labels, height=bars.height),
    "marks": Taken(("value", "before"), parties.marked, parties.labelled, parties.height),
    "scans": Taken(("value",), told=parties.over_quarters),
    "balance": Taken(("value",), parties.balanced, parties.labelled),
    "strategies": Taken(
        ("value", "low", "high", "start", "end"), parties.shaded, parties.of_those_who_say
    ),
    "swimlanes": Taken(("first", "last"), told=swimlanes.lanes),
    "survival": Taken(
        ("value", "low", "high", "at_risk", "median"), survival.numbered, survival.followed
    ),
    "matrix": Taken((), told=matrix.crossed),
    "bullet": Taken(("start", "value", "low", "high", "target"), told=resources.names),
    "tiles": Taken(()),
    "dots": Taken(("value", "low", "high"), told=dots.labels),
    "by_phase": Taken(("value", "low", "high"), by_phase.spread, by_phase.scale),
    "groups": Taken(("value", "low", "high", "middle"), told=groups.labels, height=groups.height),
    "in_order": Taken(("value", "low", "high", "nine", "term"), told=in_order.parts),
    "quadrant": Taken(("x", "x_low", "x_high", "y", "y_low", "y_high"), told=quadrant.crossed_at),
    "rug": Taken(("x", "x2", "y", "run"), told=rug.how_many, height=rug.height),
    "spark": Taken(("value", "low", "high")),
    "strip": Taken(("value", "low", "high")),
    "event_study": Taken(("value", "low", "high", "unseen")),
}


def drawing(picture: Picture, mode: Mode, below: Picture | None = None) -> Drawing:
    """What is drawn of a picture, for a reader with this theme.

    below: the registered phases, drawn between a course or control chart and its axis.
    """
    data, alt = frame_of(picture, mode), in_words(picture.alt)
    return drawing_of(picture.kind, picture.unit, data, alt, below)


def drawing_of(
    kind: str, unit: str, data: Frame, alt_text: str, below: Picture | None = None
) -> Drawing:
    """The same of rows that are written already."""
    taken = TAKEN[kind]
    told, drawn = taken.told(data), taken.rows(data)
    if taken.banded:
        bands = phases.bands_of(below)
        told, drawn = told | phases.parameters(bands), pd.concat([drawn, bands], ignore_index=True)
    return Drawing(kind, unit, drawn, alt_text, told, taken.height(data))


def frame_of(picture: Picture, mode: Mode) -> Frame:
    """The rows of a picture as a chart takes them, written for the reader."""
    numbers = dict.fromkeys(TAKEN[picture.kind].numbers, NAN)
    found = [
        numbers
        | {name: _value(value) for name, value in row.items()}
        | _of_role(picture.kind, row, mode)
        for row in picture.rows
    ]
    return pd.DataFrame(found)


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
