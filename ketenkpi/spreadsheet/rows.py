"""A worksheet, cell by cell: what stands in it, whatever size it says it has."""

from __future__ import annotations

import re

from ketenkpi.spreadsheet.cells import CellReader, WrittenCell
from ketenkpi.spreadsheet.layout import SheetLayout
from ketenkpi.spreadsheet.notes import column_number, letters
from ketenkpi.spreadsheet.records import Records
from ketenkpi.spreadsheet.unreadable import Unreadable
from ketenkpi.spreadsheet.xml import ANYTHING, Attributes, Element, is_on

# The largest sheet there is, in Excel and in every program that writes its files.
LAST_ROW = 1_048_576
LAST_COLUMN = 16_384
REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]*)")


class SheetReader:
    """Told of the elements of one worksheet; writes its filled rows to `records`."""

    def __init__(self, records: Records, cells: CellReader, layout: SheetLayout) -> None:
        self._records = records
        self._read = cells.text
        self._layout = layout
        self._data_seen = False
        self._columns: dict[str, int] = {}
        self._number = 0
        self._number_text = ""
        self._numbered = True
        self._hidden = False
        self._filled: dict[int, str] = {}
        self._column = 0
        self._cell = WrittenCell()

    def grammar(self) -> dict[str, Element]:
        """What a worksheet may hold, with what is done when it comes."""
        text = Element(take=self._take_inline)
        run = Element({"rPr": ANYTHING, "t": text})
        inline = Element({"t": text, "r": run, "rPh": ANYTHING, "phoneticPr": ANYTHING})
        value, formula = Element(take=self._take_value), Element(take=self._take_formula)
        cell = Element(
            {"v": value, "f": formula, "is": inline, "extLst": ANYTHING},
            begin=self._begin_cell,
            end=self._end_cell,
        )
        row = Element({"c": cell, "extLst": ANYTHING}, begin=self._begin_row, end=self._end_row)
        data = Element({"row": row, "extLst": ANYTHING}, begin=self._begin_data)
        column = Element(begin=self._layout.column, others=ANYTHING)
        merged = Element(begin=self._layout.merged, others=ANYTHING)
        sheet = {
            "sheetData": data,
            "cols": Element({"col": column}),
            "mergeCells": Element({"mergeCell": merged}),
            "autoFilter": Element(begin=self._layout.filter, others=ANYTHING),
        }
        return {"worksheet": Element(sheet, others=ANYTHING, end=self._end_sheet)}

    def _begin_data(self, attributes: Attributes) -> None:
        if self._data_seen:
            raise Unreadable("werkmap_vreemd_deel", None, what="sheetData")
        self._data_seen = True

    def _begin_row(self, attributes: Attributes) -> None:
        stated = attributes.get("r")
        self._numbered = stated is not None
        number = self._number + 1 if stated is None else _row_number(stated)
        self._move_to(number)
        self._hidden = is_on(attributes.get("hidden"))
        self._column = 0

    def _move_to(self, number: int) -> None:
        if number > LAST_ROW:
            raise Unreadable("werkmap_regel_te_hoog", number, row=number, limit=LAST_ROW)
        if number <= self._number:
            raise Unreadable("werkmap_regelvolgorde", number, before=self._number)
        self._number = number
        self._number_text = str(number)

    def _begin_cell(self, attributes: Attributes) -> None:
        reference = attributes.get("r")
        self._column = self._column + 1 if reference is None else self._placed(reference)
        if self._column > LAST_COLUMN:
            raise Unreadable("werkmap_kolom_te_hoog", self._number, limit=letters(LAST_COLUMN))
        cell = self._cell
        cell.type = attributes.get("t", "n")
        cell.style = attributes.get("s", "0")
        cell.value = cell.formula = cell.inline = None

    def _placed(self, reference: str) -> int:
        """The column a cell says it is in; its row must be the one it stands in."""
        # Nearly every cell: a column that was seen before, in the row it stands in.
        if reference.endswith(self._number_text):
            known = self._columns.get(reference[: -len(self._number_text)])
            if known is not None:
                return known
        found = REFERENCE.fullmatch(reference)
        if found is None:
            raise Unreadable("werkmap_celplaats", self._number, cell=reference[:20])
        name, row = found.groups()
        if row != self._number_text:
            # A row without a number has that of its first cell.
            if self._numbered or self._column or _row_number(row) < self._number:
                raise Unreadable("werkmap_celplaats", self._number, cell=reference[:20])
            self._number -= 1
            self._move_to(_row_number(row))
        self._numbered = True
        if name not in self._columns:
            self._columns[name] = column_number(name)
        return self._columns[name]

    def _take_value(self, text: str) -> None:
        if self._cell.value is not None:
            raise Unreadable("werkmap_dubbele_cel", self._number, cell=self._here())
        self._cell.value = text

    def _take_formula(self, text: str) -> None:
        self._cell.formula = text

    def _take_inline(self, text: str) -> None:
        self._cell.inline = (self._cell.inline or "") + text

    def _end_cell(self) -> None:
        text = self._read(self._cell, self._number, self._column)
        if text and not text.isspace():
            if self._column in self._filled:
                raise Unreadable("werkmap_dubbele_cel", self._number, cell=self._here())
            self._filled[self._column] = text

    def _end_row(self) -> None:
        if self._filled:
            self._records.add(self._number, self._filled)
            self._layout.row(self._number, self._filled, self._hidden)
            self._filled = {}

    def _end_sheet(self) -> None:
        if not self._data_seen:
            raise Unreadable("werkmap_vreemd_deel", None, what="worksheet")

    def _here(self) -> str:
        return f"{letters(self._column)}{self._number}"


def _row_number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and text[0] != "0"):
        raise Unreadable("werkmap_celplaats", None, cell=text[:20])
    # A number of a million digits takes Python minutes; seven are enough for every row.
    return int(text[:12])
