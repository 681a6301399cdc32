"""The register asked by day, by spelling and with a user's own list."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ketenkpi.register import (
    Area,
    Decree,
    RegisterError,
    Werkplein,
    key,
    load_register,
)
from ketenkpi.vocabulary import Quarter
from ketenkpi.wording import Language
from tests.unit.register_lists import listed, overlaid

REGISTER = load_register()
IN_2011, IN_2012, IN_2013, IN_2015 = (date(year, 6, 1) for year in (2011, 2012, 2013, 2015))


def _successor(code: str, on: date | Quarter) -> str | None:
    found = REGISTER.successor(code, on)
    return None if found is None else found.code


def _served(code: str, on: date) -> set[str]:
    return {area.gemeente for area in REGISTER.areas(code, on)}


# Read by eye from the decrees.


@pytest.mark.parametrize(
    ("name", "on", "served"),
    [
        ("Soest", IN_2011, "Baarn,Soest"),
        ("Nijverdal", IN_2011, "Hellendoorn,Rijssen-Holten"),
        ("Noordkop", IN_2012, "Den Helder,Harenkarspel,Hollands Kroon,Schagen,Texel,Zijpe"),
        ("Leidsche Rijn", IN_2012, "Montfoort,Oudewater,Stichtse Vecht,Utrecht,Woerden"),
        ("Baanzicht", IN_2013, "Aa en Hunze,Assen,Tynaarlo"),
        ("Lelystad", IN_2013, "Dronten,Lelystad,Noordoostpolder,Urk"),
        ("Flevoland", IN_2015, "Almere,Dronten,Lelystad,Noordoostpolder,Urk"),
        ("Noord Twente", IN_2015, "Almelo,Hellendoorn,Rijssen-Holten,Tubbergen,Twenterand,Wierden"),
    ],
)  # fmt: skip
def test_areas_as_the_decree_lists_them(name: str, on: date, served: str) -> None:
    found = REGISTER.find(name, on)
    assert found is not None
    assert {area.gemeente for area in found.areas} == set(served.split(","))


def test_alphen_chaam_is_split_by_postcode_until_2015() -> None:
    assert Area("Alphen-Chaam", ("4855-4861",)) in REGISTER.areas("breda", IN_2013)
    assert Area("Alphen-Chaam", ("5130", "5131")) in REGISTER.areas("tilburg", IN_2013)
    assert Area("Alphen-Chaam") in REGISTER.areas("tilburg", IN_2015)
    assert "Alphen-Chaam" not in _served("breda", IN_2015)


def test_postcodes_are_as_in_the_decree_without_spaces() -> None:
    (utrecht,) = REGISTER.areas("utrecht-zuid", IN_2011)
    assert utrecht.postcodes == ("3511-3512", "3521-3527", "3581-3585")
    (centrum,) = REGISTER.areas("den-haag-noord", IN_2012)
    assert centrum.postcodes[0] == "2513"
    assert "2526BM-2526BT" in REGISTER.areas("den-haag-centrum", IN_2011)[0].postcodes


@pytest.mark.parametrize(
    ("code", "on", "successor"),
    [
        # Gone after 2011, after 2012 and after 2013.
        ("franeker", IN_2012, "leeuwarden"),
        ("waalwijk", IN_2013, "tilburg"),
        ("harderwijk", IN_2015, "activerium"),
        # Over two steps, and three.
        ("hoogezand", IN_2012, "groningen-centrum"),
        ("hoogezand", IN_2015, "groningen"),
        ("rotterdam-alexanderplein", IN_2015, "rotterdam-schiekade"),
        # Still itself, then gone, then back, then gone again.
        ("veenendaal", IN_2011, "veenendaal"),
        ("veenendaal", IN_2012, "ede"),
        ("veenendaal", IN_2013, "veenendaal"),
        ("veenendaal", IN_2015, "ede"),
        # Not there yet, and unknown.
        ("groningen", IN_2012, None),
        ("nergens", IN_2015, None),
    ],
)
def test_successors(code: str, on: date, successor: str | None) -> None:
    assert _successor(code, on) == successor


def test_regions_by_day() -> None:
    assert _region("assen", IN_2012) == "Drenthe"
    assert _region("assen", IN_2013) == "Groningen"
    assert _region("nijmegen", IN_2013) == "Zuid-Gelderland"
    assert _region("nijmegen", IN_2015) == "Rijk van Nijmegen"
    # Not in the list of 2011: that of Breda, which got its area in 2012.
    assert _region("oosterhout", IN_2011) == "West-Brabant"
    assert REGISTER.history("oosterhout")[0].region_inferred


def _region(code: str, on: date) -> str:
    found = REGISTER.region_of(code, on)
    assert found is not None
    return found.name


def test_a_region_is_found_by_the_name_of_any_year() -> None:
    now = REGISTER.region("Oost-Utrecht", IN_2015)
    assert now is not None
    assert (now.code, now.name, now.division, now.number) == ("amersfoort", "Amersfoort", 2015, 15)
    assert REGISTER.region("Food Valley", IN_2012) is None
    assert REGISTER.region("Fryslan", IN_2011) == REGISTER.region("friesland", IN_2011)


def test_footnotes() -> None:
    ulft = REGISTER.find("Ulft", IN_2013)
    assert ulft is not None
    assert (ulft.satellite_of, ulft.leaving) == ("Doetinchem", "in de loop van 2013")
    zutphen = REGISTER.find("Zutphen", IN_2012)
    assert zutphen is not None
    assert (zutphen.leaving, zutphen.merged_share) == ("in de loop van 2012", "2 van 3")
    assert zutphen.merger_inferred


# Names.


@pytest.mark.parametrize(
    ("spelling", "on", "code"),
    [
        ("noord-twente", IN_2015, "noord-twente"),
        ("WERKPLEIN NOORD TWENTE", IN_2015, "noord-twente"),
        ("Sudwest Fryslan", IN_2013, "sneek"),
        ("'s Hertogenbosch", IN_2011, "s-hertogenbosch"),
        ("Entreon", IN_2011, "s-hertogenbosch"),
        ("Zuidoost-Drenhe", IN_2015, "emmen"),
        # By its gemeente, when only one Werkplein lies there.
        ("Apeldoorn", IN_2013, "activerium"),
        ("Alphen a/d Rijn", IN_2013, "alphen-aan-den-rijn"),
        ("Den Haag", IN_2015, "den-haag"),
        ("’s-Gravenhage", IN_2015, "den-haag"),
        ("Den Haag", IN_2012, None),
        ("Groningen", IN_2012, None),
        ("Nijverdal", IN_2012, None),
        ("", IN_2012, None),
        ("Atlantis", IN_2012, None),
    ],
)
def test_find_by_any_spelling(spelling: str, on: date, code: str | None) -> None:
    found = REGISTER.find(spelling, on)
    assert (found and found.code) == code


def test_find_without_a_day_gives_the_latest_state() -> None:
    found = REGISTER.find("Werkplein Nijverdal")
    assert found is not None
    assert found.valid_until == date(2011, 12, 31)
    assert REGISTER.find("almere") == REGISTER.find("Flevoland", IN_2015)


def test_key_keeps_what_tells_names_apart() -> None:
    assert key("’s-Gravenhage") == key("'S GRAVENHAGE") == "s gravenhage"
    assert key("Súdwest-Fryslân") == key("sudwest  fryslan")
    assert key("Werkplein") == "werkplein"
    assert len({key(name) for name in ("Regio Zwolle", "Zwolle", "Bergen (L)", "Bergen (NH)")}) == 4


# Days and quarters no decree covers.


@pytest.mark.parametrize(
    ("on", "certainty"),
    [
        (date(2010, 12, 31), "before_first_source"),
        (Quarter(2009, 1), "before_first_source"),
        (date(2011, 1, 1), "decree"),
        (date(2013, 12, 31), "decree"),
        (date(2014, 1, 1), "carried_forward"),
        (Quarter(2014, 4), "carried_forward"),
        (Quarter(2015, 1), "decree"),
        (date(2016, 1, 1), "carried_forward"),
    ],
)
def test_certainty_by_day(on: date | Quarter, certainty: str) -> None:
    found, region = REGISTER.find("Zwolle", on), REGISTER.region("Twente", on)
    gemeente = REGISTER.gemeente("Zwolle", on)
    assert found is not None
    assert region is not None
    assert gemeente is not None
    assert {found.certainty, region.certainty, gemeente.certainty} == {certainty}
    assert found.before_first_source == (certainty == "before_first_source")


def test_before_the_first_decree_only_what_it_lists() -> None:
    assert len(REGISTER.valid_on(Quarter(2009, 1))) == 121
    assert REGISTER.find("Den Haag", Quarter(2009, 1)) is None
    assert _successor("groningen", Quarter(2009, 1)) is None


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_doubtful_answer_says_so(language: Language) -> None:
    def note(on: Quarter) -> str | None:
        found = REGISTER.find("Zwolle", on)
        assert found is not None
        return found.note(language)

    assert note(Quarter(2011, 1)) is None
    assert "2011" in (note(Quarter(2009, 1)) or "")
    assert note(Quarter(2014, 1)) not in (None, note(Quarter(2009, 1)))


def test_valid_on_without_a_day_is_what_still_holds() -> None:
    assert len(REGISTER.valid_on(None)) == 44
    assert {row.valid_until for row in REGISTER.valid_on(None)} == {None}


# Gemeenten.


def test_a_split_gemeente_names_all_its_werkpleinen() -> None:
    found = REGISTER.gemeente("Echt-Susteren", IN_2012)
    assert found is not None
    assert found.werkpleinen == ("roermond", "westelijke-mijnstreek")
    # One lies in Noord- en Midden-Limburg, the other in Zuid-Limburg.
    assert found.region is None
    later = REGISTER.gemeente("Echt-Susteren", IN_2015)
    assert later is not None
    assert later.region == "midden-limburg"


def test_the_region_of_a_gemeente_is_its_own_in_2015() -> None:
    gorinchem = REGISTER.gemeente("Gorinchem", IN_2015)
    assert gorinchem is not None
    assert (gorinchem.werkpleinen, gorinchem.region) == (("dordrecht",), "gorinchem")


def test_a_merged_gemeente_gives_the_one_it_became_part_of() -> None:
    boskoop = REGISTER.gemeente("Boskoop", IN_2015)
    assert boskoop is not None
    assert (boskoop.name, boskoop.asked, boskoop.partly) == (
        "Alphen aan den Rijn",
        "Boskoop",
        False,
    )
    maasdonk = REGISTER.gemeente("Maasdonk")
    assert maasdonk is not None
    assert (maasdonk.name, maasdonk.partly) == ("'s-Hertogenbosch", True)
    still = REGISTER.gemeente("Boskoop", IN_2013)
    assert still is not None
    assert still.asked is None


def test_no_gemeente_before_it_existed_or_that_never_did() -> None:
    assert REGISTER.gemeente("Hollands Kroon", IN_2011) is None
    assert REGISTER.gemeente("Atlantis", IN_2011) is None


def test_bergen_is_two_gemeenten() -> None:
    north, limburg = (
        REGISTER.gemeente("Bergen NH", IN_2015),
        REGISTER.gemeente("Bergen (L.)", IN_2015),
    )
    assert north is not None
    assert limburg is not None
    assert (north.werkpleinen, limburg.werkpleinen) == (("alkmaar",), ("venlo",))


# A user's own list.


def test_a_users_row_replaces_the_werkplein_of_that_name_in_all_years() -> None:
    own = overlaid(listed("Noord Twente", gemeenten="Almelo, wierden", beroepsbevolking=84_000))
    assert len(own.codes) == len(REGISTER.codes)
    for on in (Quarter(2009, 1), IN_2011, IN_2015, None):
        found = own.find("noord-twente", on)
        assert found is not None
        assert (found.code, found.certainty, found.labour_force) == (
            "Noord Twente",
            "own_list",
            84_000,
        )
        assert found.areas == (Area("Almelo"), Area("Wierden"))
    # What became part of it according to the decrees leads to the user's row.
    heir = own.successor("nijverdal", IN_2015)
    assert heir is not None
    assert heir.code == "Noord Twente"


def test_a_users_row_wins_a_gemeente() -> None:
    own = overlaid(listed("Ons plein", gemeenten="Zwolle", geldig_vanaf=date(2012, 1, 1)))
    assert own.gemeente("Zwolle", IN_2012).werkpleinen == ("Ons plein",)  # type: ignore[union-attr]
    assert own.gemeente("Zwolle", IN_2011).werkpleinen == ("regio-zwolle",)  # type: ignore[union-attr]


def test_a_users_row_is_not_stretched_beyond_its_days() -> None:
    own = overlaid(listed("Ons plein", geldig_vanaf=date(2009, 4, 1), geldig_tot=date(2010, 2, 1)))
    held = [
        own.find("Ons plein", quarter) is not None
        for quarter in map(Quarter.from_index, range(8036, 8042))
    ]
    assert held == [False, True, True, True, True, False]


def test_a_users_region_may_be_unknown_to_uwv() -> None:
    own = overlaid(listed("A"), listed("B", arbeidsmarktregio="Onze regio"))
    known, unknown = own.region_of("A", IN_2011), own.region_of("B", IN_2011)
    assert known == REGISTER.region("twente", IN_2011)
    assert unknown is not None
    assert (unknown.code, unknown.certainty) == ("Onze regio", "own_list")


def test_a_users_merger_is_followed_into_the_decrees() -> None:
    own = overlaid(
        listed("Ons plein", geldig_tot=date(2010, 12, 31), opgegaan_in="Werkplein Hoogezand")
    )
    chain = [own.successor("Ons plein", on) for on in (Quarter(2010, 4), IN_2011, IN_2015)]
    assert [row and row.code for row in chain] == ["Ons plein", "hoogezand", "groningen"]


def test_a_werkplein_may_get_a_second_row_when_its_area_changes() -> None:
    own = overlaid(
        listed("A", gemeenten="Almelo", geldig_tot=date(2009, 12, 31)),
        listed("A", gemeenten="Almelo, Borne", geldig_vanaf=date(2010, 1, 1)),
    )
    assert [len(own.areas("A", Quarter(year, 1))) for year in (2009, 2010)] == [1, 2]


def test_a_second_list_replaces_the_first() -> None:
    twice = overlaid(listed("Noord Twente")).with_locations([listed("NT", naam="Noord Twente")])
    assert "Noord Twente" not in twice.codes
    for spelling in ("noord-twente", "Werkplein Noord Twente", "nt"):
        found = twice.find(spelling, IN_2011)
        assert found is not None
        assert found.code == "NT"


def test_a_list_may_end_a_werkplein_that_decrees_let_live_on() -> None:
    own = overlaid(listed("Noord Twente", geldig_tot=date(2010, 12, 31)))
    assert own.successor("nijverdal", IN_2015) is None


def test_the_register_itself_is_untouched() -> None:
    overlaid(listed("Noord Twente"))
    assert "Noord Twente" not in REGISTER.codes


END = date(2010, 12, 31)


@pytest.mark.parametrize(
    ("rows", "wording"),
    [
        ([listed("A", naam="")], "name_missing"),
        ([listed("A", geldig_vanaf=date(2012, 1, 1), geldig_tot=END)], "period"),
        ([listed("A", opgegaan_in="Zeist")], "merged_while_open"),
        ([listed("A", geldig_tot=END), listed("A", geldig_vanaf=END)], "overlap"),
        ([listed("A"), listed("A", geldig_vanaf=END)], "overlap"),
        ([listed("A", geldig_tot=END, opgegaan_in="Atlantis")], "successor_unknown"),
        ([listed("A", geldig_tot=END, opgegaan_in="A")], "successor_gone"),
        (
            [
                listed("A", geldig_tot=END, opgegaan_in="B"),
                listed("B", geldig_tot=END, opgegaan_in="A"),
            ],
            "successor_gone",
        ),
    ],
)
def test_a_list_that_contradicts_itself_is_refused(
    rows: list[dict[str, Any]], wording: str
) -> None:
    with pytest.raises(RegisterError) as refused:
        overlaid(*rows)
    assert refused.value.key == f"register.{wording}"
    assert refused.value.message("en") != refused.value.message("nl")


def test_a_chain_that_comes_back_is_refused_when_followed() -> None:
    # Each outlives the other through a later row, so only a day between shows it.
    own = overlaid(
        listed("A", geldig_tot=date(2009, 12, 31), opgegaan_in="B"),
        listed("A", geldig_vanaf=date(2016, 1, 1)),
        listed("B", geldig_tot=date(2008, 12, 31), opgegaan_in="A"),
        listed("B", geldig_vanaf=date(2016, 1, 1)),
    )
    with pytest.raises(RegisterError, match="A, B"):
        own.successor("A", IN_2012)


def test_sources_name_the_decrees() -> None:
    first = REGISTER.tables.sources[0]
    assert first == Decree(
        code="besluit-2011",
        title="Besluit werkgebieden UWV WERKbedrijf 2011",
        bwbr="BWBR0029425",
        valid_from=date(2011, 1, 1),
        valid_until=date(2011, 12, 31),
        certain_until=date(2011, 12, 31),
    )


def test_a_row_is_checked_when_built() -> None:
    with pytest.raises(RegisterError):
        Werkplein(date(2011, 1, 1), date(2010, 1, 1), "a", "A", "", "twente", "own_list")
