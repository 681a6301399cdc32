"""Typed rows -> the file of them: what was stored, as it can be delivered again.

The four states of a cell stay apart: a value (nought is one), nothing where it is
missing, and `n.v.t.` where it does not apply. What is suppressed is a figure and
never a row.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from ketenkpi.contracts.contract import NVT, Contract, ContractColumn
from ketenkpi.contracts.not_applicable import WRITTEN, says
from ketenkpi.csv_cells import SEPARATOR, csv_cell, each_once

END = "\r\n"
# Rows of which cells are made at one time: of a million they take 1 GB, the file 100 MB.
ROWS = 50_000


def rows_as_file(contract: Contract, rows: pl.DataFrame) -> bytes:
    """The rows as CSV that Dutch Excel opens by itself: UTF-8 with its mark, `;`, CRLF.

    In the contract's columns; one that the rows lack is missing in each of them. A
    text that a spreadsheet would run as a formula gets an apostrophe before it.
    """
    return "".join(_texts(contract, rows)).encode("utf-8-sig")


def _texts(contract: Contract, rows: pl.DataFrame) -> Iterator[str]:
    yield SEPARATOR.join(csv_cell(name, END) for name in contract.names) + END
    for piece in rows.iter_slices(ROWS):
        cells = [_cells(column, piece) for column in contract.columns]
        lines = pl.select(pl.concat_str(cells, separator=SEPARATOR)).to_series()
        yield lines.str.join(END).item() + END


def _cells(column: ContractColumn, rows: pl.DataFrame) -> pl.Series:
    """The cells of a column. The word for unknown stands for an empty cell, unless it was said."""
    empty = rows.select(_empty(column.name, NVT in rows.columns)).to_series()
    if column.name not in rows.columns:
        return empty
    values = rows[column.name]
    if column.if_empty is not None:
        values = values.set(values == column.if_empty, None)
    written = each_once(values, lambda value: csv_cell(column.kind.write(value), END))
    return written.zip_with(written.is_not_null(), empty)


def _empty(name: str, told: bool) -> pl.Expr:
    """What stands where there is no value: nothing, or that the column does not apply."""
    said = says(name) if told else pl.repeat(False, pl.len())
    return pl.when(said).then(pl.lit(WRITTEN)).otherwise(pl.lit("")).alias(name)
