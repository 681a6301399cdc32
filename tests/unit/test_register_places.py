"""The key of a place, the nearest names, and what went up in what."""

from __future__ import annotations

import random
from datetime import date

import pytest

from ketenkpi.register import load_register
from tests.unit.register_lists import listed, overlaid

REGISTER = load_register()
IN_2011, IN_2012, IN_2013, IN_2015 = (date(year, 6, 1) for year in (2011, 2012, 2013, 2015))


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
    own = overlaid(listed("P-1", naam="Duinstad"), listed("P 2"), listed("breda", naam="Ons Breda"))
    names = ("p-1", "P\u00a01", "DUINSTAD", "werkplein p 2", "Breda", "ons breda")
    assert [own.key_of(name) for name in names] == ["P-1", "P-1", "P-1", "P 2", "breda", "breda"]
    assert REGISTER.key_of("Duinstad") is None


def test_own_codes_that_differ_in_signs_only_are_told_apart_as_written() -> None:
    own = overlaid(
        listed("A-1", naam="Noord"), listed("A 1", naam="Zuid"), listed("Ω", naam="Oost")
    )
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
    own = overlaid(listed("Oefenoord", naam="Werkplein Oefenoord"))
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
    own = overlaid(listed("A", geldig_tot=date(2010, 12, 31), opgegaan_in="B"), listed("B"))
    assert own.merged_into("A", "B")
    assert not own.merged_into("B", "A")


def test_a_place_exists_as_its_list_says_and_an_unknown_one_may_always() -> None:
    own = listed("B", geldig_vanaf=date(2012, 1, 1), geldig_tot=date(2013, 12, 31))
    register = overlaid(own)
    assert [register.may_exist("B", on) for on in (IN_2011, IN_2012, IN_2013, IN_2015)] == [
        *(False, True, True, False)
    ]
    assert register.may_exist("Nergenshuizen", IN_2011)
    # From before the first decree the earliest known state is taken.
    assert register.may_exist("Breda", date(2009, 6, 1))
