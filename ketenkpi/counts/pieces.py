"""Counts as small files that are named by their content, and a list that names them.

One file holds rows of one tally, of one kind where kinds never add, and of some
Werkpleinen. So an upload writes only the files in which a number moved, and a
state of the counts is a list of names. All tallies in one file, as it was, made
every row 81 columns wide and every change a whole new file: 18 s and 6.2 GB for
17.6 million rows.

Werkpleinen are told apart by the bits of a hash of their key. A file grows until
it holds more than `MOST_ROWS`, and then is two: of the Werkpleinen whose next bit
is 0, and those whose next bit is 1. Which files there are follows from the rows
alone, not from the order in which they came: equal counts have equal names.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ketenkpi.counts import assemble
from ketenkpi.counts.assemble import OBSERVED, PLACES
from ketenkpi.counts.keys import keys_of
from ketenkpi.counts.tally import TALLIES, Tally
from ketenkpi.digest import sha256
from ketenkpi.errors import UserError
from ketenkpi.scope import Scope
from ketenkpi.vocabulary import Quarter

META = b"ketenkpi.counts"
VERSION = 15
# What is told beside the tallies: until when they were observed, where each has rows,
# and what was delivered besides rows. Each is one file, and obeys the same scope.
TOLD: Mapping[str, pa.Schema] = {
    "observed": OBSERVED,
    "places": PLACES,
    "nothing": PLACES,
    "lacking": PLACES,
    "beside": PLACES,
}
# A million spells and three million steps of a hundred Werkpleinen then are some 460
# files, of which the next quarter of one Werkplein writes some forty.
MOST_ROWS = 65_536
# Files of one series that are put in order and written at a time.
SIDE_BY_SIDE = 2
# Bits of the hash that tell Werkpleinen apart: 65,536 branches for some 500 of them.
BITS = 16
LIST = pa.schema(
    [
        ("table", pa.string()),
        ("kind", pa.string()),
        ("branch", pa.string()),
        ("file", pa.string()),
        ("rows", pa.int64()),
    ]
)


@dataclass(frozen=True, order=True)
class FileSeries:
    """What one series of files holds: a tally (or what is told), of one kind where kinds stand
    apart."""

    table: str
    kind: str = ""


@dataclass(frozen=True, order=True)
class Piece:
    """One file: the rows of `series` at the Werkpleinen whose bits begin with `branch`."""

    series: FileSeries
    branch: str
    file: str
    rows: int


@dataclass(frozen=True)
class Manifest:
    """A state of the counts: the tallies that were counted, and the files that hold their rows.

    `made_by`: which program counted, '' where nobody said.
    """

    tallies: tuple[str, ...]
    return_windows: tuple[int, ...]
    quarters: tuple[Quarter, Quarter] | None
    pieces: tuple[Piece, ...]
    made_by: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "pieces", tuple(sorted(self.pieces)))

    @cached_property
    def files(self) -> tuple[str, ...]:
        """The names of all files, each once."""
        return tuple(sorted({piece.file for piece in self.pieces}))

    @cached_property
    def of_series(self) -> Mapping[FileSeries, tuple[Piece, ...]]:
        """The files of each series that has rows."""
        found: dict[FileSeries, list[Piece]] = {}
        for piece in self.pieces:
            found.setdefault(piece.series, []).append(piece)
        return {series: tuple(mine) for series, mine in found.items()}


@dataclass(frozen=True)
class Held:
    """What was read of a state of the counts: rows per tally, what is told, and their windows.

    `told` is by the names of `TOLD`, without `places` where all was read.
    """

    tables: Mapping[str, pa.Table]
    told: Mapping[str, pa.Table]
    return_windows: tuple[int, ...]
    quarters: tuple[Quarter, Quarter] | None


@cache
def bits_of(werkplein: str) -> str:
    """The bits by which a Werkplein finds its file, as a text of `BITS` noughts and ones."""
    digest = hashlib.sha256(werkplein.encode()).digest()
    return f"{int.from_bytes(digest[:4]):032b}"[:BITS]


def kinds_apart(tally: Tally) -> bool:
    """Whether the kinds of a tally never add, so that each is asked for by itself."""
    return any(("soort", "kind") in measure.not_over for measure in tally.measures)


def by_series(name: str, table: pa.Table) -> Iterator[tuple[FileSeries, pa.Table]]:
    """The rows of a tally (or part of it) by the series they are kept in."""
    if not kinds_apart(TALLIES[name]):
        yield FileSeries(name), table
        return
    for kind in sorted(pc.unique(table["soort"].cast(pa.string())).to_pylist()):
        yield FileSeries(name, kind), assemble.where(table, {"soort": [kind]})


# --- writing ---------------------------------------------------------------


@dataclass(frozen=True)
class Writer:
    """Writes files of counts in the private folder `work`, each under the hash of its content.

    folder: where the files are that there were.
    """

    work: Path
    folder: Path

    def rewritten(
        self,
        series: FileSeries,
        pieces: Sequence[Piece],
        places: Collection[str],
        fresh: pa.Table,
        *,
        all_gone: bool = False,
    ) -> tuple[Piece, ...]:
        """The files of a series after its rows at `places` gave way to those of `fresh`.

        all_gone: no other Werkplein had rows, so what there was need not be read.
        """
        bits = {bits_of(place) for place in places}
        touched = [p for p in pieces if any(one.startswith(p.branch) for one in bits)]
        still = {piece.branch: piece for piece in pieces if piece not in touched}
        loose = [fresh, *(self._kept(piece, places) for piece in touched if not all_gone)]
        weights = {branch: piece.rows for branch, piece in still.items()}
        for table in loose:
            weights |= {one: weights.get(one, 0) + rows for one, rows in _rows_by_bits(table)}
        branches = list(_branches(weights))
        for branch in set(still) - set(branches):
            # It becomes one file with another.
            loose.append(read_piece(self.folder, still.pop(branch)))
        joined = pa.concat_tables(loose).unify_dictionaries().combine_chunks()
        made = self._divided(series, joined, [one for one in branches if one not in still])
        return (*still.values(), *made)

    def told(self, name: str, table: pa.Table) -> tuple[Piece, ...]:
        """The one file of what is told beside the tallies; none when nothing is."""
        if not table.num_rows:
            return ()
        return (self._written(FileSeries(f"_{name}"), "", table),)

    def listed(self, manifest: Manifest) -> Path:
        """Write the list of a state; its content tells the state, and so does its name."""
        return self.work / f"{self._put(_as_table(manifest))}.parquet"

    def _kept(self, piece: Piece, places: Collection[str]) -> pa.Table:
        return assemble.elsewhere(read_piece(self.folder, piece), places)

    def _divided(
        self, series: FileSeries, table: pa.Table, branches: Sequence[str]
    ) -> Iterator[Piece]:
        """The files of these branches, which together hold all rows of the table."""
        if not table.num_rows:
            return
        tally = TALLIES[series.table]
        column = table["werkplein"].combine_chunks()
        branch_of = [_branch_of(bits_of(one), branches) for one in column.dictionary.to_pylist()]
        # Numbers of two bytes are put in order in a sixth of the time of larger ones.
        number = np.array(branch_of, np.int16)[column.indices.to_numpy()]
        by_branch = np.argsort(number, kind="stable")
        ends = np.searchsorted(number[by_branch], np.arange(len(branches) + 1))
        key = keys_of(table, tally.dims)

        def piece(at: int) -> Piece:
            mine = by_branch[ends[at] : ends[at + 1]]
            mine = mine[np.argsort(key[mine], kind="stable")]
            rows = table.take(pa.array(mine))
            if np.any(np.diff(key[mine]) == 0):
                rows = _once(rows, tally)
            return self._written(series, branches[at], _coded_alike(rows))

        # Sorting, compressing and hashing let go of Python, so two are made side by side.
        with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
            yield from pool.map(piece, range(len(branches)))

    def _written(self, series: FileSeries, branch: str, table: pa.Table) -> Piece:
        return Piece(series, branch, self._put(table, branch), table.num_rows)

    def _put(self, table: pa.Table, branch: str = "") -> str:
        # Files of several branches are written at a time.
        out = self.work / f"new-{branch}.parquet"
        # One group: a file is read whole, and what to leave out is told by the list.
        pq.write_table(table, out, compression="zstd", row_group_size=2 * MOST_ROWS + 1)
        name = sha256(out)
        out.replace(self.work / f"{name}.parquet")
        return name


def _rows_by_bits(table: pa.Table) -> Iterator[tuple[str, int]]:
    """How many rows there are of each Werkplein, by its bits."""
    column = table["werkplein"].combine_chunks()
    if not len(column):
        return
    found = np.bincount(column.indices.to_numpy(), minlength=len(column.dictionary))
    for place, rows in zip(column.dictionary.to_pylist(), found, strict=True):
        if rows:
            yield bits_of(place), int(rows)


def _branches(weights: Mapping[str, int], branch: str = "") -> Iterator[str]:
    """The branches that have a file, for so many rows below each of these longer ones."""
    rows = sum(weights.values())
    if not rows:
        return
    if rows <= MOST_ROWS or len(branch) == BITS:
        yield branch
        return
    for bit in "01":
        longer = branch + bit
        below = {one: mine for one, mine in weights.items() if one.startswith(longer)}
        yield from _branches(below, longer)


def _branch_of(bits: str, branches: Sequence[str]) -> int:
    """The place, among the branches, of the one that has these bits; -1 when none has."""
    return next((at for at, one in enumerate(branches) if bits.startswith(one)), -1)


def _once(rows: pa.Table, tally: Tally) -> pa.Table:
    """Each combination of dimensions once, with what its rows add up to, in the same order."""
    found = assemble.summed(tally, rows).combine_chunks()
    return found.take(pa.array(np.argsort(keys_of(found, tally.dims), kind="stable")))


def _coded_alike(rows: pa.Table) -> pa.Table:
    """The rows with texts coded by the words that occur, in order: equal rows, equal bytes."""
    for at, field in enumerate(rows.schema):
        if field.type == assemble.TEXT:
            rows = rows.set_column(at, field, _sorted_words(rows[field.name]))
    return rows.combine_chunks()


def _sorted_words(column: pa.ChunkedArray) -> pa.Array:
    coded = column.combine_chunks()
    codes = coded.indices.to_numpy()
    words = np.array(coded.dictionary.to_pylist(), dtype=object)
    used = np.unique(codes)
    order = used[np.argsort(words[used])] if len(used) else used
    rank = np.zeros(len(words), dtype=np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    return pa.DictionaryArray.from_arrays(
        pa.array(rank[codes], pa.int32()), pa.array(list(words[order]), pa.string())
    )


def _as_table(manifest: Manifest) -> pa.Table:
    meta = {
        "version": VERSION,
        "tallies": manifest.tallies,
        "return_windows": manifest.return_windows,
        "made_by": manifest.made_by,
        "quarters": [str(quarter) for quarter in manifest.quarters] if manifest.quarters else None,
    }
    rows = [
        {
            "table": piece.series.table,
            "kind": piece.series.kind,
            "branch": piece.branch,
            "file": piece.file,
            "rows": piece.rows,
        }
        for piece in manifest.pieces
    ]
    schema = LIST.with_metadata({META: json.dumps(meta).encode()})
    return pa.Table.from_pylist(rows, schema)


# --- reading ---------------------------------------------------------------


def read_list(path: Path) -> Manifest:
    """The list of a state; raises UserError when it is not one of ours or of another version."""
    found = path.stat()
    return _list_of(path, (found.st_mtime_ns, found.st_size))


@lru_cache(maxsize=64)
def _list_of(path: Path, state: tuple[int, int]) -> Manifest:
    table = pq.ParquetFile(path).read()
    meta = _meta(table.schema)
    if meta.get("version") != VERSION:
        raise UserError("counts.file_version", file=path.name, version=VERSION)
    first_last = [Quarter.parse(text) for text in meta["quarters"] or ()]
    return Manifest(
        tuple(meta["tallies"]),
        tuple(meta["return_windows"]),
        (first_last[0], first_last[1]) if first_last else None,
        tuple(
            Piece(FileSeries(row["table"], row["kind"]), row["branch"], row["file"], row["rows"])
            for row in table.to_pylist()
        ),
        meta["made_by"],
    )


def is_current(path: Path) -> bool:
    """Whether the counts listed at `path` are the tallies that this program counts."""
    found = path.stat()
    return _version_of(path, (found.st_mtime_ns, found.st_size)) == VERSION


@lru_cache(maxsize=64)
def _version_of(path: Path, state: tuple[int, int]) -> object:
    return _meta(pq.read_schema(path)).get("version")


def files_of(path: Path) -> tuple[str, ...]:
    """The names of the files that the list at `path` names; none of a list of another version."""
    return read_list(path).files if is_current(path) else ()


def _meta(schema: pa.Schema) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((schema.metadata or {}).get(META, b"{}"))
    return found


def read_piece(folder: Path, piece: Piece) -> pa.Table:
    """All rows of one file, texts coded as inside the library."""
    path = folder / f"{piece.file}.parquet"
    if piece.series.table.startswith("_"):
        return pq.ParquetFile(path).read()
    tally = TALLIES[piece.series.table]
    texts = [dim for dim in tally.dims if assemble.dim_type(dim) == assemble.TEXT]
    return pq.ParquetFile(path, read_dictionary=texts).read().cast(assemble.schema_of(tally))


def read(
    path: Path,
    scope: Scope,
    tallies: Iterable[str] | None,
    only: Mapping[str, Mapping[str, Sequence[object]]],
    over: Mapping[str, Collection[str]],
) -> Held:
    """What `scope` allows of a state; only the named tallies when given, and rows of `only`.

    over: per tally the dimensions over which it is added file by file, so that the full
    crossing is never in memory. Files that hold no row of the scope or of `only` are not
    opened. Raises UserError when the list is not one of ours or of another version.
    """
    manifest, folder = read_list(path), path.parent
    wanted = [name for name in manifest.tallies if tallies is None or name in set(tallies)]
    whole = len(wanted) == len(manifest.tallies) and not only and not over
    asked = [name for name in TOLD if name != "places" or not whole]
    files: dict[str, list[Piece]] = {name: [] for name in wanted}
    for series, mine in manifest.of_series.items():
        if series.table in files and _is_asked(series, only.get(series.table, {})):
            files[series.table] += mine
    return Held(
        {
            name: read_pieces(folder, name, mine, scope, only.get(name, {}), over.get(name, ()))
            for name, mine in files.items()
        },
        {name: read_told(folder, manifest, scope, name) for name in asked},
        manifest.return_windows,
        manifest.quarters,
    )


def read_pieces(
    folder: Path,
    tally: str,
    pieces: Sequence[Piece],
    scope: Scope,
    only: Mapping[str, Sequence[object]] = MappingProxyType({}),
    over: Collection[str] = (),
) -> pa.Table:
    """The rows of these files of one tally within `scope`, and of the values that `only` names.

    over: dimensions over which they are added, each then 'alle'.
    """
    chosen = dict(only)
    if scope.werkpleinen is not None:
        chosen["werkplein"] = sorted(scope.werkpleinen)
    found = [
        assemble.where(read_piece(folder, piece), chosen)
        for piece in pieces
        if _may_hold(piece, scope)
    ]
    if over:
        found = [assemble.coarser(TALLIES[tally], table, over) for table in found]
    return assemble.joined(TALLIES[tally], found)


def _is_asked(series: FileSeries, only: Mapping[str, Sequence[object]]) -> bool:
    return not series.kind or series.kind in only.get("soort", [series.kind])


def _may_hold(piece: Piece, scope: Scope) -> bool:
    if scope.werkpleinen is None or not piece.branch:
        return True
    return any(bits_of(place).startswith(piece.branch) for place in scope.werkpleinen)


def read_told(folder: Path, manifest: Manifest, scope: Scope, name: str) -> pa.Table:
    """What is told beside the tallies, of the Werkpleinen in `scope`."""
    found = [piece for piece in manifest.pieces if piece.series.table == f"_{name}"]
    if not found:
        return TOLD[name].empty_table()
    table = read_piece(folder, found[0]).cast(TOLD[name])
    return table if scope.werkpleinen is None else assemble.inside(table, scope.werkpleinen)
