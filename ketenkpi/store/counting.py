"""Counting a state: only what the change touches is counted again, and only that is written.

Of an upload these are its Werkpleinen. Two things reach further, where somebody
stated that numbers mean the same everywhere: a client who comes back at another
Werkplein, and a step of a case that began at another (`store.linked`). The rows of
such clients and cases are counted with those of the Werkpleinen touched, and the
difference they make elsewhere is added there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ketenkpi.catalogue import Blobs
from ketenkpi.counts import TALLIES, Counts, count
from ketenkpi.counts.assemble import elsewhere, inside, joined, schema_of, where
from ketenkpi.counts.cells import Window
from ketenkpi.counts.cube import told_of
from ketenkpi.counts.following import FollowingCounts, difference, with_difference, without
from ketenkpi.counts.pieces import FileSeries, bits_of, by_series, read_list
from ketenkpi.counts.run import CountRequest, counting
from ketenkpi.counts.sources import SOURCES
from ketenkpi.counts.tally import BY_CLIENT
from ketenkpi.digest import sha256_of_all
from ketenkpi.register import load_register
from ketenkpi.store.changes import FigureChange, in_order, tally_changes
from ketenkpi.store.linked import ChainRows, rows_of_chain
from ketenkpi.store.rows import (
    RowsPart,
    counted_of,
    current_rows,
    current_rows_at,
    write_rows,
)
from ketenkpi.store.silence import Existed, always, lacking, nothing_happened, totals_beside_cases
from ketenkpi.store.touched import told_per_place, touched_places
from ketenkpi.vocabulary import Quarter

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

# Steps are counted with the spells they belong to.
CHAIN = frozenset({"trajecten", "stappen"})
# The contract of the list of Werkpleinen of this installation.
OWN_LIST = "werkpleinen"
OBSERVED_SOURCES = {"keten": CHAIN, "vacatures": frozenset({"vacatures"})}
# Contracts that are counted together.
TOGETHER = (CHAIN, *(frozenset({contract}) for contract in SOURCES if contract not in CHAIN))
# Up to so many rows polars counts in half the time of DuckDB: of 1,500 in 0.6 s of
# processor against 1.4 s, for each of some fifty questions costs DuckDB 25 ms.
FEW_ROWS = 100_000
# So many rows are compared at once: fewer are not faster, and of all 1.4 million moves of
# a hundred Werkpleinen together the comparing takes 0.5 GB more.
COMPARED_ROWS = 250_000
# Tallies of spells that steps are counted into as well.
OF_STEPS_TOO = frozenset({"duur", "duur_ongeldig"})


@dataclass(frozen=True, slots=True)
class Workshop:
    """Where counting is done: a database in memory, a folder for its files, the windows."""

    connection: duckdb.DuckDBPyConnection
    folder: Path
    return_windows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CountedState:
    """A state whose counts are there: the deliveries that counted, and the list of its files."""

    parts: tuple[RowsPart, ...]
    path: Path


@dataclass(frozen=True, slots=True)
class Recounted:
    """The counts of a new state: the list of its files, and which figures moved.

    Its files are where the list is, or with those of the state that it follows on.
    """

    path: Path
    figures: tuple[FigureChange, ...] = ()


def touched_by(contracts: Collection[str]) -> frozenset[str]:
    """The contracts that must be counted again when these get other rows."""
    touched = frozenset(contracts) & frozenset(SOURCES)
    return touched | CHAIN if touched & CHAIN else touched


def tallies_of(contracts: Collection[str]) -> tuple[str, ...]:
    """The tallies that are made of these contracts."""
    return tuple(key for key, tally in TALLIES.items() if tally.contract in contracts)


def touched_contracts(before: CountedState | None, after: Sequence[RowsPart]) -> frozenset[str]:
    """The contracts of which rows must be read to count what differs."""
    old = before.parts if before else ()
    differ = (contracts for contracts in TOGETHER if touched_places(contracts, old, after))
    return frozenset[str]().union(*differ)


def recounted(
    shop: Workshop,
    before: CountedState | None,
    after: Sequence[RowsPart],
    *,
    compare: bool = False,
) -> Recounted:
    """The counts of what `after` says counts; all of it is counted when there is no `before`.

    compare: also tell which figures move. New files are put in the folder of the shop.
    """
    return _Recount(shop, before, tuple(after), compare).run()


@dataclass
class _Recount:
    """One recount on its way."""

    shop: Workshop
    before: CountedState | None
    after: tuple[RowsPart, ...]
    compare: bool
    _figures: list[FigureChange] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._old = self.before.parts if self.before else ()
        self._counts = FollowingCounts(self.shop.folder, self.before.path if self.before else None)
        self._observed = self._counts.told("observed")

    def run(self) -> Recounted:
        """Count every group of contracts of which other rows count."""
        for contracts in TOGETHER:
            if touched := self._touched(contracts):
                self._count(contracts, touched)
        told = {
            "nothing": nothing_happened(self.after, _existed(self.shop, self.after)),
            "lacking": lacking(self.after),
            "beside": totals_beside_cases(self.after),
        }
        path = self._counts.listed(
            _tallies_there(self.after),
            self.shop.return_windows,
            counting_program(),
            self._observed,
            {name: told_of(rows) for name, rows in told.items()},
        )
        return Recounted(path, in_order(self._figures))

    def _touched(self, contracts: frozenset[str]) -> frozenset[str]:
        """The Werkpleinen to count again: all when another program counted, or with other windows.

        Windows are of returns, so of spells.
        """
        touched = touched_places(contracts, self._old, self.after)
        manifest = read_list(self.before.path) if self.before else None
        if manifest is None:
            return touched
        other_windows = manifest.return_windows != self.shop.return_windows
        if (touched and manifest.made_by != counting_program()) or (
            other_windows and contracts == CHAIN
        ):
            return self._every_place(contracts)
        return touched

    def _every_place(self, contracts: frozenset[str]) -> frozenset[str]:
        mine = (part for part in (*self._old, *self.after) if part.contract in contracts)
        return frozenset(told_per_place(mine))

    def _count(self, contracts: frozenset[str], touched: frozenset[str]) -> None:
        """Count these contracts at the Werkpleinen touched, tally by tally."""
        chain = self._rows(contracts, touched)
        left = self._counts.series_of(tallies_of(contracts))
        # One tally is compared and written while the next is counted: a fifth less time.
        with ThreadPoolExecutor(1) as beside:
            written: Future[None] | None = None
            for tally, places, rows in self._counted(contracts, chain):
                if written:
                    written.result()
                written = beside.submit(self._rewrite_tally, tally, places, rows, left)
            if written:
                written.result()
        for series in sorted(left):
            self._rewrite(series, chain.touched, schema_of(TALLIES[series.table]).empty_table())

    def _rewrite_tally(
        self, tally: str, places: frozenset[str], rows: pa.Table, left: set[FileSeries]
    ) -> None:
        """Other rows of each series of a tally (or part of it), which is then no longer `left`."""
        for series, mine in by_series(tally, rows):
            self._rewrite(series, places, mine)
            left.discard(series)

    def _counted(
        self, contracts: frozenset[str], chain: ChainRows
    ) -> Iterator[tuple[str, frozenset[str], pa.Table]]:
        """Each tally (or some of its kinds) with the Werkpleinen of which these are all rows."""
        request = self._request(chain)
        if chain.clients:
            yield from self._by_client(chain.clients, chain.touched, request)
            request = replace(request, by_client=False)
        with counting(chain.files, request, _engine_for(chain.files), check=False) as found:
            self._see(contracts, chain.touched, found.observed)
            for tally, table in found.parts:
                rows = where(table, {"werkplein": chain.touched}) if chain.beside else table
                yield tally, chain.touched, rows

    def _by_client(
        self, clients: tuple[Path, Path], touched: frozenset[str], request: CountRequest
    ) -> Iterator[tuple[str, frozenset[str], pa.Table]]:
        """The tallies by client: at the Werkpleinen touched as they are counted, elsewhere moved.

        Elsewhere only the rows of clients who were touched are known: what they add up to
        now less what it was is added to what there is.
        """
        before, after = (_of_clients(path, request) for path in clients)
        for name, now in after.items():
            tally = TALLIES[name]
            more = difference(tally, *(elsewhere(one, touched) for one in (before[name], now)))
            places = frozenset(more["werkplein"].unique().cast("string").to_pylist())
            others = self._counts.rows_before(FileSeries(name), places)
            here = where(now, {"werkplein": touched})
            rows = joined(tally, [here, with_difference(tally, others, more)])
            yield name, touched | places, rows

    def _rows(self, contracts: frozenset[str], touched: frozenset[str]) -> ChainRows:
        """A file with the rows to count of each of these contracts that is there."""
        if contracts == CHAIN and self._every_place(contracts) - touched:
            return rows_of_chain(
                self.shop.connection, self.shop.folder, self._old, self.after, touched
            )
        present = sorted(contracts & {part.contract for part in self.after})
        return ChainRows(touched, {contract: self._file(contract, touched) for contract in present})

    def _file(self, contract: str, touched: frozenset[str]) -> Path:
        rows = current_rows_at(contract, self.after, touched)
        out = self.shop.folder / f"current-{contract}.parquet"
        return write_rows(self.shop.connection, counted_of(contract, rows), out)

    def _request(self, chain: ChainRows) -> CountRequest:
        """What to count with: Werkpleinen that are not counted again keep their windows."""
        known = {
            (row["source"], row["werkplein"]): Window(
                row["since"], None, row["look_back"], row["until"]
            )
            for row in (self._observed.to_pylist() if chain.beside else ())
            if row["werkplein"] not in chain.touched
        }
        return CountRequest(self.shop.return_windows, known=known)

    def _see(self, contracts: frozenset[str], touched: frozenset[str], observed: pa.Table) -> None:
        """Other windows for the Werkpleinen touched."""
        import pyarrow as pa

        sources = [source for source, of in OBSERVED_SOURCES.items() if of == contracts]
        kept = without(self._observed, "source", sources, touched)
        self._observed = pa.concat_tables([kept, inside(observed, touched)])

    def _rewrite(self, series: FileSeries, places: frozenset[str], rows: pa.Table) -> None:
        """Other rows of a series at these Werkpleinen, and which figures move by them."""
        if self.compare:
            for here in _shares(places, rows.num_rows):
                old = self._counts.rows_before(series, here)
                new = where(rows, {"werkplein": here})
                self._figures += tally_changes(TALLIES[series.table], old, new)
        self._counts.rewrite(series, places, rows)


def _shares(places: Collection[str], rows: int) -> Iterator[Sequence[str]]:
    """Werkpleinen whose rows are compared together, those of one file beside each other."""
    near = sorted(places, key=bits_of)
    some = max(1, len(near) * COMPARED_ROWS // max(rows, 1))
    return (near[at : at + some] for at in range(0, len(near), some))


def _of_clients(path: Path, request: CountRequest) -> Mapping[str, pa.Table]:
    """The tallies by client of the spells in a file."""
    asked, files = replace(request, by_client=True), {"trajecten": path}
    with counting(files, asked, _engine_for(files), check=False) as found:
        made = dict(found.parts)
    return {name: made.get(name, schema_of(TALLIES[name]).empty_table()) for name in BY_CLIENT}


def _engine_for(files: Mapping[str, Path]) -> str:
    """The engine that counts so many rows in the least time, or in little enough memory."""
    import pyarrow.parquet as pq

    rows = sum(pq.read_metadata(path).num_rows for path in files.values())
    return "polars" if rows <= FEW_ROWS else "duckdb"


def place_counts(path: Path, lists: Blobs) -> str:
    """Put a list of counts and its new files in place; returns its name.

    A file that is not beside the list was placed with the state before.
    """
    for file in read_list(path).files:
        staged = path.parent / f"{file}.parquet"
        if staged.is_file():
            lists.place(staged)
    return lists.place(path)


def _tallies_there(parts: Iterable[RowsPart]) -> tuple[str, ...]:
    """The tallies that are counted of these deliveries, with rows or without."""
    present = {part.contract for part in parts}
    steps = OF_STEPS_TOO if "stappen" in present else frozenset()
    return tuple(key for key, tally in TALLIES.items() if tally.contract in present or key in steps)


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


@cache
def no_counts(return_windows: tuple[int, ...]) -> Counts:
    """The counts of nothing."""
    return count({}, return_windows=return_windows)


@cache
def counting_program() -> str:
    """The hash of the code that counts: other code may count otherwise, also of the same rows."""
    import ketenkpi.counts

    package, here = Path(ketenkpi.counts.__file__).parent, Path(__file__).parent
    sources = [*sorted(package.glob("*.py")), *(here / name for name in ("rows.py", "linked.py"))]
    return sha256_of_all(sources)
