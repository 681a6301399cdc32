"""What was noticed in a sheet: for each rule and column how many cells, and which first."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

# Enough to find them in the sheet; the count is true.
CELLS_NAMED = 5


def letters(column: int) -> str:
    """A column as a spreadsheet names it: 1 is A, 27 is AA."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


@dataclass(slots=True)
class Note:
    """One kind of thing in one column ('' for the sheet): how many, where first, which ones."""

    rule: str
    column: str
    line: int
    count: int = 0
    cells: list[str] = field(default_factory=list)


@dataclass
class Notes:
    """The notes of one sheet, in the order in which each was first noticed."""

    _found: dict[tuple[str, str], Note] = field(default_factory=dict)

    def cell(self, rule: str, line: int, column: int) -> None:
        """Something about one cell."""
        letter = letters(column)
        self.add(rule, line, f"{letter}{line}", letter)

    def add(self, rule: str, line: int, named: str, column: str = "") -> None:
        """Something at a line, called `named` where it is listed."""
        note = self._found.get((rule, column))
        if note is None:
            note = self._found[rule, column] = Note(rule, column, line)
        note.count += 1
        if len(note.cells) < CELLS_NAMED:
            note.cells.append(named)

    def plain(self) -> list[dict[str, Any]]:
        """All of them as plain data."""
        return [asdict(note) for note in self._found.values()]
