"""The register asked by day, by spelling and with a user's own list."""

from __future__ import annotations

import random
import time
from datetime import date, timedelta
from typing import Any

import pytest

from ketenkpi.register import (
    Area,
    Register,
    RegisterError,
    Source,
    Werkplein,
    key,
    load_register,
    region_key,
)
from ketenkpi.register.model import Merger, Municipality
from ketenkpi.register.tables import read_tables
from ketenkpi.settings import REFERENCE
from ketenkpi.vocabulary import Quarter
from ketenkpi.wording import LANGUAGES, Language

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


def _row(werkplein: str, **values: Any) -> dict[str, Any]:
    return {
        "werkplein": werkplein,
        "naam": f"Werkplein {werkplein}",
        "arbeidsmarktregio": "Twente",
        "gemeenten": None,
        "beroepsbevolking": None,
        "geldig_vanaf": None,
        "geldig_tot": None,
        "opgegaan_in": None,
    } | values


def _with(*rows: dict[str, Any]) -> Register:
    return REGISTER.with_locations(rows)


def test_a_users_row_replaces_the_werkplein_of_that_name_in_all_years() -> None:
    own = _with(_row("Noord Twente", gemeenten="Almelo, wierden", beroepsbevolking=84_000))
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
    own = _with(_row("Ons plein", gemeenten="Zwolle", geldig_vanaf=date(2012, 1, 1)))
    assert own.gemeente("Zwolle", IN_2012).werkpleinen == ("Ons plein",)  # type: ignore[union-attr]
    assert own.gemeente("Zwolle", IN_2011).werkpleinen == ("regio-zwolle",)  # type: ignore[union-attr]


def test_a_users_row_is_not_stretched_beyond_its_days() -> None:
    own = _with(_row("Ons plein", geldig_vanaf=date(2009, 4, 1), geldig_tot=date(2010, 2, 1)))
    held = [
        own.find("Ons plein", quarter) is not None
        for quarter in map(Quarter.from_index, range(8036, 8042))
    ]
    assert held == [False, True, True, True, True, False]


def test_a_users_region_may_be_unknown_to_uwv() -> None:
    own = _with(_row("A"), _row("B", arbeidsmarktregio="Onze regio"))
    known, unknown = own.region_of("A", IN_2011), own.region_of("B", IN_2011)
    assert known == REGISTER.region("twente", IN_2011)
    assert unknown is not None
    assert (unknown.code, unknown.certainty) == ("Onze regio", "own_list")


def test_a_users_merger_is_followed_into_the_decrees() -> None:
    own = _with(_row("Ons plein", geldig_tot=date(2010, 12, 31), opgegaan_in="Werkplein Hoogezand"))
    chain = [own.successor("Ons plein", on) for on in (Quarter(2010, 4), IN_2011, IN_2015)]
    assert [row and row.code for row in chain] == ["Ons plein", "hoogezand", "groningen"]


def test_a_werkplein_may_get_a_second_row_when_its_area_changes() -> None:
    own = _with(
        _row("A", gemeenten="Almelo", geldig_tot=date(2009, 12, 31)),
        _row("A", gemeenten="Almelo, Borne", geldig_vanaf=date(2010, 1, 1)),
    )
    assert [len(own.areas("A", Quarter(year, 1))) for year in (2009, 2010)] == [1, 2]


def test_a_second_list_replaces_the_first() -> None:
    twice = _with(_row("Noord Twente")).with_locations([_row("NT", naam="Noord Twente")])
    assert "Noord Twente" not in twice.codes
    for spelling in ("noord-twente", "Werkplein Noord Twente", "nt"):
        found = twice.find(spelling, IN_2011)
        assert found is not None
        assert found.code == "NT"


def test_a_list_may_end_a_werkplein_that_decrees_let_live_on() -> None:
    own = _with(_row("Noord Twente", geldig_tot=date(2010, 12, 31)))
    assert own.successor("nijverdal", IN_2015) is None


def test_the_register_itself_is_untouched() -> None:
    _with(_row("Noord Twente"))
    assert "Noord Twente" not in REGISTER.codes


