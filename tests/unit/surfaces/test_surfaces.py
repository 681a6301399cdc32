"""Every section on every surface holds the same cells, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from ketenkpi.answer import Cell, Column, Section, Table, figures
from ketenkpi.figure import Figure
from ketenkpi.resources import load_assumptions
from ketenkpi.settings import Settings
from ketenkpi.store import open_store
from ketenkpi.surfaces.data import table_as_records
from ketenkpi.surfaces.drawn import drawn
from ketenkpi.surfaces.html import table_as_html
from ketenkpi.surfaces.reader import reading
from ketenkpi.surfaces.text import sections_as_text, table_as_text
from ketenkpi.surfaces.workbook import sections_as_workbook
from ketenkpi.surfaces.written import MISSING, in_words
from ketenkpi.wording import LANGUAGES, LIBRARY, Language
from tests.unit.resources.sections import every_section
from tests.unit.store.resources_files import filled
from tests.unit.surfaces.same import number_in, same_in_data, same_in_html_and_text


@pytest.fixture(scope="module")
def sections(tmp_path_factory: pytest.TempPathFactory) -> list[Section]:
    store = open_store(Settings.load(tmp_path_factory.mktemp("surfaces") / "home"))
    filled(store)
    made = every_section(store)
    store.close()
    return made


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Iterator[Language]:
    with reading(request.param):
        yield request.param


def test_every_subject_has_a_section(sections: list[Section]) -> None:
    assert {each.key for each in sections} == set(load_assumptions().concepts)


@pytest.mark.usefixtures("language")
def test_html_text_and_data_hold_the_same_cells(sections: list[Section]) -> None:
    for each in sections:
        same_in_html_and_text(each.table)
        same_in_data(each.table)


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
        assert (title, finding) == (in_words(each.title), in_words(each.finding))
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
            told = MISSING
        # A file of Excel holds sixteen digits of a number.
        assert by_head[head] == (told if isinstance(told, str) else pytest.approx(told, rel=1e-14))
        figure = number_in(cell) if column.unit else None
        if isinstance(figure, Figure) and figure.low is not None:
            ends = [value for name, value in by_head.items() if name.startswith(f"{head}, ")]
            assert ends == pytest.approx([figure.low, figure.high], rel=1e-14)
    assert ([*by_head.values()][-1] or None) == record["reason"]


def test_every_estimate_has_its_limits_or_its_reason(
    sections: list[Section], language: Language
) -> None:
    checked = 0
    for each in sections:
        for row, texts in zip(each.table.rows, drawn(each.table).rows, strict=True):
            for figure in figures(row):
                if figure.reason is not None:
                    assert LIBRARY.raw(figure.reason, language) in texts[-1]
                    checked += 1
                if figure.low is not None:
                    assert any("(" in text for text in texts)
                    checked += 1
    assert checked > 10


@pytest.mark.usefixtures("language")
def test_a_section_speaks_of_what_it_shows(sections: list[Section]) -> None:
    for each in sections:
        said = in_words(each.finding)
        assert said.endswith((".", "!", "?"))
        assert "nan" not in said.lower().split()
        assert each.table.rows


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


def test_a_missing_amount_is_a_dash_with_its_reason(sections: list[Section]) -> None:
    with reading("nl"):
        shown = drawn(sections[0].table)
    row = next(row for row in shown.rows if row[0] == "Huisvesting")
    assert row[2:4] == (MISSING, MISSING)
    assert row[-1].startswith("Geen regel")
