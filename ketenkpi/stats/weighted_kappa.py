"""Agreement of two raters on an ordered scale, beyond what chance gives."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ketenkpi.stats.interval import counts, normal_quantile


@dataclass(frozen=True, slots=True)
class Kappa:
    """1: always equal. 0: as often as chance gives. NaN where it is not defined.

    low, high: limits, NaN where all answers are equal, which leaves no spread
    to estimate them from.
    """

    value: float
    low: float
    high: float
    n: int


def weighted_kappa(table: ArrayLike, *, level: float = 0.95) -> Kappa:
    """Cohen's kappa with quadratic weights, and its large-sample interval.

    table: (k, k) whole numbers, the marks 0..k-1 of one rater in rows and of
    the other in columns. NaN without any answer, and when either gives one mark
    everywhere: then p_o = p_e whatever the other says, and 0 would be no finding.
    With few items the interval is rough. Raises ValueError unless the table is
    square, k > 1.

    Formula: κ = (p_o - p_e) / (1 - p_e), p_o = Σ w_ij p_ij, p_e = Σ w_ij p_i. p_.j,
    w_ij = 1 - (i - j)² / (k - 1)²; its variance is
    (Σ p_ij (w_ij - (w̄_i. + w̄_.j)(1 - κ))² - (κ - p_e (1 - κ))²) / (n (1 - p_e)²).
    Source: Cohen (1968), Psychological Bulletin 70:213; Fleiss, Cohen & Everitt
    (1969), Psychological Bulletin 72:323.
    """
    number = counts("table", table)
    if number.ndim != 2 or number.shape[0] != number.shape[1] or number.shape[0] < 2:
        raise ValueError(f"a square table of at least 2 by 2 is needed, got: {number.shape}")
    z, k, n = normal_quantile(level), len(number), int(number.sum())
    nothing = Kappa(np.nan, np.nan, np.nan, n)
    if not n:
        return nothing
    p, mark = number / n, np.arange(k)
    w = 1 - (mark[:, None] - mark) ** 2 / (k - 1) ** 2
    rows, columns = p.sum(axis=1), p.sum(axis=0)
    if min(np.count_nonzero(rows), np.count_nonzero(columns)) == 1:
        return nothing
    observed, chance = float((w * p).sum()), float(rows @ w @ columns)
    kappa = (observed - chance) / (1 - chance)
    if not np.any(number[~np.eye(k, dtype=bool)]):
        return Kappa(kappa, np.nan, np.nan, n)
    means = (w @ columns)[:, None] + rows @ w
    spread = float((p * (w - means * (1 - kappa)) ** 2).sum())
    variance = (spread - (kappa - chance * (1 - kappa)) ** 2) / (n * (1 - chance) ** 2)
    # Rounding may leave -1e-17 where nothing varies.
    reach = z * math.sqrt(max(variance, 0))
    return Kappa(kappa, max(kappa - reach, -1.0), min(kappa + reach, 1.0), n)
