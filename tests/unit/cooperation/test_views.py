"""Principles, conditions, channels and factors: what is said, what is drawn, what stays unknown."""

from __future__ import annotations

import pytest

from ketenkpi.answer import Section
from ketenkpi.cooperation import (
    Figure,
    ScanAnswers,
    answers,
    answers_of,
    balances,
    channels,
    conditions,
    principles,
)
from ketenkpi.cooperation.answers import views
from ketenkpi.research_model import load_scan
from ketenkpi.surfaces import reading, table_as_html
from ketenkpi.wording import LANGUAGES
from tests.unit.cooperation.said import cells, told
from tests.unit.cooperation.scan_rows import QUARTER, STAD, Row, scores

FACTORS = {item.key: 4 if item.direction == "helps" else 1 for item in load_scan().of("factoren")}
CHANNELS = {"balie": 4, "telefoon": 2, "website": 1, "locatie": 0}


def _answers(*rows: list[Row]) -> ScanAnswers:
    return answers_of([row for each in rows for row in each], STAD, QUARTER)


BOTH = _answers(
    scores("uwv", {"kennis": 3, "vertrouwen": 1, "een_aanspreekpunt": 4, **CHANNELS, **FACTORS}),
    scores("gemeente", {"kennis": 1, "vertrouwen": 1, "flexibiliteit": 2, "balie": 3}),
    scores("gemeente", {"een_aanspreekpunt": None}, status="nvt"),
)


def _said(section: Section) -> list[str]:
    assert isinstance(section.finding, tuple)
    return [told(each) for each in section.finding]


def _conditions(given: ScanAnswers = BOTH) -> Section:
    return views.conditions(given, conditions(given, [given]))


def _principles(measured: dict[str, Figure]) -> Section:
    return views.principles(BOTH, principles(BOTH, measured))


def test_a_party_is_counted_over_what_it_answered() -> None:
    uwv, gemeente, *_ = _said(_conditions())
    assert uwv.startswith("UWV ziet 1 van de 2 beantwoorde voorwaarden")
    assert "van de 3 zijn er 2 beantwoord" in uwv
    assert gemeente.startswith("De gemeente ziet 0 van de 3 voorwaarden")
    uwv, gemeente = _said(_principles({}))
    assert uwv.startswith("UWV ziet 1 van de 1 beantwoorde")
    assert gemeente == "De gemeente heeft hier niets beantwoord. Dat is onbekend, geen nul."


def test_the_difference_between_partners_is_told_in_steps() -> None:
    _, _, *said = _said(_conditions())
    assert said[0] == "Kennis: UWV is 2 stappen positiever dan de gemeente."
    assert said[1].startswith("Flexibiliteit: het verschil tussen de partners is onbekend.")
    assert said[2] == "Vertrouwen: UWV en gemeente geven dezelfde score."
    assert cells(_conditions(), "UWV min gemeente") == ["+0,50", "–", "0,00"]


def test_who_is_more_positive_is_named() -> None:
    given = _answers(
        scores("uwv", {"kennis": 1, "flexibiliteit": 3, "vertrouwen": 0}),
        scores("gemeente", {"kennis": 2, "flexibiliteit": 2, "vertrouwen": 4}),
    )
    assert _said(_conditions(given))[2:] == [
        "Kennis: de gemeente is één stap positiever dan UWV.",
        "Flexibiliteit: UWV is één stap positiever dan de gemeente.",
        "Vertrouwen: de gemeente is 4 stappen positiever dan UWV.",
    ]


def test_channels_that_are_open_leave_a_range() -> None:
    uwv, gemeente = _said(views.channels(BOTH, channels(BOTH)))
    # 4/4 + 2/4 + 1/4 + 0.
    assert uwv.startswith("UWV: 1,75 van de 4 kanalen")
    # 3/4, and at most the three open ones in full with it.
    assert "minstens 0,75 en hoogstens 3,75" in gemeente


def test_the_balance_names_both_sides_with_how_many_answers() -> None:
    uwv, gemeente = _said(views.factors(BOTH, balances(BOTH)))
    helps = sum(mark == 4 for mark in FACTORS.values())
    assert f"wat helpt krijgt gemiddeld 4,0 (van {helps} antwoorden)" in uwv
    assert f"wat hindert 1,0 (van {len(FACTORS) - helps})" in uwv
    assert uwv.endswith("De balans slaat met 3,0 door naar wat helpt.")
    assert gemeente.startswith("De gemeente: de balans is onbekend.")


