"""Cells of a column as texts, each value written once however many rows hold it.

A column of a million rows mostly has some tens of values. Written row by row in
Python it takes a second, by value it takes some hundredths.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ketenkpi.harmless import harmless

if TYPE_CHECKING:
    import polars as pl

SEPARATOR = ";"


def each_once(column: pl.Series, write: Callable[[Any], str]) -> pl.Series:
    """What `write` makes of each value; null stays."""
    import polars as pl

    known = column.drop_nulls().unique()
    texts = pl.Series(map(write, known.to_list()), dtype=pl.String)
    return column.replace_strict(known, texts, return_dtype=pl.String)


def csv_cell(text: str, end: str) -> str:
    """A text as a cell of a line that ends in `end`: harmless, between quotes where it must be."""
    line = io.StringIO(newline="")
    csv.writer(line, delimiter=SEPARATOR, lineterminator=end).writerow([harmless(text), ""])
    return line.getvalue().removesuffix(SEPARATOR + end)
