"""How much outflow was known after each delivery, against loops over the rows of each file."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from ketenkpi.scope import Scope
from ketenkpi.settings import Settings
from ketenkpi.store import Store, open_store
from ketenkpi.vocabulary import Quarter
from tests.dashboard.small import csv

ALL = Scope.everything()
PLACES = ("Noord", "Zuid", "Oost")
QUARTERS = [Quarter(2009, number) for number in (1, 2, 3)]
Row = tuple[str, str, date, date | None]
Known = dict[tuple[str, int], dict[str, date | None]]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(Settings.load(tmp_path / "home", f"sqlite:///{tmp_path / 'c.db'}"))
    yield opened
    opened.close()


def _rows(quarter: Quarter, chance: random.Random) -> list[Row]:
    """Cases of all places up to this quarter; the same case leaves now and then another day."""
    rows: list[Row] = []
    for place in PLACES:
        for number in range(20):
            begin = date(2009, 1, 2) + timedelta(days=4 * number)
            if begin > quarter.last_day:
                continue
            end = begin + timedelta(days=chance.randrange(1, 200))
            rows.append(
                (place, f"{place}-{number}", begin, end if end <= quarter.last_day else None)
            )
    return rows


def _file(rows: list[Row]) -> bytes:
    cells = [f"{n};{p};WW;{b};{b};{e or ''};{'werk' if e else ''}" for p, n, b, e in rows]
    return csv(cells)


def test_of_files_that_hold_several_places(store: Store) -> None:
    chance = random.Random(4)
    known: Known = {}
    for quarter in QUARTERS:
        # The last place stops delivering after two quarters.
        rows = [
            row for row in _rows(quarter, chance) if quarter != QUARTERS[-1] or row[0] != "Oost"
        ]
        done = store.upload(
            _file(rows), "trajecten", by="anna", organisation="samen", quarter=quarter,
            answers={"werkplein": "nieuw"}, replace=True, scope=ALL,
        )  # fmt: skip
        assert done.status == "stored", done
        for place, number, _, end in rows:
            known.setdefault((place, quarter.index), {})[number] = end
    found = store.source.outflow_as_known(ALL)
    columns = ("werkplein", "kwartaal", "vintage", "x")
    rows_found = {tuple(row) for row in found[list(columns)].itertuples(index=False)}
    assert rows_found == _by_loops(known)


def _by_loops(known: Known) -> set[tuple[str, int, int, int]]:
    """Of each case the row of the last file up to the vintage holds."""
    found = set()
    for place, vintage in known:
        newest: dict[str, date | None] = {}
        for index in range(QUARTERS[0].index, vintage + 1):
            newest |= known.get((place, index), {})
        left = Counter(Quarter.of(end).index for end in newest.values() if end)
        found |= {(place, index, vintage, count) for index, count in left.items()}
    return found
