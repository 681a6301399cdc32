"""The window in which a Werkplein was seen: from its first begin to its last end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from ketenkpi.counts.cells import Survey, Window, windows
from ketenkpi.counts.sources import SEEN_FROM, SEEN_UNTIL

DATES = ("instroom", "uitstroom", "termijn")


def _cell(place: str = "A", **days: int | None) -> Mapping[str, Any]:
    nothing = {f"{end}_{name}": None for end in ("first", "last") for name in DATES}
    return {"werkplein": place, SEEN_FROM: None, SEEN_UNTIL: None} | nothing | days


def _windows(*cells: Mapping[str, Any], since: date | None = None) -> dict[str, Window]:
    return windows([Survey("trajecten", cells, DATES)], since, None)


def test_an_earlier_outflow_could_be_seen_from_the_first_event_of_any_cell() -> None:
    found = _windows(
        _cell(first_instroom=300, last_instroom=400, first_uitstroom=350, last_uitstroom=500),
        _cell(first_instroom=120, last_instroom=700, last_termijn=9_000),
        _cell("B", first_uitstroom=80, last_uitstroom=90),
    )
    # A term is a plan and lies ahead of what happened.
    assert found["A"] == Window(None, None, look_back=120, until=700)
    assert found["B"] == Window(None, None, look_back=80, until=90)


def test_a_begin_that_is_given_is_looked_back_to() -> None:
    found = _windows(_cell(first_instroom=300, last_instroom=400), since=date(1970, 4, 11))
    assert found["A"] == Window(100, 100, look_back=100, until=400)


def test_rows_that_say_from_when_they_were_seen_come_first() -> None:
    cells = (
        _cell(first_instroom=150, last_instroom=950) | {SEEN_FROM: 200, SEEN_UNTIL: 900},
        _cell(first_instroom=160, last_instroom=170) | {SEEN_FROM: 170, SEEN_UNTIL: 800},
    )
    found = _windows(*cells, since=date(1970, 4, 11))
    assert found["A"] == Window(170, None, look_back=150, until=900)
