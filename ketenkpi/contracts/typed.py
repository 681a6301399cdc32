"""Rows of text -> typed rows, in one streaming pass of polars.

Every row gets `_line`, its line in the spreadsheet. A row in which anything
is wrong gets it negative: so the smallest `_line` in the Parquet footer tells
whether a file is clean, without a second look, and only the rows below zero
are read again to be explained one by one.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from ketenkpi.contracts.cell import Fault
from ketenkpi.contracts.contract import LINE, Column, Contract
from ketenkpi.contracts.days import DATE_FORMS, DateKind
from ketenkpi.contracts.kind import Spelling

ROW = "_row"
RAW = "raw:"
Spellings = Mapping[str, Spelling]


def spellings(
    contract: Contract, sample: pl.DataFrame, seen: Spellings, *, ascii: bool
) -> dict[str, Spelling]:
    """The cheapest spelling per column that reads all of `sample` that can be read.

    A column that is thorough already stays so. `sample` holds the contract's
    columns as text.
    """
    chosen: dict[str, Spelling] = {}
    for column in contract.columns:
        plainest = seen.get(column.name) or _guess(column, sample[column.name], ascii)
        chosen[column.name] = (
            Spelling(thorough=True)
            if plainest.thorough or _misses(column, sample[column.name], plainest)
            else plainest
        )
    return chosen


def _guess(column: Column, texts: pl.Series, ascii: bool) -> Spelling:
    if not isinstance(column.kind, DateKind):
        return Spelling(ascii=ascii)
    for text in texts.drop_nulls().head(20):
        for form, shape in DATE_FORMS.items():
            if shape.fullmatch(text):
                return Spelling(date_format=form)
    return Spelling()


def _misses(column: Column, texts: pl.Series, spelling: Spelling) -> bool:
    """Whether the plain spelling refuses a text that a person would accept."""
    distinct = texts.drop_nulls().unique()
    if distinct.is_empty():
        return False
    frame = distinct.to_frame("text")
    refused = frame.filter(column.kind.typed(pl.col("text"), spelling).is_null())["text"]
    return any(not isinstance(column.read(text), Fault) or not text.strip() for text in refused)


def typed(
    rows: pl.LazyFrame, contract: Contract, chosen: Spellings, first_line: int
) -> pl.LazyFrame:
    """Typed rows with `_line`; `rows` holds `_row` and the contract's columns as text.

    `first_line` is the spreadsheet line of data row 0.
    """
    raw = rows.select(ROW, *(pl.col(name).alias(RAW + name) for name in contract.names))
    cells = raw.with_columns(
        column.kind.typed(pl.col(RAW + column.name), chosen[column.name]).alias(column.name)
        for column in contract.columns
    )
    wrong = [_unreadable(column, chosen[column.name]) for column in contract.columns]
    wrong += [rule.broken() for rule in contract.rules]
    flagged = cells.with_columns(_flag=pl.any_horizontal(wrong))
    line = (pl.col(ROW).cast(pl.Int32) + first_line).cast(pl.Int32)
    return flagged.select(
        *(_filled(column, chosen[column.name]) for column in contract.columns),
        pl.when("_flag").then(-line).otherwise(line).alias(LINE),
    )


def _unreadable(column: Column, spelling: Spelling) -> pl.Expr:
    raw, value = pl.col(RAW + column.name), pl.col(column.name)
    if column.required:
        return value.is_null()
    filled = raw.is_not_null()
    if spelling.thorough:
        filled = raw.str.strip_chars(column.kind.outer) != ""
        missing = column.kind.missing(raw)
        filled = filled if missing is None else filled & ~missing
    return filled.fill_null(False) & value.is_null()


def _filled(column: Column, spelling: Spelling) -> pl.Expr:
    """The value, or what an empty cell means; a cell that cannot be read stays null."""
    value = pl.col(column.name)
    if column.stored is not None:
        value = column.stored.typed(value).alias(column.name)
    if column.if_empty is None:
        return value
    empty = pl.col(column.name).is_null() & ~_unreadable(column, spelling)
    if column.if_empty_when is not None:
        empty &= pl.col(column.if_empty_when).is_not_null()
    return pl.when(empty).then(pl.lit(column.if_empty)).otherwise(value).alias(column.name)


def smallest_line(parquet: Path) -> int:
    """The smallest `_line` by the statistics in the footer: below zero when a row is wrong."""
    import pyarrow.parquet as pq

    footer = pq.ParquetFile(parquet).metadata
    place = footer.schema.to_arrow_schema().get_field_index(LINE)
    groups = (footer.row_group(group).column(place) for group in range(footer.num_row_groups))
    return min((group.statistics.min for group in groups), default=0)


def rows_in(parquet: Path) -> int:
    """The number of rows of a Parquet file, from its footer."""
    import pyarrow.parquet as pq

    return int(pq.ParquetFile(parquet).metadata.num_rows)
