"""Counting a state: only what the change touches is counted again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ketenkpi.counts import TALLIES, Counts, count
from ketenkpi.counts.sources import SOURCES
from ketenkpi.register import load_register
from ketenkpi.store.rows import RowsPart, current_rows, write_current
from ketenkpi.store.silence import Existed, always, lacking, nothing_happened, totals_beside_cases
from ketenkpi.vocabulary import Quarter

if TYPE_CHECKING:
    import duckdb

# Steps are counted with the spells they belong to.
CHAIN = frozenset({"trajecten", "stappen"})
# The contract of the list of Werkpleinen of this installation.
OWN_LIST = "werkpleinen"
OBSERVED_SOURCES = {"keten": CHAIN, "vacatures": frozenset({"vacatures"})}


@dataclass(frozen=True, slots=True)
class Workshop:
    """Where counting is done: a database in memory, a folder for its files, the windows."""

    connection: duckdb.DuckDBPyConnection
    folder: Path
    return_windows: tuple[int, ...]


def touched_by(contracts: Collection[str]) -> frozenset[str]:
    """The contracts that must be counted again when these get other rows."""
    touched = frozenset(contracts) & frozenset(SOURCES)
    return touched | CHAIN if touched & CHAIN else touched


def tallies_of(contracts: Collection[str]) -> tuple[str, ...]:
    """The tallies that are made of these contracts."""
    return tuple(key for key, tally in TALLIES.items() if tally.contract in contracts)


def count_state(
    shop: Workshop, parts: Sequence[RowsPart], changed: Collection[str], old: Counts
) -> Counts:
    """The counts of all `parts`: what the `changed` contracts touch anew, the rest as in `old`."""
    same_windows = old.return_windows == shop.return_windows
    touched = touched_by(changed) if same_windows else frozenset(SOURCES)
    present = {part.contract for part in parts}
    files = {
        contract: write_current(
            shop.connection, contract, parts, shop.folder / f"current-{contract}.parquet"
        )
        for contract in sorted(touched & present)
    }
    fresh = count(files, return_windows=shop.return_windows, check=False)
    kept = _without(old, touched)
    counted = kept + fresh if kept.tallies else fresh
    return counted.with_told(
        nothing=nothing_happened(parts, _existed(shop, parts)),
        lacking=lacking(parts),
        beside=totals_beside_cases(parts),
    )


def _existed(shop: Workshop, parts: Sequence[RowsPart]) -> Existed:
    """Whether a Werkplein existed in a quarter, by the register and the own list among the parts.

    Only read where some source stated that no rows mean zero.
    """
    if not any(part.silence_is_zero for part in parts):
        return always
    register = load_register()
    if any(part.contract == OWN_LIST for part in parts):
        rows = shop.connection.sql(current_rows(OWN_LIST, parts)).to_arrow_table().to_pylist()
        register = register.with_locations(rows)
    return lambda place, quarter: register.may_exist(place, Quarter.from_index(quarter))


def _without(counts: Counts, touched: Collection[str]) -> Counts:
    import pyarrow as pa
    import pyarrow.compute as pc

    dropped = set(tallies_of(touched))
    gone = [source for source, of in OBSERVED_SOURCES.items() if of & set(touched)]
    kept = {key: table for key, table in counts.tables.items() if key not in dropped}
    seen = pc.invert(pc.is_in(counts.observed["source"], pa.array(gone, pa.string())))
    return replace(counts, tables=kept, observed=counts.observed.filter(seen))


@cache
def no_counts(return_windows: tuple[int, ...]) -> Counts:
    """The counts of nothing."""
    return count({}, return_windows=return_windows)
