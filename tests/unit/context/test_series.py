"""The national series that ship: figures that CBS published, and nothing filled in."""

from __future__ import annotations

import csv

import pytest

from ketenkpi.context import NATIONAL, load_series, observed, shipped
from ketenkpi.settings import REFERENCE
from ketenkpi.vocabulary import Quarter

# Written out by hand from StatLine, each with its table.
PUBLISHED = {
    ("ww_x1000", "2008MM12"): 170_800,
    ("ww_x1000", "2009MM03"): 197_800,
    ("ww_x1000", "2009MM06"): 220_200,
    ("ww_x1000", "2009MM09"): 241_600,
    ("ww_x1000", "2009MM12"): 269_900,
    ("bijstand_tot_aow_x1000", "2008MM12"): 258_800,
    ("bijstand_tot_aow_x1000", "2009MM03"): 263_100,
    ("bijstand_tot_aow_x1000", "2009MM06"): 270_100,
    ("bijstand_tot_aow_x1000", "2009MM09"): 274_900,
    ("bijstand_tot_aow_x1000", "2009MM12"): 280_800,
    ("werkloosheidspercentage", "2008JJ00"): 4.8,
    ("werkloosheidspercentage", "2009JJ00"): 5.4,
    ("werkloosheidspercentage", "2010JJ00"): 6.1,
    ("werkloosheidspercentage", "2026MM06"): 3.9,
    ("werklozen_x1000", "2009KW04"): 523_000,
}


@pytest.mark.parametrize(("series", "period"), PUBLISHED)
def test_a_number_is_the_one_that_was_published(series: str, period: str) -> None:
    found = shipped()[series, NATIONAL, period]
    assert found.value == pytest.approx(PUBLISHED[series, period])
    assert not found.brought


@pytest.mark.parametrize(
    ("series", "last"),
    [
        *((key, (2026, 4)) for key in ("ww", "bijstand", "bijstand_tot_aow", "ioaw", "ioaz")),
        *((key, (2026, 6)) for key in ("beroepsbevolking", "werklozen")),
    ],
)
def test_every_month_since_2008_is_there(series: str, last: tuple[int, int]) -> None:
    wanted = {
        f"{year}MM{month:02}"
        for year in range(2008, 2027)
        for month in range(1, 13)
        if (year, month) <= last
    }
    held = {period for name, _, period in shipped() if name == f"{series}_x1000"}
    assert wanted <= held
    # What CBS has not published yet is not there.
    assert f"{last[0]}MM{last[1] + 1:02}" not in held


def test_the_adjusted_series_ends_where_cbs_ended_it() -> None:
    months = sorted(p for name, _, p in shipped() if name == "ww_seizoengecorrigeerd_x1000")
    assert (months[0], months[-1], len(months)) == ("1998MM01", "2015MM12", 216)


def test_what_cbs_calls_provisional_is_open_and_all_else_is_not() -> None:
    still = {(name, period) for (name, _, period), one in shipped().items() if one.provisional}
    months = {"2026MM02", "2026MM03", "2026MM04"}
    of_benefits = ("ww", "bijstand", "bijstand_tot_aow", "ioaw", "ioaz")
    assert still == {(f"{key}_x1000", month) for key in of_benefits for month in months}


def test_the_file_that_ships_would_be_a_delivery_of_the_contract() -> None:
    with (REFERENCE / "context" / "waarnemingen.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter=";"))
    assert tuple(rows[0]) == ("reeks", "gebied", "periode", "waarde", "status")
    assert len({(r["reeks"], r["gebied"], r["periode"]) for r in rows}) == len(rows) == 3113
    assert all(row["waarde"] for row in rows)


def test_every_series_says_whose_it_is() -> None:
    for series in load_series().values():
        assert "CC BY 4.0" in series.table.licence, series.key
        assert series.table.origin, series.key


def test_a_stock_is_that_of_the_last_month_and_a_mean_that_of_the_quarter() -> None:
    held, known, quarter = observed([]), load_series(), Quarter(2009, 4)
    ww = held.quarterly(known["ww"], NATIONAL, quarter)
    people = held.quarterly(known["werklozen"], NATIONAL, quarter)
    assert ww is not None
    assert people is not None
    assert (ww.value, people.value) == pytest.approx((269_900, 523_000))


def _row(series: str, area: str, period: str, value: float | None, status: str = "") -> dict:
    return {"reeks": series, "gebied": area, "periode": period, "waarde": value, "status": status}


def test_without_a_quarter_of_its_own_a_mean_is_that_of_its_months() -> None:
    months = (("2014MM01", 10.0), ("2014MM02", 20.0), ("2014MM03", 60.0))
    rows = [_row("werklozen", "AM11", month, value) for month, value in months]
    known, quarter = load_series(), Quarter(2014, 1)
    found = observed(rows).quarterly(known["werklozen"], "AM11", quarter)
    assert found is not None
    assert (found.value, found.brought) == (30.0, True)
    # Of two months nothing is made up.
    assert observed(rows[:2]).quarterly(known["werklozen"], "AM11", quarter) is None


def test_what_is_delivered_stands_before_what_ships_also_when_it_is_missing() -> None:
    known, quarter = load_series()["ww"], Quarter(2009, 4)
    newer = observed([_row("ww_x1000", NATIONAL, "2009MM12", 271.0, "voorlopig")])
    found = newer.quarterly(known, NATIONAL, quarter)
    assert found is not None
    assert (found.value, found.provisional, found.brought) == (271_000.0, True, True)
    none = observed([_row("ww_x1000", NATIONAL, "2009MM12", None, "ontbreekt")])
    assert none.quarterly(known, NATIONAL, quarter) is None
