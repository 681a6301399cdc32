"""What a control chart says: the four rules of Making Data Count, variation and assurance.

Two questions, kept apart. Variation: is something else going on than chance?
Assurance: can this way of working meet the target? A chart can improve and
still fail, or meet its target by luck.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ketenkpi.stats.control_chart import ControlChart
from ketenkpi.stats.interval import Bools, Ints

Texts: TypeAlias = NDArray[np.str_]

# A point this near to a line, as a share of its height, lies on it: the mean
# of seven times 0.1 is not 0.1 in floating point.
TIE = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class Signals:
    """Per point the rule it falls under, and which way.

    rule: "outside", "trend", "two_of_three", "shift", "common" for none of
    them, and "" where there is no value or no limit. side: +1 high or rising,
    -1 low or falling, 0 without a special cause.
    """

    rule: Texts
    side: Ints


def signals(chart: ControlChart) -> Signals:
    """The four rules; the first that holds, in this order, is the one named.

    outside: beyond a limit. trend: one of seven points that each rise (or
    each fall). two_of_three: one of at least two among three neighbours in the
    outer third of the limits, all three on the same side of the centre. shift:
    one of seven or more on one side. A point on the centre line, and two equal
    neighbours, break a run. So does a missing point: what happened there is not
    known, so a run of six, a gap and one more is no run of seven. No run goes
    on from one phase into the next.

    Source: NHS England, Making Data Count; NHSRplotthedots 0.2.2.
    """
    flat = _Flat(chart)
    high = (flat.outside(1), flat.trend(1), flat.two_of_three(1), flat.shift(1))
    low = (flat.outside(-1), flat.trend(-1), flat.two_of_three(-1), flat.shift(-1))
    found = [up | down for up, down in zip(high, low, strict=True)]
    judged = flat.judged
    rule = np.select([~judged, *found], ["", "outside", "trend", "two_of_three", "shift"], "common")
    # The turning point of seven up and seven down is both, and is named rising.
    way = np.select([~judged, *found], [0, *(np.where(up, 1, -1) for up in high)], 0)
    return Signals(rule.reshape(flat.shape), way.reshape(flat.shape))


def variation(found: Signals, better: int) -> Texts:
    """Per point "common", "improvement" or "concern", and "" where nothing is said.

    better: +1 when higher is better, -1 when lower is; 0 when neither is, and
    a special cause is then "high" or "low" and no judgement. A trend goes by
    its direction, not by the side of the centre line it is on.
    """
    special = (found.side != 0) & (found.rule != "")
    words = ("high", "low") if better == 0 else ("improvement", "concern")
    good = found.side > 0 if better == 0 else found.side == better
    names = np.where(good, words[0], words[1])
    result: Texts = np.where(special, names, np.where(found.rule == "", "", "common"))
    return result


def assurance(chart: ControlChart, target: ArrayLike, better: int) -> Texts:
    """Per point whether this way of working meets the target.

    "pass": both limits lie beyond the target on the good side, so chance alone
    will not miss it; "fail": both on the bad side; "hit_or_miss": the target
    lies within the limits. "" without a target, value or limits, and where
    neither higher nor lower is better (better = 0).
    """
    aim = np.broadcast_to(np.asarray(target, dtype=np.float64), chart.value.shape)
    above, below = chart.low > aim, chart.high < aim
    passes, fails = (above, below) if better > 0 else (below, above)
    silent = np.isnan(chart.value) | np.isnan(chart.high - chart.low) | np.isnan(aim)
    silent = silent | (better == 0)
    result: Texts = np.select([silent, passes, fails], ["", "pass", "fail"], "hit_or_miss")
    return result


class _Flat:
    # The chart as one long row; no window reaches over the edge of a phase.
    def __init__(self, chart: ControlChart) -> None:
        self.shape = chart.value.shape
        self.value, self.phase = chart.value.ravel(), chart.phase.ravel()
        self.low, self.high = chart.low.ravel(), chart.high.ravel()
        centre, sigma = chart.centre.ravel(), chart.sigma.ravel()
        self.judged = ~(np.isnan(self.value) | np.isnan(sigma))
        self.slack = TIE * np.abs(centre)
        self.away = self.value - centre
        self.side = np.where(np.abs(self.away) > self.slack, np.sign(self.away), 0)
        self.far = np.abs(self.away) > 2 * sigma + self.slack

    def outside(self, way: int) -> Bools:
        beyond = self.value - self.high if way > 0 else self.low - self.value
        result: Bools = self.judged & (beyond > self.slack)
        return result

    def trend(self, way: int) -> Bools:
        step = np.diff(self.value, prepend=np.nan) * way
        return self._members(self._count(step > 0, 6) & self._within(7), 7)

    def two_of_three(self, way: int) -> Bools:
        mine = self.side == way
        near_limit = mine & self.far & ~self.outside(way)
        found = self._count(mine, 3) & self._count(near_limit, 3, at_least=2) & self._within(3)
        result: Bools = near_limit & self._members(found, 3)
        return result

    def shift(self, way: int) -> Bools:
        return self._members(self._count(self.side == way, 7) & self._within(7), 7)

    def _count(self, flag: Bools, width: int, at_least: int | None = None) -> Bools:
        # At each point: do enough of the last `width` points have the flag?
        total = np.concatenate([np.zeros(width, dtype=np.int64), np.cumsum(flag)])
        result: Bools = total[width:] - total[:-width] >= (at_least or width)
        return result

    def _within(self, width: int) -> Bools:
        # At each point: do the last `width` points belong to one phase?
        back = np.concatenate([np.full(width - 1, -1), self.phase])[: len(self.phase)]
        result: Bools = back == self.phase
        return result

    def _members(self, ends: Bools, width: int) -> Bools:
        # The points of every window of `width` that ends where `ends` is true.
        total = np.concatenate([[0], np.cumsum(ends)])
        upto = np.minimum(np.arange(len(ends)) + width, len(ends))
        result: Bools = total[upto] - total[:-1] > 0
        return result
