"""A mean of waiting times, with limits that reach further up than down, from sums that add."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaincinv, stdtrit

from ketenkpi.stats.interval import counts, divided, normal_quantile, tail
from ketenkpi.stats.mean_t import Mean, mean_t


def mean_gamma(n: ArrayLike, total: ArrayLike, squares: ArrayLike, *, level: float = 0.95) -> Mean:
    """The mean `total / n` of times of at least zero, with the limits of a gamma distribution.

    n: number of times; total: their sum; squares: the sum of their squares; all three
    add over groups. n = 0 or a missing value gives NaN; n = 1 gives a mean without
    limits. Raises ValueError as `mean_t` does, and for a negative total.

    Times are skewed, most short and a few long. From twenty on, with the skewness of a
    gamma distribution (2 s / m), the sides miss in 1.9 to 2.6 % where it is one, and in
    0.5 to 4.7 where it is not; those of `mean_t` in 0.4 and up to 10. Where one in twenty
    waits ten times as long as the others, and none of them was seen, no method can know
    (`docs/tables.md`, waits).

    Formula: m ν / χ²(1 - α/2; ν) and m ν / χ²(α/2; ν), ν = 2 n m² / s² (z / t)⁴, with z of
    the normal law and t Student's of n - 1 degrees. With s² known it is the exact interval
    of a gamma mean; (z / t)² makes up for a spread that is estimated, and once more for
    its being small where the mean is. Sources: Johnson, Kotz & Balakrishnan (1994),
    Continuous univariate distributions 1, ch. 17; the powers of z / t are our own.
    """
    plain = mean_t(n, counts("total", total), squares, level=level)
    size = np.broadcast_to(counts("n", n), plain.value.shape)
    t = stdtrit(np.where(size > 1, size - 1, np.nan), 1 - tail(level))
    narrower = (normal_quantile(level) / t) ** 4
    half = divided(size * plain.value**2 * narrower, np.where(plain.constant, np.nan, plain.sd**2))
    each, m = tail(level), plain.value
    low, high = (m * half / gammaincinv(half, chance) for chance in (1 - each, each))
    return Mean(
        m,
        np.where(plain.constant, m, low),
        np.where(plain.constant, m, high),
        plain.sd,
        plain.constant,
    )
