"""Answers and results as a program reads them: unrounded, a missing number is null."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketenkpi.answer import Cell, Column, Number, Table, plainly
from ketenkpi.figure import Figure
from ketenkpi.surfaces.plain_values import exact
from ketenkpi.surfaces.written import in_words

if TYPE_CHECKING:
    import pandas as pd

# What a figure holds besides its value, as it is called behind the key of its column.
BESIDE = ("low", "high", "n")


def table_as_records(table: Table) -> list[dict[str, Any]]:
    """A row per row, by the keys of the columns.

    A figure is `key` with `key_low`, `key_high` and `key_n`; `reason` says why
    figures are lacking, None where none is. Words are in the reader's language.
    """
    with_limits = {
        column.key
        for place, column in enumerate(table.columns)
        if any(isinstance(_number(row[place]), Figure) for row in table.rows)
    }
    return [
        {
            **{
                name: value
                for column, cell in zip(table.columns, row, strict=True)
                for name, value in _cells(column, cell, column.key in with_limits).items()
            },
            "reason": in_words(lacking) or None,
        }
        for row, lacking in zip(table.rows, table.lacking, strict=True)
    ]


def table_as_frame(table: Table) -> pd.DataFrame:
    """The same as a frame: NaN where a number is missing."""
    import pandas as pd

    return pd.DataFrame(table_as_records(table))


def _cells(column: Column, cell: Cell, with_limits: bool) -> dict[str, Any]:
    if column.unit is None:
        return {column.key: in_words(cell) if not isinstance(cell, Number) else exact(cell)}
    found = _number(cell)
    if not with_limits:
        return {column.key: exact(found)}
    figure = found if isinstance(found, Figure) else None
    value = figure.value if figure else exact(found)
    beside = {f"{column.key}_{name}": exact(getattr(figure, name, None)) for name in BESIDE}
    return {column.key: value} | beside


def _number(cell: Cell) -> Number | None:
    found = plainly(cell)
    return found if isinstance(found, Number) else None
