"""`Counts`: every tally of a set of uploads; adds, rolls up, narrows to a scope, is stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from ketenkpi.asked import Several, several
from ketenkpi.counts import assemble, pieces
from ketenkpi.counts.assemble import OBSERVED, PLACES
from ketenkpi.counts.tally import TALLIES, Tally
from ketenkpi.errors import NotAdditive, UsageError, UserError
from ketenkpi.register import require_places
from ketenkpi.scope import Scope
from ketenkpi.shown import as_html, as_text
from ketenkpi.vocabulary import Quarter, quarter_index

if TYPE_CHECKING:
    import pandas as pd

# The circles of a client, the narrowest first.
NARROWEST = ("partner", "werkplein", "overal")


@dataclass(frozen=True, eq=False)
class Counts:
    """Additive tallies by name, with what they were counted under.

    A tally that is absent was not counted because its contract was not there;
    a tally without rows was counted and found nothing. `observed` says per
    Werkplein between which days its cases were followed, and how far its clients
    can be linked. `in_file` are the
    places of every tally of the file these counts were read from, when not all
    of them were read: who delivered must not depend on what is asked. `nothing`
    says per contract (`of`) for which Werkplein and quarter it was delivered that
    nothing happened: no row of a tally is zero there. `lacking` says where one of
    the partners who deliver apart did not: what the others delivered is not all.
    `beside` says where totals and case files are of different partners and both count:
    each partner with the one of them that counts (`of`: 'stand_stroom/GM0758').
    `named` are Werkpleinen that are known though nothing of them is here: of the scope these
    were narrowed to, or outside it.
    """

    tables: Mapping[str, pa.Table]
    observed: pa.Table
    return_windows: tuple[int, ...]
    quarters: tuple[Quarter, Quarter] | None = None
    in_file: pa.Table | None = None
    nothing: pa.Table = field(default_factory=PLACES.empty_table)
    lacking: pa.Table = field(default_factory=PLACES.empty_table)
    beside: pa.Table = field(default_factory=PLACES.empty_table)
    named: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        for name, table in self.tables.items():
            if not table.schema.equals(assemble.schema_of(TALLIES[name])):
                raise ValueError(f"tally {name} has the wrong columns: {table.schema}")
        object.__setattr__(self, "tables", MappingProxyType(dict(self.tables)))

    def __repr__(self) -> str:
        return as_text("Counts", self._told)

    def _repr_html_(self) -> str:
        return as_html("Counts", self._told)

    @property
    def _told(self) -> Mapping[str, object]:
        """Of what these are, without a number of people."""
        quarters = sorted(self.places["kwartaal"].unique().to_pylist())
        return {
            "werkpleinen": tuple(sorted(self.places["werkplein"].unique().to_pylist())),
            "quarters": tuple(map(Quarter.from_index, quarters[:1] + quarters[1:][-1:])),
            "tallies": self.tallies,
            "return_windows": self.return_windows,
        }

    @property
    def tallies(self) -> tuple[str, ...]:
        """Names of the tallies that were counted, in the order of the catalogue of tallies."""
        return tuple(name for name in TALLIES if name in self.tables)

    @property
    def places(self) -> pa.Table:
        """Per tally (`of`) every Werkplein and quarter in which it has a row, sorted."""
        return places_of(self.tables) if self.in_file is None else self.in_file

    def table(self, tally: str) -> pa.Table:
        """All rows of a tally, texts as strings; raises UsageError when it was not counted."""
        table = self._table(tally)
        plain = [pa.string() if kind == assemble.TEXT else kind for kind in table.schema.types]
        names = table.column_names
        return table.cast(pa.schema(list(zip(names, plain, strict=True))))

    def frame(self, tally: str) -> pd.DataFrame:
        """All rows of a tally as pandas holds them, made once; not to be written to.

        Texts are categories; whole numbers that are all there share their
        memory with the table. Raises UsageError when it was not counted.
        """
        if tally not in self._frames:
            # Column by column as they are: one block of all of them would be a copy.
            self._frames[tally] = self._table(tally).to_pandas(split_blocks=True)
        return self._frames[tally]

    @cached_property
    def _frames(self) -> dict[str, pd.DataFrame]:
        return {}

    def _table(self, tally: str) -> pa.Table:
        if tally not in self.tables:
            raise UsageError(
                "counts.unknown_tally", tally=tally, known=", ".join(self.tallies) or "-"
            )
        return self.tables[tally]

    def roll_up(
        self,
        tally: str,
        by: Several[str] = (),
        measures: Sequence[str] | None = None,
        where: Mapping[str, Several[object]] | None = None,
    ) -> pd.DataFrame:
        """Measures added over every dimension that is not in `by`, sorted by `by`.

        `where` keeps only the rows with one of the given values. A dimension
        that it holds to a single value is not added over. A missing sum is NaN.
        Raises NotAdditive when a measure may not be added over a dimension that
        would disappear, UsageError for an unknown tally, dimension, measure or Werkplein,
        UserError for what is no quarter.
        """
        table = self._table(tally)
        definition, groups = TALLIES[tally], several(by, "by")
        chosen = self._chosen(where or {})
        asked = _asked(definition, measures)
        _check_names(definition, [*groups, *chosen])
        held = {dim for dim, values in chosen.items() if len(set(values)) == 1}
        _check_additive(definition, asked, {*groups, *held})
        rows = assemble.where(table, chosen)
        return _as_pandas(assemble.added(rows, groups, asked), list(groups))

    def _chosen(self, where: Mapping[str, Several[object]]) -> dict[str, list[object]]:
        """What is asked within, quarters by their index; see `roll_up` for what is refused."""
        chosen = {dim: list(several(values, f"where: {dim}")) for dim, values in where.items()}
        if "werkplein" in chosen:
            require_places(chosen["werkplein"], self.known, self._held)
        if "kwartaal" in chosen:
            chosen["kwartaal"] = [quarter_index(quarter) for quarter in chosen["kwartaal"]]
        return chosen

    @property
    def known(self) -> frozenset[str]:
        """Every Werkplein that anything here is of, or that is known without it."""
        return self._held | self.named

    @property
    def _held(self) -> frozenset[str]:
        told = (self.observed, self.nothing, self.lacking, self.beside)
        every = (*self.tables.values(), *told, *(() if self.in_file is None else (self.in_file,)))
        return frozenset(name for each in every for name in _names(each["werkplein"]))

    def select(self, scope: Scope) -> Counts:
        """Only what `scope` allows; raises UsageError where it names a Werkplein nobody knows."""
        if scope.werkpleinen is None:
            return self
        allowed = scope.werkpleinen
        known = self.known
        require_places(allowed, known, known & allowed)
        only = {"werkplein": sorted(allowed)}
        tables = {name: assemble.where(table, only) for name, table in self.tables.items()}
        where = None if self.in_file is None else assemble.inside(self.in_file, allowed)
        told = ("observed", "nothing", "lacking", "beside")
        seen = {name: assemble.inside(getattr(self, name), allowed) for name in told}
        return replace(self, tables=tables, in_file=where, named=known | allowed, **seen)

    def write(self, folder: Path) -> Path:
        """Small files that are named by their content, and a list of them; gives the list's path.

        Counts with the same rows have the same names. Raises ValueError for counts
        that were read in part.
        """
        if self.in_file is not None:
            raise ValueError("counts that were read in part cannot be written")
        writer = pieces.Writer(folder, folder)
        files = [
            piece
            for name in self.tallies
            for series, rows in pieces.by_series(name, self.tables[name])
            for piece in writer.rewritten(series, (), (), rows)
        ]
        files += [piece for name in pieces.TOLD for piece in writer.told(name, getattr(self, name))]
        listed = pieces.Manifest(self.tallies, self.return_windows, self.quarters, tuple(files))
        return writer.listed(listed)

    @staticmethod
    def read(
        path: Path,
        scope: Scope,
        tallies: Iterable[str] | None = None,
        only: Mapping[str, Mapping[str, Sequence[object]]] = MappingProxyType({}),
        over: Mapping[str, Sequence[str]] = MappingProxyType({}),
    ) -> Counts:
        """What `scope` allows of counts that `write` listed at `path`.

        tallies: the tallies to load, all when None. only: per tally and
        dimension the values to load. over: per tally dimensions over which it is added
        while it is read, each then 'alle'; only those of `Tally.adds_over`. `places`
        holds everything all the same. Raises UserError when the list is not one of ours
        or of another version.
        """
        held = pieces.read(path, scope, tallies, only, over)
        told = dict(held.told)
        # Of counts that were read whole the places follow from its tallies.
        in_file = told.pop("places", None)
        return Counts(
            held.tables,
            return_windows=held.return_windows,
            quarters=held.quarters,
            in_file=in_file,
            named=scope.werkpleinen or frozenset(),
            **told,
        )

    def __add__(self, other: Counts) -> Counts:
        """The counts of both sets of rows together.

        Raises UserError when they were counted under different windows: then
        their sum would mean nothing.
        """
        if self.return_windows != other.return_windows:
            raise UserError(
                "counts.add_windows", left=self.return_windows, right=other.return_windows
            )
        if self.quarters != other.quarters:
            raise UserError("counts.add_quarters")
        tables = {
            name: _sum(TALLIES[name], [c.tables[name] for c in (self, other) if name in c.tables])
            for name in TALLIES
            if name in self.tables or name in other.tables
        }
        if self.in_file is not None or other.in_file is not None:
            raise ValueError("counts that were read in part cannot be added")
        observed = _same_windows(self.observed, other.observed)
        told = {
            name: sorted_places(pa.concat_tables([getattr(self, name), getattr(other, name)]))
            for name in ("nothing", "lacking", "beside")
        }
        return Counts(tables, observed, self.return_windows, self.quarters, **told)

    def with_told(
        self,
        *,
        nothing: Iterable[tuple[str, str, int]],
        lacking: Iterable[tuple[str, str, int]],
        beside: Iterable[tuple[str, str, int]] = (),
    ) -> Counts:
        """These counts, with what deliveries say besides their rows.

        Each as (contract, Werkplein, index of a quarter); see the attributes.
        """
        told = {"nothing": nothing, "lacking": lacking, "beside": beside}
        return replace(self, **{name: told_of(rows) for name, rows in told.items()})


def told_of(rows: Iterable[tuple[str, str, int]]) -> pa.Table:
    """What deliveries say besides their rows, each as (contract, Werkplein, index of a quarter)."""
    listed = [dict(zip(PLACES.names, each, strict=True)) for each in rows]
    return sorted_places(pa.Table.from_pylist(listed, PLACES))


def sorted_places(table: pa.Table) -> pa.Table:
    """Each place once, sorted."""
    distinct = table.group_by(PLACES.names, use_threads=False).aggregate([])
    return distinct.cast(PLACES).sort_by(
        [("werkplein", "ascending"), ("kwartaal", "ascending"), ("of", "ascending")]
    )


def places_of(tables: Mapping[str, pa.Table]) -> pa.Table:
    """Per tally (`of`) every Werkplein and quarter in which it has a row, sorted."""
    parts = [_places(name, table) for name, table in tables.items() if table.num_rows]
    return sorted_places(pa.concat_tables([PLACES.empty_table(), *parts]))


def _places(name: str, table: pa.Table) -> pa.Table:
    # Marked in a grid of Werkplein x quarter: 5 million rows take 30 ms, which
    # grouping them takes ten times over.
    werkplein = table["werkplein"].combine_chunks()
    quarter = table["kwartaal"].to_numpy()
    first, last = int(quarter.min()), int(quarter.max())
    grid = np.zeros((len(werkplein.dictionary), last - first + 1), dtype=np.bool_)
    grid[werkplein.indices.to_numpy(), quarter - first] = True
    rows, columns = np.nonzero(grid)
    texts = werkplein.dictionary.take(pa.array(rows))
    quarters = pa.array(columns + first, pa.int32())
    return pa.table([pa.repeat(name, len(rows)), texts, quarters], schema=PLACES)


def _names(column: pa.ChunkedArray) -> Iterable[str]:
    # Where texts are coded, of millions of rows only their few words are looked at.
    coded = pa.types.is_dictionary(column.type)
    parts = [each.dictionary if coded else each.unique() for each in column.chunks]
    return (name for part in parts for name in part.to_pylist())


def _asked(tally: Tally, measures: Sequence[str] | None) -> list[str]:
    known = [measure.name for measure in tally.measures]
    if unknown := [name for name in measures or () if name not in known]:
        raise UsageError(
            "counts.unknown_measure", tally=tally.name, name=unknown[0], known=", ".join(known)
        )
    return list(measures) if measures is not None else known


def _check_names(tally: Tally, dims: Iterable[str]) -> None:
    for dim in dims:
        if dim not in tally.dims:
            raise UsageError(
                "counts.unknown_dimension", tally=tally.name, name=dim, known=", ".join(tally.dims)
            )


def _check_additive(tally: Tally, measures: Iterable[str], kept: set[str]) -> None:
    for name in measures:
        for dim, obstacle in tally.measure(name).not_over:
            if dim not in kept:
                raise NotAdditive(
                    f"counts.not_additive_{obstacle}", tally=tally.name, measure=name, dim=dim
                )


def _as_pandas(rows: pa.Table, by: list[str]) -> pd.DataFrame:
    for index, name in enumerate(rows.column_names):
        if rows.schema.field(name).type == assemble.TEXT:
            rows = rows.set_column(index, name, rows[name].cast(pa.string()))
    frame: pd.DataFrame = rows.to_pandas()
    return frame.sort_values(by, ignore_index=True) if by else frame


def _sum(tally: Tally, tables: list[pa.Table]) -> pa.Table:
    if len(tables) == 1:
        return tables[0]
    return assemble.summed(tally, assemble.joined(tally, tables))


def _same_windows(left: pa.Table, right: pa.Table) -> pa.Table:
    """The windows of both, which must agree; of the circles of clients the narrowest holds."""
    seen: dict[tuple[str, str], dict[str, object]] = {}
    for row in [*left.to_pylist(), *right.to_pylist()]:
        key = (row["source"], row["werkplein"])
        other = seen.setdefault(key, row)
        both = {other["kring"], row["kring"]} - {None}
        circle = min(both, key=NARROWEST.index, default=None)
        seen[key] = row | {"kring": circle}
        if seen[key] != other | {"kring": circle}:
            raise UserError("counts.add_observed", werkplein=row["werkplein"])
    return pa.Table.from_pylist([seen[key] for key in sorted(seen)], OBSERVED)
