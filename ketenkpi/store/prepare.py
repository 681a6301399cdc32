"""A file that was read -> what it brings for which place and period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ketenkpi.catalogue import NewDelivery
from ketenkpi.contracts import LINE, NVT, Finding, Findings, Reading, Total, find_contract
from ketenkpi.errors import UserError
from ketenkpi.store.periods import Dated, proposed
from ketenkpi.store.rows import RowsPart, current_rows, name, names, partner_of, place_of, text
from ketenkpi.store.series import SERIES, Series
from ketenkpi.vocabulary import Period, Quarter

if TYPE_CHECKING:
    import duckdb


class QuarterUnknown(UserError):
    """Nothing in a file tells for which quarter it is, and the user did not say."""


@dataclass(frozen=True, slots=True)
class Span:
    """For which period a file is, and between which days its cases were followed.

    `observed_from` None: the whole past is known.
    """

    period: Period
    observed_from: date | None
    observed_until: date


def span_of(
    found: Dated,
    period: Period | None,
    observed_from: date | None,
    observed_until: date | None,
) -> Span:
    """The span of a file: as the user says, else up to where the bulk of its rows reaches.

    Who names a period says that the file was made when it was over, so it was
    observed up to its last day, also when nothing happened on that day. So does
    a file whose rows name their quarter or month. Raises QuarterUnknown when
    there is nothing to go by.
    """
    if period is not None:
        return Span(period, observed_from, observed_until or period.last_day)
    if observed_until is not None:
        return Span(Period(Quarter.of(observed_until)), observed_from, observed_until)
    seems = proposed(found)
    if seems is None:
        raise QuarterUnknown("store.quarter_unknown")
    latest = None if found.named or found.months else found.latest
    last = seems.last_day if latest is None else min(latest, seems.last_day)
    return Span(seems, observed_from, last)


def places_in(connection: duckdb.DuckDBPyConnection, reading: Reading) -> tuple[str, ...]:
    """The Werkpleinen a reading names; not what belongs to a region or an outside series."""
    series = SERIES[reading.contract]
    if series.shared or reading.parquet is None or series.place != "werkplein":
        return ()
    rows = connection.execute(
        f"SELECT DISTINCT werkplein FROM {rows_of(reading)} WHERE werkplein IS NOT NULL ORDER BY 1"
    ).fetchall()
    return tuple(str(place) for (place,) in rows)


def _latest_sql(series: Series) -> str | None:
    if series.by_quarter:
        return "kwartaal"
    return f"greatest({names(series.events)})" if series.events else None


def later_rows(connection: duckdb.DuckDBPyConnection, reading: Reading, span: Span) -> int:
    """How many rows hold something dated after the observed period."""
    series = SERIES[reading.contract]
    last = _latest_sql(series)
    if last is None:
        return 0
    last_quarter = str(span.period.quarter.index)
    bound = last_quarter if series.by_quarter else f"DATE '{span.observed_until}'"
    found = _row(connection, f"SELECT count(*) FROM {rows_of(reading)} WHERE {last} > {bound}")
    return int(str(found[0]))


def deliveries_of(
    connection: duckdb.DuckDBPyConnection, reading: Reading, span: Span, partner: str
) -> tuple[NewDelivery, ...]:
    """What the file brings for each place and partner, in that order.

    partner: who delivers, '' where it belongs to none; rows that name their
    partner go before it.
    """
    series = SERIES[reading.contract]
    first = _first_quarter_sql(series, span)
    own = "false" if series.shared else f"bool_and({name(series.place)} IS NOT NULL)"
    rows = connection.execute(
        f"SELECT {place_of(series)} AS place, {partner_of(series)} AS partner, {own} AS own,"
        f" count(*), {first} FROM {rows_of(reading)} GROUP BY 1, 2 ORDER BY 1, 2"
    ).fetchall()
    here = span.period.quarter.index
    start = Quarter.of(span.observed_from).index if span.observed_from else here
    return tuple(
        NewDelivery(
            werkplein=str(place),
            shared=not own_place,
            first_quarter=min(start if earliest is None else earliest, here),
            rows=count,
            partner=str(named) or partner,
        )
        for place, named, own_place, count, earliest in rows
    )


def _first_quarter_sql(series: Series, span: Span) -> str:
    """The first quarter the rows speak about; NULL when the observed period tells it."""
    if series.by_quarter:
        return "min(kwartaal)"
    if span.observed_from is None and series.events:
        # The whole past is known, so from the first day on which anything happened.
        day = f"min(least({names(series.events)}))"
        return f"year({day}) * 4 + quarter({day}) - 1"
    return "NULL"


def rows_of(reading: Reading) -> str:
    """The typed rows of a reading that may be stored, as SQL."""
    if reading.parquet is None:
        raise ValueError("a file that may not be stored has no rows")
    return f"read_parquet({text(str(reading.parquet))})"


def _row(connection: duckdb.DuckDBPyConnection, query: str) -> tuple[object, ...]:
    # All of it is fetched: a result that is not read to its end keeps the
    # connection busy for whatever asks it next.
    (row,) = connection.execute(query).fetchall()
    return tuple(row)


def with_werkplein(
    connection: duckdb.DuckDBPyConnection,
    reading: Reading,
    spells: Sequence[RowsPart],
    skip_faulty_rows: bool,
    limit: int,
) -> Reading:
    """Steps with the Werkplein of their spell filled in where they name none.

    It is written into the stored rows, so that they keep belonging to the
    delivery they came with. A step whose spell is not delivered, or whose
    number two Werkpleinen use, is a fout; with `skip_faulty_rows` it is left
    out and counted as rejected.
    """
    if reading.contract != "stappen" or reading.parquet is None:
        return reading
    if not _row(connection, _NAMELESS.format(rows=rows_of(reading)))[0]:
        return reading
    spells_sql = current_rows("trajecten", spells) if spells else _NO_SPELLS
    single = (
        f"SELECT traject_id AS t, min(werkplein) AS w FROM ({spells_sql})"
        " GROUP BY traject_id HAVING count(DISTINCT werkplein) = 1"
    )
    columns = names((*find_contract("stappen").names, NVT, LINE))
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE placed AS SELECT * REPLACE"
        f" (coalesce(werkplein, w) AS werkplein) FROM {rows_of(reading)}"
        f" LEFT JOIN ({single}) ON traject_id = t ORDER BY {LINE}"
    )
    orphans = _orphans(connection, limit)
    lost = sum(total.count for total in orphans.totals)
    if lost == 0 or (skip_faulty_rows and lost < reading.rows_stored):
        return _written(connection, replace(reading, findings=reading.findings + orphans), columns)
    findings = reading.findings + orphans
    return replace(reading, parquet=None, findings=findings, rows_stored=0,
                   rows_rejected=reading.rows_read)  # fmt: skip


_NAMELESS = "SELECT count(*) FROM {rows} WHERE werkplein IS NULL"
_NO_SPELLS = "SELECT NULL::VARCHAR AS traject_id, NULL::VARCHAR AS werkplein WHERE false"


def _orphans(connection: duckdb.DuckDBPyConnection, limit: int) -> Findings:
    rows = connection.execute(
        f"SELECT {LINE}, traject_id FROM placed WHERE werkplein IS NULL ORDER BY {LINE}"
    ).fetchall()
    if not rows:
        return Findings()
    rule, column = "stap_zonder_traject", "traject_id"
    listed = tuple(
        Finding("bestanden", "fout", rule, line=line, column=column, value=value)
        for line, value in rows[:limit]
    )
    return Findings((Total("bestanden", "fout", rule, column, len(rows)),), listed)


def _written(connection: duckdb.DuckDBPyConnection, reading: Reading, columns: str) -> Reading:
    out = Path(f"{reading.parquet}.placed")
    kept = f"SELECT {columns} FROM placed WHERE werkplein IS NOT NULL ORDER BY {LINE}"
    connection.execute(f"COPY ({kept}) TO {text(str(out))} (FORMAT parquet, COMPRESSION zstd)")
    stored = int(str(_row(connection, "SELECT count(werkplein) FROM placed")[0]))
    return replace(
        reading,
        parquet=out,
        rows_stored=stored,
        rows_rejected=reading.rows_read - stored,
    )
