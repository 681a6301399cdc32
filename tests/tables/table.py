"""What a long table is: rows of plain numbers, and what must be so of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

Row = dict[str, str | int | float]
Rows = list[Row]


@dataclass(frozen=True)
class Table:
    """One long table.

    proves: what must be so, in one sentence. run: the rows by the size, the same
    ones every time (seeds count from zero), all with the same columns. size: that
    of the whole table, sample: that of its test. holds: whether what it proves is
    so of these rows.
    """

    name: str
    proves: str
    run: Callable[[int], Rows]
    size: int
    sample: int
    holds: Callable[[Rows], bool]

    def __post_init__(self) -> None:
        if not 0 < self.sample < self.size:
            raise ValueError(f"{self.name}: a sample is smaller than the whole")


def total(rows: Rows, column: str) -> float:
    """The sum of a column of numbers."""
    return sum(float(row[column]) for row in rows)


def none(*columns: str) -> Callable[[Rows], bool]:
    """Holds when there are rows, and these columns are zero in all of them."""
    return lambda rows: bool(rows) and not any(total(rows, column) for column in columns)


def markdown(rows: Sequence[Row]) -> str:
    """The rows as a table in Markdown; numbers to the right."""
    names = list(rows[0])
    if any(list(row) != names for row in rows):
        raise ValueError("the rows of a table must have the same columns")
    numeric = [all(not isinstance(row[name], str) for row in rows) for name in names]
    lines = [names, ["---:" if number else "---" for number in numeric]]
    lines += [[_cell(row[name]) for name in names] for row in rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(value: str | int | float) -> str:
    match value:
        case str():
            return value.replace("|", "\\|").replace("\n", " ")
        case int():
            return f"{value:,}"
        case _:
            return f"{value:.4g}"
