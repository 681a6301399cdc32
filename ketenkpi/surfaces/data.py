"""Answers and results as a program reads them: unrounded, a missing number is null."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ketenkpi.answer import Cell, Column, Number, Table, plainly
from ketenkpi.figure import Figure
from ketenkpi.surfaces.written import in_words
from ketenkpi.vocabulary import Quarter, Text

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


def exact(value: Any) -> Any:
    """A value as JSON takes it; dataclasses become objects, texts both languages."""
    if isinstance(value, Quarter):
        return str(value)
    if isinstance(value, Text):
        return {"nl": value.nl, "en": value.en}
    if dataclasses.is_dataclass(value):
        fields = dataclasses.fields(value)
        return {each.name: exact(getattr(value, each.name)) for each in fields}
    if isinstance(value, Mapping):
        return {str(name): exact(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [exact(each) for each in value]
    return _plain(value)


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, Decimal):
        return float(value)
    if hasattr(value, "isoformat"):
        return value.isoformat()
    number = value.item() if hasattr(value, "item") else value
    missing = not isinstance(number, str | bool | int) and not _finite(number)
    return None if missing else number


def _finite(value: Any) -> bool:
    return isinstance(value, float) and math.isfinite(value)
