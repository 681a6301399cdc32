"""A mean with limits that follow the skewness of its values, from sums that can be added."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtrit

from ketenkpi.stats.interval import Floats, Interval, counts, divided, tail
from ketenkpi.stats.mean_t import Mean, mean_t

# Half an answer, spread evenly over the scale, is added before the spread is taken:
# twenty clients often hold nobody of the few who are furious. Where seven in a hundred are,
# the lower side of twenty answers misses in 8 % without it, 5.7 with a fifth and 2.3 with
# this. Of 0.6 the limits of ordinary marks are too low as often.
ADDED = 0.5
# What is added is an assumption. Where more than this part of the squared spread is made of
# it the answers are too alike, for so few, to tell how far away the next one may lie.
ASSUMED = 0.25
HALVINGS = 60
# Of a skewness below this the transformation is a straight line to the last digit.
STRAIGHT = 1e-6


def mean_skewed(
    n: ArrayLike,
    total: ArrayLike,
    squares: ArrayLike,
    cubes: ArrayLike,
    *,
    bounds: tuple[float, float],
    level: float = 0.95,
) -> Mean:
    """The mean `total / n` of values on a scale, with limits that follow their skewness.

    n: number of values; total, squares, cubes: the sums of them, of their squares and
    of their third powers, which all add over groups. bounds: the ends of the scale, at
    which limits are cut. n = 0 or a missing value gives NaN; n = 1 gives a mean without
    limits, and so do few answers that are nearly alike: where more than a quarter of the
    squared spread is what was added. Raises ValueError as `mean_t` does.

    From twenty marks on that clients give (a few very unhappy, or divided) each side
    misses in 1.4 to 3.2 %; of `mean_t` the lower one misses in 5.2 % and the upper in
    0.9. Limits towards where hardly anybody is err to the careful side
    (`docs/tables.md`, means).

    Formula: limits m - s/√N h(±t), h(x) = 3/g ((1 + g (x - g/6))^(1/3) - 1) with g the
    skewness of the values / √N and t Student's of n - 1 degrees: Hall (1992), JRSS B
    54:221, written for t; s and g with half a value spread over the scale.
    """
    found = mean_t(n, total, squares, level=level)
    size, added, added_squares, added_cubes = np.broadcast_arrays(
        counts("n", n), *(np.asarray(each, dtype=np.float64) for each in (total, squares, cubes))
    )
    m = found.value
    second = added_squares - m * added
    third = added_cubes - 3 * m * added_squares + 3 * m**2 * added - size * m**3
    limits = skewed_limits(size, m, second, third, bounds, t=_student(size, level))
    low = np.where(found.constant, m, limits.low)
    return Mean(m, low, np.where(found.constant, m, limits.high), found.sd, found.constant)


def skewed_limits(
    n: Floats,
    mean: Floats,
    second: Floats,
    third: Floats,
    bounds: tuple[float, float],
    *,
    t: Floats | float,
    added: float = ADDED,
) -> Interval:
    """The limits of `mean_skewed` from the sums of squares and third powers about the mean.

    t: how many standard errors reach to a limit of values that are not skewed. added: how
    much of a value is spread over the scale.
    """
    lowest, highest = bounds
    size, middle, wide = n + added, (lowest + highest) / 2, (highest - lowest) ** 2 / 12
    centre = (n * mean + added * middle) / size
    off, away = mean - centre, middle - centre
    assumed = added * (away**2 + wide)
    squares = second + n * off**2 + assumed
    cubes = third + 3 * off * second + n * off**3 + added * (away**3 + 3 * away * wide)
    spread = np.sqrt(squares / size)
    skewness = cubes / size / spread**3 / np.sqrt(size)
    told: Floats = np.where((n > 1) & (assumed <= ASSUMED * squares), n, np.nan)
    error: Floats = spread / np.sqrt(told + added - 1)
    low = mean - error * _bent(t, skewness)
    high = mean - error * _bent(-t, skewness)
    return Interval(mean, np.maximum(low, lowest), np.minimum(high, highest))


def _bent(x: Floats | float, skewness: Floats) -> Floats:
    """Hall's transformation turned round; a straight line without skewness."""
    straight = np.abs(skewness) < STRAIGHT
    g = np.where(straight, 1.0, skewness)
    result: Floats = np.where(straight, x, 3 / g * (np.cbrt(1 + g * (x - g / 6)) - 1))
    return result


def spread_behind(
    n: Floats,
    mean: Floats,
    low: Floats,
    high: Floats,
    bounds: tuple[float, float],
    *,
    level: float = 0.95,
) -> Floats:
    """The standard deviation of the values behind such limits; NaN where there are none.

    The two sides tell the skewness and the error. Of limits that were cut at an end of
    the scale the other side alone tells it, as if there were no skewness: roughly. Below
    twenty values a skewness may be too large to be told from a smaller one.
    """
    size, middle = n + ADDED, (bounds[0] + bounds[1]) / 2
    centre, wide = (n * mean + ADDED * middle) / size, (bounds[1] - bounds[0]) ** 2 / 12
    t = _student(n, level)
    below, above = mean - low, high - mean
    reach = _reach(_skewness_of(divided(below, above), t), t)
    cut = (low <= bounds[0]) | (high >= bounds[1])
    side = np.where(low <= bounds[0], above, below)
    error = np.where(cut, side / t, divided(below + above, reach))
    added = n * (mean - centre) ** 2 + ADDED * ((middle - centre) ** 2 + wide)
    second = np.maximum(error**2 * size * (size - 1) - added, 0.0)
    return np.sqrt(divided(second, n - 1))


def _student(n: Floats, level: float) -> Floats:
    """Student's t of n - 1 degrees; NaN where there is no more than one value."""
    t: Floats = np.asarray(
        stdtrit(np.where(n > 1, n - 1, np.nan), 1 - tail(level)), dtype=np.float64
    )
    return t


def _reach(skewness: Floats, t: Floats) -> Floats:
    return _bent(t, skewness) - _bent(-t, skewness)


def _skewness_of(ratio: Floats, t: Floats) -> Floats:
    # The lower side shortens, and the upper grows, as the skewness does.
    least, most = np.full(np.shape(ratio), -1.0), np.full(np.shape(ratio), 1.0)
    for _ in range(HALVINGS):
        middle = (least + most) / 2
        longer = _bent(t, middle) > -_bent(-t, middle) * ratio
        least, most = np.where(longer, middle, least), np.where(longer, most, middle)
    result: Floats = (least + most) / 2
    return result
