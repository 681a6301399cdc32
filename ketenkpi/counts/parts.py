"""A part: one frame that yields rows of a tally, with what is the same for all its rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import narwhals as nw

from ketenkpi.counts.engines import Frame


@dataclass(frozen=True)
class Part:
    """Rows of `tally`; `constants` are dimensions with one value for the whole part.

    The frame holds `cell` (or `werkplein` and `doelgroep` themselves),
    `kwartaal`, the other dimensions and the measures.
    """

    tally: str
    frame: Frame
    constants: Mapping[str, str | int] = field(default_factory=dict)


def filled(column: str) -> nw.Expr:
    """Rows where a column is filled."""
    return ~nw.col(column).is_null()


def counted(rows: Frame, quarter: str, *by: str) -> Frame:
    """Rows with a `quarter`, counted by cell, quarter and `by`."""
    keys = [nw.col("cell"), nw.col(quarter).alias("kwartaal"), *(nw.col(name) for name in by)]
    return rows.filter(filled(quarter)).group_by(*keys).agg(nw.len().alias("n"))


def yes_no(column: str) -> nw.Expr:
    """A yes/no column as the text 'ja', 'nee' or 'onbekend'."""
    answered = nw.when(nw.col(column)).then(nw.lit("ja")).otherwise(nw.lit("nee"))
    return nw.when(filled(column)).then(answered).otherwise(nw.lit("onbekend"))
