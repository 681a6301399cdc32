"""Cells of a frame as texts, a column at a time: what JSON and CSV join to rows.

A frame of all figures has millions of rows of some twenty cells. Made cell by cell
in Python each costs some microseconds, which is five times what the figures cost
themselves. So a text is written once however many rows hold it, numbers are
written by polars, and rows go out in pieces: what is written takes no more room
for more rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ketenkpi.csv_cells import each_once
from ketenkpi.surfaces.plain_values import exact

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

# Rows of a piece: some 12 MB of text. Larger pieces are not written faster.
ROWS = 20_000
# Below it Python turns to powers of ten, where polars goes on with zeros.
LEAST_PLAIN = 1e-4


@dataclass(frozen=True, slots=True)
class Notation:
    """How a format writes a cell that is no number, and one that is missing.

    decimal: the mark before the decimals of a number.
    """

    cell: Callable[[Any], str]
    missing: str
    decimal: str = "."


def pieces(frame: pd.DataFrame, rows: int) -> Iterator[pd.DataFrame]:
    """The frame in pieces of so many rows; the last one may be shorter."""
    return (frame.iloc[first : first + rows] for first in range(0, len(frame), rows))


def cells(column: pd.Series, notation: Notation) -> pl.Series:
    """The text of each cell. A number has the digits Python gives it; inf is missing like NaN."""
    import polars as pl

    if column.dtype == "object":
        return pl.Series([_object(value, notation) for value in column], dtype=pl.String)
    if column.dtype == "category":
        return _categories(column, notation)
    found = pl.Series(column)
    if found.dtype.is_integer():
        written = found.cast(pl.String)
    elif found.dtype.is_float():
        written = _numbers(found, notation.decimal)
    else:
        written = each_once(found, notation.cell)
    return written.fill_null(notation.missing)


def _categories(column: pd.Series, notation: Notation) -> pl.Series:
    import polars as pl

    # Behind the last one stands what is missing, which has the code -1.
    texts = [*map(notation.cell, column.cat.categories), notation.missing]
    return pl.Series(texts).gather(column.cat.codes.to_numpy(dtype="int64") % len(texts))


def _object(value: Any, notation: Notation) -> str:
    plain = exact(value)
    return notation.missing if plain is None else notation.cell(plain)


def _numbers(column: pl.Series, decimal: str) -> pl.Series:
    """The fewest digits that read back the same, as `repr` writes them; null where not finite."""
    import polars as pl

    finite = column.set(~column.is_finite(), None)
    small = ((finite.abs() < LEAST_PLAIN) & (finite != 0)).arg_true()
    by_python = pl.Series(map(repr, finite.gather(small).to_list()), dtype=pl.String)
    written = finite.cast(pl.String).scatter(small, by_python)
    return written if decimal == "." else written.str.replace(".", decimal, literal=True)
