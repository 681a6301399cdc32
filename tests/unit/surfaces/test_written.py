"""Numbers, limits and names as text: one rounding, one sign, by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from ketenkpi.answer import (
    Column,
    Form,
    Listed,
    Measured,
    Reasons,
    Table,
    in_full,
    phrase,
    table_of,
)
from ketenkpi.figure import Figure, counted, lacking
from ketenkpi.surfaces.reader import language, reading
from ketenkpi.surfaces.written import in_words, measured, number
from ketenkpi.units import UNITS
from ketenkpi.vocabulary import Quarter, Text

METHOD = "indicators.method_mid_p"


@pytest.mark.parametrize(
    ("value", "unit", "dutch", "english"),
    [
        (676.85, "mark", "676,9", "676.9"),
        (0.25, "mark", "0,3", "0.3"),
        (-0.25, "mark", "−0,3", "−0.3"),
        (-0.04, "mark", "0,0", "0.0"),
        (-0.0, "number", "0", "0"),
        (1234567.5, "number", "1.234.568", "1,234,568"),
        (2.5, "number", "3", "3"),
        (0.2755, "share", "27,6%", "27.6%"),
        (0.29, "share_whole", "29%", "29%"),
        (Decimal("1234.565"), "euro_cents", "€ 1.234,57", "€ 1,234.57"),
        (-4292, "euro", "€ −4.292", "€ −4,292"),
        (5, "fte_cents", "5,00 fte", "5.00 fte"),
        (-0.0125, "share_points", "−1,3", "−1.3"),
    ],
)
def test_numbers(value: float, unit: str, dutch: str, english: str) -> None:
    with reading("nl"):
        assert number(value, unit) == dutch
    with reading("en"):
        assert number(value, unit) == english


@pytest.mark.parametrize(
    ("figure", "form", "shown"),
    [
        (Figure(0.5, 0.4, 0.62, method=METHOD), "value", "50,0% (40,0% tot 62,0%)"),
        (Figure(0.5, 0.4, None, method=METHOD), "value", "50,0% (minstens 40,0%)"),
        (Figure(0.5, None, 0.62, method=METHOD), "value", "50,0% (hoogstens 62,0%)"),
        (Figure(0.5, 0.4, 0.62, method=METHOD), "bare", "50,0%"),
        (Figure(0.5, 0.4, 0.62, method=METHOD), "limits", "40,0% tot 62,0%"),
        (counted(-0.5, 3), "signed", "−50,0%"),
        (counted(0.5, 3), "signed", "+50,0%"),
        (counted(0.0, 3), "signed", "0,0%"),
        (counted(-0.5, 3), "size", "50,0%"),
        (counted(-0.5, 3), "change", "50,0%"),
        (counted(-0.5, 3), "worded", "−50,0%"),
        (lacking("resources.reason_empty"), "value", "–"),
        (None, "value", "–"),
    ],
)
def test_figures(figure: Figure | None, form: str, shown: str) -> None:
    with reading("nl"):
        assert measured(figure, "share", form) == shown  # type: ignore[arg-type]


def test_a_missing_number_is_no_number() -> None:
    with reading("nl"), pytest.raises(ValueError, match="reason, not a number"):
        number(float("nan"), "mark")


def test_what_is_said() -> None:
    name = Text("Gemeente", "Municipality")
    told = (
        phrase("surfaces.and", first=Listed(("A", "B", name)), last=Measured(2, "number")),
        Reasons((lacking("resources.reason_empty"), lacking("resources.reason_empty"))),
        Quarter(2009, 3),
        None,
        date(2009, 3, 9),
    )
    with reading("nl"):
        assert in_words(told) == (
            "A, B en Gemeente en 2 Niet ingevuld. Leeg is geen nul. 2009K3 09-03-2009"
        )
    with reading("en"):
        assert in_words(told).startswith("A, B and Municipality and 2 Not filled in.")


def test_without_a_reader_nothing_is_written() -> None:
    with pytest.raises(LookupError):
        language()
    with reading("nl"):
        with reading("en"):
            assert language() == "en"
        assert language() == "nl"


def test_a_table_refuses_what_no_surface_could_show() -> None:
    with pytest.raises(ValueError, match="no unit"):
        Column("a", "a", "parsec")
    with pytest.raises(ValueError, match="no unit"):
        Measured(1, "parsec")
    with pytest.raises(ValueError, match="one key"):
        Table((Column("a", "a"), Column("a", "b")), ())
    with pytest.raises(ValueError, match="1 cells under 2 columns"):
        Table((Column("a", "a"), Column("b", "b")), (("x",),))
    with pytest.raises(ValueError, match="column of words"):
        table_of([counted(1, 1)], (Column("a", "a"), lambda figure: figure))


@pytest.mark.parametrize(
    ("value", "unit", "form", "dutch", "english"),
    [
        (214.4, "days", "worded", "214 dagen", "214 days"),
        (1.4, "days", "worded", "1 dag", "1 day"),
        (-1.0, "days", "change", "1 dag", "1 day"),
        (1.0, "days_tenths", "worded", "1,0 dagen", "1.0 days"),
        (2.125, "per_year", "worded", "2,13 per jaar", "2.13 per year"),
        (-0.0125, "share_points", "change", "1,3 procentpunt", "1.3 percentage points"),
        (-12.0, "number", "worded", "−12", "−12"),
        (0.0009, "chance", "value", "minder dan 0,001", "less than 0.001"),
        (0.001, "chance", "value", "0,001", "0.001"),
    ],
)
def test_numbers_with_the_word_for_their_unit(
    value: float, unit: str, form: Form, dutch: str, english: str
) -> None:
    with reading("nl"):
        assert number(value, unit, form) == dutch
    with reading("en"):
        assert number(value, unit, form) == english


def test_a_day_or_quarter_in_a_sentence_is_written_in_full() -> None:
    with reading("nl"):
        assert in_words(in_full(Quarter(2010, 3))) == "het derde kwartaal van 2010"
        assert in_words(in_full(date(2010, 3, 9))) == "9 maart 2010"
    with reading("en"):
        assert in_words(in_full(Quarter(2010, 1))) == "the first quarter of 2010"
        assert in_words(in_full(date(2026, 12, 31))) == "31 December 2026"


@pytest.mark.parametrize(
    ("value", "unit", "shows"),
    [(0.4, "days", False), (0.6, "days", True), (0.0004, "share", False), (-0.0006, "share", True)],
)
def test_a_change_is_more_than_nothing_when_it_shows(value: float, unit: str, shows: bool) -> None:
    assert UNITS[unit].shows(value) is shows
