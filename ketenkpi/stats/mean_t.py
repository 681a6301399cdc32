"""A mean from sums that can be added over groups."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtrit

from ketenkpi.stats.interval import Bools, Floats, Interval, counts, divided, tail

# A variance below this part of the mean square is rounding, not spread: with
# scores 1-10 and a million answers the true smallest is about 1e-8.
ROUNDING = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class Mean(Interval):
    """A mean with limits; `sd` the sample standard deviation, `constant` where it is zero.

    Where `constant` is true the limits equal the mean. That is the formula's
    answer, not certainty: do not show it as an interval.
    """

    sd: Floats
    constant: Bools


def mean_t(n: ArrayLike, total: ArrayLike, squares: ArrayLike, *, level: float = 0.95) -> Mean:
    """The mean `total / n` with Student's t interval.

    n: number of values; total: their sum; squares: the sum of their squares.
    All three add over groups, so a network's mean comes from added sums. n = 0
    or a missing value gives NaN; n = 1 gives a mean without limits. Raises
    ValueError for a negative n or sums that no values can have.

    Formula: s² = (squares - total²/n) / (n - 1), limits total/n ∓ t(n-1) s/√n.
    Source: Student (1908), Biometrika 6:1.
    """
    size, added, added_squares = np.broadcast_arrays(
        counts("n", n), np.asarray(total, dtype=np.float64), counts("squares", squares)
    )
    mean = divided(added, size)
    around = added_squares - added * mean
    if (around < -1e-9 * np.maximum(added_squares, 1)).any():
        raise ValueError("the sum of squares is smaller than these values can have")
    same = around <= ROUNDING * added_squares
    sd = np.sqrt(divided(np.where(same, 0.0, around), size - 1))
    reach = stdtrit(np.where(size > 1, size - 1, np.nan), 1 - tail(level)) * sd / np.sqrt(size)
    return Mean(mean, mean - reach, mean + reach, sd, same & (size > 1))
