"""A figure of the chain: a value with its interval, n and method, or the reason why not."""

from __future__ import annotations

import numpy as np

from ketenkpi import stats
from ketenkpi.figure import Figure, lacking, number_of
from ketenkpi.stats.interval import Interval

MID_P = "indicators.method_mid_p"
GAMMA = "chain.method_gamma"
NO_SPREAD = "indicators.method_no_spread"
MOVER = "chain.method_difference"
NOTHING = "indicators.reason_nothing_observed"
TOO_FEW = "indicators.reason_too_few"
ONE_SIDE = "chain.reason_one_side"
# As the indicators of waiting and of handovers ask.
MINIMUM = 10


def too_few(n: int) -> Figure:
    """No value, because there is nothing, or too little."""
    return lacking(TOO_FEW if n else NOTHING, n)


def share(events: int, trials: int) -> Figure:
    """`events / trials` with the mid-p interval."""
    if trials < MINIMUM:
        return too_few(trials)
    return _of(stats.mid_p(events, trials), trials, MID_P)


def mean(n: int, total: int, squares: int, level: float = 0.95) -> Figure:
    """The mean of `n` waits from their sum and the sum of their squares, with gamma limits."""
    if n < MINIMUM:
        return too_few(n)
    found = stats.mean_gamma(n, total, squares, level=level)
    if bool(found.constant):
        return Figure(float(found.value), n=n, method=NO_SPREAD)
    return _of(found, n, GAMMA)


def difference(one: Figure, other: Figure) -> Figure:
    """`one` less `other`, with limits from those of both; n of both together.

    There is none unless both have both limits.
    """
    n = one.n + other.n
    limits = (one.value, one.low, one.high, other.value, other.low, other.high)
    known = [limit for limit in limits if limit is not None]
    if len(known) < len(limits):
        return lacking(ONE_SIDE, n)
    return _of(stats.difference(*known), n, MOVER)


def _of(found: Interval, n: int, method: str) -> Figure:
    value, low, high = (float(np.ravel(x)[0]) for x in (found.value, found.low, found.high))
    return Figure(value, number_of(low), number_of(high), n=n, method=method)
