"""Who delivers by the quarter is told as much of returning clients as who repeats everything."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from ketenkpi.settings import Settings
from ketenkpi.store import Store, open_store
from ketenkpi.store.rows import RowsPart
from ketenkpi.store.seen import seen_since
from ketenkpi.vocabulary import Quarter
from tests.unit.store.files import ALL, deliver, spells

QUARTERS = [Quarter(2009, 1) + number for number in range(8)]
NOT_ALL = QUARTERS[:3] + QUARTERS[4:]


def _day(text: str) -> date:
    day, month, year = map(int, text.split("-"))
    return date(year, month, day)


def _cases() -> list[tuple[str, str, str]]:
    """Number, client and days: sixteen clients who come, leave in the next quarter and come back.

    Every fourth of them stays away after the first time, and four new ones come; invented.
    """
    rows = []
    for place, quarter in enumerate(QUARTERS[:-1]):
        begin, end = quarter.first_day, (quarter + 1).first_day
        days = f"{begin + timedelta(60):%d-%m-%Y};{end + timedelta(10):%d-%m-%Y}"
        for number in range(16):
            client = f"{place}-{number}" if number % 4 == 0 else str(number)
            rows.append((f"{place}-{number}", client, days))
    return rows


def _file(quarter: Quarter, since: date | None) -> bytes:
    """The cases that ran since that day, as they were known at the end of the quarter."""
    rows = []
    for number, client, days in _cases():
        begin, end = days.split(";")
        ended = _day(end) <= quarter.last_day
        if _day(begin) > quarter.last_day or (since and ended and _day(end) < since):
            continue
        left = f"{end};werk" if ended else ";"
        rows.append(f"{number};A;WW;{client};{begin};{left}")
    return spells(*rows)


def _returns(store: Store) -> dict[tuple[int, str], tuple[float, float]]:
    found = store.figures(["herinstroom"], ("kwartaal",), ALL)
    known = found[found["value"].notna()]
    rows = known[["kwartaal", "split", "numerator", "denominator"]].itertuples(index=False)
    return {(int(q), str(split)): (float(n), float(m)) for q, split, n, m in rows}


def _quarterly(store: Store, quarters: list[Quarter]) -> None:
    for number, quarter in enumerate(quarters):
        since = quarter.first_day if number else None
        result = deliver(store, _file(quarter, since), quarter=quarter, observed_from=since)
        assert result.status == "stored"


@pytest.fixture
def whole(tmp_path: Path) -> Store:
    store = open_store(Settings.load(tmp_path / "whole"))
    assert deliver(store, _file(QUARTERS[-1], None), quarter=QUARTERS[-1]).status == "stored"
    return store


def test_files_of_a_quarter_each_tell_what_one_file_of_everything_tells(
    whole: Store, tmp_path: Path
) -> None:
    store = open_store(Settings.load(tmp_path / "quarterly"))
    _quarterly(store, QUARTERS)
    told = _returns(whole)
    # Twelve of sixteen came before, but for the first time.
    assert set(told.values()) == {(12.0, 16.0)}
    assert {window for _, window in told} == {"182", "365"}
    assert _returns(store) == told


def test_where_a_quarter_lacks_nothing_is_told_of_those_who_came_after_it(
    whole: Store, tmp_path: Path
) -> None:
    store = open_store(Settings.load(tmp_path / "gap"))
    _quarterly(store, NOT_ALL)
    # Half a year after the gap, and not before; nor is anybody counted who happens to be known.
    assert _returns(store) == {(QUARTERS[6].index, "182"): (12.0, 16.0)}
    assert (QUARTERS[4].index, "182") in _returns(whole)


def _part(first: date | None, last: date, *places: str, **more: object) -> RowsPart:
    where = frozenset((place, 0, 0) for place in places)
    quarter = Quarter.of(last).index
    given = {"quarter": quarter, "upload_id": 1, "partner": "uwv", "covers": where} | more
    return RowsPart("trajecten", Path("x"), None, observed_from=first, observed_until=last, **given)  # type: ignore[arg-type]


def test_what_joins_without_a_day_between_is_one_observation() -> None:
    january, april, july = (date(2009, month, 1) for month in (1, 4, 7))
    ends = [date(2009, 3, 31), date(2009, 6, 30), date(2009, 9, 30)]
    of = (january - date(1970, 1, 1)).days
    first, second, third = (
        _part(begin, end, "A") for begin, end in zip((january, april, july), ends, strict=True)
    )
    assert seen_since([first, second, third]) == [{}, {of: ["A"]}, {of: ["A"]}]
    assert seen_since([first, third]) == [{}, {}]
    # Nor with what another partner, or another place, delivered.
    other = _part(april, ends[1], "A", partner="0344")
    assert seen_since([first, other]) == [{}, {}]
    both = _part(april, ends[1], "A", "B")
    assert seen_since([first, both]) == [{}, {of: ["A"]}]
    # The whole past, and then a quarter in which nothing happened.
    always = _part(None, ends[0], "A")
    quiet = _part(None, ends[1], "A", nothing=True)
    assert seen_since([always, quiet, third]) == [{}, {-(10**6): ["A"]}, {-(10**6): ["A"]}]
