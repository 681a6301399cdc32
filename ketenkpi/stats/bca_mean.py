"""A mean of marks with limits that follow their skewness, and stay within the scale."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr, ndtri

from ketenkpi.stats.interval import Floats, Interval, counts, divided, tail


def bca_mean(
    values: ArrayLike,
    histogram: ArrayLike,
    *,
    level: float = 0.95,
    draws: int = 10_000,
    seed: int = 0,
) -> Interval:
    """The mean of a histogram of marks, with the bias-corrected accelerated bootstrap.

    From about fifty marks on it lies wholly above the true mean as often as
    below; where most marks are high `mean_t` lies above four times as often as
    below. With twenty such marks it is too narrow and holds the true mean in 90
    of 100 repeats, `mean_t` in 93 (measured, `tests/laws/test_coverage.py`).

    values: (k,), the marks. histogram: (..., k), how many gave each mark. Draws
    start at `seed` for every group, so a group's limits do not depend on which
    others are asked for; 10,000 draws of ten marks take 10 ms a group. No marks,
    or a missing count, gives NaN; one mark, or all marks equal, gives a mean
    without limits: such data say nothing about spread. Raises ValueError for
    negative or broken counts.

    Formula: the limits are the quantiles Φ(b + (b + z) / (1 - a (b + z))) of
    the draws' means, with b = Φ⁻¹ of their part below the mean (half of the
    equal ones) and a = Σ (x - m)³ / (6 (Σ (x - m)²)^1.5), the jackknife's
    acceleration of a mean. Source: Efron (1987), JASA 82:171.
    """
    marks = np.asarray(values, dtype=np.float64)
    given = counts("histogram", histogram)
    if (given % 1 > 0).any():
        raise ValueError("a histogram holds whole counts")
    groups = given.reshape(-1, marks.size)
    mean = divided(groups @ marks, groups.sum(axis=1))
    away = marks - mean[:, None]
    limits = np.full((2, len(groups)), np.nan)
    for row in np.flatnonzero((groups * away**2).sum(axis=1) > 0):
        shares = _shares(groups[row], away[row], level, draws, seed)
        limits[:, row] = mean[row] + shares
    low, high = limits.reshape(2, *given.shape[:-1])
    return Interval(mean.reshape(given.shape[:-1]), low, high)


def _shares(n: Floats, away: Floats, level: float, draws: int, seed: int) -> Floats:
    # In deviations from the mean, so that a draw of the mean itself is 0.
    size = int(n.sum())
    drawn = np.random.default_rng(seed).multinomial(size, n / size, draws) @ away / size
    drawn[np.abs(drawn) < 1e-12 * np.abs(away).max()] = 0.0
    bias = ndtri(((drawn < 0).mean() + (drawn <= 0).mean()) / 2)
    shifted = bias + ndtri(np.array([tail(level), 1 - tail(level)]))
    part = ndtr(bias + shifted / (1 - acceleration(n, away) * shifted))
    limits: Floats = np.quantile(drawn, part)
    return limits


def acceleration(n: Floats, away: Floats) -> float:
    """Efron's acceleration of a mean: n values lie so far `away` from it."""
    return float((n * away**3).sum() / (6 * (n * away**2).sum() ** 1.5))
