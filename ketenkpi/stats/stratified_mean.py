"""The mean of a population from samples of its strata, with what is left unsampled counted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtrit

from ketenkpi.stats.interval import Bools, Floats, Interval, counts, divided, tail
from ketenkpi.stats.mean_t import ROUNDING


@dataclass(frozen=True, slots=True, eq=False)
class Strata:
    """What a sample of each stratum says of its population; all four add over strata.

    population: N. total: N ȳ. variance: of that total, N (N - n) s² / n. square:
    variance² / (n - 1), what its degrees of freedom are made of.
    """

    population: Floats
    total: Floats
    variance: Floats
    square: Floats


def strata(n: ArrayLike, total: ArrayLike, squares: ArrayLike, population: ArrayLike) -> Strata:
    """Per stratum from n answers, their sum, the sum of their squares, and who there are.

    A stratum with fewer than two answers, whose spread is not known, has NaN; so
    has a missing value. Raises ValueError for negatives, for sums that no
    values can have and for more answers than there are people.
    """
    size, added, added_squares, people = np.broadcast_arrays(
        counts("n", n),
        np.asarray(total, dtype=np.float64),
        counts("squares", squares),
        counts("population", population),
    )
    if (size > people).any():
        raise ValueError("more answers than people")
    several = np.where(size > 1, size, np.nan)
    around = added_squares - added**2 / several
    if (around < -1e-9 * np.maximum(added_squares, 1)).any():
        raise ValueError("the sum of squares is smaller than these values can have")
    spread = np.where(around <= ROUNDING * added_squares, 0.0, around) / (several - 1)
    spread = np.where(np.isnan(around), np.nan, spread)
    variance = people * (people - size) * spread / several
    return Strata(people, people * added / several, variance, variance**2 / (several - 1))


@dataclass(frozen=True, slots=True, eq=False)
class StratifiedMean(Interval):
    """A mean with limits; `df` the degrees of freedom, `flat` where no stratum shows spread.

    Where `flat` is true the limits equal the mean: everybody answered, or all
    answers of a stratum were the same, which is not certainty.
    """

    df: Floats
    flat: Bools


def stratified_mean(sums: Strata, *, level: float = 0.95) -> StratifiedMean:
    """The mean of a whole population, from the added `strata` of samples of its parts.

    Every stratum counts by its population and not by who answered; a stratum
    that answered in full leaves no doubt of its own. Who did not answer is
    taken to be like who did of the same stratum: that is an assumption and the
    limits do not hold its error. No population, or a missing value, gives NaN.

    Formula: ȳ = Σ N ȳ_h / Σ N; variance Σ W_h² s_h²/n_h (1 - n_h/N_h), W_h = N_h/N;
    limits ȳ ∓ t(df) se, df = (Σ g s²)² / Σ (g s²)²/(n-1), g = N (N-n) / n.
    Sources: Cochran (1977), Sampling techniques, 3rd ed., formulas 5.12 to 5.16
    (df of Satterthwaite, 1946, Biometrics 2:110); Lohr (2010), Sampling: design
    and analysis, 2nd ed., ch. 3.
    """
    mean = divided(sums.total, sums.population)
    se = divided(np.sqrt(sums.variance), sums.population)
    flat = sums.variance == 0
    df = divided(sums.variance**2, sums.square)
    reach = np.where(flat, 0.0, stdtrit(df, 1 - tail(level))) * se
    return StratifiedMean(mean, mean - reach, mean + reach, df, flat & ~np.isnan(mean))
