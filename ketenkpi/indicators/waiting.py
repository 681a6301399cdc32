"""How long things take, open cases included: quantiles and shares within a term."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ketenkpi.indicators import reasons
from ketenkpi.indicators.definition import Indicator
from ketenkpi.indicators.estimates import Asked, Estimates, estimates
from ketenkpi.indicators.norm_held import in_force, outside_norm
from ketenkpi.indicators.reasons import first_that_holds
from ketenkpi.stats import Survival, kaplan_meier
from ketenkpi.stats.interval import Bools, Floats


def duration(asked: Asked) -> Estimates:
    """The day by which a given share had its event, with Brookmeyer-Crowley limits.

    `high` NaN beside a value: the upper limit lies beyond the follow-up. Not
    reached: no value, but `low` says how long it takes at least. `beside` is
    the same quantile of closed cases only, which is biased low.
    """
    part = asked.indicator.numerator
    columns, usable = tuple(asked.grouping.combinations), asked.grouping.usable.tobytes()
    # The median and the P90 of the same cases stand on the same curves.
    key = ("curves", part.tally, str(part.only), str(part.without), columns, usable)
    return quantile_of(asked, asked.tables.once(key, lambda: curves(asked, _rows(asked))))


def quantile_of(asked: Asked, everyone: Survival) -> Estimates:
    """The quantile the indicator asks of these curves, as `duration` returns it."""
    quantile = asked.indicator.quantile
    assert quantile is not None, f"{asked.indicator.key} has no quantile"
    found = everyone.quantile(quantile)
    reason = first_that_holds(
        asked.grouping.size,
        *too_little(everyone, asked.indicator),
        (np.isnan(found.value), reasons.NOT_REACHED),
    )
    return estimates(
        value=found.value,
        low=found.low,
        high=found.high,
        n=everyone.n.astype(np.float64),
        numerator=everyone.closed.astype(np.float64),
        denominator=everyone.n.astype(np.float64),
        method=asked.indicator.interval,
        reason=reason,
        beside=everyone.closed_quantile(quantile),
    )


def within(asked: Asked) -> Estimates:
    """The share that was done within the term: 1 - S(term), with the limits swapped.

    There is a value only when at least one case was followed for the whole
    term. numerator: cases seen to end within the term; denominator: all cases,
    also those still open. `beside` is the share among closed cases only.
    """
    days = asked.indicator.norm_days
    rows = _rows(asked)
    held = in_force(rows, asked.indicator)
    everyone = curves(asked, rows if held.all() else rows[held])
    left = everyone.survival(days)
    reason = first_that_holds(
        asked.grouping.size,
        (outside_norm(asked), reasons.NORM_NOT_IN_FORCE),
        *too_little(everyone, asked.indicator),
        (cut_short(everyone, left.value, days), reasons.FOLLOW_UP_INCOMPLETE),
    )
    on_time = held & (rows["days"] <= days).to_numpy()
    return estimates(
        value=1 - left.value,
        low=1 - left.high,
        high=1 - left.low,
        n=everyone.n.astype(np.float64),
        numerator=asked.grouping.total(rows, "events", on_time),
        denominator=everyone.n.astype(np.float64),
        method=asked.indicator.interval,
        reason=reason,
        beside=everyone.closed_within(days),
    )


def curves(asked: Asked, rows: pd.DataFrame, ended: Bools | None = None) -> Survival:
    """One survival curve per group from rows with days and events.

    ended: the rows whose events are the end; those of the others count as
    followed until then (censored). All when None.
    """
    codes = asked.grouping.codes(rows)
    inside = codes >= 0
    days, events, censored, entered = (
        rows[name].to_numpy(dtype=np.int64) for name in ("days", "events", "censored", "entered")
    )
    if ended is not None:
        events, censored = np.where(ended, events, 0), censored + np.where(ended, 0, events)
    return kaplan_meier(
        days[inside],
        events[inside],
        censored[inside],
        entered=entered[inside],
        group=codes[inside],
        groups=asked.grouping.size,
        level=asked.level,
    )


def _rows(asked: Asked) -> pd.DataFrame:
    return asked.rows(asked.indicator.numerator)


def too_little(everyone: Survival, indicator: Indicator) -> tuple[tuple[Bools, str], ...]:
    """Why a curve may say nothing at all: no cases, too few, or no begin that was seen."""
    return (
        (everyone.n == 0, reasons.NOTHING_OBSERVED),
        (everyone.n < indicator.minimum, reasons.TOO_FEW),
        (everyone.from_start == 0, reasons.START_UNOBSERVED),
    )


def cut_short(everyone: Survival, share: Floats, days: float) -> Bools:
    """Groups without a share at `days`, or with open cases of which none was seen that long.

    A curve may fall to zero early, when the last case still followed happens to
    end. That says nothing about the term: 0 of 1 is no share of the 200 that
    were lost sight of before. A group without open cases is complete.
    """
    unseen = (everyone.n > everyone.closed) & (everyone.last_day() < days)
    result: Bools = np.isnan(share) | unseen
    return result
