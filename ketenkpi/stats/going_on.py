"""Who goes on in the wanted way within so many days, and how soon those who do.

The wanted next event competes with all others, and who has none yet is followed
as far as possible. What is told of the days is of those who go on within the
horizon: without one, the days of the slow are not known yet in any young quarter.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ketenkpi.stats.cumulative_incidence import Incidence, cumulative_incidence
from ketenkpi.stats.day_histogram import at
from ketenkpi.stats.interval import Bools, Floats, Interval, Ints, tail
from ketenkpi.stats.kaplan_meier import TIE, effective_number
from ketenkpi.stats.mid_p import beyond, mid_p_of_part


@dataclass(frozen=True, slots=True, eq=False)
class GoingOn:
    """Groups followed for what comes next; `horizon` in days, one per group.

    n: cases at risk. went: cases seen to go on in the wanted way within the horizon.
    """

    incidence: Incidence
    horizon: Ints
    n: Ints
    went: Ints

    def share(self) -> Interval:
        """The share that goes on in the wanted way within the horizon (Aalen-Johansen).

        Limits are those of `mid_p` at the effective number share (1 - share) / variance,
        which is n when nobody is lost sight of before the horizon. NaN where nobody was
        followed so far while some still waited.
        """
        value, variance = self._at_horizon()
        size = effective_number(value, variance)
        size = np.where((value == 0) | (value == 1), self.n, size)
        return mid_p_of_part(value, size, level=self.incidence.together.level)

    def quantile(self, part: float) -> Interval:
        """The day by which `part` (0..1) of those who go on within the horizon did.

        The first day t with F(t) ≥ part F(horizon). Limits are the days of the order
        statistics between which the quantile of `went` cases lies (David & Nagaraja
        2003, Order Statistics, 7.1), each with half of its own chance (mid-p), as for
        `Survival.quantile`. A limit beyond the last case is the horizon, one before the
        first is zero. NaN where nobody went on.
        """
        if not 0 < part < 1:
            raise ValueError(f"a quantile lies between 0 and 1, got: {part}")
        whole, _ = self._at_horizon()
        went = np.where(self.went > 0, self.went, np.nan).astype(np.float64)
        each = tail(self.incidence.together.level)
        low, high = (_rank(chance, went, part) for chance in (each, 1 - each))
        # The first and the last case have no other to share their chance with.
        before_all = (low == 1) & ((1 - part) ** went > each)
        beyond_all = (high == went) & (part**went > each)
        first, last = (self._day_after((rank - 1) / went * whole) for rank in (low, high))
        days = (
            self._day(part * whole),
            np.where(before_all, 0.0, first),
            np.where(beyond_all, self.horizon.astype(np.float64), last),
        )
        nobody = ~(whole > 0)
        return Interval(*(np.where(nobody, np.nan, each) for each in days))

    def _at_horizon(self) -> tuple[Floats, Floats]:
        """Share and variance of each group at its own horizon."""
        value, variance = np.full(len(self.n), np.nan), np.full(len(self.n), np.nan)
        for days in np.unique(self.horizon):
            here = self.horizon == days
            together = self.incidence.together
            row = together.last_row(days)
            begun = together.started(row)
            share = np.where(begun, at(self.incidence.share, row), 0.0)
            spread = np.where(begun, at(self.incidence.variance, row), 0.0)
            known = here & ~together.unknown(days)
            value[known], variance[known] = share[known], spread[known]
        return value, variance

    def _day(self, wanted: Floats) -> Floats:
        """The first day of each group on which its share is at least `wanted`."""
        group = self.incidence.together.group
        reached: Bools = self.incidence.share >= wanted[group] - TIE
        return self.incidence.together.first_day(reached)

    def _day_after(self, passed: Floats) -> Floats:
        """The first day of each group on which its share is more than `passed`.

        With `passed` the part of k - 1 cases that is the day of the k-th. Where cases are
        lost sight of later ones weigh more, so that the k-th stands at less than k of all:
        by `_day` a limit would be the case after it.
        """
        group = self.incidence.together.group
        reached: Bools = self.incidence.share > passed[group] + TIE
        return self.incidence.together.first_day(reached)


def _rank(chance: float, size: Floats, part: float) -> Floats:
    """The first order statistic of `size` with this mid-p chance to lie beyond the quantile."""
    least, most = np.ones_like(size), size.copy()
    while (least < most).any():
        middle = np.floor((least + most) / 2)
        reached = beyond(size - middle, size, 1 - part) >= chance
        least, most = np.where(reached, least, middle + 1), np.where(reached, middle, most)
        least = np.minimum(least, most)
    return least


def going_on(
    days: ArrayLike,
    wanted: ArrayLike,
    others: ArrayLike,
    censored: ArrayLike,
    horizon: ArrayLike,
    *,
    group: ArrayLike | None = None,
    groups: int = 1,
    level: float = 0.95,
) -> GoingOn:
    """Follow cases from a histogram of whole days to what comes next, per group.

    days: the day of each row. wanted, others: cases to which the wanted next event,
    or another one, came on that day. censored: cases without any, last followed on that
    day. horizon: whole days, one number or one per group. group, groups and the
    errors raised as in `kaplan_meier`; also ValueError for a negative day or horizon.
    """
    day, came = np.asarray(days, dtype=np.int64), np.asarray(wanted, dtype=np.int64)
    limit = np.broadcast_to(np.asarray(horizon, dtype=np.int64), (groups,))
    if (day < 0).any() or (limit < 0).any():
        raise ValueError("days and horizons count from zero")
    member = np.zeros_like(day) if group is None else np.asarray(group, dtype=np.int64)
    found = cumulative_incidence(
        day, {"wanted": came, "others": others}, censored, group=member, groups=groups, level=level
    )["wanted"]
    within = day <= limit[member]
    went = np.bincount(member, weights=np.where(within, came, 0), minlength=groups)
    return GoingOn(found, limit, found.together.n, went.astype(np.int64))
