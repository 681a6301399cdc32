"""How a sheet is laid out, as far as it hides cells or joins them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from ketenkpi.spreadsheet.notes import Notes, column_number
from ketenkpi.spreadsheet.xml import Attributes, is_on

RANGE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7}):\$?[A-Z]{1,3}\$?([0-9]{1,7})")


@dataclass
class SheetLayout:
    """Gathers while a sheet is read; only at its end is known what is filled."""

    _columns: set[int] = field(default_factory=set)
    _rows: list[int] = field(default_factory=list)
    _hidden: list[tuple[int, int]] = field(default_factory=list)
    _merged: list[tuple[int, int]] = field(default_factory=list)
    _filtered: bool = False

    def row(self, number: int, columns: Iterable[int], hidden: bool) -> None:
        """A filled row: its filled columns, and whether the sheet hides it."""
        self._columns.update(columns)
        if hidden:
            self._rows.append(number)

    def column(self, attributes: Attributes) -> None:
        """Columns of one width; they may be hidden."""
        first, last = attributes.get("min", ""), attributes.get("max", "")
        if is_on(attributes.get("hidden")) and _is_number(first) and _is_number(last):
            self._hidden.append((int(first), int(last)))

    def filter(self, attributes: Attributes) -> None:
        """The sheet has a filter, so hidden rows are rows it leaves out."""
        self._filtered = True

    def merged(self, attributes: Attributes) -> None:
        """Cells that were made one. Only those over several rows leave cells of a column empty."""
        found = RANGE.fullmatch(attributes.get("ref", ""))
        if found and int(found[3]) > int(found[2]):
            self._merged.append((int(found[2]), column_number(found[1])))

    def note(self, notes: Notes) -> None:
        """Say what is hidden or joined inside the filled area."""
        rule = "gefilterde_rijen" if self._filtered else "verborgen_rijen"
        for number in self._rows:
            notes.add(rule, number)
        for column in sorted(self._columns):
            if any(first <= column <= last for first, last in self._hidden):
                notes.add("verborgen_kolommen", 1, column)
        for line, column in sorted(self._merged):
            notes.add("samengevoegde_cellen", line, column)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 8
