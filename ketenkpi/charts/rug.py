"""Many figures of one place, a row each: name, value, its course, and all places on a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

import altair as alt
import pandas as pd

from ketenkpi.answer import Measured
from ketenkpi.charts.axes import ChartStyle, configured, layered, rows, told, tooltip
from ketenkpi.charts.theme import BLUE, GREY, INK
from ketenkpi.overview import RugRow
from ketenkpi.overview.answers import value_said
from ketenkpi.surfaces import in_words
from ketenkpi.vocabulary import Quarter

ROW = 30
# Across, in parts of the width: the name, the value at its end, the course, the line.
NAME, VALUE, COURSE, LINE = 0.0, 0.5, (0.53, 0.73), (0.77, 1.0)
# Down, within a row of 1: what is drawn keeps free of its neighbours.
ABOVE, BELOW = 0.2, 0.8


def draw(unit: str, style: ChartStyle) -> alt.LayerChart:
    """The rows below each other; a course and a line run from their least to their most.

    Rows, by role, x and y in shares of the width and in rows from the top: name and value
    (text), course (run: of quarters without a gap), now (the quarter told of), other, range
    (x to x2: the interval), own. Told: rows, how many there are.
    """
    name, value = _words("name", "left", style), _words("value", "right", style)
    course = _of("course").mark_line(color=GREY, strokeWidth=1.6)
    layers = (
        name,
        value,
        course.encode(detail=["at:O", "run:N"], order=alt.Order("x:Q"), tooltip=tooltip()),
        _dot("now", 40),
        _of("other").mark_tick(color=GREY, thickness=1.3, size=12).encode(tooltip=tooltip()),
        _of("range").mark_rule(color=BLUE, strokeWidth=2).encode(x2="x2"),
        _dot("own", 60),
    )
    return configured(layered(*layers), style)


def as_rows(found: Sequence[RugRow], subject: str) -> pd.DataFrame:
    """The rows of the chart, written for the reader. subject: the place they are of."""
    made = [
        each
        for at, row in enumerate(found)
        for each in (*_told(at, row), *_course(at, row), *_line(at, row, subject))
    ]
    columns = ("at", "role", "x", "x2", "y", "run", "text")
    return pd.DataFrame(made, columns=list(columns))


def how_many(data: pd.DataFrame) -> dict[str, Any]:
    """How many rows there are below each other."""
    return {"rows": int(data["at"].max()) + 1 if len(data) else 0}


def height(data: pd.DataFrame) -> int:
    """Pixels for all rows."""
    return ROW * int(how_many(data)["rows"])


def _of(role: str) -> alt.Chart:
    across = alt.Scale(domain=[0, 1], nice=False)
    down = alt.Scale(domain=alt.ExprRef(expr="[rows, 0]"), nice=False, zero=False)
    return rows(f"datum.role == '{role}'").encode(
        x=alt.X("x:Q", scale=across, axis=None), y=alt.Y("y:Q", scale=down, axis=None)
    )


def _dot(role: str, size: int) -> alt.Chart:
    return (
        _of(role)
        .mark_point(color=BLUE, filled=True, size=size, opacity=1)
        .encode(tooltip=tooltip())
    )


def _words(role: str, align: str, style: ChartStyle) -> alt.Chart:
    colour = INK[style.mode]
    mark: dict[str, Any] = {"align": align, "baseline": "middle", "fontSize": 12, "color": colour}
    return _of(role).mark_text(**mark, limit=told("width * 0.4")).encode(text="text:N")


def _told(at: int, row: RugRow) -> Iterator[Mapping[str, Any]]:
    middle = at + 0.5
    yield {"at": at, "role": "name", "x": NAME, "y": middle, "text": in_words(row.tile.name)}
    value = in_words(value_said(row.now))
    yield {"at": at, "role": "value", "x": VALUE, "y": middle, "text": value}


def _course(at: int, row: RugRow) -> Iterator[Mapping[str, Any]]:
    known = sorted(row.course)
    if len(known) < 2:
        return
    up = _shares(row.course.values())
    runs = [0]
    for one, other in pairwise(known):
        runs.append(runs[-1] + (other - one > 1))
    for each, run in zip(known, runs, strict=True):
        value = row.course[each]
        mark = {
            "at": at,
            "x": _between(COURSE, (each - known[0]) / (known[-1] - known[0])),
            "y": at + _between((BELOW, ABOVE), up(value)),
            "text": f"{Quarter.from_index(each)}: {_written(row, value)}",
        }
        yield mark | {"role": "course", "run": run}
        if each == row.at:
            yield mark | {"role": "now"}


def _line(at: int, row: RugRow, subject: str) -> Iterator[Mapping[str, Any]]:
    own = None if row.now is None or row.now.immature else row.now.figure
    ends = [] if own is None else [own.value, own.low, own.high]
    every = [*row.others.values(), *(each for each in ends if each is not None)]
    if not every:
        return
    along = _shares(every)

    def place(value: float) -> float:
        return _between(LINE, along(value))

    base: dict[str, Any] = {"at": at, "y": at + 0.5}
    for name, value in row.others.items():
        said = f"{name}: {_written(row, value)}"
        yield base | {"role": "other", "x": place(value), "text": said}
    if own is None or own.value is None:
        return
    if own.low is not None and own.high is not None:
        yield base | {"role": "range", "x": place(own.low), "x2": place(own.high)}
    said = f"{subject}: {in_words(value_said(row.now))}"
    yield base | {"role": "own", "x": place(own.value), "text": said}


def _written(row: RugRow, value: float) -> str:
    return in_words(Measured(value, row.unit))


def _shares(values: Iterable[float]) -> Any:
    """How far a value lies from the least (0) to the most (1); all alike lie in the middle."""
    known = list(values)
    least, most = min(known), max(known)
    return lambda value: 0.5 if most == least else (value - least) / (most - least)


def _between(ends: tuple[float, float], share: float) -> float:
    return ends[0] + (ends[1] - ends[0]) * share
