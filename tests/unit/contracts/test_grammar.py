"""What one cell is read to: exact values, and the reason where there is none."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest

from ketenkpi.contracts.cell import UNDECIDED, Absent, Doubt, Fault, Manner
from ketenkpi.contracts.days import DateKind, QuarterKind
from ketenkpi.contracts.kind import Kind
from ketenkpi.contracts.kinds import ChoiceKind, NumberKind, PlaceKind, TextKind, YesNoKind
from ketenkpi.contracts.normal import normal
from ketenkpi.vocabulary import Quarter, Text
from ketenkpi.wording import LANGUAGES, LIBRARY

DAY, END = DateKind("05-01-2009"), DateKind("05-01-2009", open_end=True)
COUNT, AMOUNT = NumberKind(True, 0, None, "5"), NumberKind(False, None, None, "5,5")
SHARE, YEAR = NumberKind(False, 0, 100, "5,5"), NumberKind(True, 1900, 2020, "1975")
CODE, CLIENT = TextKind(64, "T-1", "code"), TextKind(64, "k-1", "pseudonym")
FREE, PLACE = TextKind(2000, "tekst", "text"), PlaceKind(64, "Breda")
GROUP = ChoiceKind({"onbekend": Text("onbekend", "unknown"), "werk": Text("werk", "work")}, {})
DMJ, MDJ = Manner(day_order="dmj"), Manner(day_order="mdj")
KOMMA, PUNT = Manner(decimal="komma"), Manner(decimal="punt")
UNKNOWN, NOT_APPLICABLE = Absent("onbekend", "woord_onbekend"), Absent("nvt", "woord_nvt")


def read(kind: Kind, text: str, manner: Manner = UNDECIDED) -> object:
    return kind.read(normal(text), manner)


def refusal(kind: Kind, text: str, manner: Manner = UNDECIDED) -> str:
    found = read(kind, text, manner)
    assert isinstance(found, Fault), found
    return found.rule


@pytest.mark.parametrize(
    "text",
    [
        *("05-01-2009", "5-1-2009", "2009-01-05", "2009-1-5", "20090105", "2009/01/05"),
        *("2009.01.05", "5-jan-2009", "5 januari 2009", "05-JAN-2009", "5 jan. 2009", "5jan2009"),
        *("Jan 5, 2009", "January 5th, 2009", "2009-jan-05", "maandag 5 januari 2009"),
        *("ma 5-1-2009", "05- 1-2009", "\uff15-\uff11-\uff12\uff10\uff10\uff19"),
        *("5\u20131\u20132009", " 05-01-2009\u00a0", "05-01-2009\u200b", "0\x005-01-2009"),
        *("05-01-2009 00:00", "5-1-2009 0:00", "2009-01-05T00:00:00", "2009-01-05T00:00:00Z"),
        *("2009-01-05 00:00:00.0000000", "2009-01-05T00:00:00+01:00", "2009-01-05+01:00"),
        *("5 januari 2009 0:00 uur", "5-1-2009 12:00:00 AM", "20090105000000", "20090105T000000"),
    ],
)
def test_a_day_with_one_reading_is_that_day(text: str) -> None:
    for manner in (UNDECIDED, DMJ):
        assert read(DAY, text, manner) == date(2009, 1, 5)
        assert read(END, text, manner) == date(2009, 1, 5)


@pytest.mark.parametrize("name", ["mrt", "maart", "Mar", "march", "MAART"])
def test_a_month_has_many_names(name: str) -> None:
    assert read(DAY, f"7 {name} 2009") == date(2009, 3, 7)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        *(("25/12/2009", "dmj"), ("25.12.2009", "dmj"), ("12/25/2009", "mdj")),
        *(("12/25/2009 0:00", "mdj"), ("25-12-2009", "dmj")),
    ],
)
def test_a_number_above_twelve_tells_the_order(text: str, shown: str) -> None:
    assert read(DAY, text) == date(2009, 12, 25)
    assert DAY.shows(normal(text)).day_order == shown
    other = MDJ if shown == "dmj" else DMJ
    assert refusal(DAY, text, other) == "datum_andere_volgorde"


@pytest.mark.parametrize("text", ["03/04/2009", "3/4/2009", "03.04.2009", "3/4/2009 00:00"])
def test_a_day_with_two_readings_is_asked_about(text: str) -> None:
    assert read(DAY, text) == Doubt("dagvolgorde")
    assert read(DAY, text, DMJ) == date(2009, 4, 3)
    assert read(DAY, text, MDJ) == date(2009, 3, 4)
    assert DAY.shows(text).day_order is None


def test_dashes_are_our_own_spelling_until_one_shows_otherwise() -> None:
    assert read(DAY, "03-04-2009") == date(2009, 4, 3)
    assert read(DAY, "12-25-2009") == Doubt("dagvolgorde")
    assert DAY.shows("12-25-2009").day_order == "mdj"
    assert read(DAY, "03-04-2009", MDJ) == date(2009, 3, 4)
    assert not DAY.forms()[0].fits(MDJ)
    assert read(DAY, "05/05/2009") == date(2009, 5, 5)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        *(("31-02-2009", "datum_bestaat_niet"), ("25/25/2009", "datum_bestaat_niet")),
        *(("01-02-09", "jaar_twee_cijfers"), ("5-jan-09", "jaar_twee_cijfers")),
        *(
            ("maart 2009", "datum_ongeldig"),
            ("39818", "datum_dagnummer"),
            ("2009", "datum_ongeldig"),
        ),
        *(("05-01-2009 13:45", "datum_met_tijd"), ("2009-01-04T23:00:00Z", "datum_met_tijd")),
        *(("1/5/2009 12:00 PM", "datum_met_tijd"), ("20090105134500", "datum_met_tijd")),
        *(("01-01-1009", "datum_buiten_venster"), ("31-12-9999", "datum_buiten_venster")),
        *(("#VERW!", "fout_in_blad"), ("########", "fout_in_blad"), ("Err:502", "fout_in_blad")),
    ],
)
def test_what_is_no_day_says_why(text: str, rule: str) -> None:
    assert refusal(DAY, text) == rule


@pytest.mark.parametrize("text", ["20090400", "00-04-2009", "2009-00-00", "0/4/2009", "00.00.2009"])
def test_a_day_or_month_of_nought_is_missing(text: str) -> None:
    for kind in (DAY, END):
        assert read(kind, text) == Absent("onbekend", "datum_deels_nul")


@pytest.mark.parametrize("text", ["00000000", "0000-00-00", "00-00-0000", "00/00/0000"])
def test_nothing_but_noughts_is_no_end_or_missing(text: str) -> None:
    assert read(DAY, text) == Absent("onbekend", "datum_deels_nul")
    assert read(END, text) == Absent("nvt", "open_einde")


@pytest.mark.parametrize(
    "text", ["31/12/9999", "12/31/9999", "31 dec 9999", "01.01.2100", "99991231"]
)
def test_a_far_day_is_no_end_however_it_is_written(text: str) -> None:
    assert read(END, text) == Absent("nvt", "open_einde")


@pytest.mark.parametrize(
    ("text", "value", "shown"),
    [
        *(("1250", 1250, None), ("00012", 12, None), ("+5", 5, None), ("-0", 0, None)),
        *(("1.234.567", 1234567, "komma"), ("1,234,567", 1234567, "punt")),
        *(("1.250,00", 1250, "komma"), ("1,250.00", 1250, "punt"), ("1 250", 1250, None)),
        *(("1\u202f250,5", 1250.5, "komma"), ("1\u00a0250", 1250, None), ("1'250", 1250, None)),
        *(("1\u2019250.50", 1250.5, "punt"), ("1250,5", 1250.5, "komma"), ("12.5", 12.5, "punt")),
        *(("0.500", 0.5, "punt"), ("0,500", 0.5, "komma"), ("1234,567", 1234.567, "komma")),
        *(("1 234,567", 1234.567, "komma"), ("1,2340", 1.234, "komma")),
        *(("\u20ac 1.250,00", 1250, "komma"), ("EUR 1250", 1250, None), ("1250 euro", 1250, None)),
        *(("\u20ac1250,-", 1250, "komma"), ("1.250,--", 1250, "komma"), ("-\u20ac 5", -5, None)),
        *(("\u20ac -5", -5, None), ("(1.250,00)", -1250, "komma"), ("\u20ac (5)", -5, None)),
        *(("1250-", -1250, None), ("1.250,00 -", -1250, "komma"), ("\u22125,5", -5.5, "komma")),
        *(("\uff11\uff12\uff0c\uff15", 12.5, "komma"), ("\u0661\u0662", 12, None)),
        *(("1\u200b2", 12, None), ("1\x002", 12, None)),
    ],
)
def test_a_number_with_one_reading_is_that_number(
    text: str, value: float, shown: str | None
) -> None:
    assert read(AMOUNT, text) == value
    assert isinstance(read(AMOUNT, text), float)
    assert AMOUNT.shows(normal(text)).decimal == shown
    if shown is not None:
        assert refusal(AMOUNT, text, PUNT if shown == "komma" else KOMMA) == "getal_ander_teken"


@pytest.mark.parametrize(
    ("text", "komma", "punt"),
    [
        *(("1.234", 1234, 1.234), ("1,000", 1, 1000), ("125,000", 125, 125000)),
        *(("\u20ac 1.250", 1250, 1.25), ("-1,500", -1.5, -1500)),
    ],
)
def test_a_number_with_two_readings_is_asked_about(text: str, komma: float, punt: float) -> None:
    assert read(AMOUNT, text) == Doubt("decimaalteken")
    assert read(AMOUNT, text, KOMMA) == komma
    assert read(AMOUNT, text, PUNT) == punt
    assert AMOUNT.shows(normal(text)).decimal is None


def test_whole_numbers_are_asked_about_too() -> None:
    assert read(COUNT, "1,000") == read(COUNT, "1.000") == Doubt("decimaalteken")
    assert (read(COUNT, "1,000", KOMMA), read(COUNT, "1,000", PUNT)) == (1, 1000)
    assert refusal(COUNT, "1,234", KOMMA) == refusal(COUNT, "1,5") == "geen_geheel_getal"
    assert read(COUNT, "1.234.567") == 1234567
    assert isinstance(read(COUNT, "12,0"), int)


@pytest.mark.parametrize(
    ("kind", "text", "rule"),
    [
        *((AMOUNT, text, "getal_ongeldig") for text in ("veel", "inf", "1.23.4", "--5", "5\u00b2")),
        *((AMOUNT, text, "getal_ongeldig") for text in ("\u221e", "\u20ac", "-(5)", "5,", "0x10")),
        *((AMOUNT, text, "getal_exponent") for text in ("1,23E+14", "4e3", "-1.5E-05")),
        *((COUNT, text, "getal_te_groot") for text in ("12345678901234567890", "9" * 5000)),
        *((AMOUNT, "9007199254740993", "getal_te_groot"), (AMOUNT, "12 %", "getal_met_eenheid")),
        *((COUNT, "\u20ac 5", "getal_met_eenheid"), (COUNT, "-5", "buiten_bereik")),
        *((YEAR, "1899", "buiten_bereik"), (SHARE, "100,1", "buiten_bereik")),
        *((COUNT, text, "fout_in_blad") for text in ("#REF!", "#DEEL/0!", "###", "Fout:502")),
    ],
)
def test_what_is_no_number_says_why(kind: Kind, text: str, rule: str) -> None:
    assert refusal(kind, text) == rule


def test_a_share_of_a_hundred_may_be_in_per_cents() -> None:
    assert read(SHARE, "12,5 %") == 12.5


@pytest.mark.parametrize("text", ["-", "--", "\u2013", "- -", "\u20ac -", "-   \u20ac"])
def test_a_dash_for_a_number_is_asked_about(text: str) -> None:
    assert read(COUNT, text) == Doubt("streepje")
    assert read(COUNT, text, Manner(dash="nul")) == 0
    assert read(COUNT, text, Manner(dash="ontbreekt")) == Absent("onbekend", "streepje_leeg")
    # A year of birth is never nought, so nothing is to be asked.
    assert read(YEAR, text) == UNKNOWN


@pytest.mark.parametrize(
    "word", ["onbekend", "Onbekend", "NULL", "#N/B", "#N/A", "NaN", "?", ".", "xxx"]
)
def test_a_word_for_unknown_is_missing_in_every_kind(word: str) -> None:
    for kind in (DAY, COUNT, AMOUNT, CODE, PLACE, QuarterKind(), YesNoKind()):
        assert read(kind, word) == UNKNOWN, kind
    assert read(CLIENT, word) == Absent("onbekend", "geen_persoon")
    if word.casefold() != "onbekend":
        assert read(GROUP, word) == UNKNOWN


@pytest.mark.parametrize("word", ["n.v.t.", "NVT", "nvt", "n.v.t", "Niet van toepassing"])
def test_not_applicable_is_another_state_than_unknown(word: str) -> None:
    for kind in (DAY, COUNT, AMOUNT, CODE, CLIENT, PLACE, FREE, GROUP, QuarterKind(), YesNoKind()):
        assert read(kind, word) == NOT_APPLICABLE, kind


def test_a_word_that_is_a_code_or_a_text_is_no_word_for_missing() -> None:
    assert read(GROUP, "Onbekend") == "onbekend"
    for text in ("geen", "onbekend", "Leeg", "anoniem"):
        assert read(FREE, text) == text
    assert read(FREE, "NULL") == read(FREE, "-") == read(FREE, "#N/B") == UNKNOWN
    assert read(FREE, "n.v.t. tot 2010") == "n.v.t. tot 2010"


def test_what_a_spreadsheet_made_of_an_id_is_refused() -> None:
    for text in ("1,23E+14", "1.23457E+11", "1E+15", "1,2e+9"):
        assert refusal(CODE, text) == refusal(CLIENT, text) == "code_exponent"
    assert read(CODE, "1E5") == "1E5"
    assert read(CODE, "E+14") == "E+14"


def test_damaged_text_is_refused_where_it_is_a_name() -> None:
    for text in ("k\u00c3\u00a9-1", "a?b", "\ufffd1", "caf\u00e2\u0080\u0099s"):
        assert refusal(CODE, text) == refusal(CLIENT, text) == "tekst_verminkt"
        assert refusal(PLACE, text) == "plaats_verminkt"
        assert read(FREE, text) == text


def test_yes_no_quarters_and_lengths() -> None:
    assert [read(YesNoKind(), text) for text in ("Ja", "n", "WAAR", "0")] == [
        True,
        False,
        True,
        False,
    ]
    assert read(QuarterKind(), "eerste kwartaal 2009") == Quarter(2009, 1).index
    assert refusal(QuarterKind(until=date(2009, 1, 1)), "2009K2") == "kwartaal_na_vandaag"
    assert refusal(CODE, "x1" * 40) == "te_lang"


def test_normal_is_one_spelling() -> None:
    assert normal(" \u200bA\u00a0\t B\x00\r\n") == "A B"
    assert normal("e\u0301") == normal("\u00e9") == "\u00e9"
    assert normal("\uff12\u0660\u09669\u00b2") == "2009\u00b2"
    assert normal("\u2066k-1\u2069\ufe0f\u3164") == "k-1"
    assert normal("\x00\x01 \u00ad") == ""
    assert normal('="0712"') == "0712"


def test_a_code_may_be_written_with_spaces_hyphens_or_underscores() -> None:
    named = {"grote_afstand": Text("grote afstand", "far"), "a-b": Text("a", "a")}
    kind = ChoiceKind(named, {"a b": "grote_afstand"})
    for text in ("grote_afstand", "Grote afstand", "grote-afstand", "a b"):
        assert read(kind, text) == "grote_afstand"
    # Two codes that differ in that only stay apart.
    assert read(kind, "a-b") == "a-b"
    assert refusal(kind, "a_b") == "onbekende_waarde"


@pytest.mark.parametrize(
    "rule", ["woord_onbekend", "woord_nvt", "streepje_leeg", "datum_deels_nul"]
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_missing_says_how_often(rule: str, language: str) -> None:
    said = LIBRARY.raw(f"contracts.{rule}", "nl" if language == "nl" else "en")
    assert "{count}" in said


def test_the_normal_form_of_a_name_composes() -> None:
    apart = unicodedata.normalize("NFD", "S\u00fadwest-Frysl\u00e2n")
    assert read(PLACE, apart) == "S\u00fadwest-Frysl\u00e2n"
