"""Cells that say that something does not apply: kept beside the values, apart from missing ones.

A cell that says `n.v.t.` has no value, and nobody has to look for one. Whoever
counts what is missing must not count it, so typed rows have a text column
`_nvt` that names, per row, the columns of which that was said. It is null for
nearly all rows, which costs nothing in Parquet, and files of before it was kept
have no such column: of them nothing was said.

Two things follow from what else stands in the row. A column that says why there
is no answer (`Column.nvt_of`) need not be filled where the answers themselves
say it. And what applies by another cell (the reason of an end that has a day)
cannot be not applicable: there it is missing, with a finding of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from ketenkpi.contracts.contract import NVT, Contract, ContractColumn
from ketenkpi.shown import shown

# How it is written in a file, and as the code of a choice.
WRITTEN, CODE = "n.v.t.", "nvt"
BETWEEN = ","
# What a cell says that applies by what else stands in its row.
CONTRADICTED = "nvt_weersproken"


@dataclass(frozen=True)
class Settled:
    """Rows with what follows from cells that do not apply.

    said: per row the columns that do not apply, as they are stored in `_nvt`.
    contradicted: by column the rows in which it does apply.
    """

    rows: pl.DataFrame
    said: pl.Series
    contradicted: Mapping[str, pl.Series]


def settle(contract: Contract, rows: pl.DataFrame, said: Mapping[str, pl.Series]) -> Settled:
    """What follows for typed rows from the cells that say that they do not apply.

    `said` holds a mask of rows by column. Rules about a row are asked afterwards.
    """
    if not said:
        return Settled(rows, _named((), {}, len(rows)), {})
    by_row = dict(said)
    contradicted = {}
    for column in contract.columns:
        mask = by_row.get(column.name)
        if mask is None or column.if_empty_when is None:
            continue
        applies = mask & rows[column.if_empty_when].is_not_null()
        by_row[column.name] = mask & ~applies
        if applies.any():
            contradicted[column.name] = applies
    filled = [_said_by_others(column, rows, by_row) for column in contract.columns]
    named = rows.with_columns(*(series for series in filled if series is not None))
    return Settled(named, _named(contract.names, by_row, len(rows)), contradicted)


def _said_by_others(
    column: ContractColumn, rows: pl.DataFrame, said: Mapping[str, pl.Series]
) -> pl.Series | None:
    """The column with its code where it is empty and the columns it speaks of say it."""
    masks = [said[name] for name in column.nvt_of if name in said]
    if not masks:
        return None
    any_said = pl.any_horizontal(masks)
    open_ = [pl.col(name).is_null() for name in (column.name, *column.nvt_of)]
    takes = pl.all_horizontal(any_said, *open_)
    value = pl.when(takes).then(pl.lit(CODE)).otherwise(pl.col(column.name))
    return rows.select(value.alias(column.name)).to_series()


def _named(names: Collection[str], said: Mapping[str, pl.Series], height: int) -> pl.Series:
    parts = [
        pl.select(pl.when(said[name]).then(pl.lit(name))).to_series().alias(name)
        for name in names
        if name in said
    ]
    if not parts:
        return pl.Series(NVT, [None] * height, dtype=pl.String)
    joined = pl.concat_str(pl.all(), separator=BETWEEN, ignore_nulls=True)
    found = pl.DataFrame(parts).select(joined.alias(NVT))
    return found.select(pl.when(pl.col(NVT) != "").then(pl.col(NVT))).to_series()


def settle_row(
    contract: Contract, values: Mapping[str, Any], said: Collection[str]
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The same for one row, plainly: its values, and the columns that do not apply."""
    if not said:
        return dict(values), ()
    applies = {
        column.name
        for column in contract.columns
        if column.if_empty_when is not None and values[column.if_empty_when] is not None
    }
    left = tuple(name for name in contract.names if name in said and name not in applies)
    found = dict(values)
    for column in contract.columns:
        open_ = all(values[name] is None for name in (column.name, *column.nvt_of))
        if open_ and set(column.nvt_of) & set(left):
            found[column.name] = CODE
    return found, left


