"""Data as JSON, piece by piece: what `json.dumps` makes of it, without all of it at once."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ketenkpi.csv_cells import each_once
from ketenkpi.surfaces.columns import ROWS, Notation, cells, pieces
from ketenkpi.vocabulary import Quarter

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl


@dataclass(frozen=True, slots=True)
class DataRows:
    """A frame as a list of objects, a row each: missing is null, numbers are as they are.

    quarters: columns of indices that are written as 2009K1, where they are there.
    """

    frame: pd.DataFrame
    quarters: tuple[str, ...] = ("kwartaal",)


def as_json(found: Mapping[str, Any], rows: int = ROWS) -> Iterator[str]:
    """An object in pieces; `DataRows` may be its values, so many rows a piece.

    Numbers are exact. Raises ValueError for NaN outside a frame.
    """
    before = "{"
    for name, value in found.items():
        yield f"{before}\n {_dumped(name)}: "
        yield from _list(value, rows) if isinstance(value, DataRows) else [_dumped(value, 1)]
        before = ","
    yield "\n}"


def _dumped(value: Any, depth: int = 0) -> str:
    # No text holds a line end as it is, so each begins a line of the layout.
    text = json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False)
    return text.replace("\n", "\n" + " " * depth)


def _list(told: DataRows, rows: int) -> Iterator[str]:
    before = "["
    for piece in pieces(told.frame, rows):
        yield f"{before}\n  "
        yield _objects(piece, told.quarters).str.join(",\n  ").item()
        before = ","
    yield "[]" if told.frame.empty else "\n ]"


def _objects(piece: pd.DataFrame, quarters: tuple[str, ...]) -> pl.Series:
    """Each row as an object, laid out two places in."""
    import polars as pl

    notation = Notation(lambda value: _dumped(value, 3), "null")
    parts: list[pl.Expr | pl.Series] = []
    for at, name in enumerate(piece.columns):
        parts.append(pl.lit(f"{',' if at else '{'}\n   {_dumped(str(name))}: "))
        written = _quarters if name in quarters else cells
        parts.append(written(piece[name], notation))
    return pl.select(pl.concat_str([*parts, pl.lit("\n  }")])).to_series()


def _quarters(indices: pd.Series, notation: Notation) -> pl.Series:
    import polars as pl

    return each_once(
        pl.Series(indices), lambda index: notation.cell(str(Quarter.from_index(index)))
    ).fill_null(notation.missing)
