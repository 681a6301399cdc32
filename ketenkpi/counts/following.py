"""The files of a state that follows on another one, of which only some rows are otherwise."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from ketenkpi.counts import assemble
from ketenkpi.counts.cube import places_of, sorted_places
from ketenkpi.counts.pieces import (
    FileSeries,
    Manifest,
    Writer,
    read_list,
    read_pieces,
    read_told,
)
from ketenkpi.counts.tally import Tally
from ketenkpi.scope import Scope

OBSERVED_ORDER = [("source", "ascending"), ("werkplein", "ascending")]


@dataclass
class FollowingCounts:
    """A state on its way: what `old` lists, with other rows at the Werkpleinen that are named.

    New files are put in `work`; those of `old` that hold none of these Werkpleinen stay.
    `old` None: there was nothing.
    """

    work: Path
    old: Path | None
    _moved: dict[str, set[str]] = field(default_factory=dict)
    _fresh: list[pa.Table] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._folder = self.old.parent if self.old else self.work
        self._list = read_list(self.old) if self.old else Manifest((), (), None, ())
        self._before = self._list.of_series
        self._pieces = dict(self._before)
        self._writer = Writer(self.work, self._folder)

    def told(self, name: str) -> pa.Table:
        """What the state before tells beside its tallies."""
        return read_told(self._folder, self._list, Scope.everything(), name)

    def series_of(self, tallies: Collection[str]) -> set[FileSeries]:
        """The series of these tallies that had rows."""
        return {series for series in self._before if series.table in tallies}

    def rows_before(self, series: FileSeries, places: Collection[str]) -> pa.Table:
        """The rows that the state before had at these Werkpleinen."""
        pieces = self._before.get(series, ())
        return read_pieces(self._folder, series.table, pieces, Scope.of(sorted(places)))

    def rewrite(self, series: FileSeries, places: frozenset[str], rows: pa.Table) -> None:
        """At these Werkpleinen `rows` take the place of all rows of this series."""
        self._moved.setdefault(series.table, set()).update(places)
        self._fresh.append(places_of({series.table: rows}))
        self._pieces[series] = self._writer.rewritten(
            series,
            self._before.get(series, ()),
            places,
            rows,
            all_gone=self._places_before.get(series.table, set()) <= places,
        )

    @cached_property
    def _places_before(self) -> Mapping[str, set[str]]:
        """Of each tally the Werkpleinen that had rows."""
        found: dict[str, set[str]] = {}
        table = self.told("places").group_by(["of", "werkplein"]).aggregate([])
        for row in table.to_pylist():
            found.setdefault(row["of"], set()).add(row["werkplein"])
        return found

    def listed(
        self,
        tallies: Sequence[str],
        return_windows: tuple[int, ...],
        made_by: str,
        observed: pa.Table,
        told: Mapping[str, pa.Table],
    ) -> Path:
        """Write the list of this state: of these tallies, and with what is told beside them."""
        beside = {"observed": observed.sort_by(OBSERVED_ORDER), "places": self._places(), **told}
        pieces = [
            *(p for series, mine in self._pieces.items() for p in mine if series.table in tallies),
            *(piece for name, table in beside.items() for piece in self._writer.told(name, table)),
        ]
        return self._writer.listed(
            Manifest(tuple(tallies), return_windows, None, tuple(pieces), made_by)
        )

    def _places(self) -> pa.Table:
        """Where each tally has rows now."""
        kept = self.told("places")
        for tally, places in self._moved.items():
            kept = without(kept, "of", [tally], places)
        return sorted_places(pa.concat_tables([kept, *self._fresh]))


def without(
    table: pa.Table, column: str, values: Collection[str], places: Collection[str]
) -> pa.Table:
    """The rows but those with one of these values at one of these Werkpleinen."""
    named = pc.is_in(table[column], pa.array(sorted(values), pa.string()))
    here = pc.is_in(table["werkplein"], pa.array(sorted(places), pa.string()))
    return table.filter(pc.invert(pc.and_(named, here)))


def difference(tally: Tally, before: pa.Table, after: pa.Table) -> pa.Table:
    """How much more there is of each combination after than before, where that is not nothing."""
    minus = before
    for measure in tally.measures:
        at = before.column_names.index(measure.name)
        minus = minus.set_column(at, before.schema.field(at), pc.negate(before[measure.name]))
    return _some(tally, assemble.summed(tally, assemble.joined(tally, [after, minus])))


def with_difference(tally: Tally, rows: pa.Table, more: pa.Table) -> pa.Table:
    """The rows of a tally with a `difference` added.

    In a histogram of days what has become nothing is no row any more; elsewhere it is
    a nought that was counted.
    """
    found = assemble.summed(tally, assemble.joined(tally, [rows, more]))
    return _some(tally, found) if "days" in tally.dims else found


def _some(tally: Tally, rows: pa.Table) -> pa.Table:
    """The rows of which any measure is not nought."""
    kept = None
    for measure in tally.measures:
        one = pc.not_equal(rows[measure.name], 0)
        kept = one if kept is None else pc.or_(kept, one)
    return rows.filter(kept)