def test_no_answer_is_no_bar_and_says_why() -> None:
    (picture,) = views.factors(BOTH, balances(BOTH)).pictures
    uwv = [row for row in picture.rows if told(row["party"]) == "UWV"]
    assert {(row["helps"], row["value"]) for row in uwv} == {(True, 4), (False, 1)}
    assert {row["note"] for row in uwv} == {""}
    partner = [row for row in picture.rows if row not in uwv]
    assert {row["value"] for row in partner} == {None}
    assert {told(row["note"]) for row in partner} == {"leeg"}


def test_the_table_tells_answers_in_words_with_their_explanation() -> None:
    given = _answers(scores("uwv", {"kennis": 3}, toelichting="samen <b>getraind</b>"))
    section = _conditions(given)
    assert cells(section, "UWV")[0] == "3, grotendeels"
    assert cells(section, "Toelichting")[0] == "UWV: samen <b>getraind</b>"
    assert section.table is not None
    with reading("nl"):
        shown = table_as_html(section.table, "x")
    assert "UWV: samen &lt;b&gt;getraind&lt;/b&gt;" in shown
    assert "begrip=onderdeel.kennis" in shown
    assert shown.count('scope="row"') == 3
    # Without explanations there is no empty column for them.
    with pytest.raises(ValueError, match="not in tuple"):
        cells(_conditions(), "Toelichting")


def test_the_table_of_factors_says_what_helps_and_what_hinders() -> None:
    told_ = cells(views.factors(BOTH, balances(BOTH)), "Helpt of hindert")
    helps = sum(item.direction == "helps" for item in load_scan().of("factoren"))
    assert told_ == ["helpt"] * helps + ["hindert"] * (len(FACTORS) - helps)


def test_a_principle_stands_beside_what_is_counted() -> None:
    measured = {
        "gezamenlijke_diagnose": Figure(0.2, 0.11, 0.33, n=50, method="indicators.method_mid_p")
    }
    section = _principles(measured)
    counted = cells(section, "Wat het cijfer zegt")
    assert counted.count("20,0% (11,0% tot 33,0%)") == 1
    # Of the others there is said why nothing is counted.
    assert counted.count("–") == len(counted) - 1
    assert all(cells(section, "Waarom geen cijfer")[at] for at, c in enumerate(counted) if c == "–")
    assert cells(section, "Aantal")[counted.index("20,0% (11,0% tot 33,0%)")] == "50"
    assert section.table is not None
    with reading("nl"):
        assert "indicator=duo_of_team" in table_as_html(section.table, "x")


def test_the_marks_of_the_picture_are_those_given() -> None:
    (picture,) = _conditions().pictures
    values = {(told(row["label"]), told(row["party"])): row["value"] for row in picture.rows}
    assert values["Kennis", "UWV"] == 3
    assert values["Flexibiliteit", "UWV"] is None


def test_the_course_holds_the_scans_there_are() -> None:
    section = views.conditions_course(conditions(BOTH, [BOTH]))
    first = section.pictures[0]
    assert [(str(row["kwartaal"]), told(row["party"]), row["value"]) for row in first.rows] == [
        ("2009K1", "UWV", 3.0),
        ("2009K1", "gemeente", 1.0),
    ]
    assert told(first.alt) == "Kennis: UWV ging van 3 naar 3. De gemeente ging van 1 naar 1."
    assert cells(section, "Score")[:2] == ["3", "1"]


def test_the_course_is_told_from_the_first_to_the_last_scan() -> None:
    before = answers_of(
        [dict(row, kwartaal=QUARTER - 4) for row in scores("uwv", {"kennis": 1})], STAD, QUARTER - 4
    )
    (found, *_) = conditions(BOTH, [before, BOTH])
    (picture,) = views.conditions_course([found]).pictures
    assert told(picture.alt) == "Kennis: UWV ging van 1 naar 3. De gemeente ging van 1 naar 1."


def test_without_a_scan_that_is_said() -> None:
    for language in LANGUAGES:
        assert "0" not in told(answers.last_scans(_answers()), language)
    assert "UWV over 2009K1" in told(answers.last_scans(BOTH))
