"""Crisis or us on a real store: the place, its region as delivered, the country that ships."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

import pytest

from ketenkpi.charts import drawing
from ketenkpi.context import shipped
from ketenkpi.context.answers import section
from ketenkpi.errors import UsageError, UserError
from ketenkpi.scope import Scope
from ketenkpi.settings import Settings
from ketenkpi.store import Store, open_store
from ketenkpi.surfaces import in_words, reading
from tests.unit.context.outside import (
    ALL,
    ALMERE,
    FIRST,
    LAST,
    QUARTERS,
    REGION,
    WW,
    bring,
    filled,
    regional,
    running,
    series,
)
from tests.unit.store.files import deliver


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    made = filled(tmp_path_factory.mktemp("context"))
    yield made
    made.close()


def test_each_line_is_a_hundred_at_the_base_and_its_own_numbers_after_it(store: Store) -> None:
    found = store.context(ALL, "ww", werkplein=ALMERE)
    assert [line.role for line in found.lines] == ["own", "region", "country"]
    own, region, country = found.lines
    stock = list(accumulate(WW))
    assert [point.value for point in own.points.values()] == stock
    assert [point.index for point in own.points.values()] == pytest.approx(
        [100 * each / stock[0] for each in stock]
    )
    assert [point.value for point in region.points.values()] == [
        1000 + 10 * at for at in range(len(QUARTERS))
    ]
    assert {line.points[FIRST].index for line in found.lines} == {100}
    assert (found.base, region.name, region.code, region.brought) == (FIRST, REGION, "AM11", True)
    assert (country.code, country.brought, set(country.points)) == ("NL01", False, set(QUARTERS))


def test_another_base_moves_all_lines_and_no_verdict(store: Store) -> None:
    usual = store.context(ALL, "ww", werkplein=ALMERE)
    moved = store.context(ALL, "ww", werkplein=ALMERE, base="2016K1")
    assert {line.points[FIRST + 4].index for line in moved.lines} == {100}
    assert moved.apart == usual.apart


def test_the_country_is_per_1000_of_its_labour_force(store: Store) -> None:
    country = store.context(ALL, "werkloosheid", werkplein=ALMERE).line("country")
    assert country is not None
    percentage = shipped()["werkloosheidspercentage", "NL01", "2017KW04"].value
    assert country.points[LAST].per_1000 == pytest.approx(10 * percentage, abs=0.5)
    point = country.points[LAST]
    rate = store.context(ALL, "ww", werkplein=ALMERE).line("country")
    assert rate is not None
    assert rate.points[LAST].per_1000 == pytest.approx(
        rate.points[LAST].value / point.value * (point.per_1000 or 0)
    )


def test_a_region_is_divided_by_its_own_people_where_they_were_delivered(tmp_path: Path) -> None:
    store = filled(tmp_path)
    before = store.context(ALL, "ww", werkplein=ALMERE).line("region")
    bring(store, series([("beroepsbevolking_x1000", "AM11", "2015KW01", "200")]))
    after = store.context(ALL, "ww", werkplein=ALMERE).line("region")
    store.close()
    assert before is not None
    assert after is not None
    assert before.points[FIRST].per_1000 is None
    assert after.points[FIRST].per_1000 == pytest.approx(1000 * 1000 / 200_000)
    assert after.points[FIRST + 1].per_1000 is None


def test_without_a_series_of_the_region_there_is_no_line_and_it_is_said(store: Store) -> None:
    found = store.context(ALL, "bijstand", werkplein=ALMERE)
    assert [line.role for line in found.lines] == ["own", "country"]
    with reading("en"):
        notes = [in_words(note) for note in section(found).notes]
    assert any("Of Flevoland no series" in note for note in notes)


def test_another_series_may_stand_in_for_a_region(tmp_path: Path) -> None:
    store = filled(tmp_path)
    bring(store, regional(dict.fromkeys(QUARTERS, 7), "bijstand_x1000"))
    region = store.context(ALL, "bijstand", werkplein=ALMERE).line("region")
    store.close()
    assert region is not None
    assert region.series is not None
    assert (region.series.key, region.points[FIRST].value) == ("bijstand", 7000)


def test_a_series_of_a_region_that_shares_no_quarter_is_left_out(tmp_path: Path) -> None:
    store = open_store(Settings.load(tmp_path))
    assert deliver(store, running(), quarter=LAST, observed_from=FIRST.first_day).status == "stored"
    bring(store, regional({FIRST: 0}))
    roles = [line.role for line in store.context(ALL, "ww", werkplein=ALMERE).lines]
    store.close()
    assert roles == ["own", "country"]


def test_before_anything_is_delivered_that_is_said(tmp_path: Path) -> None:
    store = open_store(Settings.load(tmp_path))
    with pytest.raises(UserError) as none:
        _ = store.context(ALL, "werkloosheid", werkplein=ALMERE)
    store.close()
    assert "Almere" in none.value.message("nl")


def test_a_place_without_a_line_of_its_own_gets_no_verdict(store: Store) -> None:
    found = store.context(ALL, "werkloosheid", werkplein=ALMERE)
    assert ([line.role for line in found.lines], found.apart.verdict) == (["country"], "no_own")
    inflow = store.context(ALL, "ww_instroom", werkplein=ALMERE)
    assert inflow.apart.verdict == "another_kind"
    assert [point.value for point in inflow.lines[0].points.values()] == list(map(float, WW))


def test_a_region_has_the_numbers_of_its_werkpleinen_together(store: Store) -> None:
    found = store.context(ALL, "ww", regio=REGION)
    assert [line.role for line in found.lines] == ["own", "region", "country"]
    assert found.lines[0].points[LAST].value == sum(WW)


@pytest.mark.parametrize(
    "asked",
    [
        {"werkplein": "Almeer"},
        {"regio": "Drenthe"},
        {},
        {"werkplein": ALMERE, "regio": REGION},
        {"werkplein": ALMERE, "base": "2009K1"},
    ],
)
def test_what_cannot_be_answered_is_refused(store: Store, asked: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        _ = store.context(ALL, "ww", **asked)


def test_an_unknown_subject_is_refused_with_the_nearest(store: Store) -> None:
    with pytest.raises(UsageError, match="bijstand"):
        _ = store.context(ALL, "bijstant", werkplein=ALMERE)


def test_a_reader_of_another_place_sees_nothing_of_this_one(store: Store) -> None:
    with pytest.raises(UsageError, match="Almere"):
        _ = store.context(Scope.of(["Elders"]), "ww", werkplein=ALMERE)


@pytest.mark.parametrize("subject", ["ww", "werkloosheid"])
def test_the_library_draws_it(store: Store, subject: str) -> None:
    found = store.context(ALL, subject, werkplein=ALMERE)
    with reading("nl"):
        rows = drawing(section(found).pictures[0], "light").rows
    drawn = rows[rows["value"].notna()].set_index(["role", "kwartaal"])["value"]
    roles = {"own": "subject", "region": "peer", "country": "beside"}
    for line in found.lines:
        role = "subject" if line is found.lines[0] else roles[line.role]
        for when, point in line.points.items():
            assert drawn[role, str(when)] == pytest.approx(point.index)


def test_every_line_says_its_source_and_base(store: Store) -> None:
    with reading("nl"):
        notes = [in_words(n) for n in section(store.context(ALL, "ww", werkplein=ALMERE)).notes]
    assert sum("2015K1 = 100" in note for note in notes) == 3
    assert any("37789ksz" in note and "CC BY 4.0" in note for note in notes)
