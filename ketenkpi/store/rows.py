"""The rows that count now: of every delivery what no later delivery took over.

Written in SQL for DuckDB, which reads the immutable Parquet files itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ketenkpi.catalogue import Blobs, DeliveryRecord
from ketenkpi.contracts import find_contract
from ketenkpi.counts.sources import SEEN_FROM, SEEN_UNTIL
from ketenkpi.store.series import SERIES, Series

if TYPE_CHECKING:
    import duckdb

# An upload that has no number yet comes after all others of its quarter.
NEWEST = 2**62


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of one upload that are candidates: those of the places still current.

    `places` are Werkpleinen with the partner ('' where partners deliver
    together); None means all rows of the file.
    """

    contract: str
    path: Path
    places: frozenset[tuple[str, str]] | None
    quarter: int
    upload_id: int
    observed_from: date | None
    observed_until: date


def parts_of(deliveries: Iterable[DeliveryRecord], rows: Blobs) -> tuple[Part, ...]:
    """One part per upload of these deliveries."""
    by_upload: dict[int, list[DeliveryRecord]] = {}
    for delivery in deliveries:
        by_upload.setdefault(delivery.upload.id, []).append(delivery)
    return tuple(_part(group, rows) for group in by_upload.values())


def _part(deliveries: Sequence[DeliveryRecord], rows: Blobs) -> Part:
    upload = deliveries[0].upload
    whole = sum(delivery.rows for delivery in deliveries) == upload.rows_stored
    return Part(
        contract=upload.contract,
        path=rows.path(upload.rows_blob),
        places=None if whole else frozenset((each.werkplein, each.partner) for each in deliveries),
        quarter=upload.quarter,
        upload_id=upload.id,
        observed_from=upload.observed_from,
        observed_until=upload.observed_until,
    )


@contextmanager
def working(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A DuckDB in memory that spills into `folder`; half of the memory, as counting uses."""
    import duckdb

    config: dict[str, str | bool | int | float | list[str]] = {
        "temp_directory": str(folder / "spill"),
        "memory_limit": "50%",
        "threads": 2,
    }
    with duckdb.connect(config=config) as connection:
        yield connection


def name(column: str) -> str:
    """A column name as SQL."""
    return '"' + column.replace('"', '""') + '"'


def text(value: str) -> str:
    """A text as SQL."""
    return "'" + value.replace("'", "''") + "'"


def names(columns: Iterable[str]) -> str:
    """Column names as a list in SQL."""
    return ", ".join(name(column) for column in columns)


def place_of(series: Series) -> str:
    """The place a row belongs to, as SQL."""
    if series.or_place is None:
        return name(series.place)
    return f"coalesce({name(series.place)}, {name(series.or_place)})"


def partner_of(series: Series) -> str:
    """The partner a row is from, as SQL; '' where partners deliver together."""
    return "''" if series.partner is None else name(series.partner)


def current_rows(contract: str, parts: Sequence[Part]) -> str:
    """SQL for the rows of `contract` that count, in the columns of the contract.

    Besides these it gives `_gezien_tot`: the day up to which the delivery a
    row comes from was observed, and `_gezien_vanaf`: the first day of
    observation of all deliveries that held the case, null when the whole past
    is known. Not only of the last: a case that was followed since January
    and is delivered again in April has been at risk since January, and if
    only the cases that ended early kept that, ending would look too common.
    """
    mine = sorted((p for p in parts if p.contract == contract), key=_order)
    series = SERIES[contract]
    columns = names(find_contract(contract).names)
    union = " UNION ALL ".join(_candidates(part, rank) for rank, part in enumerate(mine))
    if not mine:
        return f"SELECT {columns}, 0 AS {SEEN_FROM}, 0 AS {SEEN_UNTIL} FROM ({_no_rows(contract)})"
    if len(mine) > 1:
        union = _latest(union, series.supersedes)
        if series.follows:
            union = _latest(union, series.follows, only_filled=True)
    seen = f"nullif(_vanaf, {_ALWAYS})::INTEGER AS {SEEN_FROM}, _tot AS {SEEN_UNTIL}"
    return f"SELECT {columns}, {seen} FROM ({union})"


# Before any date a contract accepts: the whole past was observed.
_ALWAYS = -(10**6)


def _order(part: Part) -> tuple[int, int]:
    return (part.quarter, part.upload_id)


def _candidates(part: Part, rank: int) -> str:
    columns = _columns(part)
    begin = _ALWAYS if part.observed_from is None else days(part.observed_from)
    where = ""
    if part.places is not None:
        series = SERIES[part.contract]
        chosen = ", ".join(f"({text(p)}, {text(q)})" for p, q in sorted(part.places))
        where = f" WHERE ({place_of(series)}, {partner_of(series)}) IN ({chosen})"
    return (
        f"SELECT {columns}, {rank} AS _orde, {begin} AS _vanaf,"
        f" {days(part.observed_until)}::INTEGER AS _tot"
        f" FROM read_parquet({text(str(part.path))}){where}"
    )


def _columns(part: Part) -> str:
    """The columns of the contract; one that it did not have yet at the time is empty."""
    import pyarrow.parquet as pq

    held = set(pq.read_schema(part.path).names)
    return ", ".join(
        name(column) if column in held else f"NULL AS {name(column)}"
        for column in find_contract(part.contract).names
    )


def _latest(rows: str, key: tuple[str, ...], only_filled: bool = False) -> str:
    """Of rows with the same key those of the last delivery; nulls are equal to each other."""
    group = f"PARTITION BY {names(key)}"
    latest = f"_orde = max(_orde) OVER ({group})"
    begin = f"min(_vanaf) OVER ({group})"
    if only_filled:
        filled = " AND ".join(f"{name(column)} IS NOT NULL" for column in key)
        latest = f"(NOT ({filled}) OR {latest})"
        begin = f"CASE WHEN {filled} THEN {begin} ELSE _vanaf END"
    return f"SELECT * REPLACE ({begin} AS _vanaf) FROM ({rows}) QUALIFY {latest}"


def _no_rows(contract: str) -> str:
    empty = ", ".join(f"NULL AS {name(column)}" for column in find_contract(contract).names)
    return f"SELECT {empty} WHERE false"


def days(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - date(1970, 1, 1)).days


def write_current(
    connection: duckdb.DuckDBPyConnection, contract: str, parts: Sequence[Part], out: Path
) -> Path:
    """Write the current rows of `contract` to Parquet; returns `out`."""
    query = current_rows(contract, parts)
    connection.execute(f"COPY ({query}) TO {text(str(out))} (FORMAT parquet)")
    return out
