"""A number of events, or events per exposure, with exact limits."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaincinv

from ketenkpi.stats.interval import Interval, counts, divided, tail


def poisson_exact(events: ArrayLike, exposure: ArrayLike = 1.0, *, level: float = 0.95) -> Interval:
    """The rate `events / exposure` with the exact Poisson interval of Garwood.

    events: counts. exposure: what they are measured over (person-years, fte),
    1 for the number itself; it is taken as known without error. A missing
    value, or an exposure of zero, gives NaN. Raises ValueError for negatives.

    Formula: low = χ²(α/2; 2x) / 2, high = χ²(1 - α/2; 2x + 2) / 2, written with
    the gamma quantile; low = 0 when x = 0. Source: Garwood (1936), Biometrika 28:437.
    """
    x, t = np.broadcast_arrays(counts("events", events), counts("exposure", exposure))
    each = tail(level)
    low = np.where(x == 0, 0.0, gammaincinv(np.where(x > 0, x, np.nan), each))
    high = np.asarray(gammaincinv(x + 1, 1 - each), dtype=np.float64)
    return Interval(divided(x, t), divided(low, t), divided(high, t))
