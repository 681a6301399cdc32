"""A part: one frame that yields rows of a tally, with what is the same for all its rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import narwhals as nw

from ketenkpi.counts.engines import Frame

QUARTER_OF_DAY_0 = 1970 * 4


@dataclass(frozen=True)
class CountedPart:
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


def looked_back(day: str, quarter: str, window: int) -> nw.Expr:
    """Rows of whose `day` the `window` days before were observed, in a quarter of which most were.

    A window of a year after a begin on 1 January leaves of the fourth quarter only
    31 December: 36 cases of 3,116, shown and compared as if they were the quarter.
    So the middle day has to be looked back from as well. A quarter is 1461/16 days on
    average, which finds its middle to within two days in whole numbers.
    """
    middle = (2 * (nw.col(quarter).cast(nw.Int64) - QUARTER_OF_DAY_0) + 1) * 1461
    needed = nw.col("look_back").cast(nw.Int64) + window
    return ((nw.col(day) - window >= nw.col("look_back")) & (middle >= 32 * needed)).fill_null(
        False
    )


def yes_no(column: str) -> nw.Expr:
    """A yes/no column as the text 'ja', 'nee' or 'onbekend'."""
    answered = nw.when(nw.col(column)).then(nw.lit("ja")).otherwise(nw.lit("nee"))
    return nw.when(filled(column)).then(answered).otherwise(nw.lit("onbekend"))