def as_written(row: Mapping[str, Any]) -> dict[str, Any]:
    """A stored row without `_nvt`, with the words in the cells that it names, as in a file."""
    said = names_in(row.get(NVT))
    return {
        name: WRITTEN if name in said and value is None else value
        for name, value in row.items()
        if name != NVT
    } | dict.fromkeys(said - row.keys(), WRITTEN)


def names_in(stored: str | None) -> frozenset[str]:
    """The columns that a row's `_nvt` names."""
    return frozenset(stored.split(BETWEEN)) if stored else frozenset()


def says(column: str) -> pl.Expr:
    """Whether a row's `_nvt` names a column; never null."""
    return pl.col(NVT).str.split(BETWEEN).list.contains(column).fill_null(value=False)


def named_in(stored: pl.Series, column: str) -> pl.Series:
    """In which rows these texts of `_nvt` name a column; never null."""
    return stored.to_frame(NVT).select(says(column)).to_series()


def scan(parquet: Path) -> pl.LazyFrame:
    """Typed rows with their `_nvt`, also of a file from before it was kept."""
    rows = pl.scan_parquet(parquet)
    if NVT in rows.collect_schema():
        return rows
    return rows.with_columns(pl.lit(None, dtype=pl.String).alias(NVT))


@shown
@dataclass(frozen=True, slots=True)
class CellStates:
    """How many cells of one column hold a value, are missing, and do not apply.

    zero: those of `filled` that are the number nought, which is a value. A word
    for unknown is missing, whether it was delivered or filled in for an empty cell.
    """

    column: str
    filled: int
    zero: int
    missing: int
    not_applicable: int

    @property
    def share(self) -> float | None:
        """The part that has a value of the cells that apply; None when none does."""
        applies = self.filled + self.missing
        return self.filled / applies if applies else None


def states(contract: Contract, rows: pl.LazyFrame) -> tuple[CellStates, ...]:
    """The states of the cells of every column of these typed rows, in the contract's order.

    `rows` as `scan` gives them; a column that they lack is missing in each row. One
    pass: a million rows of 15 columns take some 0.1 s.
    """
    held = frozenset(rows.collect_schema().names())
    columns = [column for column in contract.columns if column.name in held]
    counted = [expr for column in columns for expr in _counted(column)]
    asked = [(_absent(c) & says(c.name)).sum().alias(f"{c.name}/nvt") for c in columns]
    # Nearly no row says it, so the others are not looked through for names.
    speaking = rows.filter(pl.col(NVT).is_not_null()).select(asked)
    every = rows.select(pl.len().alias("rows"), *counted)
    found = [
        each.row(0, named=True) for each in pl.collect_all([every, speaking], engine="streaming")
    ]
    return tuple(_states(contract.columns, {**found[0], **found[1]}))


def _counted(column: ContractColumn) -> Iterator[pl.Expr]:
    name = column.name
    absent = pl.col(name).null_count() if column.if_empty is None else _absent(column).sum()
    yield absent.alias(f"{name}/absent")
    if column.kind.dtype.is_numeric():
        yield (pl.col(name) == 0).sum().alias(f"{name}/zero")


def _absent(column: ContractColumn) -> pl.Expr:
    absent = pl.col(column.name).is_null()
    if column.if_empty is not None:
        absent |= pl.col(column.name) == column.if_empty
    return absent.fill_null(value=True)


def _states(columns: Collection[ContractColumn], found: Mapping[str, int]) -> Iterator[CellStates]:
    rows = found["rows"]
    for column in columns:
        absent = found.get(f"{column.name}/absent", rows)
        said = found.get(f"{column.name}/nvt", 0)
        zero = found.get(f"{column.name}/zero", 0)
        yield CellStates(column.name, rows - absent, zero, absent - said, said)
