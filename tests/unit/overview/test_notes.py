"""Notes of people are marked in a course at their quarter, by the number of the list below."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from ketenkpi.catalogue import ALL_PLACES, FigureNote, Strike
from ketenkpi.overview import notes_beside
from ketenkpi.overview.answers import course_section, note_items
from ketenkpi.surfaces import in_words, items_as_html, reading
from tests.unit.overview.by_hand import NOW, course, figure, series

MOMENT = datetime(2026, 11, 30, 12, tzinfo=UTC)
FIRST = FigureNote(3, "A", NOW - 1, "Verhuisd.", "anna", MOMENT)
SECOND = FigureNote(5, "A", NOW, "Een <b>staking</b>.", "bert", MOMENT, indicator="instroom")
EVERYWHERE = FigureNote(4, ALL_PLACES, NOW, "Nieuw systeem.", "bert", MOMENT)


@pytest.mark.parametrize(
    ("werkplein", "indicator", "quarters", "expected"),
    [
        ("A", "instroom", (NOW - 1, NOW), (FIRST, EVERYWHERE, SECOND)),
        ("A", "uitstroom", (NOW - 1, NOW), (FIRST, EVERYWHERE)),
        ("B", "instroom", (NOW - 1, NOW), (EVERYWHERE,)),
        (None, "instroom", (NOW - 1, NOW), (EVERYWHERE,)),
        ("A", "instroom", (NOW - 1,), (FIRST,)),
    ],
)
def test_beside_a_figure_stands_what_is_about_it(
    werkplein: str | None,
    indicator: str,
    quarters: tuple[int, ...],
    expected: tuple[FigureNote, ...],
) -> None:
    assert notes_beside((SECOND, FIRST, EVERYWHERE), werkplein, indicator, quarters) == expected


def test_a_course_marks_a_quarter_once_with_all_its_numbers() -> None:
    found = replace(course(series(figure(5), figure(6))), notes=(FIRST, EVERYWHERE, SECOND))
    section = course_section(found)
    (picture,) = section.pictures
    marks = {row["kwartaal"]: row["name"] for row in picture.rows if row["role"] == "note"}
    assert list(marks.values()) == ["[3]", "[4] [5]"]
    with reading("nl"):
        assert "Lijn met een nummer: een notitie" in in_words(picture.note)
        told = items_as_html(section.items)
    assert "Geschreven door anna op 30 november 2026; over A." in told
    assert "over alle Werkpleinen." in told
    assert "over A, Instroom." in told
    assert "[5]" in told
    assert "<b>staking" not in told


def test_without_notes_nothing_is_told_of_them() -> None:
    section = course_section(course(series(figure(5), figure(6))))
    assert section.items == ()
    with reading("nl"):
        assert "notitie" not in in_words(section.pictures[0].note)


def test_a_day_is_told_instead_of_its_quarter_and_a_struck_one_with_its_reason() -> None:
    quarter = FIRST.quarter
    day = date(quarter // 4, 3 * (quarter % 4) + 1, 9)
    struck = replace(FIRST, day=day, struck=Strike("Was later.", "bert", MOMENT))
    with reading("nl"):
        told = items_as_html(note_items([struck]))
    assert f"9 {('januari', 'april', 'juli', 'oktober')[quarter % 4]} {quarter // 4}" in told
    assert "Doorgehaald door bert op 30 november 2026: Was later." in told
