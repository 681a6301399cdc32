"""Regions by all their names, and kinds of places."""

from __future__ import annotations

import time
from datetime import date

import pytest

from ketenkpi.register import Register, RegisterError, load_register, region_key
from ketenkpi.register.model import Merger, Municipality
from ketenkpi.register.tables import read_tables
from ketenkpi.settings import REFERENCE
from ketenkpi.vocabulary import Quarter
from tests.unit.register_lists import listed, overlaid

REGISTER = load_register()
IN_2011, IN_2012, IN_2013, IN_2015 = (date(year, 6, 1) for year in (2011, 2012, 2013, 2015))


# Regions of CBS, and kinds of places.


@pytest.mark.parametrize(
    ("name", "on", "code", "named"),
    [
        ("Regio Zwolle", IN_2015, "AM04", "IJsselvechtstreek"),
        ("ijsselvechtstreek", None, "AM36", "Regio Zwolle"),
        ("AM16", date(2016, 1, 1), "AM37", "Zuid-Kennemerland en IJmond"),
        ("Food Valley", Quarter(2016, 4), "AM31", "Food Valley"),
        ("FoodValley", Quarter(2017, 1), "AM38", "FoodValley"),
        ("Veluwe Stedendriehoek", date(2021, 1, 1), "AM06", "Stedendriehoek en Noordwest Veluwe"),
        ("Groningen Noord-Drenthe", None, "AM01", "Groningen"),
        ("Brainport", None, "AM28", "Zuidoost-Brabant"),
    ],
)
def test_the_code_cbs_gave_a_region(
    name: str, on: date | Quarter | None, code: str, named: str
) -> None:
    found = REGISTER.cbs_region(name, on)
    assert found is not None
    assert (found.code, found.name) == (code, named)


def test_no_cbs_code_before_2014_nor_for_a_name_of_two_regions() -> None:
    assert REGISTER.cbs_region("Twente", IN_2013) is None
    assert REGISTER.cbs_region("Zuid-Holland-Zuid") is None
    assert REGISTER.cbs_region("Atlantis") is None


def test_as_many_regions_as_the_year_had() -> None:
    counts = [len(REGISTER.regions_on(date(year, 7, 1))) for year in range(2008, 2027)]
    assert counts == [30] * 5 + [35] * 14
    assert {region.name for region in REGISTER.regions_on()} >= {"Regio Zwolle", "FoodValley"}


def test_a_region_bears_the_name_of_the_day() -> None:
    def name(on: date | None) -> str:
        found = REGISTER.region_of("Regio Zwolle", on)
        assert found is not None
        return found.name

    assert [name(on) for on in (IN_2011, IN_2015, date(2016, 1, 1), None)] == [
        *("IJsselvechtstreek", "IJsselvechtstreek", "Regio Zwolle", "Regio Zwolle"),
    ]
    # A hyphen more or less is no other name.
    vechtstreek = REGISTER.region("Gooi en Vechtstreek")
    assert vechtstreek is not None
    assert vechtstreek.name == "Gooi- en Vechtstreek"


def test_the_earliest_state_is_given_before_the_first_decree_whatever_the_name() -> None:
    for code in REGISTER.codes:
        for row in REGISTER.history(code):
            if row.source == "besluit-2011":
                assert REGISTER.region_of(code, Quarter(2009, 1)) is not None, code


def test_kinds_of_places() -> None:
    centre = REGISTER.location_type("werkcentrum")
    assert centre is not None
    assert (centre.label("nl"), centre.assumed) == ("Regionaal Werkcentrum", True)
    assert REGISTER.location_type("bushalte") is None
    kinds = [REGISTER.history("Breda")[at].kind for at in (0, -1)]
    assert kinds == ["werkplein", "uwv_vestiging"]


def test_a_werkcentrum_has_sites() -> None:
    own = overlaid(
        listed("Centrum", soort="werkcentrum"),
        listed("Noord", soort="werkcentrum_locatie", hoort_bij="centrum"),
        listed("Oud"),
    )
    told = [
        (row.kind, row.belongs_to)
        for code in ("Centrum", "Noord", "Oud")
        for row in own.history(code)
    ]
    assert told == [
        ("werkcentrum", None),
        ("werkcentrum_locatie", "centrum"),
        ("werkplein", None),
    ]
    for rows, wording in (
        ([listed("A", hoort_bij="Atlantis")], "register.belongs_unknown"),
        ([listed("A", hoort_bij="A")], "register.belongs_to_itself"),
    ):
        with pytest.raises(RegisterError) as refused:
            overlaid(*rows)
        assert refused.value.key == wording


def test_the_tables_cannot_contradict_themselves() -> None:
    with pytest.raises(ValueError, match="four digits"):
        Municipality(date.min, None, "GM0758", "Breda", None, "x")
    with pytest.raises(ValueError, match="successor"):
        Municipality(date.min, None, "0758", "Breda", "0855", "x")
    with pytest.raises(ValueError, match="contradicts"):
        Merger(date(2015, 1, 1), "1671", "0796", "merged", ("0796", "0828"), "x")


def test_reading_the_register_is_quick() -> None:
    """It is read at the start of every command: 17 ms, of 480 gemeenten and 909 region rows."""
    begin = time.perf_counter()
    tables = read_tables(REFERENCE)
    Register(tables, tables.werkpleinen)
    assert time.perf_counter() - begin < 0.5


@pytest.mark.parametrize(
    "names",
    [
        ("Oost-Utrecht", "amersfoort", "AMERSFOORT", "AM14"),
        ("IJsselvechtstreek", "Regio Zwolle", "AM04", "AM36"),
        ("Food Valley", "FoodValley"),
        ("Gooi- en Vechtstreek", "gooi en vechtstreek"),
        ("Voorbeeldregio Duin", "voorbeeldregio  duin"),
    ],
)
def test_all_names_of_a_region_have_one_key(names: tuple[str, ...]) -> None:
    assert len({region_key(name) for name in names}) == 1
    assert region_key(names[0]) != region_key("Twente")
