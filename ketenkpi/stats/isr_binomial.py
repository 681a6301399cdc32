"""Observed over expected where what is counted happens once to each person, or not."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from ketenkpi.stats.interval import Floats, Interval, Ints, counts, divided, normal_quantile

# Log odds are looked for within this distance of the reference: e^40 is more
# than any odds that a number of people can tell apart.
FAR = 40.0
# Halvings of that distance until it is below 1e-12.
HALVINGS = 66
# Nearer to the saddlepoint the formula is 0 / 0; limits lie two deviations away.
NEAR = 1e-4


def isr_binomial(
    events: ArrayLike,
    trials: ArrayLike,
    chance: ArrayLike,
    unit: ArrayLike,
    units: int,
    *,
    level: float = 0.95,
) -> Interval:
    """Observed over expected per unit, for a sum of binomial numbers with unlike chances.

    events, trials, chance: per cell, `chance` that of the reference for such
    people, taken as known without error. unit: 0..units-1 per cell. A unit of
    which nothing is expected has NaN; so have the limits of one with events
    where the reference knows none, or without where it knows no other outcome.

    The limits are the expected numbers under which that many events or more
    (low) and that many or fewer (high) have a chance of (1 - level) / 2, when
    the odds of all cells are multiplied alike. They lie between none and all of
    the trials, while those of a Poisson number are too wide where events are
    common: 1.4 times at a chance of 0.5. With one cell they are those of
    `clopper_pearson`. Each tail is that of the exact distribution to within
    0.0014 too much and 0.005 too little, from one trial on. Raises ValueError for
    missing or negative numbers, more events than trials and a chance that is none.

    Formula: K(s) = Σ n log(1 - p + p e^s); K'(ŝ) = x, x half an event nearer to
    the middle; w = ±√(2 ((ŝ-δ) x - K(ŝ) + K(δ))), u = 2 sinh((ŝ-δ)/2) √K''(ŝ);
    w + log(u/w) / w = ±z gives δ, and K'(δ) the limit of the number.
    Sources: Daniels (1987), Tail probability approximations, Int Stat Rev
    55:37, with his second correction for continuity; Clopper & Pearson (1934),
    Biometrika 26:404.
    """
    z = normal_quantile(level)
    x, n, p, member = _checked(events, trials, chance, unit, units)
    observed, expected = _added(member, x, units), _added(member, n * p, units)
    # Where the outcome is sure, no odds change it.
    open_ = (p > 0) & (p < 1) & (n > 0)
    sure = _added(member[~open_], (n * p)[~open_], units)
    model = _Odds(n[open_], p[open_], member[open_], units)
    free, most = observed - sure, _added(member[open_], n[open_], units)
    known = (free >= 0) & (free <= most) & (expected > 0)
    low = np.where(free > 0, _limit(model, free - 0.5, z, known & (free > 0)), 0.0)
    high = np.where(free < most, _limit(model, free + 0.5, -z, known & (free < most)), most)
    low, high = (np.where(known, each + sure, np.nan) for each in (low, high))
    return Interval(divided(observed, expected), divided(low, expected), divided(high, expected))


def _checked(
    events: ArrayLike, trials: ArrayLike, chance: ArrayLike, unit: ArrayLike, units: int
) -> tuple[Floats, Floats, Floats, Ints]:
    x, n, p = counts("events", events), counts("trials", trials), counts("chance", chance)
    member = np.asarray(unit, dtype=np.int64)
    if not (x.ndim == 1 and x.shape == n.shape == p.shape == member.shape):
        raise ValueError("events, trials, chance and unit must be of one length, in one dimension")
    if np.isnan(x + n + p).any() or (x > n).any() or (p > 1).any():
        raise ValueError("a cell has missing numbers, more events than trials or no chance")
    if member.size and not (member.min() >= 0 and member.max() < units):
        raise ValueError(f"unit must lie in 0..{units - 1}")
    return x, n, p, member


def _added(member: Ints, values: Floats, units: int) -> Floats:
    return np.bincount(member, values, minlength=units).astype(np.float64)


class _Odds:
    """The number of events per unit when the odds of its cells are multiplied by e^s."""

    def __init__(self, n: Floats, p: Floats, member: Ints, units: int) -> None:
        self.n, self.member, self.units = n, member, units
        self.odds = np.log(p) - np.log1p(-p)

    def cumulant(self, s: Floats) -> Floats:
        """K(s), but for a constant per unit."""
        return self._sum(self.n * np.logaddexp(0, self.odds + s[self.member]))

    def mean(self, s: Floats) -> Floats:
        """K'(s): how many are expected."""
        return self._sum(self.n * self._chance(s))

    def variance(self, s: Floats) -> Floats:
        """K''(s)."""
        p = self._chance(s)
        return self._sum(self.n * p * (1 - p))

    def _chance(self, s: Floats) -> Floats:
        result: Floats = 1 / (1 + np.exp(-(self.odds + s[self.member])))
        return result

    def _sum(self, values: Floats) -> Floats:
        return _added(self.member, values, self.units)


def _limit(model: _Odds, x: Floats, z: float, known: np.ndarray) -> Floats:
    """The number expected under which x lies z deviations from what happened."""
    ends = np.full(model.units, FAR)
    point = _root(lambda s: model.mean(s) - x, -ends, ends)
    there, curve = model.cumulant(point), np.sqrt(model.variance(point))

    def away(shift: Floats) -> Floats:
        step = point - shift
        root = np.sqrt(np.maximum(2 * (step * x - there + model.cumulant(shift)), 0))
        w, u = np.sign(step) * root, 2 * np.sinh(step / 2) * curve
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(w + np.log(u / w) / w - z, dtype=np.float64)

    beyond = point - np.sign(z) * NEAR
    low, high = (-ends, beyond) if z > 0 else (beyond, ends)
    found = model.mean(_root(lambda s: -away(s), low, high))
    return np.where(known, found, np.nan)


def _root(f: Callable[[Floats], Floats], low: Floats, high: Floats) -> Floats:
    """Where an increasing function crosses zero, per unit."""
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        below = f(middle) < 0
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return (low + high) / 2
