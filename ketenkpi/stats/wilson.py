"""A share: events among trials."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from ketenkpi.stats.interval import Interval, counts, divided, normal_quantile


def wilson(events: ArrayLike, trials: ArrayLike, *, level: float = 0.95) -> Interval:
    """The share `events / trials` with Wilson's score interval.

    events, trials: counts (they need not be whole). The share lies in 0..1.
    A missing count, or zero trials, gives NaN. Raises ValueError for a
    negative count or more events than trials.

    Formula: (2x + z² ∓ z √(z² + 4x(1 - x/n))) / (2(n + z²)). Source: Wilson
    (1927), JASA 22:209; recommended by Newcombe (1998), Stat Med 17:857.
    """
    x, n = np.broadcast_arrays(counts("events", events), counts("trials", trials))
    if (x > n).any():
        raise ValueError("more events than trials")
    z = normal_quantile(level)
    share = divided(x, n)
    centre = 2 * x + z**2
    reach = z * np.sqrt(z**2 + 4 * x * (1 - share))
    width = 2 * (n + z**2)
    # Rounding may leave 1e-17 where the limit is exactly 0 or 1.
    low = np.where(x == 0, 0.0 * share, (centre - reach) / width)
    high = np.where(x == n, 0.0 * share + 1.0, (centre + reach) / width)
    return Interval(share, low, high)