END = date(2010, 12, 31)


@pytest.mark.parametrize(
    ("rows", "wording"),
    [
        ([_row("A", naam="")], "name_missing"),
        ([_row("A", geldig_vanaf=date(2012, 1, 1), geldig_tot=END)], "period"),
        ([_row("A", opgegaan_in="Zeist")], "merged_while_open"),
        ([_row("A", geldig_tot=END), _row("A", geldig_vanaf=END)], "overlap"),
        ([_row("A"), _row("A", geldig_vanaf=END)], "overlap"),
        ([_row("A", geldig_tot=END, opgegaan_in="Atlantis")], "successor_unknown"),
        ([_row("A", geldig_tot=END, opgegaan_in="A")], "successor_gone"),
        (
            [
                _row("A", geldig_tot=END, opgegaan_in="B"),
                _row("B", geldig_tot=END, opgegaan_in="A"),
            ],
            "successor_gone",
        ),
    ],
)
def test_a_list_that_contradicts_itself_is_refused(
    rows: list[dict[str, Any]], wording: str
) -> None:
    with pytest.raises(RegisterError) as refused:
        _with(*rows)
    assert refused.value.key == f"register.{wording}"
    assert refused.value.message("en") != refused.value.message("nl")


def test_a_chain_that_comes_back_is_refused_when_followed() -> None:
    # Each outlives the other through a later row, so only a day between shows it.
    own = _with(
        _row("A", geldig_tot=date(2009, 12, 31), opgegaan_in="B"),
        _row("A", geldig_vanaf=date(2016, 1, 1)),
        _row("B", geldig_tot=date(2008, 12, 31), opgegaan_in="A"),
        _row("B", geldig_vanaf=date(2016, 1, 1)),
    )
    with pytest.raises(RegisterError, match="A, B"):
        own.successor("A", IN_2012)


def test_sources_name_the_decrees() -> None:
    first = REGISTER.tables.sources[0]
    assert first == Source(
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


# The key of a place.


@pytest.mark.parametrize(
    "spelling",
    [
        *("Breda", "BREDA", "breda", " Breda ", "Werkplein Breda", "Bréda", "Bre\u0301da"),
        *("Breda\u00a0", "Bre\u200bda", "\ufeffBreda", "B\u00adreda", "Werkplein  \u2009Breda"),
    ],
)
def test_one_place_has_one_key(spelling: str) -> None:
    assert REGISTER.key_of(spelling) == "Breda"


@pytest.mark.parametrize(
    ("name", "place"),
    [
        # The name its code was made of, also under a later name.
        ("Almere", "Almere"),
        ("Flevoland", "Almere"),
        ("regio  tilburg", "Tilburg"),
        ("Su\u0301dwest-Frysla\u0302n", "Sneek"),
        ("Entreon", "'s-Hertogenbosch"),
        ("rotterdam-h-dullaertplein", "Rotterdam H. Dullaertplein"),
        # By its gemeente, where only one ever lay there.
        ("Apeldoorn", "Activerium"),
        ("Hengelo (O.)", "Midden Twente"),
        ("Utrecht", None),
        ("'s-Gravenhage", None),
        # A gemeente code is no name of a place; nor are these.
        *((name, None) for name in ("34", "GM0034", "Totaal", "#REF!", "BrÃ©da", "Apeldorn", "")),
    ],
)
def test_the_key_of_a_name(name: str, place: str | None) -> None:
    assert REGISTER.key_of(name) == place


def test_every_werkplein_has_its_own_key_and_every_name_leads_to_it() -> None:
    keys = {code: REGISTER.key_of(code) for code in REGISTER.codes}
    assert len(set(keys.values()) - {None}) == len(keys) == 127
    for code, place in keys.items():
        assert place is not None
        assert REGISTER.key_of(place) == place
        for row in REGISTER.history(code):
            assert REGISTER.key_of(row.name) == place


def test_the_key_of_an_own_place_is_its_code_as_written() -> None:
    own = _with(_row("P-1", naam="Duinstad"), _row("P 2"), _row("breda", naam="Ons Breda"))
    names = ("p-1", "P\u00a01", "DUINSTAD", "werkplein p 2", "Breda", "ons breda")
    assert [own.key_of(name) for name in names] == ["P-1", "P-1", "P-1", "P 2", "breda", "breda"]
    assert REGISTER.key_of("Duinstad") is None


def test_own_codes_that_differ_in_signs_only_are_told_apart_as_written() -> None:
    own = _with(_row("A-1", naam="Noord"), _row("A 1", naam="Zuid"), _row("Ω", naam="Oost"))
    assert [own.key_of(name) for name in ("A-1", "A 1", "a.1", "Ω", "Ж")] == [
        *("A-1", "A 1", None, "Ω", None),
    ]


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Apeldorn", "Apeldoorn"),
        ("Tilbrug", "Tilburg"),
        ("UWV Breda", "Breda"),
        ("BrÃ©da", "Breda"),
        # A gemeente with several Werkpleinen, those that still hold first.
        ("Utrecht", "Utrecht-Midden"),
        ("'s-Gravenhage", "Den Haag"),
        # One without gives that which serves it.
        ("Leerdam", "Dordrecht"),
        ("Totaal", None),
        ("#REF!", None),
        ("", None),
    ],
)
def test_the_nearest_names_of_one_that_is_not_known(name: str, first: str | None) -> None:
    found = REGISTER.nearest(name)
    assert len(found) <= 3
    assert (found[0] if found else None) == first
    assert all(REGISTER.key_of(other) for other in found)


