"""A frame as CSV, piece by piece, in which no text runs as a formula."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ketenkpi.csv_cells import SEPARATOR, csv_cell
from ketenkpi.surfaces.columns import ROWS, Notation, cells, pieces

if TYPE_CHECKING:
    import pandas as pd

END = os.linesep


def as_csv(frame: pd.DataFrame, decimal: str, rows: int = ROWS) -> Iterator[str]:
    """The heads, then so many rows a piece, with the line ends of this machine.

    decimal: the mark before the decimals. Texts, the heads too, are `harmless`;
    missing is an empty cell.
    """
    yield SEPARATOR.join(map(_field, frame.columns)) + END
    for piece in pieces(frame, rows):
        yield _lines(piece, Notation(_field, "", decimal))


def _lines(piece: pd.DataFrame, notation: Notation) -> str:
    import polars as pl

    columns = [cells(piece[name], notation) for name in piece.columns]
    lines = pl.select(pl.concat_str(columns, separator=SEPARATOR)).to_series()
    text: str = lines.str.join(END).item()
    return text + END


def _field(value: Any) -> str:
    return csv_cell(str(value), END)
