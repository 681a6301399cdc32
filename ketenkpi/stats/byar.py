"""Events per exposure with Byar's limits, as public health bodies publish them."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from ketenkpi.stats.interval import Interval, counts, divided, normal_quantile
from ketenkpi.stats.poisson_exact import poisson_exact


def byar(
    events: ArrayLike,
    exposure: ArrayLike = 1.0,
    *,
    level: float = 0.95,
    exact_below: float = 10,
) -> Interval:
    """The rate `events / exposure` with Byar's interval, exact for few events.

    events: counts. exposure: as in `poisson_exact`. Below `exact_below` events
    the exact interval is used: ten is the rule of Public Health England. A
    missing value, or an exposure of zero, gives NaN; so does a lower limit that
    the approximation puts below zero. Raises ValueError for negatives.

    Formula: low = x (1 - 1/(9x) - z/(3√x))³ and
    high = (x+1) (1 - 1/(9(x+1)) + z/(3√(x+1)))³.
    Source: Breslow & Day (1987), Statistical methods in cancer research II, p. 69.
    """
    x, t = np.broadcast_arrays(counts("events", events), counts("exposure", exposure))
    z = normal_quantile(level)
    some = np.where(x > 0, x, np.nan)
    low = some * (1 - 1 / (9 * some) - z / (3 * np.sqrt(some))) ** 3
    high = (x + 1) * (1 - 1 / (9 * (x + 1)) + z / (3 * np.sqrt(x + 1))) ** 3
    exact = poisson_exact(x, t, level=level)
    few = x < exact_below
    return Interval(
        divided(x, t),
        np.where(few, exact.low, divided(np.where(low >= 0, low, np.nan), t)),
        np.where(few, exact.high, divided(high, t)),
    )
