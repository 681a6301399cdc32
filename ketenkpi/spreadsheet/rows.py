"""A worksheet, cell by cell: what stands in it, whatever size it says it has.

The grammar of a sheet is a table of which element may stand in which. Anything
else among the cells is damage and ends the reading, because a misspelled
element would otherwise be a cell that is missing in silence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from ketenkpi.spreadsheet.cells import Cell, CellReader
from ketenkpi.spreadsheet.layout import Layout
from ketenkpi.spreadsheet.notes import letters
from ketenkpi.spreadsheet.records import Records
from ketenkpi.spreadsheet.unreadable import Unreadable
from ketenkpi.spreadsheet.xml import Attributes, is_on

# The largest sheet there is, in Excel and in every program that writes its files.
LAST_ROW = 1_048_576
LAST_COLUMN = 16_384
REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]*)")
# What may stand in what; parents that are not named may hold anything.
WITHIN: Mapping[str, frozenset[str]] = {
    "": frozenset({"worksheet"}),
    "sheetData": frozenset({"row", "extLst"}),
    "row": frozenset({"c", "extLst"}),
    "c": frozenset({"v", "f", "is", "extLst"}),
    "is": frozenset({"t", "r", "rPh", "phoneticPr"}),
    "v": frozenset(),
    "f": frozenset(),
    "t": frozenset(),
}
BARE = ("sheetData", "row", "c")


class SheetReader:
    """Told of the elements of one worksheet; writes its filled rows to `records`."""

    def __init__(self, records: Records, cells: CellReader, layout: Layout) -> None:
        self._records = records
        self._read = cells.text
        self._layout = layout
        self._within = [""]
        self._data_seen = False
        self._columns: dict[str, int] = {}
        self._pieces: list[str] | None = None
        self._number = 0
        self._numbered = True
        self._hidden = False
        self._filled: dict[int, str] = {}
        self._column = 0
        self._cell = Cell()
        self._begins: dict[tuple[str, str], Callable[[Attributes], None]] = {
            ("worksheet", "sheetData"): self._begin_data,
            ("sheetData", "row"): self._begin_row,
            ("row", "c"): self._begin_cell,
            ("c", "v"): self._begin_text,
            ("c", "f"): self._begin_text,
            ("is", "t"): self._begin_text,
            ("r", "t"): self._begin_text,
            ("cols", "col"): layout.column,
            ("worksheet", "autoFilter"): layout.filter,
            ("mergeCells", "mergeCell"): layout.merged,
        }
        self._ends: dict[tuple[str, str], Callable[[], None]] = {
            ("c", "v"): self._end_value,
            ("c", "f"): self._end_formula,
            ("is", "t"): self._end_inline,
            ("r", "t"): self._end_inline,
            ("row", "c"): self._end_cell,
            ("sheetData", "row"): self._end_row,
            ("", "worksheet"): self._end_sheet,
        }

    def begin(self, name: str, attributes: Attributes) -> None:
        """An element begins."""
        parent = self._within[-1]
        allowed = WITHIN.get(parent)
        if allowed is not None and name not in allowed:
            raise Unreadable("werkmap_vreemd_deel", self._number or None, what=name[:40])
        self._within.append(name)
        act = self._begins.get((parent, name))
        if act is not None:
            act(attributes)

    def end(self, name: str) -> None:
        """An element ends."""
        self._within.pop()
        act = self._ends.get((self._within[-1], name))
        if act is not None:
            act()

    def text(self, data: str) -> None:
        """What stands in an element; beside the elements of a cell nothing may stand."""
        if self._pieces is not None:
            self._pieces.append(data)
        elif self._within[-1] in BARE and not data.isspace():
            raise Unreadable("werkmap_losse_tekst", self._number or None)

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

    def _begin_cell(self, attributes: Attributes) -> None:
        reference = attributes.get("r")
        self._column = self._column + 1 if reference is None else self._placed(reference)
        if self._column > LAST_COLUMN:
            raise Unreadable("werkmap_kolom_te_hoog", self._number, limit=letters(LAST_COLUMN))
        self._cell = Cell(attributes.get("t", "n"), attributes.get("s", "0"))

    def _placed(self, reference: str) -> int:
        """The column a cell says it is in; its row must be the one it stands in."""
        found = REFERENCE.fullmatch(reference)
        if found is None:
            raise Unreadable("werkmap_celplaats", self._number, cell=reference[:20])
        name, row = found.groups()
        if row != str(self._number):
            # A row without a number has that of its first cell.
            if self._numbered or self._column or _row_number(row) < self._number:
                raise Unreadable("werkmap_celplaats", self._number, cell=reference[:20])
            self._number -= 1
            self._move_to(_row_number(row))
        self._numbered = True
        if name not in self._columns:
            self._columns[name] = _column_number(name)
        return self._columns[name]

    def _begin_text(self, attributes: Attributes) -> None:
        self._pieces = []

    def _taken(self) -> str:
        pieces, self._pieces = self._pieces or [], None
        return pieces[0] if len(pieces) == 1 else "".join(pieces)

    def _end_value(self) -> None:
        if self._cell.value is not None:
            raise Unreadable("werkmap_dubbele_cel", self._number, cell=self._here())
        self._cell.value = self._taken()

    def _end_formula(self) -> None:
        self._cell.formula = self._taken()

    def _end_inline(self) -> None:
        self._cell.inline = (self._cell.inline or "") + self._taken()

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


def _column_number(name: str) -> int:
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
