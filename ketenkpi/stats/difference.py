"""The difference of two independent estimates, from their own intervals."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from ketenkpi.stats.interval import Interval


def difference(
    value: ArrayLike,
    low: ArrayLike,
    high: ArrayLike,
    other: ArrayLike,
    other_low: ArrayLike,
    other_high: ArrayLike,
) -> Interval:
    """value - other, with limits recovered from the limits of both (MOVER).

    Zou and Donner, Statistics in Medicine 27 (2008) 1693-1702, equation 3; for
    two shares with Wilson limits it is method 10 of Newcombe, Statistics in
    Medicine 17 (1998) 873-890:

        low  = d - sqrt((value - low)^2 + (other_high - other)^2)
        high = d + sqrt((high - value)^2 + (other - other_low)^2)

    It keeps the skewness of the two intervals, and needs the two estimates to
    be independent: other cases, or another quarter's. NaN where any of the
    limits it needs is missing. Arrays of one shape, or single numbers.
    """
    a, a_low, a_high = (np.asarray(x, dtype=np.float64) for x in (value, low, high))
    b, b_low, b_high = (np.asarray(x, dtype=np.float64) for x in (other, other_low, other_high))
    distance = a - b
    return Interval(
        value=distance,
        low=distance - np.hypot(a - a_low, b_high - b),
        high=distance + np.hypot(a_high - a, b - b_low),
    )
