"""What was noticed in a sheet: for each rule and column on which lines, as runs of lines.

Only who knows where the table stands can tell which of it is about the table, so
all lines are kept. Next to each other they are one run, and mostly they are.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

# A hostile sheet has something to say of every other cell of millions. Of one with more
# runs than this, later lines join the last one, which only widens where they may stand.
MOST_RUNS = 100_000


def column_number(name: str) -> int:
    """The number of a column by its letters: A is 1, AA is 27."""
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def letters(column: int) -> str:
    """A column as a spreadsheet names it: 1 is A, 27 is AA."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


@dataclass(slots=True)
class Note:
    """One kind of thing in one column (0 for the sheet): the lines, as [first, last, how many]."""

    rule: str
    column: int
    runs: list[list[int]] = field(default_factory=list)

    def add(self, line: int, full: bool) -> bool:
        """One more, on a line below the others or on the same; whether it is a run of its own."""
        last = self.runs[-1] if self.runs else None
        if last is not None and (line <= last[1] + 1 or full):
            last[1] = max(line, last[1])
            last[2] += 1
            return False
        self.runs.append([line, line, 1])
        return True


@dataclass
class Notes:
    """The notes of one sheet, in the order in which each was first noticed."""

    _found: dict[tuple[str, int], Note] = field(default_factory=dict)
    _runs: int = 0

    def add(self, rule: str, line: int, column: int = 0) -> None:
        """Something about one cell, a line or (on line 1) a whole column."""
        note = self._found.get((rule, column))
        if note is None:
            note = self._found[rule, column] = Note(rule, column)
        self._runs += note.add(line, self._runs >= MOST_RUNS)

    def plain(self) -> list[dict[str, Any]]:
        """All of them as plain data."""
        return [asdict(note) for note in self._found.values()]
