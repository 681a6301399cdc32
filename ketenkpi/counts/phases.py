"""Tally `fase`: which phase of cooperation holds at the end of each quarter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pyarrow as pa

from ketenkpi.counts.cells import EPOCH, PerWerkplein
from ketenkpi.counts.engines import Engine, Frame
from ketenkpi.counts.parts import CountedPart
from ketenkpi.counts.quarters import last_complete_quarter
from ketenkpi.counts.sources import SEEN_UNTIL

KEYS = ("werkplein", "doelgroep", "fase")
DAYS = ("d_vanaf", "q_vanaf", "d_tot", SEEN_UNTIL)


def phase_parts(engine: Engine, rows: Frame, observed_until: PerWerkplein) -> Iterator[CountedPart]:
    """One row per Werkplein, target group, phase and quarter at whose end it holds.

    A phase without an end holds up to the day its file was made for (carried
    by the row or given), or else the last day named at that Werkplein. Phases
    that overlap each count; the same phase delivered twice counts once. The
    rows are few (some phases per Werkplein), so this is a plain loop.
    """
    columns = [*KEYS, *DAYS]
    found = engine.collect(rows.select(*columns)).to_pylist()
    known = [{name: _plain(row[name]) for name in columns} for row in found]
    yield CountedPart("fase", engine.small(_as_table(_held(known, observed_until))))


def _plain(value: Any) -> Any:
    # pandas spells a missing value as NaN, which differs from itself.
    return value if value == value else None


def _held(
    rows: list[dict[str, Any]], observed_until: PerWerkplein
) -> list[tuple[str, int, str, str]]:
    latest: dict[str, int] = {}
    for row in rows:
        last = max(row["d_vanaf"], row["d_tot"] or row["d_vanaf"])
        latest[row["werkplein"]] = max(latest.get(row["werkplein"], last), last)
    held = set()
    for row in rows:
        until = row[SEEN_UNTIL]
        if until is None:
            until = _given(observed_until, row["werkplein"]) or latest[row["werkplein"]]
        end = until if row["d_tot"] is None else min(until, row["d_tot"])
        for quarter in range(row["q_vanaf"], last_complete_quarter(end) + 1):
            held.add((row["werkplein"], quarter, row["doelgroep"], row["fase"]))
    return sorted(held)


def _given(days: date | Mapping[str, date] | None, place: str) -> int | None:
    day = days.get(place) if isinstance(days, Mapping) else days
    return None if day is None else (day - EPOCH).days


def _as_table(held: list[tuple[str, int, str, str]]) -> pa.Table:
    places, quarters, groups, phases = zip(*held, strict=True) if held else ((), (), (), ())
    return pa.table(
        {
            "werkplein": pa.array(places, pa.string()),
            "kwartaal": pa.array(quarters, pa.int32()),
            "doelgroep": pa.array(groups, pa.string()),
            "fase": pa.array(phases, pa.string()),
            "n": pa.array([1] * len(places), pa.int64()),
        }
    )
