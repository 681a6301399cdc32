"""A store with a Werkplein that the register knows, and series of its region; all invented."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from ketenkpi.scope import Scope
from ketenkpi.settings import Settings
from ketenkpi.store import Store, open_store
from ketenkpi.vocabulary import Quarter
from tests.unit.store.files import deliver, spells

ALL = Scope.everything()
ALMERE, REGION, AREA = "Almere", "Flevoland", "AM11"
FIRST, LAST = Quarter(2015, 1), Quarter(2017, 4)
QUARTERS = tuple(FIRST + at for at in range(LAST - FIRST + 1))
# Begun per quarter; nobody leaves, so the stock is their sum.
WW = (20, 2, 3, 2, 4, 1, 2, 3, 2, 4, 1, 2)
WWB = (40, 1, 1, 2, 1, 1, 1, 2, 1, 1, 1, 1)


def running(werkplein: str = ALMERE) -> bytes:
    """A file `trajecten` with what begins in each quarter."""
    rows = []
    for scheme, numbers in (("WW", WW), ("WWB", WWB)):
        for when, number in zip(QUARTERS, numbers, strict=True):
            rows += [
                f"{scheme}-{when}-{each};{werkplein};{scheme};{scheme}{when}{each};"
                f"{when.first_day};;"
                for each in range(number)
            ]
    return spells(*rows)


def series(rows: Iterable[tuple[str, str, str, str]]) -> bytes:
    """A file `context`: series, area, period, value."""
    return "\n".join(["reeks;gebied;periode;waarde", *(";".join(row) for row in rows), ""]).encode()


def regional(values: Mapping[Quarter, int], name: str = "ww") -> bytes:
    """A monthly series of the region, of which only the last month of a quarter is told."""
    return series(
        (name, AREA, f"{when.year}MM{when.number * 3:02}", str(value))
        for when, value in values.items()
    )


def bring(store: Store, file: bytes) -> None:
    """Deliver a file `context`."""
    result = deliver(store, file, "context", quarter=LAST)
    assert result.status == "stored", result.findings


def filled(home: Path) -> Store:
    """A store with the Werkplein, and one series of its region."""
    store = open_store(Settings.load(home))
    result = deliver(store, running(), quarter=LAST, observed_from=FIRST.first_day)
    assert result.status == "stored", result.findings
    bring(store, regional({when: 1000 + 10 * at for at, when in enumerate(QUARTERS)}))
    return store
