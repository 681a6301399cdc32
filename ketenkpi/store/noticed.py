"""What is noticed when a file meets what was delivered before: stages bestanden and historie."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ketenkpi.catalogue import DeliveryRecord
from ketenkpi.contracts import Finding, Findings, Reading, Total
from ketenkpi.contracts.findings import Stage
from ketenkpi.contracts.row_rules import Level
from ketenkpi.register import key
from ketenkpi.store.prepare import Span, rows_of
from ketenkpi.store.rows import RowsPart, text
from ketenkpi.vocabulary import Period

if TYPE_CHECKING:
    import duckdb


# A benefit that lasts over a year is common, but where nobody left in the
# first year there is a gap; ten of them are no accident.
LONG, MANY = 366, 10


def after_quarter(rows: int, period: Period) -> Findings:
    """Rows dated after the period the file was delivered for."""
    told = Finding("bestanden", "advies", "na_het_kwartaal", params={"quarter": str(period)})
    return _findings("bestanden", "advies", "na_het_kwartaal", None, rows, [told])


def renamed(called: Mapping[str, str], limit: int) -> Findings:
    """Names under which a place is kept by another name: by the register, the list or an answer."""
    other = sorted(name for name, place in called.items() if key(name) != key(place))
    listed = [
        Finding(
            "bestanden", "advies", "andere_naam", column="werkplein", value=name,
            params={"place": called[name]},
        )
        for name in other[:limit]
    ]  # fmt: skip
    return _findings("bestanden", "advies", "andere_naam", "werkplein", len(other), listed)


@dataclass(frozen=True, slots=True)
class RunningStock:
    """A Werkplein whose spells in a file seem to begin with the stock that ran then.

    first_out: the first outflow in the file; count: its spells that began over a year before.
    """

    werkplein: str
    first_out: date
    count: int


def running_stocks(
    connection: duckdb.DuckDBPyConnection, reading: Reading, span: Span
) -> tuple[RunningStock, ...]:
    """Of a file of spells of which nobody said from which day on they were followed.

    When many spells began over a year before the very first outflow in the
    file, those that ended earlier are probably not in it.
    """
    if reading.contract != "trajecten" or span.observed_from is not None:
        return ()
    rows = connection.execute(
        f"SELECT werkplein, first_out, count(*) FROM (SELECT werkplein, instroom,"
        f" min(uitstroom) OVER (PARTITION BY werkplein) AS first_out FROM {rows_of(reading)})"
        f" WHERE instroom < first_out - {LONG} GROUP BY ALL HAVING count(*) >= {MANY} ORDER BY 1"
    ).fetchall()
    return tuple(RunningStock(str(place), first, count) for place, first, count in rows)


def followed_from(stocks: Sequence[RunningStock], span: Span) -> Span:
    """The span of a file that begins with a running stock: followed since its first outflow.

    Who left before is not in it. Were the whole past taken for known, the long spells
    that are left would make old durations longer and old inflow smaller than they were,
    and a fall since then would be called more than chance. A file holds all of its own
    period, so it begins no later than that.
    """
    if not stocks:
        return span
    first = min(each.first_out for each in stocks)
    return replace(span, observed_from=min(first, span.period.first_day))


def begin_unknown(stocks: Sequence[RunningStock], begin: date | None, limit: int) -> Findings:
    """What is told of them: from which day on the file is counted."""
    rule = "begin_onbekend"
    listed = [
        Finding(
            "historie", "advies", rule, column="instroom", value=each.werkplein,
            params={"first": _day(each.first_out), "count": each.count, "begin": _day(begin)},
        )
        for each in stocks[:limit]
        if begin is not None
    ]  # fmt: skip
    return _findings("historie", "advies", rule, "instroom", len(stocks), listed)


def _day(day: date) -> str:
    return day.strftime("%d-%m-%Y")


def vanished(
    connection: duckdb.DuckDBPyConnection,
    new: RowsPart,
    before: Sequence[tuple[DeliveryRecord, RowsPart]],
    since: Mapping[str, Sequence[Path]],
    limit: int,
) -> Findings:
    """Spells that were open in a Werkplein's previous delivery and are not in the new one.

    `before` are the previous delivery of each Werkplein and its rows; `since`
    per Werkplein the rows delivered about the time after it, by month, in which
    a spell may have ended. Such a spell counts as followed up to that delivery
    and no further.
    """
    total = 0
    listed: list[Finding] = []
    gone_at = _gone_at(connection, new, before, since)
    for delivery, _ in before:
        gone = gone_at.get(delivery.werkplein, [])
        total += len(gone)
        quarter = str(delivery.slot.period)
        params = {"werkplein": delivery.werkplein, "quarter": quarter}
        listed += [
            Finding(
                "historie", "uitleg", "verdwenen", column="traject_id", value=spell, params=params
            )
            for spell in gone[: limit - len(listed)]
        ]
    return _findings("historie", "uitleg", "verdwenen", "traject_id", total, listed)


def _gone_at(
    connection: duckdb.DuckDBPyConnection,
    new: RowsPart,
    before: Sequence[tuple[DeliveryRecord, RowsPart]],
    since: Mapping[str, Sequence[Path]],
) -> Mapping[str, list[str]]:
    """The spells of each Werkplein that are gone; files that several share are read once."""
    alike: dict[tuple[Path, tuple[Path, ...]], list[str]] = {}
    for delivery, part in before:
        files = (part.path, tuple(since.get(delivery.werkplein, ())))
        alike.setdefault(files, []).append(delivery.werkplein)
    found: dict[str, list[str]] = {}
    for (path, ended), places in alike.items():
        for place, spell in connection.execute(_gone(new.path, path, ended), [places]).fetchall():
            found.setdefault(str(place), []).append(str(spell))
    return found


def _gone(new: Path, old: Path, ended: Sequence[Path]) -> str:
    over = "".join(
        f" AND NOT EXISTS (FROM read_parquet({text(str(path))}) AS later WHERE"
        f" later.werkplein = old.werkplein AND later.traject_id = old.traject_id"
        f" AND later.uitstroom IS NOT NULL)"
        for path in ended
    )
    return (
        f"SELECT werkplein, traject_id FROM read_parquet({text(str(old))}) AS old"
        f" WHERE list_contains($1, werkplein) AND uitstroom IS NULL"
        # An application that was decided on without a right is over too.
        f" AND (instroom IS NOT NULL OR besluit IS NULL) AND traject_id NOT IN"
        f" (SELECT traject_id FROM read_parquet({text(str(new))})){over}"
        f" ORDER BY traject_id"
    )


def _findings(
    stage: Stage, level: Level, rule: str, column: str | None, total: int, listed: list[Finding]
) -> Findings:
    if not total:
        return Findings()
    return Findings((Total(stage, level, rule, column, total),), tuple(listed))
