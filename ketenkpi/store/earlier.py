"""What a later file changes of what an earlier period knew already.

An end or a step of this quarter in an older case is ordinary. That a case of
last quarter has another beginning, is new, or is gone, is not: the figures of
last quarter were read by somebody.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from ketenkpi.catalogue import DeliveryRecord
from ketenkpi.counts.sources import PARTNER
from ketenkpi.store.changes import EarlierChange, difference, row_columns, row_key
from ketenkpi.store.rows import RowsPart, name, names, text
from ketenkpi.store.series import SERIES, Series
from ketenkpi.vocabulary import Quarter

if TYPE_CHECKING:
    import duckdb

EXAMPLES = 5


def earlier_change(
    connection: duckdb.DuckDBPyConnection,
    new: RowsPart,
    places: Collection[str],
    kept: Sequence[DeliveryRecord],
) -> EarlierChange | None:
    """The rows of earlier periods that would be otherwise, None when there are none.

    Only of this partner at the `places` of the file, as far as they delivered
    before: what nobody delivered yet, nobody knew. They are looked for in the tables that
    `row_change` of this contract left.
    """
    series = SERIES[new.contract]
    known = _known_until(new, places, kept)
    if not series.by_partner or not known:
        return None
    columns = row_columns(new.contract)
    old, now = (_as_known(series, rows, new.partner, known) for rows in ("were", "will_be"))
    key = row_key(new.contract)
    added, removed, changed = difference(connection, old, now, names(columns), key)
    if not (added or removed or changed):
        return None
    until = max(known.values())
    examples = _examples(connection, series)
    return EarlierChange(new.contract, added, removed, changed, until, examples)


def _known_until(
    new: RowsPart, places: Collection[str], kept: Iterable[DeliveryRecord]
) -> Mapping[str, date]:
    """Per place the last day that this partner delivered of the quarters before this one.

    A month of the same quarter is no earlier period: its quarter is not over,
    and a register by month goes on being filled.
    """
    begin = Quarter.from_index(new.quarter).first_day
    known: dict[str, date] = {}
    for old in kept:
        mine = (old.contract, old.partner) == (new.contract, new.partner)
        last = old.slot.period.last_day
        if mine and last < begin and old.werkplein in places:
            known[old.werkplein] = max(last, known.get(old.werkplein, last))
    return known


def _as_known(series: Series, table: str, partner: str, known: Mapping[str, date]) -> str:
    """SQL for the rows as they could be known then: what is dated later is not there yet."""
    values = ", ".join(f"({text(place)}, DATE '{day}')" for place, day in sorted(known.items()))
    until = f"(VALUES {values}) AS known(_plaats, _bekend)"
    rows = (
        f"{table} AS r JOIN {until}"
        f" ON r.{name(series.place)} = _plaats AND r.{PARTNER} = {text(partner)}"
    )
    columns = names(row_columns(series.contract))
    if series.by_quarter:
        last = "year(_bekend) * 4 + quarter(_bekend) - 1"
        return f"SELECT {columns} FROM {rows} WHERE kwartaal <= {last}"
    hidden = {event: f"{name(event)} > _bekend" for event in series.events}
    hidden |= {
        outcome: f"({name(event)} IS NULL OR {name(event)} > _bekend)"
        for outcome, event in series.outcomes.items()
    }
    shown = ", ".join(
        f"CASE WHEN {hidden[column]} THEN NULL ELSE {name(column)} END AS {name(column)}"
        if column in hidden
        else name(column)
        for column in row_columns(series.contract)
    )
    begun = " OR ".join(f"{name(event)} <= _bekend" for event in series.events)
    return f"SELECT {shown} FROM {rows} WHERE {begun}"


def _examples(connection: duckdb.DuckDBPyConnection, series: Series) -> tuple[str, ...]:
    """The first numbers of the rows that differ; `difference` left them in `moved`."""
    number = next((column for column in series.row if column.endswith("_id")), None)
    if number is None:
        return ()
    rows = connection.execute(
        f"SELECT DISTINCT {name(number)} FROM moved ORDER BY 1 LIMIT {EXAMPLES}"
    ).fetchall()
    return tuple(str(value) for (value,) in rows)
