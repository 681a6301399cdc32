"""That a table holds the same cells on every surface, in the language of the reader."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from ketenkpi.answer import Cell, Measured, Number, Table
from ketenkpi.figure import Figure
from ketenkpi.surfaces.data import table_as_frame, table_as_records
from ketenkpi.surfaces.drawn import drawn
from ketenkpi.surfaces.html import table_as_html
from ketenkpi.surfaces.lines import GAP
from ketenkpi.surfaces.text import table_as_text
from ketenkpi.surfaces.written import in_words, measured


class Cells(HTMLParser):
    """The texts of the cells of a table, row by row."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._within = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self._within = True
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._within = False

    def handle_data(self, data: str) -> None:
        if self._within:
            self.rows[-1][-1] += data


def number_in(cell: Cell) -> Number | None:
    found = cell.of if isinstance(cell, Measured) else cell
    assert found is None or isinstance(found, Number)
    return found


def same_in_html_and_text(table: Table) -> None:
    """Both lay out the cells that are drawn."""
    shown = drawn(table)
    wanted = [list(shown.heads), *(list(row) for row in shown.rows)]
    assert Cells(table_as_html(table, "x")).rows == wanted
    text = table_as_text(table)
    assert text.endswith(shown.note)
    head, _, *lines = text.removesuffix(shown.note).rstrip("\n").split("\n")
    texts = [re.split(rf"{GAP}+", line.strip()) for line in (head, *lines)]
    assert texts == [[cell for cell in row if cell] for row in wanted]


def same_in_data(table: Table) -> None:
    """Data hold the numbers that are drawn, and the same words."""
    records = table_as_records(table)
    assert len(table_as_frame(table)) == len(table.rows)
    for row, record in zip(table.rows, records, strict=True):
        for column, cell in zip(table.columns, row, strict=True):
            if column.unit is None:
                assert record[column.key] == in_words(cell)  # type: ignore[arg-type]
            elif cell != "":
                unit = cell.unit if isinstance(cell, Measured) else column.unit
                found = number_in(cell)
                value = found.value if isinstance(found, Figure) else found
                assert measured(record[column.key], unit) == measured(value, unit, "bare")
