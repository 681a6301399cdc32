"""How odd a number of events is where only chance, or chance and the usual differences, speak.

Binomial and Poisson numbers, and the same with a spread between units: the
chance of each unit is then drawn from a beta distribution, its rate from a
gamma distribution. All outcomes that can happen are written out, so no tail
is an approximation: at 15 cases a normal limit calls 0 too few where 0 comes
by chance in one of 28.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from ketenkpi.stats.interval import Floats, Ints, tail

Law: TypeAlias = Literal["trials", "events"]
# Two outcomes are equally probable when they differ by rounding only, as in R's binom.test.
ALIKE = 1e-7
# Events counted over a size and made again from a share come this near a whole number.
WHOLE = 1e-6
# What cannot happen keeps a logarithm.
NEVER = 1e-300
# Outcomes further off than this are not written out; together they have a
# chance below 1e-12. A spread gives tails that fall as e^(-outcomes / (1 + extra)).
DEVIATIONS, FOLDS = 8, 30


@dataclass(frozen=True, slots=True, eq=False)
class Null:
    """The law of the number of events of units that differ no more than usual.

    law: 'trials' (at most `size` events) or 'events' (no highest number). mean:
    expected events; extra: what the spread between units adds to the variance, as
    a part of the variance of chance alone; size: trials (whole numbers), or the
    exposure. Arrays of one length; NaN where a unit takes no part.
    """

    law: Law
    size: Floats
    mean: Floats
    extra: Floats

    def __post_init__(self) -> None:
        if not self.size.shape == self.mean.shape == self.extra.shape or self.size.ndim != 1:
            raise ValueError("size, mean and extra must be of one length, in one dimension")

    @property
    def sd(self) -> Floats:
        """The standard deviation of the number of events."""
        return np.sqrt(self._chance * (1 + self.extra))

    @property
    def skewness(self) -> Floats:
        """How much longer one tail is than the other, without its sign; NaN without a deviation."""
        spread = np.where(self.sd > 0, self.sd, np.nan)
        if self.law == "events":
            # Of a negative binomial distribution.
            return (1 + 2 * self.extra) / spread
        n, share = self.size, self.mean / self.size
        # Of a beta-binomial one: as of a binomial one when the spread is nothing.
        each = self._each(n, self.extra)
        longer = (1 + 2 * each * n) / (1 + 2 * each)
        result: Floats = np.abs(1 - 2 * share) * longer / spread
        return result

    @property
    def _chance(self) -> Floats:
        if self.law == "events":
            return self.mean
        return self.mean * (1 - self.mean / np.maximum(self.size, 1))

    def p(self, events: Floats) -> Floats:
        """The two-sided p of each number of events: the chance of all that are no more probable.

        Not whole numbers (of an effective number of cases) lie between their
        neighbours on the logarithm of p. Source: Sterne (1954), Biometrika 41:275.
        """
        found = np.full(self.size.shape, np.nan)
        for rows, table in self._tables():
            found[rows] = table.between(events[rows], table.sterne)
        return found

    def mid_p(self, events: Floats) -> Floats:
        """Twice the smaller tail, with half of the outcome itself: shorter, and not exact.

        It calls up to 0.35 % outside where 0.2 % was meant. Source: Lancaster
        (1961), JASA 56:223.
        """
        found = np.full(self.size.shape, np.nan)
        for rows, table in self._tables():
            found[rows] = table.between(events[rows], table.mid)
        return found

    def limits(self, level: float) -> tuple[Floats, Floats]:
        """The numbers of events, not whole, below and above which p is below 1 - level.

        Between the last outcome within and the first one outside they lie where
        the logarithm of p does, so that a line through many sizes is no staircase.
        """
        low, high = np.full(self.size.shape, np.nan), np.full(self.size.shape, np.nan)
        for rows, table in self._tables():
            low[rows], high[rows] = table.edges(2 * tail(level))
        return low, high

    def _tables(self) -> Iterator[tuple[Ints, _Table]]:
        # Units whose outcomes are about equally many stand in one table: at most half is empty.
        known = np.flatnonzero(~np.isnan(self.mean + self.extra + self.size))
        low, high = self._window(known)
        doublings = np.frexp(high - low + 1)[1]
        for doubling in np.unique(doublings):
            chosen = doublings == doubling
            yield known[chosen], self._table(known[chosen], low[chosen], high[chosen])

    def _window(self, rows: Ints) -> tuple[Floats, Floats]:
        mean, extra = self.mean[rows], self.extra[rows]
        far = DEVIATIONS * self.sd[rows] + FOLDS * (1 + extra)
        far = np.where(self.sd[rows] > 0, far, 0)
        most = self.size[rows] if self.law == "trials" else np.inf
        low, high = np.maximum(np.floor(mean - far), 0), np.minimum(np.ceil(mean + far), most)
        return low, high

    def _table(self, rows: Ints, low: Floats, high: Floats) -> _Table:
        steps = np.arange(int((high - low).max()))
        k = low[:, None] + steps
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = np.where(k < high[:, None], np.log(self._ratio(rows, k)), -np.inf)
        log = np.concatenate([np.zeros((len(rows), 1)), np.cumsum(ratio, axis=1)], axis=1)
        chance = np.exp(log - log.max(axis=1, keepdims=True))
        return _Table(low, chance / chance.sum(axis=1, keepdims=True))

    @staticmethod
    def _each(n: Floats, extra: Floats) -> Floats:
        """1 / (a + b) of a beta-binomial law, in which a / (a + b) = mean / n."""
        result: Floats = extra / np.maximum(n - 1 - extra, ALIKE)
        return result

    def _ratio(self, rows: Ints, k: Floats) -> Floats:
        """The chance of k + 1 events over that of k."""
        mean, extra = self.mean[rows, None], self.extra[rows, None]
        if self.law == "events":
            return (mean + k * extra) / ((k + 1) * (1 + extra))
        n = self.size[rows, None]
        each = self._each(n, extra)
        others = (n - k) / (k + 1)
        return others * (mean / n + k * each) / (1 - mean / n + (n - k - 1) * each)


@dataclass(frozen=True, slots=True, eq=False)
class _Table:
    """Outcomes low, low + 1, ... of each row, with the chance of each: (rows, outcomes)."""

    low: Floats
    chance: Floats

    def between(self, events: Floats, p: Callable[[Floats], Floats]) -> Floats:
        """p of `events`, and between two outcomes on the straight line of its logarithm."""
        whole = np.round(events)
        events = np.where(np.abs(events - whole) < WHOLE, whole, events)
        below = np.floor(events)
        found = p(below)
        if (events == below).all():
            return found
        low, high = _logarithm(found), _logarithm(p(np.ceil(events)))
        part: Floats = np.exp(low + (events - below) * (high - low))
        return np.where(events == below, found, part)

    def sterne(self, outcome: Floats) -> Floats:
        """The chance of all outcomes that are no more probable; 0 where none is written out."""
        least = self._chance_of(outcome) * (1 + ALIKE)
        chances = np.where(self.chance <= least[:, None], self.chance, 0).sum(axis=1)
        result: Floats = np.minimum(chances, 1)
        return result

    def mid(self, outcome: Floats) -> Floats:
        """Twice the smaller tail, with half of the outcome itself."""
        places = self.low[:, None] + np.arange(self.chance.shape[1])
        half = self._chance_of(outcome) / 2
        below = np.where(places < outcome[:, None], self.chance, 0).sum(axis=1) + half
        above = np.where(places > outcome[:, None], self.chance, 0).sum(axis=1) + half
        result: Floats = np.minimum(2 * np.minimum(below, above), 1)
        return result

    def edges(self, level: float) -> tuple[Floats, Floats]:
        """Where p passes `level`, below and above what is most probable."""
        ordered = np.sort(self.chance, axis=1)
        outside = (np.cumsum(ordered, axis=1) <= level).sum(axis=1)
        least = ordered[np.arange(len(outside)), outside] * (1 - ALIKE)
        within = self.chance >= least[:, None]
        first = self.low + within.argmax(axis=1)
        last = self.low + within.shape[1] - 1 - within[:, ::-1].argmax(axis=1)
        return self._edge(first, -1, level), self._edge(last, 1, level)

    def _edge(self, inside: Floats, side: int, level: float) -> Floats:
        # 0 is the lowest number there is; above the trials p is 0, and no limit is needed.
        low, high = _logarithm(self.sterne(inside + side)), _logarithm(self.sterne(inside))
        step = np.where(high > low, (high - np.log(level)) / np.where(high > low, high - low, 1), 0)
        result: Floats = np.where(inside + side < 0, inside, inside + side * step)
        return result

    def _chance_of(self, outcome: Floats) -> Floats:
        column = outcome - self.low
        there = (column >= 0) & (column < self.chance.shape[1])
        kept = np.where(there, column, 0).astype(np.int64)
        return np.where(there, self.chance[np.arange(len(kept)), kept], 0)


def _logarithm(p: Floats) -> Floats:
    result: Floats = np.log(np.maximum(p, NEVER))
    return result
