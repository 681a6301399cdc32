"""Typed rows -> the file of them: what was stored, as it can be delivered again.

The four states of a cell stay apart: a value (nought is one), nothing where it is
missing, and `n.v.t.` where it does not apply. What is suppressed is a figure and
never a row.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Any

import polars as pl

from ketenkpi.contracts.contract import NVT, Contract, ContractColumn
from ketenkpi.contracts.not_applicable import WRITTEN, names_in
from ketenkpi.harmless import harmless


def rows_as_file(contract: Contract, rows: pl.DataFrame) -> bytes:
    """The rows as CSV that Dutch Excel opens by itself: UTF-8 with its mark, `;`, CRLF.

    In the contract's columns; one that the rows lack is missing in each of them. A
    text that a spreadsheet would run as a formula gets an apostrophe before it.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow(contract.names)
    for row in rows.iter_rows(named=True):
        said = names_in(row.get(NVT))
        cells = (_written(column, row, column.name in said) for column in contract.columns)
        writer.writerow(harmless(cell) for cell in cells)
    return text.getvalue().encode("utf-8-sig")


def _written(column: ContractColumn, row: Mapping[str, Any], said: bool) -> str:
    value = row.get(column.name)
    # The word for unknown stands for an empty cell, unless that was said of it.
    if value is None or value == column.if_empty:
        return WRITTEN if said else ""
    return column.kind.write(value)
