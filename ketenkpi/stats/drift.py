"""How far one course went away from another: a sum of changes with what chance may do to it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtrit

from ketenkpi.stats.interval import tail

SEASONS = 4
# An inflation of more than 19 would rest on a correlation that nobody can estimate.
MOST_CORRELATED = 0.9


@dataclass(frozen=True, slots=True)
class Drift:
    """The sum of `n` changes with limits; correlation: of each change with the next one."""

    value: float
    low: float
    high: float
    n: int
    correlation: float


def drift(changes: ArrayLike, *, level: float = 0.95) -> Drift:
    """The sum of the changes from quarter to quarter of whole years, with limits by their spread.

    changes: one after the other, none missing, of two years at least; ValueError otherwise.
    What comes back each year adds up to nothing and is taken out of the spread.

    Formula: with e the changes less the mean of their season, s² = Σe² / (n - 4) and r the
    correlation of each e with the next, Σ ± t(n-4) s √(n (1 + r) / (1 - r)). r is what was
    found plus (1 + 4 r) / n, for of few it comes out too low; one below 0 counts as 0.
    Source: Student (1908), Biometrika 6:1; Bayley and Hammersley (1946), JRSS Suppl. 8:184
    (correlation); Kendall (1954), Biometrika 41:403 (of few).
    """
    found = np.asarray(changes, dtype=np.float64)
    n = len(found)
    if n < 2 * SEASONS or n % SEASONS or np.isnan(found).any():
        raise ValueError(f"changes of two whole years or more are needed, got: {found}")
    seasons = found.reshape(-1, SEASONS)
    left = (seasons - seasons.mean(axis=0)).ravel()
    squares = float(left @ left)
    seen = float(left[1:] @ left[:-1]) / squares if squares > 0 else 0.0
    r = min(max(seen + (1 + 4 * seen) / n, 0.0), MOST_CORRELATED)
    spread = np.sqrt(squares / (n - SEASONS) * n * (1 + r) / (1 - r))
    total, reach = float(found.sum()), float(stdtrit(n - SEASONS, 1 - tail(level)) * spread)
    return Drift(total, total - reach, total + reach, n, r)
