"""Times to one kind of end, where a case can also end in another way."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from ketenkpi.counts.tally import KEYS
from ketenkpi.indicators import reasons
from ketenkpi.indicators.estimates import Asked, Estimates, estimates
from ketenkpi.indicators.reasons import first_that_holds
from ketenkpi.indicators.waiting import curves, cut_short, quantile_of, too_little
from ketenkpi.stats import Incidence, cumulative_incidence
from ketenkpi.stats.interval import Bools, divided


def within_cause(asked: Asked) -> Estimates:
    """The share of all cases that ended in the wanted way within so many days (Aalen-Johansen).

    Cases that ended otherwise stay in the denominator; open cases count as
    long as they were followed. numerator: cases seen to end so in time.
    `beside` is the share among closed cases only, which is biased.
    """
    indicator, days = asked.indicator, asked.indicator.days
    assert days is not None, f"{indicator.key} has no days"
    rows, wanted = everyone_at_risk(asked)
    found = by_cause(asked, rows, wanted)
    everyone, limits = found.together, found.at(days)
    in_time = asked.grouping.total(rows, "events", wanted & (rows["days"] <= days).to_numpy())
    n = everyone.n.astype(np.float64)
    reason = first_that_holds(
        asked.grouping.size,
        *too_little(everyone, indicator),
        (cut_short(everyone, limits.value, days), reasons.FOLLOW_UP_INCOMPLETE),
    )
    return estimates(
        value=limits.value,
        low=limits.low,
        high=limits.high,
        n=n,
        numerator=in_time,
        denominator=n,
        method=indicator.interval,
        reason=reason,
        beside=divided(in_time, everyone.closed.astype(np.float64)),
    )


def duration_cause(asked: Asked) -> Estimates:
    """The day by which a given share ended in the wanted way, if nothing else could end it.

    Cases that ended otherwise count as followed up to that day (censored), as
    open cases do: as if they would have gone on like the rest.
    """
    rows, wanted = everyone_at_risk(asked)
    return quantile_of(asked, curves(asked, rows, wanted))


def by_cause(asked: Asked, rows: pd.DataFrame, wanted: Bools) -> Incidence:
    """The share per group that ended in the wanted way, from rows with days and events."""
    # The same way within half a year and within a year stands on the same curves.
    only = str(asked.indicator.numerator.only)
    key = ("by cause", id(rows), only, id(asked.grouping))
    return asked.tables.once(key, lambda: _by_cause(asked, rows, wanted))


def _by_cause(asked: Asked, rows: pd.DataFrame, wanted: Bools) -> Incidence:
    ends = rows["events"].to_numpy(dtype=np.int64)
    codes = asked.grouping.codes(rows)
    inside = codes >= 0
    return cumulative_incidence(
        rows["days"].to_numpy(dtype=np.int64)[inside],
        {"wanted": (ends * wanted)[inside], "other": (ends * ~wanted)[inside]},
        rows["censored"].to_numpy(dtype=np.int64)[inside],
        entered=rows["entered"].to_numpy(dtype=np.int64)[inside],
        group=codes[inside],
        groups=asked.grouping.size,
        level=asked.level,
    )["wanted"]


def everyone_at_risk(asked: Asked) -> tuple[pd.DataFrame, Bools]:
    """The rows of all who can end in the wanted way, and which rows hold those ends.

    The numerator names the wanted ends; everybody in the tally is at risk of
    them, within the regeling or doelgroep that it names.
    """
    part = asked.indicator.numerator
    rows = asked.rows(replace(part, only={n: v for n, v in part.only.items() if n in KEYS}))
    wanted = np.ones(len(rows), dtype=np.bool_)
    for name, values in part.only.items():
        wanted &= rows[name].isin(list(values)).to_numpy()
    return rows, wanted
