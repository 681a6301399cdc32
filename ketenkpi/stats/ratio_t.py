"""A ratio of two sums over people, with limits from the spread between them."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit, logit, stdtrit

from ketenkpi.stats.interval import Interval, counts, divided, tail


def ratio_t(
    n: ArrayLike,
    above: ArrayLike,
    below: ArrayLike,
    above_squares: ArrayLike,
    below_squares: ArrayLike,
    products: ArrayLike,
    *,
    level: float = 0.95,
    scale: Literal["plain", "odds"] = "plain",
) -> Interval:
    """The ratio R = `above / below` of sums over `n` people, with Student's t limits.

    above, below: sums of y and x over people; above_squares, below_squares,
    products: sums of y², x² and xy. All add over groups of people. One person
    gives a ratio without limits; n or below 0 gives NaN. Where everybody has
    the same ratio the limits equal it, which is no certainty: do not show them
    as an interval. Raises ValueError for a negative n, x or square.

    scale: odds takes the limits of log R/(1 - R), for a part of a whole: where most
    have little of it plain limits miss above in 5.3 % and below in 1.2 with twenty
    people, those in 3.1 and 2.1 (simulated, `docs/tables.md`, ratios).

    Formula: se² = n/(n-1) Σ(y - R x)² / (Σx)², limits R ∓ t(n-1) se, on the other
    scale ∓ t(n-1) se / (R (1 - R)). Source: Cochran (1977), Sampling Techniques,
    section 6.4, without the correction for a finite population.
    """
    people, y, x, yy, xx, xy = np.broadcast_arrays(
        counts("n", n),
        np.asarray(above, dtype=np.float64),
        counts("below", below),
        counts("above_squares", above_squares),
        counts("below_squares", below_squares),
        np.asarray(products, dtype=np.float64),
    )
    value = divided(y, x)
    around = np.maximum(yy - 2 * value * xy + value**2 * xx, 0)
    # What remains of equal ratios is rounding.
    around = np.where(around <= 1e-12 * np.maximum(yy, 1), 0.0, around)
    se = np.sqrt(divided(people * around, people - 1)) / np.where(x > 0, x, np.nan)
    reach = stdtrit(np.where(people > 1, people - 1, np.nan), 1 - tail(level)) * se
    if scale == "plain":
        return Interval(value, value - reach, value + reach)
    inside = (value > 0) & (value < 1)
    odds = logit(np.where(inside, value, 0.5))
    apart = reach / np.where(inside, value * (1 - value), 1.0)
    low, high = expit(odds - apart), expit(odds + apart)
    return Interval(value, np.where(inside, low, value), np.where(inside, high, value))
