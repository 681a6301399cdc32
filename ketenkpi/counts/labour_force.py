"""Tally `beroepsbevolking`: the labour force of each Werkplein, by the quarter it changes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from ketenkpi.counts.cells import LONG_AGO
from ketenkpi.counts.engines import Engine, Frame
from ketenkpi.counts.parts import CountedPart
from ketenkpi.counts.quarters import last_complete_quarter
from ketenkpi.vocabulary import Quarter

COLUMNS = ("werkplein", "beroepsbevolking", "d_geldig_vanaf", "q_geldig_vanaf", "d_geldig_tot")
# A row without a first day holds for all earlier quarters: from this one on.
ALWAYS = Quarter(2000, 1).index


def labour_force_parts(engine: Engine, rows: Frame) -> Iterator[CountedPart]:
    """One row per Werkplein and quarter from whose end on another number holds; 0 is none.

    A number holds in a quarter when its row holds on the last day. Of rows that
    overlap the one that began last counts. Only changes are stored, because
    nobody knows how long the last number will hold. The rows are few, so this
    is a plain loop.
    """
    found = engine.collect(rows.select(*COLUMNS)).to_pylist()
    places: dict[str, list[dict[str, Any]]] = {}
    for row in found:
        known = {name: row[name] if row[name] == row[name] else None for name in COLUMNS}
        places.setdefault(str(known["werkplein"]), []).append(known)
    changes = [(place, *change) for place in sorted(places) for change in _changes(places[place])]
    yield CountedPart("beroepsbevolking", engine.small(_as_table(changes)))


def _changes(rows: list[dict[str, Any]]) -> Iterator[tuple[int, int]]:
    rows = sorted(rows, key=_first_day)
    ends = [end for row in rows if (end := _end(row)) is not None]
    before = 0
    for quarter in sorted({*map(_begin, rows), *ends}):
        number = 0
        for row in rows:
            end = _end(row)
            if _begin(row) <= quarter and (end is None or quarter < end):
                number = row["beroepsbevolking"] or 0
        if number != before:
            yield quarter, number
        before = number


def _first_day(row: dict[str, Any]) -> int:
    return LONG_AGO if row["d_geldig_vanaf"] is None else int(row["d_geldig_vanaf"])


def _begin(row: dict[str, Any]) -> int:
    return max(ALWAYS, row["q_geldig_vanaf"] or ALWAYS)


def _end(row: dict[str, Any]) -> int | None:
    """The first quarter on whose last day the row holds no longer."""
    return None if row["d_geldig_tot"] is None else last_complete_quarter(row["d_geldig_tot"]) + 1


def _as_table(changes: list[tuple[str, int, int]]) -> pa.Table:
    places, quarters, numbers = zip(*changes, strict=True) if changes else ((), (), ())
    return pa.table(
        {
            "werkplein": pa.array(places, pa.string()),
            "kwartaal": pa.array(quarters, pa.int32()),
            "n": pa.array(numbers, pa.int64()),
        }
    )
