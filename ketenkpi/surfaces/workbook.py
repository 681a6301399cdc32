"""Answers as an Excel workbook: a sheet each, numbers as numbers, no formula."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from ketenkpi.answer import Cell, Measured, Number, Section, Table, have_limits, plainly
from ketenkpi.figure import Figure
from ketenkpi.surfaces.reader import language
from ketenkpi.surfaces.text import items_as_lines
from ketenkpi.surfaces.written import MISSING, in_words
from ketenkpi.units import UNITS
from ketenkpi.wording import say

if TYPE_CHECKING:
    from xlsxwriter import Workbook, Worksheet
    from xlsxwriter.format import Format

# Excel refuses a longer name of a sheet, and these signs in it.
LONGEST_NAME, REFUSED = 31, str.maketrans("[]:*?/\\", "-" * 7)
WIDTH, WIDE = 16, 32
# Excel writes a share as a percentage itself; it knows no percentage points.
POINTS = 100


def sections_as_workbook(sections: Iterable[Section], path: Path) -> None:
    """A sheet each: what is found, the table with lower and upper limits apart, and notes."""
    import xlsxwriter

    # Names may come from somebody's file: text is never a formula or a link.
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(path, options) as book:
        for section in sections:
            _Sheet(book, section).write()


class _Sheet:
    """One section being written."""

    def __init__(self, book: Workbook, section: Section) -> None:
        name = in_words(section.title).translate(REFUSED)[:LONGEST_NAME]
        self._sheet: Worksheet = book.add_worksheet(name)
        self._section, self._book = section, book
        self._formats: dict[str, Format] = {}
        self._bold = book.add_format({"bold": True})
        self._head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})

    def write(self) -> None:
        """The finding above the table, the notes below it."""
        self._sheet.write_string(0, 0, in_words(self._section.title), self._bold)
        self._sheet.write_string(1, 0, in_words(self._section.finding))
        table = self._section.table
        bottom = 2 if table is None else self._table(table, top=3)
        listed = items_as_lines(self._section.items)
        for number, text in enumerate([*listed, *map(in_words, self._section.notes)], bottom + 1):
            self._sheet.write_string(number, 0, text)

    def _table(self, table: Table, top: int) -> int:
        """Write a table from row `top`; returns the row below it."""
        columns = _columns(table)
        for place, column in enumerate(columns):
            self._sheet.write_string(top, place, column.head, self._head)
            self._sheet.set_column(place, place, WIDTH if column.unit else WIDE)
        for number, (row, lacking) in enumerate(zip(table.rows, table.lacking, strict=True), 1):
            for place, column in enumerate(columns[:-1]):
                self._cell(top + number, place, column, row[column.place])
            self._sheet.write_string(top + number, len(columns) - 1, in_words(lacking))
        self._sheet.freeze_panes(top + 1, 1)
        return top + len(table.rows) + 1

    def _cell(self, row: int, place: int, column: _SheetColumn, cell: Cell) -> None:
        unit = cell.unit if isinstance(cell, Measured) else column.unit
        found = plainly(cell)
        if column.unit is None or unit is None or not isinstance(found, Number | None):
            # A column of words has no number: a table with one is refused.
            self._sheet.write_string(row, place, in_words(cell))  # type: ignore[arg-type]
            return
        value = getattr(found, column.end) if isinstance(found, Figure) else found
        if value is None or (column.end != "value" and not isinstance(found, Figure)):
            self._sheet.write_string(row, place, MISSING if column.end == "value" else "")
            return
        scale = POINTS if UNITS[unit].sign == "points" else 1
        self._sheet.write_number(row, place, scale * float(value), self._format(unit))

    def _format(self, unit: str) -> Format:
        """How numbers in a unit are shown; one format a unit, for Excel bounds their number."""
        if unit not in self._formats:
            spec = UNITS[unit]
            digits = "#,##0" + ("." + "0" * spec.decimals if spec.decimals else "")
            around = {"percent": f"{digits}%", "euro": f'"€ "{digits}'}
            shown = around.get(spec.sign, digits)
            self._formats[unit] = self._book.add_format({"num_format": shown})
        return self._formats[unit]


class _SheetColumn:
    """A column of a sheet: a column of the table, or one end of its limits."""

    def __init__(self, head: str, place: int, unit: str | None, end: str = "value") -> None:
        self.head, self.place, self.unit, self.end = head, place, unit, end


def _columns(table: Table) -> list[_SheetColumn]:
    found: list[_SheetColumn] = []
    for place, column in enumerate(table.columns):
        head = in_words(column.head)
        found.append(_SheetColumn(head, place, column.unit))
        if have_limits(row[place] for row in table.rows):
            for end in ("low", "high"):
                text = say(f"surfaces.head_{end}", language(), head=head)
                found.append(_SheetColumn(text, place, column.unit, end))
    return [*found, _SheetColumn(say("surfaces.why", language()), -1, None)]