def test_nearest_names_an_own_place_by_its_code() -> None:
    own = _with(_row("Oefenoord", naam="Werkplein Oefenoord"))
    assert own.nearest("Oefenord", limit=1) == ("Oefenoord",)
    assert own.nearest("Oefenord", limit=0) == ()


def test_a_slip_of_the_pen_finds_its_name() -> None:
    """One letter left out, doubled or swapped: the right place is the first in 99 of 100."""
    rng = random.Random(7)
    right = tried = 0
    for code in REGISTER.codes:
        name = REGISTER.key_of(code) or ""
        at = rng.randrange(1, len(name))
        for slip in (
            name[:at] + name[at + 1 :],
            name[:at] + name[at] + name[at:],
            name[: at - 1] + name[at] + name[at - 1] + name[at + 1 :],
        ):
            if REGISTER.key_of(slip) is None:
                tried += 1
                right += [REGISTER.key_of(found) for found in REGISTER.nearest(slip, 1)] == [name]
    assert tried > 300
    assert right >= 0.99 * tried


def test_what_went_up_in_what() -> None:
    assert REGISTER.merged_into("Nijverdal", "Noord Twente")
    # Over two steps, by later names, and not the other way.
    assert REGISTER.merged_into("Hoogezand", "Groningen")
    assert REGISTER.merged_into("Bergen op Zoom", "Breda")
    assert not REGISTER.merged_into("Groningen", "Hoogezand")
    assert not REGISTER.merged_into("Breda", "Breda")
    assert not REGISTER.merged_into("Breda", "Tilburg")
    # Places that are no Werkplein: gemeenten, over steps and splits.
    assert REGISTER.merged_into("Brielle", "Voorne aan Zee")
    assert REGISTER.merged_into("Maasdonk", "Oss")
    assert not REGISTER.merged_into("Atlantis", "Oss")


def test_a_users_merger_is_believed() -> None:
    own = _with(_row("A", geldig_tot=date(2010, 12, 31), opgegaan_in="B"), _row("B"))
    assert own.merged_into("A", "B")
    assert not own.merged_into("B", "A")


