"""The grammar of a cell: one reading, which the quick reading of a column never contradicts."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketenkpi.contracts.cell import UNDECIDED, Absent, Doubt, Fault, Manner
from ketenkpi.contracts.days import DateKind, QuarterKind
from ketenkpi.contracts.kind import Kind
from ketenkpi.contracts.kinds import ChoiceKind, NumberKind, PlaceKind, TextKind, YesNoKind
from ketenkpi.contracts.normal import normal
from ketenkpi.vocabulary import Text

TODAY = date(2026, 11, 28)
ONE = {"onbekend": Text("onbekend", "unknown"), "1": Text("een", "one")}
KINDS: dict[str, Kind] = {
    "text": TextKind(2000, "tekst", "text"),
    "code": TextKind(12, "T-1", "code"),
    "pseudonym": TextKind(64, "k-1", "pseudonym"),
    "place": PlaceKind(64, "Breda"),
    "choice": ChoiceKind(ONE, {"nvt": "1"}),
    "event": DateKind("05-01-2009", until=TODAY),
    "end": DateKind("05-01-2009", future=True, open_end=True),
    "quarter": QuarterKind(until=TODAY),
    "count": NumberKind(True, 0, None, "5"),
    "year": NumberKind(True, 1900, 2020, "1975"),
    "any whole": NumberKind(True, None, None, "5"),
    "amount": NumberKind(False, None, None, "5,5"),
    "share": NumberKind(False, 0, 100, "5,5"),
    "yes or no": YesNoKind(),
}
QUICK = {name: kind for name, kind in KINDS.items() if kind.forms()}
MANNERS = [
    Manner(order, decimal, dash)
    for order, decimal, dash in product(
        (None, "dmj", "mdj"), (None, "komma", "punt"), (None, "nul", "ontbreekt")
    )
]

# Pieces that are rich in what numbers, days and codes are made of, so that one
# text in some is nearly right.
PIECES = (
    *"0123456789-/.,;:+()_ ?#&'",
    *("01", "12", "31", "2009", "1900", "9999", "000", "250", "00:00", "T00:00:00Z", "jan", "mei"),
    *("\u20ac", "EUR", "%", "E+14", "e5", "inf", "nan", "NULL", "n.v.t.", "xx", "onbekend", "k-7f"),
    *("\u00a0", "\u202f", "\t", "\n", "\x00", "\x1f", "\u200b", "\ufeff", "\u00ad", "  ", "A", "z"),
    *("\uff11", "\u0661", "\u06f5", "\u0967", "\U0001d7d7", "\u00b2", "\u2212", "\u2013", "\u2019"),
    *("\u0301", "\u00e9", "\u00c3\u00a9", "\ufffd", "\x92", "\u4e00", '="', '"', "0712"),
)
TEXTS = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=9).map("".join),
    st.text(max_size=8),
    # Days and numbers with one odd character put in somewhere.
    st.tuples(
        st.sampled_from(
            ("01-02-2008", "1-2-2008", "2008-01-02", "20080102", "1250,50", "12.5", "-7")
        ),
        st.integers(0, 10),
        st.sampled_from(PIECES),
    ).map(lambda made: made[0][: made[1]] + made[2] + made[0][made[1] :]),
)


def quick(kind: Kind, texts: list[str], form: Any) -> list[Any]:
    frame = pl.DataFrame({"t": texts}, schema={"t": pl.String})
    return frame.lazy().select(kind.quick(pl.col("t"), form)).collect().to_series().to_list()


@settings(max_examples=600, deadline=None, derandomize=True)
@given(text=TEXTS)
def test_normal_is_what_a_person_sees_and_stays_so(text: str) -> None:
    seen = normal(text)
    assert normal(seen) == seen
    assert seen == seen.strip()
    assert "  " not in seen
    assert not any(ord(letter) < 0x20 or letter in "\x7f\u200b\ufeff\u00ad" for letter in seen)
    assert not any(letter.isdecimal() and not letter.isascii() for letter in seen)


@pytest.mark.parametrize("name", QUICK)
@settings(max_examples=60, deadline=None, derandomize=True)
@given(texts=st.lists(TEXTS, min_size=1, max_size=25))
def test_the_quick_reading_is_the_reading(name: str, texts: list[str]) -> None:
    kind = QUICK[name]
    for form in kind.forms():
        for text, value in zip(texts, quick(kind, texts, form), strict=True):
            if value is None:
                continue
            for manner in MANNERS:
                if form.fits(manner):
                    assert kind.read(normal(text), manner) == value, (text, manner)


@pytest.mark.parametrize("name", KINDS)
@settings(max_examples=60, deadline=None, derandomize=True)
@given(texts=st.lists(TEXTS, min_size=1, max_size=10))
def test_a_filled_cell_is_a_value_or_says_why_not(name: str, texts: list[str]) -> None:
    kind = KINDS[name]
    for text in filter(None, map(normal, texts)):
        for manner in MANNERS:
            value = kind.read(text, manner)
            assert value is not None
            # A Doubt is only about what is not decided.
            if isinstance(value, Doubt):
                undecided = {
                    "dagvolgorde": manner.day_order is None,
                    "decimaalteken": manner.decimal is None,
                    "streepje": manner.dash is None,
                }
                assert undecided[value.about]
            if not isinstance(value, Fault | Absent | Doubt):
                pl.Series([value], dtype=kind.dtype, strict=True)


@pytest.mark.parametrize("name", KINDS)
@settings(max_examples=30, deadline=None, derandomize=True)
@given(texts=st.lists(TEXTS, min_size=1, max_size=10))
def test_what_a_text_shows_is_how_it_is_read(name: str, texts: list[str]) -> None:
    kind = KINDS[name]
    for text in filter(None, map(normal, texts)):
        undecided, shown = kind.read(text, UNDECIDED), kind.shows(text)
        if not isinstance(undecided, Doubt):
            assert kind.read(text, shown) == undecided, (text, shown)
