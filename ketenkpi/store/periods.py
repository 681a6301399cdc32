"""For which period a file is: what its rows say, and whether that fits what the uploader says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from ketenkpi.contracts import Finding, Findings, Reading, Total
from ketenkpi.contracts.questions import Question
from ketenkpi.store.rows import names, text
from ketenkpi.store.series import SERIES
from ketenkpi.vocabulary import Period, Quarter

if TYPE_CHECKING:
    import duckdb

# Up to one row in a hundred may be dated after all others without making the
# period: a typing error of a year is seen about that often, and in a file of
# fewer rows one that is later is as likely to be true.
STRAY_SHARE = 0.01
# No event at all in a quarter, where the quarters before had some seven each or
# more, happens by chance less than once in a thousand files (e to the power -7).
PLENTY = 7.0
LOOKED_BACK = 4


@dataclass(frozen=True)
class Dated:
    """How many rows of a file have their last event, or their quarter, when.

    `by_month` counts last events (year * 12 + month - 1), `by_quarter` these or
    the quarters that rows name, by index; `latest` is the last day of an event,
    also a stray one; `months` are the months that the file itself names.
    """

    by_quarter: Mapping[int, int] = field(default_factory=dict)
    by_month: Mapping[int, int] = field(default_factory=dict)
    latest: date | None = None
    named: bool = False
    months: tuple[tuple[int, int], ...] = ()

    @property
    def total(self) -> int:
        return sum(self.by_quarter.values())

    @property
    def quarter(self) -> int | None:
        """The quarter that the bulk of the rows reaches to."""
        rest = 0
        for quarter in sorted(self.by_quarter, reverse=True):
            rest += self.by_quarter[quarter]
            if rest > STRAY_SHARE * self.total:
                return quarter
        return None

    @property
    def stray(self) -> int:
        """Rows that are dated after that quarter."""
        bulk = self.quarter
        return sum(
            n for quarter, n in self.by_quarter.items() if bulk is not None and quarter > bulk
        )


def dated(connection: duckdb.DuckDBPyConnection, readings: Sequence[Reading]) -> Dated:
    """What the rows of a file say of when they are."""
    counted: dict[int, int] = {}
    monthly: dict[int, int] = {}
    latest: list[date] = []
    named = False
    for reading in readings:
        series = SERIES[reading.contract]
        if reading.parquet is None or not (series.by_quarter or series.events):
            continue
        source = f"read_parquet({text(str(reading.parquet))})"
        if series.by_quarter:
            named = True
            query = f"SELECT kwartaal, NULL, count(*), NULL::DATE FROM {source} GROUP BY 1"
        else:
            day = f"greatest({names(series.events)})"
            query = (
                f"SELECT year({day}) * 4 + quarter({day}) - 1, year({day}) * 12 + month({day}) - 1,"
                f" count(*), max({day}) FROM {source} WHERE {day} IS NOT NULL GROUP BY 1, 2"
            )
        for quarter, month, count, last in connection.execute(query).fetchall():
            counted[quarter] = counted.get(quarter, 0) + count
            if month is not None:
                monthly[month] = monthly.get(month, 0) + count
            latest += [last] if last is not None else []
    months = sorted({(p[0], p[1]) for reading in readings for p in reading.periods})
    return Dated(counted, monthly, max(latest, default=None), named, tuple(months))


def proposed(found: Dated) -> Period | None:
    """The period a file seems to be for; None when nothing in it tells."""
    if found.months:
        quarters = {Period.of_month(*month).quarter for month in found.months}
        if len(found.months) == 1:
            return Period.of_month(*found.months[0])
        return Period(max(quarters))
    return None if found.quarter is None else Period(Quarter.from_index(found.quarter))


def which_period(found: Dated) -> Question | None:
    """Whether it must be asked: a few rows are dated after all the others."""
    bulk = proposed(found)
    if bulk is None or not found.stray or found.months:
        return None
    last = Quarter.from_index(max(found.by_quarter))
    return Question(
        "periode",
        answers=(str(bulk), str(last)),
        open=True,
        params={"stray": found.stray, "period": str(bulk), "last": str(last)},
    )


def contradicted(found: Dated, period: Period) -> Findings:
    """The finding that stops a file whose rows are of another period than it is said to be for.

    Rows that name their quarter must reach to the period and no further, and a
    file that names its months must name this one. Events may all be older where
    little happens; not where every quarter before had plenty, and never may most
    of them be later.
    """
    if not found.by_quarter:
        return Findings()
    last = max(found.by_quarter)
    if found.named:
        wrong = last != period.quarter.index
    else:
        wrong = _other_month(found, period) or _all_later(found, period) or _silent(found, period)
    if not wrong:
        return Findings()
    first, until = (Quarter.from_index(end) for end in (min(found.by_quarter), last))
    finding = Finding(
        "bestanden",
        "fout",
        "periode_anders",
        value=str(period),
        params={"first": str(first), "last": str(until), "period": str(period)},
    )
    return Findings((Total("bestanden", "fout", "periode_anders", None, found.total),), (finding,))


def quiet(found: Dated, period: Period) -> Question | None:
    """Whether it must be asked: nothing at all happened in the period it is said to be for.

    A quarter without events is possible where little happens; a file that was
    taken from the wrong folder is as likely. Whoever says the period again as
    the answer has seen it.
    """
    here = period.quarter.index
    if found.named or found.months or not found.by_quarter or max(found.by_quarter) >= here:
        return None
    last = str(Quarter.from_index(max(found.by_quarter)))
    params = {"period": str(period), "last": last}
    return Question(
        "periode", answers=(last, str(period)), open=True, variant="stil", params=params
    )


def _other_month(found: Dated, period: Period) -> bool:
    named = {Period.of_month(*month) for month in found.months}
    if period.month is None:
        return any(each.quarter != period.quarter for each in named)
    return bool(named) and named != {period}


def _all_later(found: Dated, period: Period) -> bool:
    end = period.last_day.year * 12 + period.last_day.month - 1
    later = sum(n for month, n in found.by_month.items() if month > end)
    return later > found.total / 2


def _silent(found: Dated, period: Period) -> bool:
    """Whether nothing happened in a quarter or after it, while before it always did."""
    here = period.quarter.index
    if any(quarter >= here for quarter in found.by_quarter):
        return False
    last = max(found.by_quarter)
    usual = sum(sorted(found.by_quarter.values())[-LOOKED_BACK:]) / LOOKED_BACK
    return usual >= PLENTY and (here - last > 1 or found.by_quarter[last] >= PLENTY)