# Gemeenten by code, and the places that serve them.


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        *((code, ("GM0758", "Breda")) for code in ("758", "0758", "GM0758", " gm0758 ", "breda")),
        ("Hengelo (O.)", ("GM0164", "Hengelo (O)")),
        ("Hengelo", ("GM0164", "Hengelo (O)")),
        ("Súdwest Fryslân", ("GM1900", "Súdwest-Fryslân")),
        ("Nuenen CA", ("GM0820", "Nuenen, Gerwen en Nederwetten")),
        ("Den Haag", ("GM0518", "'s-Gravenhage")),
        ("Bergen (NH.)", ("GM0373", "Bergen (NH)")),
        # Gone, and one that was only renamed.
        ("Boskoop", ("GM0499", "Boskoop")),
        ("De Friese Meren", ("GM1921", "De Friese Meren")),
        ("De Fryske Marren", ("GM1940", "De Fryske Marren")),
        # Two gemeenten, none, no code.
        *((name, None) for name in ("Bergen", "Atlantis", "9999", "07580", "²", "")),
    ],
)
def test_the_code_of_a_gemeente(asked: str, answer: tuple[str, str] | None) -> None:
    assert REGISTER.gemeente_code(asked) == answer


def _names_of(place: str, on: date | Quarter | None) -> set[str]:
    found = (REGISTER.gemeente_code(code) for code in REGISTER.gemeenten_of(place, on))
    return {each[1] for each in found if each}


def test_the_gemeenten_a_place_serves_are_those_of_the_day() -> None:
    assert _names_of("Breda", Quarter(2011, 2)) == {"Breda", "Alphen-Chaam"}
    # Decrees go on naming the three that became Zuidplas in 2010.
    assert "Zuidplas" in _names_of("Midden Holland", IN_2012)
    # Before the first decree: those that became Súdwest-Fryslân in 2011.
    assert {"Sneek", "Bolsward"} < _names_of("Sneek", Quarter(2010, 1))
    # After the last: Leerdam, Vianen and Zederik are Vijfheerenlanden.
    assert "Vijfheerenlanden" in _names_of("Dordrecht", Quarter(2020, 1))
    assert "Leerdam" in _names_of("Dordrecht", Quarter(2018, 4))
    assert _names_of("Dordrecht", None) == _names_of("Dordrecht", Quarter(2026, 1))
    assert REGISTER.gemeenten_of("Nijverdal", IN_2015) == ()
    assert REGISTER.gemeenten_of("Atlantis") == ()


def test_invented_gemeenten_of_an_own_place_have_no_code() -> None:
    own = _with(_row("A", gemeenten="Almelo, Voorbeeldstad"))
    assert own.gemeenten_of("A") == ("GM0141",)


def test_a_gemeente_only_an_own_list_knows() -> None:
    own = _with(_row("A", gemeenten="Voorbeeldstad"))
    found = own.gemeente("Voorbeeldstad", IN_2012)
    assert found is not None
    assert (found.werkpleinen, found.certainty) == (("A",), "own_list")


def test_a_gemeente_after_the_last_decree_has_the_werkpleinen_of_its_predecessors() -> None:
    found = REGISTER.gemeente("Vijfheerenlanden", date(2020, 1, 1))
    assert found is not None
    assert found.werkpleinen == ("dordrecht", "utrecht-midden")
    assert (found.region, found.asked) == ("gorinchem", None)
    asked = REGISTER.gemeente("Moordrecht", IN_2011)
    assert asked is not None
    assert (asked.name, asked.asked, asked.werkpleinen) == (
        "Zuidplas",
        "Moordrecht",
        ("midden-holland",),
    )


# The region of a gemeente.


