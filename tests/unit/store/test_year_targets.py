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

from ketenkpi.comparison import verdicts_of
from ketenkpi.scope import Scope
from ketenkpi.store import Store
from ketenkpi.vocabulary import Quarter
from tests.example_store import empty
from tests.unit.store.files import ALL, deliver, spells

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


PLACES = b"werkplein;naam;arbeidsmarktregio\nA;Plein A;Middenland\nB;Plein B;Middenland\n"
SIX = [f"{place}{n};{place};WW;;05-01-2009;{day}" for place in "AB" for n, day in enumerate(
    ("03-02-2009", "10-02-2009", "06-05-2009", "07-05-2009", "08-05-2009", "09-06-2009")
)]  # fmt: skip


def filled(store: Store) -> None:
    """A and B with two in the first quarter and four in the second; B delivers the first only."""
    deliver(store, PLACES, "werkpleinen", quarter=early(1))
    deliver(store, spells(*(f"{row};werk" for row in SIX if row[0] == "A")), quarter=early(2))
    first = [f"{row};werk" if "-02-" in row else f"{row.rsplit(';', 1)[0]};;" for row in SIX]
    deliver(store, spells(*(row for row in first if row[0] == "B")), quarter=early(1))


def early(number: int) -> Quarter:
    return Quarter(2009, number)


def goal(row: str) -> bytes:
    return f"werkplein;arbeidsmarktregio;indicator;vanaf;tot;waarde;soort\n{row}\n".encode()


def test_a_region_names_who_did_not_deliver_and_says_only_what_that_cannot_change(
    local: Store,
) -> None:
    filled(local)
    half = "01-01-2009;30-06-2009"
    deliver(local, goal(f";Middenland;{KEY};{half};8;streefwaarde"), "doelen", quarter=early(1))
    (found,) = local.regional_targets([KEY], ALL, [early(2)]).itertuples()
    assert (found.werkplein, found.value, found.verdict) == ("Middenland", 8, "gehaald")
    assert found.lacking == ("B",)
    deliver(local, goal(f";Middenland;{KEY};{half};9;norm"), "doelen", quarter=early(2))
    rows = local.regional_targets([KEY], ALL, [early(2)]).set_index("soort")
    assert rows.loc["norm", "verdict"] == "niet_te_zeggen"
    assert rows.loc["norm", "open_quarters"] == (
        ("2009K2", "comparison.target_quarter_places_lack"),
    )


def test_who_sees_a_part_of_a_region_is_told_nothing_of_it(local: Store) -> None:
    filled(local)
    row = f";Middenland;{KEY};01-01-2009;30-06-2009;8;streefwaarde"
    deliver(local, goal(row), "doelen", quarter=early(1))
    (found,) = local.regional_targets([KEY], Scope.of(["A"], "rows"), [early(2)]).itertuples()
    assert (found.verdict, found.reason) == ("nb", "programme.region_out_of_scope")
    assert pd.isna([found.value, found.due, found.gap, found.before]).all()
    assert (found.open_quarters, found.lacking) == ((), ())


def test_a_target_replaced_halfway_holds_from_then_on(local: Store) -> None:
    """What stood when a quarter ended stays; both are recorded long after these quarters."""
    filled(local)
    year = "01-01-2009;31-12-2009"
    deliver(local, goal(f"A;;{KEY};{year};4;streefwaarde"), "doelen", quarter=early(1))
    deliver(local, goal(f"A;;{KEY};{year};400;streefwaarde"), "doelen", quarter=early(2))
    (found,) = verdicts_of(local.source, [KEY], Scope.of(["A"], "rows"), [early(2)]).itertuples()
    assert (found.target, found.now, found.verdict) == (4, 400, "voor")


def test_a_share_is_pooled_over_the_half_year(local: Store) -> None:
    """Of thirty in the first quarter none went to work, of ninety in the second all."""
    days = [("03-02-2009", "overig")] * 30 + [("06-05-2009", "werk")] * 90
    rows = [f"A{n};A;WW;;05-01-2009;{day};{why}" for n, (day, why) in enumerate(days)]
    deliver(local, spells(*rows), quarter=early(2))
    row = "A;;aandeel_werk;01-01-2009;30-06-2009;60;streefwaarde"
    deliver(local, goal(row), "doelen", quarter=early(1))
    (found,) = verdicts_of(local.source, ["aandeel_werk"], ALL, [early(2)]).itertuples()
    assert (found.judged_by, found.value, found.n) == ("pooled", 0.75, 120)
    assert found.verdict == "gehaald"
