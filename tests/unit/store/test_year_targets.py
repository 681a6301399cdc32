"""A year's target is judged on the year: 33 and 40 against 30 are reached, whatever a quarter is.

The files of `tests/fixtures/year`: outflow to work in 2025 was 13, 10, 6 and 4
in Twente (33) and 13, 9, 8 and 10 in Zeeland (40); of 2024 there is a part only.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from ketenkpi.store import Store
from ketenkpi.vocabulary import Quarter
from tests.example_store import empty
from tests.unit.store.files import ALL, deliver

pytestmark = pytest.mark.slow

YEAR = Path(__file__).resolve().parents[2] / "fixtures" / "year"
KEY = "uitstroom_werk"
Q1, Q2, Q3, Q4 = (Quarter(2025, number) for number in (1, 2, 3, 4))
TWENTE, ZEELAND, RIJNMOND = (f"Werkcentrum {each}" for each in ("Twente", "Zeeland", "Rijnmond"))


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The places, their cases of 2024 and 2025, and both files of targets."""
    store = empty(tmp_path_factory.mktemp("year"))
    for name, contract in (
        ("werkpleinen_2025", "werkpleinen"),
        ("trajecten_2025_ok", "trajecten"),
        ("doelen", "doelen"),
        ("doelen2", "doelen"),
    ):
        found = deliver(store, (YEAR / f"{name}.csv").read_bytes(), contract, quarter=Q4,
                        observed_until=date(2025, 12, 31))  # fmt: skip
        assert found.status == "stored", found.findings.listed[:3]
    yield store
    store.close()


def judged(store: Store, quarter: Quarter) -> pd.DataFrame:
    return store.targets_table([KEY], ALL, [quarter]).set_index("werkplein")


def test_after_the_year_the_places_reached_their_thirty(year: Store) -> None:
    found = judged(year, Q4)
    assert list(found.loc[[TWENTE, ZEELAND], "value"]) == [33, 40]
    assert list(found.loc[[TWENTE, ZEELAND], "verdict"]) == ["gehaald", "gehaald"]
    assert list(found.loc[[TWENTE, ZEELAND], "gap"]) == [3, 10]
    # The quarter alone has 4 and 10, which against 30 was "niet gehaald".
    assert found.loc[RIJNMOND, "reason"] == "comparison.target_none"


def test_half_way_it_is_ahead_of_or_near_what_was_due(year: Store) -> None:
    found = judged(year, Q2)
    assert list(found.loc[[TWENTE, ZEELAND], "value"]) == [23, 22]
    assert set(found.loc[[TWENTE, ZEELAND], "due"]) == {15}
    # One earlier year is too few to read a season from.
    assert set(found.loc[[TWENTE, ZEELAND], "pace"]) == {"line"}


def test_the_region_is_judged_against_all_of_its_hundred_and_twenty(year: Store) -> None:
    """By the register region Twente has one Werkplein: Zeeland's 40 are another region's."""
    register = year.programme(ALL, Q4).goals
    (region,) = register.of_place("Twente")
    assert region.verdict is not None
    assert (region.verdict["value"], region.verdict["target"]) == (33, 120)
    assert region.answer("on_track") == "no"
    assert [register.of_place(each)[0].answer("on_track") for each in (TWENTE, ZEELAND)] == [
        "yes",
        "yes",
    ]


def test_the_control_chart_has_no_line_of_a_year(year: Store) -> None:
    assert year.control(KEY, scope=ALL)["target"].isna().all()