@pytest.mark.parametrize(
    ("gemeente", "on", "region", "certainty"),
    [
        ("Breda", Quarter(2009, 1), "West-Brabant", "carried_back"),
        ("Breda", IN_2011, "West-Brabant", "decree"),
        ("Breda", Quarter(2013, 4), "West-Brabant", "carried_back"),
        ("Breda", IN_2015, "West-Brabant", "decree"),
        ("GM0758", Quarter(2020, 2), "West-Brabant", "between"),
        ("Breda", date(2026, 1, 1), "West-Brabant", "cbs"),
        ("Breda", None, "West-Brabant", "cbs"),
        ("Breda", date(2031, 1, 1), "West-Brabant", "carried_forward"),
        # A region divided in 2013, and the name of the day.
        ("Ede", IN_2012, "Midden-Gelderland", "decree"),
        ("Ede", IN_2015, "Food Valley", "decree"),
        ("Zwolle", IN_2015, "IJsselvechtstreek", "decree"),
        ("Zwolle", date(2026, 1, 1), "Regio Zwolle", "cbs"),
        # Gone before any decree: that of the successor.
        ("Rozenburg", date(2010, 3, 17), "Rijnmond", "carried_back"),
        ("Boskoop", date(2013, 1, 1), "Holland Rijnland", "derived"),
        # Those whose year is not known, at both ends sure.
        ("Elburg", date(2020, 1, 1), "Stedendriehoek en Noordwest Veluwe", "cbs"),
        ("Elburg", date(2025, 1, 1), "Veluwe Stedendriehoek", "year_unknown"),
        ("Elburg", date(2026, 1, 1), "Regio Zwolle", "cbs"),
        ("Renkum", date(2015, 1, 1), "Food Valley", "decree"),
        ("Renkum", date(2018, 1, 1), "Midden-Gelderland", "year_unknown"),
        ("Renkum", date(2026, 1, 1), "FoodValley", "cbs"),
        ("Heerde", date(2012, 1, 1), "IJsselvechtstreek", "decree"),
        ("Heerde", date(2016, 1, 1), "Stedendriehoek en Noordwest Veluwe", "derived"),
        ("Zuidplas", IN_2013, "Rijnmond", "year_unknown"),
        ("Vijfheerenlanden", IN_2015.replace(year=2019), "Gorinchem", "two_regions"),
        # Weesp until it was part of Amsterdam.
        ("Weesp", date(2021, 1, 1), "Gooi- en Vechtstreek", "carried_forward"),
        ("Weesp", date(2022, 3, 23), "Groot Amsterdam", "cbs"),
        ("Oosterhout", IN_2011, "West-Brabant", "carried_back"),
    ],
)
def test_the_region_of_a_gemeente_by_day(
    gemeente: str, on: date | Quarter | None, region: str, certainty: str
) -> None:
    found = REGISTER.region_of_gemeente(gemeente, on)
    assert found is not None
    assert found.region is not None
    assert (found.region.name, found.certainty) == (region, certainty)
    for language in LANGUAGES:
        note = found.note(language)
        assert (note is None) == found.certain
        assert "None" not in (note or "")


def test_a_gemeente_that_had_merged_gives_its_successor() -> None:
    found = REGISTER.region_of_gemeente("Weesp", date(2024, 1, 1))
    assert found is not None
    assert (found.code, found.name) == ("GM0363", "Amsterdam")
    assert REGISTER.region_of_gemeente("Hollands Kroon", IN_2011) is None
    assert REGISTER.region_of_gemeente("Atlantis") is None


@pytest.mark.parametrize("name", ["Alphen-Chaam", "Borger-Odoorn", "Bronckhorst", "Echt-Susteren"])
def test_four_gemeenten_were_divided_by_postcode(name: str) -> None:
    found, before = (REGISTER.region_of_gemeente(name, on) for on in (IN_2012, Quarter(2009, 1)))
    assert found is not None
    assert before is not None
    assert (found.region, found.certainty, len(found.also)) == (None, "postcode", 2)
    # Carried back, the answer says that it is an assumption.
    assert "aangenomen" in (before.note("nl") or "")
    assert "aangenomen" not in (found.note("nl") or "")
    later = REGISTER.region_of_gemeente(name, IN_2015)
    assert later is not None
    assert later.region is not None


def test_every_gemeente_has_one_region_each_year_since_2013() -> None:
    for year in range(2013, 2027):
        day = date(year, 1, 1)
        answers = [
            REGISTER.region_of_gemeente(row.code, day) for row in REGISTER.tables.gemeenten.on(day)
        ]
        regions = {answer.region.code for answer in answers if answer and answer.region}
        assert all(answer is not None and answer.region is not None for answer in answers)
        assert len(regions) == 35


