"""Every section on every surface holds the same cells, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from ketenkpi.answer import Cell, Column, Measured, Section, Table, plainly
from ketenkpi.figure import Figure
from ketenkpi.surfaces.data import table_as_records
from ketenkpi.surfaces.drawn import drawn
from ketenkpi.surfaces.html import table_as_html
from ketenkpi.surfaces.reader import reading
from ketenkpi.surfaces.text import sections_as_text, table_as_text
from ketenkpi.surfaces.workbook import POINTS, sections_as_workbook
from ketenkpi.surfaces.written import MISSING, in_words, limits
from ketenkpi.wording import LANGUAGES, LIBRARY, Language
from tests.unit.surfaces.same import number_in, same_in_data, same_in_html_and_text
from tests.unit.surfaces.subjects import SUBJECTS
from tests.words import faults

# The sections of all subjects are made first: half a minute.
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", params=SUBJECTS)
def sections(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> list[Section]:
    return SUBJECTS[request.param](tmp_path_factory.mktemp("surfaces") / "home")


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Iterator[Language]:
    with reading(request.param):
        yield request.param


def _tables(sections: list[Section]) -> list[Table]:
    found = [each.table for each in sections if each.table is not None]
    assert found
    return found


@pytest.mark.usefixtures("language")
def test_html_text_and_data_hold_the_same_cells(sections: list[Section]) -> None:
    for table in _tables(sections):
        same_in_html_and_text(table)
        same_in_data(table)


@pytest.mark.usefixtures("language")
def test_no_section_shows_words_of_makers(sections: list[Section]) -> None:
    assert faults(sections_as_text(sections)) == []


@pytest.mark.usefixtures("language")
def test_a_workbook_holds_the_numbers_that_are_drawn(
    sections: list[Section], tmp_path: Path
) -> None:
    file = tmp_path / "all.xlsx"
    sections_as_workbook(sections, file)
    book = load_workbook(file)
    assert len(book.sheetnames) == len(sections)
    for sheet, each in zip(book, sections, strict=True):
        title, finding = (sheet.cell(row, 1).value for row in (1, 2))
        assert (title, finding or "") == (in_words(each.title), in_words(each.finding))
        if each.table is None:
            continue
        heads, *rows = sheet.iter_rows(
            min_row=4, max_row=4 + len(each.table.rows), values_only=True
        )
        for texts, row, record in zip(
            rows, each.table.rows, table_as_records(each.table), strict=True
        ):
            by_head = dict(zip(map(str, heads), texts, strict=True))
            _same_row(by_head, each.table, row, record)


def _same_row(
    by_head: dict[str, object], table: Table, row: tuple[Cell, ...], record: dict[str, object]
) -> None:
    for column, cell in zip(table.columns, row, strict=True):
        head, told = in_words(column.head), record[column.key]
        if column.unit and told is None:
            # Nothing is to be told there: no wait before a first step.
            told = "" if cell == "" else MISSING
        # Excel shows a share as a percentage itself, percentage points it does not know.
        unit = cell.unit if isinstance(cell, Measured) else column.unit
        scale = POINTS if unit == "share_points" else 1
        told = told if isinstance(told, str) else scale * told  # type: ignore[operator]
        # A file of Excel holds sixteen digits of a number.
        assert by_head[head] == (told if isinstance(told, str) else pytest.approx(told, rel=1e-14))
        figure = number_in(cell) if column.unit and cell != "" else None
        if isinstance(figure, Figure) and figure.low is not None:
            ends = [value for name, value in by_head.items() if name.startswith(f"{head}, ")]
            for shown, end in zip(ends, (figure.low, figure.high), strict=True):
                expected = "" if end is None else pytest.approx(scale * end, rel=1e-14)
                assert ("" if shown is None else shown) == expected
    assert ([*by_head.values()][-1] or None) == record["reason"]


def test_every_estimate_has_its_limits_or_its_reason(
    sections: list[Section], language: Language
) -> None:
    checked = 0
    for table in _tables(sections):
        for row, texts in zip(table.rows, drawn(table).rows, strict=True):
            for column, cell in zip(table.columns, row, strict=True):
                figure, unit = plainly(cell), column.unit
                if not isinstance(figure, Figure):
                    continue
                if figure.reason is not None:
                    assert LIBRARY.raw(figure.reason, language) in texts[-1]
                    checked += 1
                if figure.low is not None:
                    around = limits(figure, cell.unit if isinstance(cell, Measured) else str(unit))
                    # Of a lacking value they are all there is.
                    alone = ("minstens", "tussen", "at least", "between")
                    shown = (around,) if figure.value is not None else alone
                    assert any(each in text for text in texts for each in shown)
                    checked += 1
    assert checked > 5


@pytest.mark.usefixtures("language")
def test_a_section_speaks_of_what_it_shows(sections: list[Section]) -> None:
    for each in sections:
        said = in_words(each.finding)
        assert said.endswith((".", "!", "?")) or (not said and each.table is not None)
        assert "nan" not in said.lower().split()
        assert each.table is None or each.table.rows


@pytest.mark.usefixtures("language")
def test_notes_that_several_sections_share_are_told_once() -> None:
    table = Table((Column("a", "a"),), (("x",),))
    twice = [Section(key, key, "Gevonden.", table, notes=("Let op.",)) for key in "pq"]
    text = sections_as_text(twice)
    assert text.count("Let op.") == 1
    assert text.endswith("- Let op.")


@pytest.mark.parametrize(
    ("level", "dutch", "english"),
    [
        (0.95, "Tussen haakjes: het 95%-interval.", "Between brackets: the 95% interval."),
        (
            0.99828,
            "Tussen haakjes: het 99,828%-interval.",
            "Between brackets: the 99.828% interval.",
        ),
    ],
)
def test_the_level_of_limits_is_told(level: float, dutch: str, english: str) -> None:
    figure = Figure(2.0, 1.0, 3.0, method="indicators.method_mid_p")
    table = Table((Column("a", "a"), Column("b", "b", "number")), (("x", figure),), level)
    with reading("nl"):
        assert drawn(table).note == dutch
    with reading("en"):
        assert drawn(table).note == english
        assert table_as_text(table).endswith(english)
        assert english in table_as_html(table, "x")
