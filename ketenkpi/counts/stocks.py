"""What runs at the end of each quarter: benefits, benefits that began lately, open vacancies.

A stock is a running sum of what came in minus what went out. It has a row for
quarters without events too, up to the last quarter that was wholly observed:
a stock of zero is a number, and no row means that nobody knows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import narwhals as nw
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ketenkpi.counts.cells import Survey, Window
from ketenkpi.counts.engines import Engine, Frame
from ketenkpi.counts.parts import counted, filled
from ketenkpi.counts.quarters import last_complete_quarter
from ketenkpi.counts.sources import SHORT_UNTIL


def stock(
    engine: Engine,
    changes: Iterable[tuple[Frame, int]],
    cells: Survey,
    window: Mapping[str, Window],
    *by: str,
) -> Frame:
    """The running sum of `changes` (counts by cell, `by` and quarter, with their sign)."""
    keys = ("cell", *by)
    signed = [
        frame.select(*keys, "kwartaal", (nw.col("n").cast(nw.Int64) * sign).alias("n"))
        for frame, sign in changes
    ]
    change = engine.keep(
        nw.concat(signed, how="vertical")
        .group_by(*keys, "kwartaal")
        .agg(nw.col("n").sum().alias("change"))
        .with_columns(nw.col("change").cast(nw.Int64))
    )
    grid = engine.small(_grid(engine.collect(change), cells, window, keys))
    return (
        grid.join(change, on=[*keys, "kwartaal"], how="left")
        .with_columns(nw.col("change").fill_null(0))
        .with_columns(nw.col("change").cum_sum().over(*keys, order_by="kwartaal").alias("n"))
        .select(*keys, "kwartaal", nw.col("n").cast(nw.Int64))
    )


def _grid(
    change: pa.Table, cells: Survey, window: Mapping[str, Window], keys: tuple[str, ...]
) -> pa.Table:
    """Keys and quarter from their first event to the last complete quarter observed."""
    events = change.group_by(list(keys)).aggregate([("kwartaal", "min")])
    cell = events["cell"].to_numpy()
    first = events["kwartaal_min"].to_numpy()
    ends = [last_complete_quarter(window[row["werkplein"]].until) for row in cells.rows]
    length = np.maximum(np.array(ends, dtype=np.int64)[cell] - first + 1, 0)
    begin = np.cumsum(length) - length
    offset = np.arange(length.sum()) - np.repeat(begin, length)
    columns = {name: events[name].take(np.repeat(np.arange(len(cell)), length)) for name in keys}
    columns["cell"] = pc.cast(columns["cell"], pa.int32())
    quarters = pa.array(np.repeat(first, length) + offset)
    return pa.table(columns | {"kwartaal": pc.cast(quarters, pa.int32())})


def short_stock(engine: Engine, rows: Frame, cells: Survey, window: Mapping[str, Window]) -> Frame:
    """Benefits that run at the end of a quarter and began less than SHORT_DAYS (183) before it.

    A benefit leaves this stock in the quarter in which it ends or, when that is
    earlier, in the one that holds the day on which it has run SHORT_DAYS.
    """
    known = rows.filter(filled("d_instroom")).filter(
        nw.col("d_uitstroom").is_null() | (nw.col("d_uitstroom") >= nw.col("d_instroom"))
    )
    ended, grown = nw.col("q_uitstroom"), nw.col(SHORT_UNTIL)
    left = nw.when(ended < grown).then(ended).otherwise(grown)
    leaving = known.with_columns(left.alias("q_left"))
    both = ((counted(known, "q_instroom"), 1), (counted(leaving, "q_left"), -1))
    return stock(engine, both, cells, window)