# What may be compared over a merger.


def _made_of(gemeente: str, earlier: date | Quarter, later: date | Quarter) -> list[str]:
    found = REGISTER.comparable(gemeente, earlier, later)
    assert found.note("nl") is None
    return [name for _, name in found.predecessors]


def test_a_successor_is_compared_with_the_sum_of_its_predecessors() -> None:
    alphen = ["Alphen aan den Rijn", "Boskoop", "Rijnwoude"]
    assert _made_of("Alphen aan den Rijn", IN_2013, IN_2015) == alphen
    # Asked about one that ended, the answer is about what it became part of.
    assert _made_of("GM0499", IN_2013, IN_2015) == alphen
    assert _made_of("Boskoop", IN_2011, IN_2013) == ["Boskoop"]
    # Over two steps, and a new name in between.
    assert _made_of("Molenlanden", IN_2012, date(2019, 1, 1)) == [
        *("Nieuw-Lekkerland", "Giessenlanden", "Graafstroom", "Liesveld"),
    ]
    assert _made_of("Berg en Dal", date(2014, 12, 31), date(2016, 1, 1)) == [
        *("Groesbeek", "Millingen aan de Rijn", "Ubbergen"),
    ]
    assert _made_of("Amsterdam", Quarter(2021, 4), Quarter(2022, 1)) == ["Amsterdam", "Weesp"]
    assert _made_of("Rotterdam", date(2010, 3, 17), date(2010, 3, 18)) == ["Rotterdam", "Rozenburg"]
    assert _made_of("Breda", date(2008, 1, 1), date(2026, 1, 1)) == ["Breda"]


@pytest.mark.parametrize(
    ("split", "day", "receivers"),
    [
        ("Boarnsterhim", date(2014, 1, 1), "Leeuwarden,De Friese Meren,Heerenveen,Súdwest-Fryslân"),
        ("Maasdonk", date(2015, 1, 1), "'s-Hertogenbosch,Oss"),
        ("Littenseradiel", date(2018, 1, 1), "Súdwest-Fryslân,Leeuwarden,Waadhoeke"),
        ("Winsum", date(2019, 1, 1), "Het Hogeland,Westerkwartier"),
        ("Haaren", date(2021, 1, 1), "Boxtel,Vught,Oisterwijk,Tilburg"),
    ],
)
def test_over_a_split_there_is_no_sum(split: str, day: date, receivers: str) -> None:
    before = day - timedelta(days=1)
    for name in (split, *receivers.split(",")):
        found = REGISTER.comparable(name, before, day)
        assert (found.predecessors, found.reason) == ((), "register.split")
        assert split in (found.note("nl") or "")
        assert split in (found.note("en") or "")
        # From the day itself on it is one area again.
        if name != split:
            assert REGISTER.comparable(name, day, day + timedelta(days=100)).reason is None


def test_no_comparison_before_the_list_or_before_a_gemeente_existed() -> None:
    reasons = [
        REGISTER.comparable(*asked).reason
        for asked in (
            ("Breda", date(2007, 12, 31), IN_2011),
            ("Zuidplas", date(2008, 1, 1), date(2009, 1, 1)),
        )
    ]
    assert reasons == ["register.before_list", "register.not_yet"]
    with pytest.raises(RegisterError) as unknown:
        REGISTER.comparable("Bergen", IN_2011, IN_2012)
    assert unknown.value.key == "register.gemeente_unknown"
    with pytest.raises(ValueError, match="lies after"):
        REGISTER.comparable("Breda", IN_2012, IN_2011)


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
    own = _with(
        _row("Centrum", soort="werkcentrum"),
        _row("Noord", soort="werkcentrum_locatie", hoort_bij="centrum"),
        _row("Oud"),
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
        ([_row("A", hoort_bij="Atlantis")], "register.belongs_unknown"),
        ([_row("A", hoort_bij="A")], "register.belongs_to_itself"),
    ):
        with pytest.raises(RegisterError) as refused:
            _with(*rows)
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
