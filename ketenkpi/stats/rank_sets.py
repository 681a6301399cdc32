"""Which place a unit takes, as far as the estimates can tell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ketenkpi.stats.interval import Bools, Floats, tail


@dataclass(frozen=True, slots=True, eq=False)
class RankSets:
    """Places of units, 1 with the highest estimate; arrays of one length, NaN without a place.

    rank: the place of the estimate itself, the lowest among equals. low, high:
    the places this one unit may take. low_together, high_together: those that
    hold for all units at once, so wider.
    """

    rank: Floats
    low: Floats
    high: Floats
    low_together: Floats
    high_together: Floats


def rank_sets(
    estimate: ArrayLike, se: ArrayLike, *, level: float = 0.95, draws: int = 5_000, seed: int = 0
) -> RankSets:
    """Confidence sets for ranks of independent, about normal estimates.

    estimate, se: (units,). A unit without an estimate or standard error has no
    place and does not count; with fewer than two others there are no places at
    all. Where low is good, pass the negated estimates. 100 units take a
    second or two.
    Raises ValueError for a standard error that is not above zero: no chance at
    all is a claim, not an estimate.

    Method: low = 1 + the units certainly above, high = N - those certainly
    below, by tests of all differences (x_j - x_k) / √(se_j² + se_k²) against
    the `level` quantile of their largest in normal draws, stepwise until no
    test is rejected any more. Source: Mogstad, Romano, Shaikh & Wilhelm (2024),
    Review of Economic Studies 91:476, section 3.
    """
    x, s = np.asarray(estimate, dtype=np.float64), np.asarray(se, dtype=np.float64)
    if x.ndim != 1 or x.shape != s.shape:
        raise ValueError("estimate and se must be of one length, in one dimension")
    if (s <= 0).any():
        raise ValueError("a standard error must be above zero")
    tail(level)
    known = np.flatnonzero(~np.isnan(x + s))
    places = np.full((5, len(x)), np.nan)
    if known.size >= 2:
        places[:, known] = _places(x[known], s[known], level, draws, seed)
    return RankSets(*places)


def _places(x: Floats, s: Floats, level: float, draws: int, seed: int) -> Floats:
    n = len(x)
    # Half the memory and the time; the seventh digit of a random draw says nothing.
    normal = np.random.default_rng(seed).standard_normal((n, draws), np.float32)
    chance = _Chance(s, normal * s.astype(np.float32)[:, None])
    t = (x[:, None] - x) / np.hypot(s[:, None], s)
    alone = [_certain(t, _of(unit, n), chance.of(unit), level) for unit in range(n)]
    together = _certain(t, ~np.eye(n, dtype=bool), chance.all, level)
    above = [found[:, unit].sum() for unit, found in enumerate(alone)]
    below = [found[unit].sum() for unit, found in enumerate(alone)]
    places = [
        1 + (x > x[:, None]).sum(axis=1),
        1 + np.array(above),
        n - np.array(below),
        1 + together.sum(axis=0),
        n - together.sum(axis=1),
    ]
    return np.array(places, dtype=np.float64)


def _certain(t: Floats, tests: Bools, largest: Callable[[Bools], Floats], level: float) -> Bools:
    """Of these tests 'row above column', those rejected, stepwise."""
    certain = np.zeros_like(tests)
    while (tests & ~certain).any():
        left = tests & ~certain
        new = left & (t > np.quantile(largest(left), level))
        if not new.any():
            break
        certain |= new
    return certain


def _of(unit: int, units: int) -> Bools:
    # The tests of one unit against each other one, in both directions.
    tests = np.zeros((units, units), dtype=bool)
    tests[unit], tests[:, unit] = True, True
    tests[unit, unit] = False
    return tests


@dataclass(frozen=True, slots=True, eq=False)
class _Chance:
    """Draws of all estimates (units, draws) when nothing but chance differs."""

    s: Floats
    drawn: NDArray[np.float32]

    def differences(self, unit: int, others: Bools) -> NDArray[np.float32]:
        """The scaled differences of one unit with others, (others, draws)."""
        spread = np.hypot(self.s[unit], self.s[others]).astype(np.float32)
        result: NDArray[np.float32] = (self.drawn[unit] - self.drawn[others]) / spread[:, None]
        return result

    def of(self, unit: int) -> Callable[[Bools], Floats]:
        """The largest difference of one unit, over the tests that are left."""
        d = self.differences(unit, np.full(len(self.s), True))

        def largest(left: Bools) -> Floats:
            up = d[left[unit]].max(axis=0, initial=-np.inf)
            down = d[left[:, unit]].min(axis=0, initial=np.inf)
            result: Floats = np.maximum(up, -down).astype(np.float64)
            return result

        return largest

    def all(self, left: Bools) -> Floats:
        """The largest difference of all units, over the tests that are left."""
        best = np.full(self.drawn.shape[1], -np.inf)
        for unit in range(len(left)):
            if left[unit].any():
                np.maximum(best, self.differences(unit, left[unit]).max(axis=0), out=best)
        return best
