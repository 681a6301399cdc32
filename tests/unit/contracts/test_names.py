"""One spelling for a name, and what can be no name of a place."""

from __future__ import annotations

import unicodedata

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketenkpi.contracts import Column
from ketenkpi.contracts.cell import Fault
from ketenkpi.contracts.kind import Spelling
from ketenkpi.contracts.kinds import PlaceKind
from ketenkpi.contracts.names import INVISIBLE, WHITE, no_place, tidy
from ketenkpi.vocabulary import Text

PLACE = PlaceKind(64, "Voorbeeldstad")
COLUMN = Column("werkplein", PLACE, required=False, meaning=Text("plaats", "place"))


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
        *((text, "plaats_fout_in_blad") for text in ("#REF!", "#N/B", "#N/A", "#NAAM?", "#VERW!")),
        *((text, "plaats_fout_in_blad") for text in ("=A1", "Err:502", "#WAARDE!", "#DEEL/0!")),
        *((text, "plaats_onbekend") for text in ("onbekend", "n.v.t.", "-", "?", "NULL", "nan")),
        *((text, "plaats_onbekend") for text in ("--", "n.b.", "xxx", "(leeg)", "\u2014")),
        *((text, "plaats_verminkt") for text in ("S\ufffddwest", "S?dwest", "S&uacute;dwest")),
    ],
)
def test_what_is_no_place(text: str, rule: str) -> None:
    assert no_place(text) == rule
    refused = COLUMN.read(text)
    assert isinstance(refused, Fault)
    assert refused.rule == rule


@pytest.mark.parametrize("name", ["S\u00fadwest-Frysl\u00e2n", "Cura\u00e7ao \u2013 W\u00fctter"])
@pytest.mark.parametrize("encoding", ["windows-1252", "mac_roman", "cp850", "cp437", "latin-1"])
def test_utf8_read_in_another_encoding_is_seen(name: str, encoding: str) -> None:
    garbled = name.encode().decode(encoding, errors="replace")
    assert garbled != name
    assert no_place(garbled) == "plaats_verminkt"
    twice = garbled.encode().decode(encoding, errors="replace")
    assert no_place(twice) == "plaats_verminkt"


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
    assert no_place(name) is None
    assert COLUMN.read(name) == name


def test_only_what_nobody_sees_is_an_empty_cell() -> None:
    assert COLUMN.read("\u200b \ufeff\u00a0") is None


PARTS = ["a", "B", "\u00fa", "u\u0301", "\u00c3\u00ba", "-", ".", "?", "#", "1", "totaal", "x"]
LETTERS = st.sampled_from([*PARTS, *WHITE, *INVISIBLE])
TEXTS = st.lists(st.lists(LETTERS, max_size=8).map("".join), min_size=1, max_size=12)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(texts=TEXTS)
def test_a_column_of_places_is_read_as_one_cell_is(texts: list[str]) -> None:
    plainly = [COLUMN.read(text) for text in texts]
    wanted = [None if isinstance(value, Fault) else value for value in plainly]
    frame = pl.DataFrame({"text": texts}, schema={"text": pl.String})
    for seen in (Spelling(), Spelling(ascii=True), Spelling(thorough=True)):
        lazy = frame.lazy().select(PLACE.typed(pl.col("text"), seen))
        assert lazy.collect(engine="streaming").to_series().to_list() == wanted


@settings(max_examples=150, deadline=None, derandomize=True)
@given(texts=TEXTS)
def test_a_tidied_name_stays_as_it_is(texts: list[str]) -> None:
    for text in texts:
        assert tidy(tidy(text)) == tidy(text)
        assert not set(tidy(text)) & (set(INVISIBLE) | set(WHITE) - {" "})
