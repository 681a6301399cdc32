"""One spelling for a name, and what can be no name of a place."""

from __future__ import annotations

import unicodedata

import pytest

from ketenkpi.contracts import ContractColumn
from ketenkpi.contracts.cell import Absent, Fault
from ketenkpi.contracts.kinds import PlaceKind
from ketenkpi.contracts.names import no_value, not_a_place
from ketenkpi.contracts.normal import normal
from ketenkpi.vocabulary import Text

PLACE = PlaceKind(64, "Voorbeeldstad")
COLUMN = ContractColumn("werkplein", PLACE, required=False, meaning=Text("plaats", "place"))


@pytest.mark.parametrize(
    "written",
    [
        "S\u00fadwest-Frysl\u00e2n",
        unicodedata.normalize("NFD", "S\u00fadwest-Frysl\u00e2n"),
        " S\u00fadwest-Frysl\u00e2n\u00a0",
        "\ufeffS\u00fadwest-Frysl\u00e2n",
        "S\u00fad\u00adwest\u200b-Frysl\u00e2n\u2060",
    ],
)
def test_what_looks_the_same_is_the_same(written: str) -> None:
    assert COLUMN.read(written) == "S\u00fadwest-Frysl\u00e2n"


@pytest.mark.parametrize(
    "written",
    ["Den Haag", "Den  Haag", "Den\u00a0Haag", "Den\u202fHaag", "Den\t Haag", "Den\nHaag"],
)
def test_white_space_inside_is_one_space(written: str) -> None:
    assert COLUMN.read(written) == "Den Haag"


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        *((text, "plaats_totaal") for text in ("Totaal", "TOTALEN", "subtotaal", "som", "Alle")),
        *((text, "plaats_totaal") for text in ("Breda Totaal", "Totaal regio", "alle werkpleinen")),
        *((text, "plaats_fout_in_blad") for text in ("#REF!", "####", "#1", "#NAAM?", "#VERW!")),
        *((text, "plaats_fout_in_blad") for text in ("Err:502", "#WAARDE!", "#DEEL/0!")),
        ("=A1", "formule_zonder_waarde"),
        *((text, "plaats_verminkt") for text in ("S\ufffddwest", "S?dwest", "S&uacute;dwest")),
    ],
)
def test_what_is_no_place(text: str, rule: str) -> None:
    assert not_a_place(text) == PLACE.read(text) == Fault(rule)


@pytest.mark.parametrize(
    "text",
    ["onbekend", "-", "?", "NULL", "nan", "--", "n.b.", "xxx", "(leeg)", "\u2014", "#N/B", "#N/A"],
)
def test_a_word_for_unknown_is_no_place(text: str) -> None:
    assert PLACE.read(text) == Absent("onbekend", "woord_onbekend")
    assert PLACE.read("n.v.t.") == Absent("nvt", "woord_nvt")


@pytest.mark.parametrize("name", ["S\u00fadwest-Frysl\u00e2n", "Cura\u00e7ao \u2013 W\u00fctter"])
@pytest.mark.parametrize("encoding", ["windows-1252", "mac_roman", "cp850", "cp437", "latin-1"])
def test_utf8_read_in_another_encoding_is_seen(name: str, encoding: str) -> None:
    garbled = name.encode().decode(encoding, errors="replace")
    assert garbled != name
    assert not_a_place(normal(garbled)) == Fault("plaats_verminkt")
    twice = garbled.encode().decode(encoding, errors="replace")
    assert not_a_place(normal(twice)) == Fault("plaats_verminkt")


@pytest.mark.parametrize(
    "name",
    [
        *("Breda", "GM0758", "0758", "12", "'s-Gravenhage", "Hengelo (O.)", "Bergen (NH)"),
        *(
            "S\u00fadwest-Frysl\u00e2n",
            "Cura\u00e7ao",
            "Frysl\u00e2n \u00e9\u00e9n",
            "Al",
            "Alleen",
        ),
        *("Werkplein Breda & Oosterhout", "Someren", "Allingawier", "Geen-Dorp", "Totaalstad"),
    ],
)
def test_what_may_be_a_place(name: str) -> None:
    assert not_a_place(name) is None
    assert COLUMN.read(name) == name


def test_only_what_nobody_sees_is_an_empty_cell() -> None:
    assert COLUMN.read("\u200b \ufeff\u00a0") is None


@pytest.mark.parametrize(
    "text",
    ["=A1", "=$B$12", "=SUM(A1:A3)", "=-A1", "=Blad2!A1", "=1+1", '="x"', "=VERT.ZOEKEN(A1;B:C;2)"],
)
def test_a_formula_in_free_text_has_no_outcome(text: str) -> None:
    assert no_value(text, free=True) == Fault("formule_zonder_waarde")


@pytest.mark.parametrize("text", ["=besluit van het MT; 2x besproken", "= zie boven", "=>meer"])
def test_a_person_may_begin_a_remark_with_the_sign(text: str) -> None:
    assert no_value(text, free=True) is None
