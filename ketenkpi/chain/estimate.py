"""A figure of the chain: a value with its interval, n and method, or the reason why not."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ketenkpi import stats
from ketenkpi.stats.interval import Interval

WILSON = "indicators.method_wilson"
STUDENT = "indicators.method_t"
NO_SPREAD = "indicators.method_no_spread"
KAPLAN_MEIER = "indicators.method_kaplan_meier"
FULL_COUNT = "indicators.method_full_count"
MOVER = "chain.method_difference"
NOTHING = "indicators.reason_nothing_observed"
TOO_FEW = "indicators.reason_too_few"
NOT_REACHED = "indicators.reason_not_reached"
ONE_SIDE = "chain.reason_one_side"
# As the indicators of waiting and of handovers ask.
MINIMUM = 10
HISTOGRAM = ("days", "events", "censored", "entered")


@dataclass(frozen=True, slots=True)
class Estimate:
    """value with method, or reason (wording keys); n: the observations behind it.

    low, high: limits, where the method has any; `high` None beside `low`: the
    upper limit lies beyond what was followed.
    """

    n: int
    value: float | None = None
    low: float | None = None
    high: float | None = None
    method: str | None = None
    reason: str | None = None

    def __post_init__(self) -> None:
        if (self.value is None) == (self.reason is None):
            raise ValueError(f"an estimate has a value or a reason, got: {self!r}")
        if (self.value is None) != (self.method is None):
            raise ValueError(f"a value says how it was made, got: {self!r}")


def lacking(n: int, reason: str | None = None) -> Estimate:
    """No value; without a reason given: because there is nothing, or too little."""
    return Estimate(n, reason=reason or (TOO_FEW if n else NOTHING))


def full_count(value: float, n: int) -> Estimate:
    """Everything there is was counted, so there is no interval."""
    return Estimate(n, value, method=FULL_COUNT)


def share(events: int, trials: int) -> Estimate:
    """`events / trials` with Wilson's interval."""
    if trials < MINIMUM:
        return lacking(trials)
    return _of(stats.wilson(events, trials), trials, WILSON)


def mean(n: int, total: int, squares: int, level: float = 0.95) -> Estimate:
    """The mean of `n` values from their sum and the sum of their squares, with t limits."""
    if n < MINIMUM:
        return lacking(n)
    found = stats.mean_t(n, total, squares, level=level)
    if bool(found.constant):
        return Estimate(n, float(found.value), method=NO_SPREAD)
    return _of(found, n, STUDENT)


def median(days: pd.DataFrame) -> Estimate:
    """The median of a histogram of days (days, events, censored, entered), open cases included."""
    day, events, censored, entered = (days[name].to_numpy(dtype=np.int64) for name in HISTOGRAM)
    everyone = stats.kaplan_meier(day, events, censored, entered=entered)
    n = int(everyone.n[0])
    if n < MINIMUM:
        return lacking(n)
    found = everyone.quantile(0.5)
    if math.isnan(found.value[0]):
        return lacking(n, NOT_REACHED)
    return _of(found, n, KAPLAN_MEIER)


def difference(one: Estimate, other: Estimate) -> Estimate:
    """`one` less `other`, with limits from those of both; n of both together.

    There is none unless both have both limits.
    """
    n = one.n + other.n
    limits = (one.value, one.low, one.high, other.value, other.low, other.high)
    known = [limit for limit in limits if limit is not None]
    if len(known) < len(limits):
        return lacking(n, ONE_SIDE)
    return _of(stats.difference(*known), n, MOVER)


def _of(found: Interval, n: int, method: str) -> Estimate:
    value, low, high = (float(np.ravel(x)[0]) for x in (found.value, found.low, found.high))
    return Estimate(n, value, _known(low), _known(high), method)


def _known(end: float) -> float | None:
    return None if math.isnan(end) else end
