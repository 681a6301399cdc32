"""What an upload would do: rows added, removed and changed, and every figure that moves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ketenkpi.catalogue import DeliveryRecord, Slot
from ketenkpi.contracts import find_contract
from ketenkpi.counts import TALLIES, Counts, Tally
from ketenkpi.store.rows import Part, current_rows, name, names, place_of, text
from ketenkpi.store.series import SERIES

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

# Tallies that are fixed once a quarter is over. Durations and returns are not:
# they go on maturing because open cases end later, and that is no revision.
FIXED = frozenset(
    {"instroom", "uitstroom", "stand", "meldingen", "klant", "respons", "middelen", "klachten"}
    | {"stand_stroom"}
)


@dataclass(frozen=True, slots=True)
class RowChange:
    """Rows of one contract: what comes, what goes, what gets another content."""

    contract: str
    added: int
    removed: int
    changed: int


@dataclass(frozen=True, slots=True)
class FigureChange:
    """One tally's measure at one Werkplein and quarter, before and after.

    `part` is the kind or window where the measure may not be added over it,
    else empty. None means: there was, or will be, no such figure. `before`
    may equal `after`: then only its distribution within changes.
    """

    tally: str
    measure: str
    werkplein: str
    kwartaal: int
    part: str
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything that differs between two states.

    `revised` are the definitive deliveries whose figures would move.
    """

    rows: tuple[RowChange, ...] = ()
    figures: tuple[FigureChange, ...] = ()
    revised: tuple[Slot, ...] = ()

    def as_frame(self) -> pd.DataFrame:
        """One row per figure that moves, in the fields of FigureChange."""
        import pandas as pd

        fields = list(FigureChange.__dataclass_fields__)
        rows = [[getattr(figure, field) for field in fields] for figure in self.figures]
        return pd.DataFrame(rows, columns=fields)


def row_changes(
    connection: duckdb.DuckDBPyConnection,
    places: Mapping[str, Iterable[str]],
    old: Sequence[Part],
    new: Sequence[Part],
) -> tuple[RowChange, ...]:
    """The change of the current rows of each contract at the places named for it.

    A row that is identified (`Series.row`) and differs is changed; one that is
    not identified is removed and added.
    """
    return tuple(
        _row_change(connection, contract, sorted(places[contract]), old, new)
        for contract in sorted(places)
    )


def _row_change(
    connection: duckdb.DuckDBPyConnection,
    contract: str,
    places: Sequence[str],
    old: Sequence[Part],
    new: Sequence[Part],
) -> RowChange:
    columns = names(find_contract(contract).names)
    here = f"{place_of(SERIES[contract])} IN ({', '.join(text(place) for place in places)})"
    before, after = (
        f"SELECT {columns} FROM ({current_rows(contract, parts)}) WHERE {here}"
        for parts in (old, new)
    )
    if not any(part.contract == contract for part in old):
        return RowChange(contract, _one(connection, f"SELECT count(*) FROM ({after})"), 0, 0)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE gone AS {before} EXCEPT ALL {after}")
    connection.execute(f"CREATE OR REPLACE TEMP TABLE come AS {after} EXCEPT ALL {before}")
    removed, added = (_one(connection, f"SELECT count(*) FROM {table}") for table in _SIDES)
    key = SERIES[contract].row
    changed = 0
    if key and removed and added:
        both = " AND ".join(f"g.{name(c)} IS NOT DISTINCT FROM c.{name(c)}" for c in key)
        matched = f"SELECT DISTINCT {', '.join(f'g.{name(c)}' for c in key)}"
        matched += f" FROM gone g JOIN come c ON {both}"
        changed = _one(connection, f"SELECT count(*) FROM ({matched})")
    return RowChange(contract, added - changed, removed - changed, changed)


_SIDES = ("gone", "come")


def _one(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0


def figure_changes(
    connection: duckdb.DuckDBPyConnection, old: Counts, new: Counts, tallies: Iterable[str]
) -> tuple[FigureChange, ...]:
    """Every measure of these tallies that differs anywhere within a Werkplein and quarter."""
    found: list[FigureChange] = []
    for tally in (TALLIES[key] for key in TALLIES if key in set(tallies)):
        for side, counts in (("old_counts", old), ("new_counts", new)):
            table = counts.table(tally.name) if tally.name in counts.tallies else _none(tally)
            connection.register(side, table)
        for measure in tally.measures:
            found += _figures(connection, tally, measure.name)
    return tuple(found)


def _none(tally: Tally) -> object:
    import pyarrow as pa

    from ketenkpi.counts.assemble import schema_of

    return (
        schema_of(tally)
        .empty_table()
        .cast(
            pa.schema(
                (field.name, pa.string() if pa.types.is_dictionary(field.type) else field.type)
                for field in schema_of(tally)
            )
        )
    )


def _figures(
    connection: duckdb.DuckDBPyConnection, tally: Tally, measure: str
) -> list[FigureChange]:
    # Cell by cell, so that a shift between two groups of clients is seen even
    # where the total stays. Amounts are rounded to a millionth: a sum of the
    # same amounts in another order differs in its last digits.
    cells = names(dim for dim in tally.dims if dim != "days")
    apart = [dim for dim, _ in tally.measure(measure).not_over if dim != "kwartaal"]
    part = f"{name(apart[0])}::VARCHAR" if apart else "''"
    sides = " UNION ALL ".join(
        f"SELECT {cells}, round(sum({name(measure)}), 6) AS n, {is_new} AS is_new"
        f" FROM {table} GROUP BY ALL"
        for table, is_new in (("old_counts", "false"), ("new_counts", "true"))
    )
    cell = (
        f"SELECT {cells}, any_value(n) FILTER (NOT is_new) AS before,"
        f" any_value(n) FILTER (is_new) AS after FROM ({sides}) GROUP BY {cells}"
    )
    # Nothing and zero differ only where nobody having delivered is not zero.
    differs = (
        "before IS DISTINCT FROM after"
        if tally.measure(measure).may_be_missing
        else "coalesce(before, 0) <> coalesce(after, 0)"
    )
    query = (
        f"SELECT werkplein, kwartaal, {part} AS part, sum(before), sum(after) FROM ({cell})"
        f" GROUP BY ALL HAVING count(*) FILTER ({differs}) > 0 ORDER BY ALL"
    )
    return [
        FigureChange(tally.name, measure, place, quarter, part_, _real(before), _real(after))
        for place, quarter, part_, before, after in connection.execute(query).fetchall()
    ]


def _real(value: object) -> float | None:
    return None if value is None else float(str(value))


def revised(
    figures: Iterable[FigureChange],
    deliveries: Iterable[DeliveryRecord],
    replaced: Iterable[DeliveryRecord],
) -> tuple[Slot, ...]:
    """The definitive deliveries that are replaced, or of whose quarters a fixed figure moves."""
    definitive = [d for d in deliveries if d.status == "definitief"]
    moved = {
        (TALLIES[figure.tally].contract, figure.werkplein, figure.kwartaal)
        for figure in figures
        if figure.tally in FIXED
    }
    touched = {d.slot for d in replaced if d.status == "definitief"}
    for delivery in definitive:
        quarters = range(delivery.first_quarter, delivery.quarter + 1)
        if any((delivery.contract, delivery.werkplein, q) in moved for q in quarters):
            touched.add(delivery.slot)
    return tuple(sorted(touched))
