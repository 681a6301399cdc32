"""Targets over more than a quarter put into the rows of verdicts and of the table of targets."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from math import isnan
from typing import TYPE_CHECKING, Any

import numpy as np

from ketenkpi.comparison.target_period import END, POOLED, SUM, TargetPeriod
from ketenkpi.comparison.target_progress import (
    AskedTarget,
    Past,
    TargetProgress,
    progress,
    with_chance,
    year_before,
)
from ketenkpi.comparison.targets import Standing
from ketenkpi.indicators import Indicator
from ketenkpi.stats.interval import Floats
from ketenkpi.vocabulary import Quarter

if TYPE_CHECKING:
    import pandas as pd

ONE_QUARTER = "quarter"
TOLD = ("due", "pace", "end_low", "end_high")
LISTS = ("open_quarters", "lacking")
COLUMNS = ("period_first", "period_last", "judged_by", *TOLD, *LISTS)
NUMBERS = ("due", "end_low", "end_high")
FIGURE = ("value", "low", "high", "n", "method")
BEFORE = ("before", "before_low", "before_high", "before_n", "before_reason")


def over_periods(
    rows: pd.DataFrame,
    standing: Sequence[Standing],
    past: Past,
    closed: Collection[str],
    without_side: Collection[str],
) -> pd.DataFrame:
    """The rows, one per standing target, with those over more than a quarter told over all of it.

    Adds `COLUMNS`. closed: reasons for which nothing changes, for the place is not
    there. without_side: reasons for which the figure changes and the verdict does not.
    """
    told = [_told(one, past) for one in standing]
    changed: dict[str, dict[int, object]] = {}
    for at, (why, (_, found)) in enumerate(zip(rows["reason"], told, strict=True)):
        if found is None or why in closed:
            continue
        for name in FIGURE if why in without_side else (*FIGURE, "verdict", "reason"):
            changed.setdefault(name, {})[at] = getattr(found, name)
    columns = [_columns(asked, found) for asked, found in told]
    added = {name: _column([each[name] for each in columns], name, rows) for name in COLUMNS}
    return _changed(rows, changed).assign(**added)


def _told(one: Standing, past: Past) -> tuple[AskedTarget | None, TargetProgress | None]:
    """The question about a target over more than a quarter, and how far it is.

    Neither for one quarter; of what stands on its last day the row of that
    quarter is the answer.
    """
    if one.period is None or one.value is None:
        return None, None
    asked = AskedTarget(one.indicator, one.werkplein, one.period, one.value, one.quarter, one.side)
    return asked, None if asked.by == END and asked.is_over else progress(asked, past)


def _columns(asked: AskedTarget | None, found: TargetProgress | None) -> Mapping[str, object]:
    empty: dict[str, object] = dict.fromkeys(COLUMNS) | dict.fromkeys(LISTS, ())
    if asked is None:
        return empty | {"judged_by": ONE_QUARTER}
    period: dict[str, object] = {
        "period_first": asked.period.first, "period_last": asked.period.last,
        "judged_by": asked.by, "due": asked.target,
    }  # fmt: skip
    if found is None:
        return empty | period
    told = {name: getattr(found, name) for name in TOLD}
    return empty | period | told | {"open_quarters": tuple((str(q), why) for q, why in found.open)}


def _column(values: list[object], name: str, rows: pd.DataFrame) -> pd.Series[Any]:
    import pandas as pd

    kind = "float64" if name in NUMBERS else "object"
    return pd.Series(values, index=rows.index, dtype=kind)


def _changed(rows: pd.DataFrame, changed: Mapping[str, Mapping[int, object]]) -> pd.DataFrame:
    """The rows with these values at these places, columns of the type they were."""
    import pandas as pd

    found = {}
    for name, values in changed.items():
        column = list(rows[name])
        for at, value in values.items():
            column[at] = value
        found[name] = pd.Series(column, index=rows.index, dtype=rows[name].dtype)
    return rows.assign(**found)


def before_periods(
    rows: pd.DataFrame, known: Mapping[str, Indicator], past: Past
) -> tuple[pd.DataFrame, tuple[Floats, Floats, Floats]]:
    """The rows with, of periods, the same part a year before; and what is compared with it.

    Second: value, low and high of now; of a sum the limits are those of chance.
    """
    now = [rows[name].to_numpy(dtype=np.float64, na_value=np.nan).copy() for name in FIGURE[:3]]
    changed: dict[str, dict[int, object]] = {name: {} for name in BEFORE}
    for at, row in enumerate(rows.to_dict("records")):
        asked = _asked_again(row, known)
        if asked is None:
            continue
        found = year_before(asked, past)
        told = (found.value, found.low, found.high, found.n)
        reason = found.reason if isnan(found.value) else None
        for name, value in zip(BEFORE, (*told, reason), strict=True):
            changed[name][at] = value
        if asked.by == SUM and not isnan(now[0][at]):
            chance = with_chance(TargetProgress(asked.by, "", value=now[0][at]))
            now[1][at], now[2][at] = chance.low, chance.high
    return _changed(rows, changed), (now[0], now[1], now[2])


def _asked_again(row: Mapping[Any, Any], known: Mapping[str, Indicator]) -> AskedTarget | None:
    if row["judged_by"] not in (SUM, POOLED):
        return None
    first: date = row["period_first"]
    quarter = Quarter.from_index(int(row["kwartaal"]))
    period = TargetPeriod(first, row["period_last"])
    side = row["side"] if isinstance(row["side"], str) else None
    return AskedTarget(
        known[row["indicator"]], row["werkplein"], period, row["target"], quarter, side
    )


def quarters_of(standing: Iterable[Standing]) -> frozenset[Quarter]:
    """Every quarter of the periods of these targets."""
    periods = {one.period for one in standing if one.period is not None}
    return frozenset(quarter for period in periods for quarter in period.quarters)


def quarters_told(row: Mapping[Any, Any]) -> range:
    """The indexes of the quarters that the figure of a row is about."""
    last = int(row["kwartaal"])
    if row["judged_by"] not in (SUM, POOLED):
        return range(last, last + 1)
    return range(Quarter.of(row["period_first"]).index, last + 1)
