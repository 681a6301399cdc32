"""A share with limits that are never too narrow."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betaincinv

from ketenkpi.stats.interval import Interval, counts, divided, tail


def clopper_pearson(events: ArrayLike, trials: ArrayLike, *, level: float = 0.95) -> Interval:
    """The share `events / trials` with the exact interval of Clopper and Pearson.

    events, trials: counts. It covers at least `level` whatever the true share
    is, and mostly more; `wilson` covers `level` on average and is narrower. A
    missing count, or zero trials, gives NaN. Raises ValueError for a negative
    count or more events than trials.

    Formula: low = B(α/2; x, n-x+1) and high = B(1 - α/2; x+1, n-x), with B the
    beta quantile; 0 when x = 0 and 1 when x = n. Source: Clopper & Pearson
    (1934), Biometrika 26:404.
    """
    x, n = np.broadcast_arrays(counts("events", events), counts("trials", trials))
    if (x > n).any():
        raise ValueError("more events than trials")
    each, rest, share = tail(level), n - x, divided(x, n)
    some, others = np.where(x > 0, x, np.nan), np.where(rest > 0, rest, np.nan)
    low = np.where(x == 0, 0.0 * share, betaincinv(some, rest + 1, each))
    high = np.where(rest == 0, 0.0 * share + 1.0, betaincinv(x + 1, others, 1 - each))
    return Interval(share, low, high)
