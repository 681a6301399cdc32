"""How long something takes, with the cases that still run: Kaplan-Meier from a histogram of days.

The input is counts per whole day, so the tallies of any Werkplein and quarter
can be added first and many curves computed in one call. 6,000 curves of 300
days (1.8 million rows) take 0.6 seconds on one core.

Conventions, where programs differ:
- On one day events come before censorings: who is censored on day d was at risk on day d.
- Who enters late at day d is followed from the end of that day: at risk from day d + 1.
- A spell of zero days is legal; days may be negative (lateness against a date agreed).
- A curve that stands at exactly one half: the median is the first day it stands
  there. (R gives the middle of the flat stretch.)
- 'Not reached' is NaN, never the longest day seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import rel_entr

from ketenkpi.stats.day_histogram import (
    Histogram,
    accumulated,
    at,
    histogram,
    log_log,
    per_group,
    running,
    running_sums,
)
from ketenkpi.stats.interval import (
    Bools,
    Floats,
    Interval,
    Ints,
    divided,
    normal_quantile,
    tail,
)
from ketenkpi.stats.mean_skewed import skewed_limits
from ketenkpi.stats.mid_p import beyond, mid_p_of_part

Limits: TypeAlias = Literal["mid_p", "log_log"]

# 1 - 1/3 - 1/6 must count as one half; products of a thousand factors are off
# by less than 1e-12, and real curves have no steps below 1e-9.
TIE = 1e-9
# A chance below this part of a tail is taken as none: a hundredth, so that the
# bound need not hold to the last digit for numbers that are not whole.
NEGLIGIBLE = 0.01
# Of days within a horizon many lie at its end, so less need be added than of marks.
RMST_ADDED = 0.2


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """One survival curve at the days something happened; arrays of one length."""

    day: Ints
    at_risk: Ints
    events: Ints
    surviving: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True, eq=False)
class Survival:
    """Survival curves of several groups, one row per group and day.

    group: the group of each row, ascending; day: ascending within the group.
    at_risk: cases under observation on that day; after: those under
    observation when the day is over, late entries of that day included.
    surviving: the share that lasts longer than that day, NaN from the first
    late entry on when nobody else was under observation then. variance: of
    its logarithm. low, high: log-log limits, NaN where the curve is exactly 1
    or 0; made when first asked for, as one day needs few of them. from_start: per
    group, cases observed from their own beginning. n, closed: per group, all
    cases and those with an event.
    """

    group: Ints
    day: Ints
    at_risk: Ints
    after: Ints
    events: Ints
    surviving: Floats
    variance: Floats
    from_start: Ints
    n: Ints
    closed: Ints
    level: float

    def __post_init__(self) -> None:
        tail(self.level)

    @property
    def low(self) -> Floats:
        """The lower limit of each row."""
        return self._limits[0]

    @property
    def high(self) -> Floats:
        """The upper limit of each row."""
        return self._limits[1]

    @cached_property
    def _limits(self) -> tuple[Floats, Floats]:
        return log_log(self.surviving, self.variance, normal_quantile(self.level))

    def curve(self, group: int = 0) -> Curve:
        """The curve of one group."""
        rows = slice(*np.searchsorted(self.group, [group, group + 1]))
        return Curve(
            self.day[rows],
            self.at_risk[rows],
            self.events[rows],
            self.surviving[rows],
            self.low[rows],
            self.high[rows],
        )

    def survival(self, day: float, *, limits: Limits = "mid_p") -> Interval:
        """The share that lasts longer than `day`, per group, with its limits.

        NaN where nobody was followed up to `day` while some cases still ran,
        and where no case was seen from its own beginning.

        mid_p: those of `mid_p` at the effective number S (1 - S) / variance, which
        is n when nobody is censored (Dorey & Korn 1987, Stat Med 6:679); where the
        share is 1 or 0 that is at-risk / share (Peto et al. 1977, Br J Cancer 35:1).
        log_log: those of R's survfit(conf.type = "log-log"), which miss above in up to
        5 % with twenty cases; where the share is 1 or 0, as mid_p.
        """
        row = self.last_row(day)
        followed = self._followed(day, row)
        share = np.where(self.started(row), at(self.surviving, row), 1.0)
        unknown = self._unknown(followed, row)
        share[unknown] = np.nan
        size = effective_number(share, at(self.variance, row) * share**2)
        size[share == 1] = followed[share == 1]
        if (share == 0).any():
            size[share == 0] = self.effective_at_zero()[share == 0]
        found = mid_p_of_part(share, size, level=self.level)
        if limits == "mid_p":
            return found
        z = normal_quantile(self.level)
        low, high = log_log(share, at(self.variance, row), z)
        open_ended = (share == 0) | (share == 1)
        return Interval(
            share, np.where(open_ended, found.low, low), np.where(open_ended, found.high, high)
        )

    def quantile(self, share: float, *, limits: Limits = "mid_p") -> Interval:
        """The first day by which at least `share` (0..1) has had its event, per group.

        The limits invert the pointwise limits of the curve (Brookmeyer & Crowley
        1982, Biometrics 38:29), those of `survival`; but the day of the last case, when
        all have ended, is an upper limit only where it misses in no more than the level
        leaves to a side: from six cases on for a median, from 36 for a P90. NaN: not
        reached within the follow-up. Raises ValueError unless 0 < share < 1.
        """
        if not 0 < share < 1:
            raise ValueError(f"a quantile lies between 0 and 1, got: {share}")
        bar = 1 - share + TIE
        if limits == "mid_p":
            chance, each = self._beyond(bar), tail(self.level)
            # Mid-p shares the chance of a case with the next one; the last has none. Of
            # thirty cases the last came before the P90 in 4.2 %, and that was the limit.
            told = np.where(self.surviving == 0, 2 * chance - 1, chance)
            may, must = chance >= each, told >= 1 - each
        else:
            may, must = (self.low <= bar) | (self.surviving == 0), self.high <= bar
        return Interval(
            self.first_day(self.surviving <= bar), self.first_day(may), self.first_day(must)
        )

    def _beyond(self, bar: float) -> Floats:
        """Per row the mid-p chance to see more, where the share that lasts is `bar`."""
        share = self.surviving
        size = effective_number(share, self.variance * share**2)
        size[share == 1] = self.at_risk[share == 1]
        gone = share == 0
        if gone.any():
            size[gone] = self.effective_at_zero()[self.group[gone]]
        # Far from the bar the chance is nearly 0 or 1: it is at most exp(-n KL)
        # (Chernoff). One row in five is near, and 1.8 million rows take 0.6 s.
        chance = (share < bar).astype(np.float64)
        chance[np.isnan(share)] = np.nan
        near = np.flatnonzero(
            size * divergence(share, bar) < -np.log(NEGLIGIBLE * tail(self.level))
        )
        chance[near] = beyond(share[near] * size[near], size[near], bar)
        return chance

    def rmst(self, day: float, *, limits: Literal["skewed", "normal"] = "skewed") -> Interval:
        """The mean number of days in the first `day` days, per group, with its limits.

        The restricted mean survival time: who still runs on that day counts as
        `day`. It is the mean that can be compared between groups, for it needs
        no guess about the cases that still run. NaN where `survival(day)` is.
        Raises ValueError unless `day` is positive, and for negative days, which
        have no beginning to count from.

        Formula: ∫ S from 0 to `day`. skewed: the limits of `mean_skewed`, of what each
        case adds to the mean: C(u) - A(u) n / (r - d) for one that ended on day u, C(u)
        for one followed until then, with A the area from that day to `day` and C the
        sum of A n d / (r (r - d)); of cases that all ended that is the mean of their
        days. Reach is that of a normal law: days are cut at `day`, so their tails are
        short. From twenty cases on a side misses in 1.4 to 2.7 % (`docs/tables.md`, means),
        and of normal limits in up to 8. No limits where nearly all leave long before `day`,
        or hardly any before it: then they would be made of what `mean_skewed` adds. With
        late entries, of which a histogram does not tell when they ended, without the
        skewness. normal:
        value ± z se, with variance Σ A² d / (r (r - d)): Klein & Moeschberger (2003),
        section 4.5, as R's survmean. Both stay within 0 and `day`.
        """
        if day <= 0 or (self.day < 0).any():
            raise ValueError("a restricted mean needs a positive horizon and no negative days")
        area = self._area(day)
        first = np.append(self._edges[0], len(self.day))
        (passed,) = running_sums(first, area)
        after = self._added(area)
        rest = after[self.group] - passed + area
        start = np.where(self.n > 0, np.minimum(at(self.day, first[:-1]), day), np.nan)
        value = np.where(self.unknown(day), np.nan, start + after)
        variance = self._added(rest**2 * self._hazard())
        if limits == "normal":
            reach = normal_quantile(self.level) * np.sqrt(variance)
            return Interval(value, np.maximum(value - reach, 0), np.minimum(value + reach, day))
        n = self.n.astype(np.float64)
        return skewed_limits(
            *(n, value, n**2 * variance, self._third(rest, first), (0.0, day)),
            t=normal_quantile(self.level),
            added=RMST_ADDED,
        )

    def _added(self, values: Floats) -> Floats:
        """The total per group."""
        total = np.bincount(self.group, weights=values, minlength=len(self.n))
        return total.astype(np.float64)

    def _third(self, rest: Floats, first: Ints) -> Floats:
        """Per group the sum of third powers of what each case adds to a restricted mean."""
        n = self.n[self.group].astype(np.float64)
        (passed,) = running_sums(first, rest * n * self._hazard())
        stay = (self.at_risk - self.events).astype(np.float64)
        ended = passed - divided(rest * n, stay)
        # After the last case has left no area is left: it adds what passed before.
        ended = np.where(stay > 0, ended, passed)
        censored = stay - self.after
        third = self._added(self.events * ended**3 + censored * passed**3)
        return np.where(self.from_start < self.n, 0.0, third)

    def _area(self, day: float) -> Floats:
        # Under the curve from each row to the next, up to `day`; the last row
        # of a group lasts until then.
        until = np.append(self.day[1:], 0).astype(np.float64)
        until[self._edges[1][self.n > 0] - 1] = day
        width = np.clip(until, None, day) - np.clip(self.day, None, day)
        return np.where(width > 0, width * self.surviving, 0.0)

    def _hazard(self) -> Floats:
        # d / (r (r - d)); where all leave nothing is left to be uncertain of.
        left = self.at_risk * (self.at_risk - self.events).astype(np.float64)
        return np.where(left > 0, self.events / np.where(left > 0, left, 1), 0.0)

    def closed_quantile(self, share: float) -> Floats:
        """The same quantile of cases with an event only: simpler, and biased low.

        NaN for a group without an event. Late entries count as all others.
        """
        left = self.closed[self.group] - self._closed_so_far()
        bar = (1 - share + TIE) * self.closed[self.group]
        return self.first_day((left <= bar) & (self.closed[self.group] > 0))

    def closed_within(self, day: float) -> Floats:
        """The share of cases with an event that had it on or before `day`; NaN without any."""
        in_time = per_group(self.group, np.where(self.day <= day, self.events, 0), len(self.n))
        return divided(in_time.astype(np.float64), self.closed.astype(np.float64))

    def _closed_so_far(self) -> Ints:
        first = np.concatenate([[0], np.cumsum(np.bincount(self.group, minlength=len(self.n)))])
        return running(self.events, first, self.group)

    def first_day(self, reached: Bools) -> Floats:
        """Per group the day of its first row in which `reached` holds; NaN where none is."""
        rows = np.flatnonzero(reached)
        group = self.group[rows]
        first = np.concatenate([[True], group[1:] != group[:-1]])[: len(group)]
        found = np.full(len(self.n), np.nan)
        found[group[first]] = self.day[rows[first]]
        return found

    def last_row(self, day: float) -> Ints:
        """Per group its last row on or before `day`; the row before its first without one."""
        # Halving the rows of all groups at once: 6,000 groups take 1 ms. A pass
        # over their 1.8 million rows would take four times that, or more.
        low, high = self._edges
        while (low < high).any():
            middle = np.minimum((low + high) // 2, len(self.day) - 1)
            passed = (self.day[middle] <= day) & (low < high)
            low, high = np.where(passed, middle + 1, low), np.where(passed, high, middle)
            high = np.maximum(low, high)
        result: Ints = low - 1
        return result

    def last_day(self) -> Floats:
        """The last day on which anything was seen, per group; NaN for a group without rows."""
        first, after = self._edges
        return np.where(after > first, at(self.day, after - 1), np.nan)

    def followed(self, day: float) -> Ints:
        """Cases under observation on `day`, per group."""
        return self._followed(day, self.last_row(day))

    def _followed(self, day: float, row: Ints) -> Ints:
        on_the_day = at(self.day, row) == day
        count = np.where(on_the_day, at(self.at_risk, row), at(self.after, row))
        result: Ints = np.where(self.started(row), count, self.from_start).astype(np.int64)
        return result

    def unknown(self, day: float) -> Bools:
        """Where the curve says nothing on `day`: not followed so far, or from no beginning."""
        row = self.last_row(day)
        return self._unknown(self._followed(day, row), row)

    def _unknown(self, followed: Ints, row: Ints) -> Bools:
        running_on = ~(self.started(row) & (at(self.surviving, row) == 0))
        gone = (followed == 0) & running_on
        result: Bools = gone | (self.from_start == 0)
        return result

    def effective_at_zero(self) -> Floats:
        """The effective sample size just before the curve reached zero; NaN where it did not."""
        before = self.before()
        rows = np.flatnonzero((self.surviving == 0) & (before > 0))
        result = np.full(len(self.n), np.nan)
        result[self.group[rows]] = self.at_risk[rows] / before[rows]
        return result

    def before(self) -> Floats:
        """The share just before each row: that of the row above, 1 at the start of a group."""
        above = np.concatenate([[1.0], self.surviving])[:-1]
        starts = np.concatenate([[True], self.group[1:] != self.group[:-1]])[: len(self.group)]
        result: Floats = np.where(starts, 1.0, above)
        return result

    @cached_property
    def _edges(self) -> tuple[Ints, Ints]:
        # The first row of each group, and the row after its last.
        rows = np.bincount(self.group, minlength=len(self.n))
        after: Ints = np.cumsum(rows)
        return after - rows, after

    def started(self, row: Ints) -> Bools:
        """Per group, whether `row` is one of its rows or comes after them."""
        result: Bools = row >= self._edges[0]
        return result


def divergence(share: Floats, other: float) -> Floats:
    """The divergence of Kullback and Leibler of one share from another, per case."""
    parts = rel_entr(share, other) + rel_entr(1 - share, 1 - other)
    return np.asarray(parts, dtype=np.float64)


def effective_number(share: Floats, variance: Floats) -> Floats:
    """Cases counted to the end that would make a share as uncertain; NaN where it is 0 or 1."""
    inside = (share > 0) & (share < 1) & (variance > 0)
    spread = np.where(inside, variance, 1.0)
    return np.where(inside, share * (1 - share) / spread, np.nan)


def kaplan_meier(
    days: ArrayLike,
    events: ArrayLike,
    censored: ArrayLike,
    *,
    entered: ArrayLike | None = None,
    group: ArrayLike | None = None,
    groups: int = 1,
    level: float = 0.95,
) -> Survival:
    """Survival curves of `groups` groups from a histogram of whole days.

    days: the day of each row. events, censored: cases that ended, or were last
    seen running, after that many days. entered: cases that came under
    observation only at that day of their life (each has its end in events or
    censored too, on a later day); the others count from their beginning. group: 0..groups-1 for
    each row. Rows may come in any order and more than once; a group without
    rows has n = 0 and only NaN. Raises ValueError for negative counts and for
    a group in which cases entered that do not leave on a later day.

    Formulas: S = Π (1 - d/r), Kaplan & Meier (1958), JASA 53:457; variance of
    log S = Σ d / (r (r - d)), Greenwood (1926); limits S^exp(±z se / log S),
    Kalbfleisch & Prentice (1980), p. 15.
    """
    return curves(histogram(days, (events,), censored, entered, group, groups), level)


def curves(seen: Histogram, level: float) -> Survival:
    """The curves of a histogram, all causes taken together."""
    events = sum(seen.events[1:], start=seen.events[0])
    surviving, variance = _product_limit(events, seen.at_risk, seen.first)
    surviving[_after_a_gap(seen)] = np.nan
    return Survival(
        group=seen.group,
        day=seen.day,
        at_risk=seen.at_risk,
        after=seen.after,
        events=events,
        surviving=surviving,
        variance=variance,
        from_start=seen.from_start,
        n=seen.n,
        closed=per_group(seen.group, events, len(seen.n)),
        level=level,
    )


def _product_limit(d: Ints, at_risk: Ints, first: Ints) -> tuple[Floats, Floats]:
    # Group by group: a running product over all groups at once would have to
    # divide by what went before, which is zero after a curve ends.
    stays = 1 - d / np.maximum(at_risk, 1)
    spread = d / np.maximum(at_risk * (at_risk - d).astype(np.float64), 1)
    return accumulated(np.multiply, first, stays), accumulated(np.add, first, spread)


def _after_a_gap(seen: Histogram) -> Bools:
    # Once nobody is at risk while others still have to enter, the curve below
    # is a conditional one: what happened in between was not observed.
    emptied = (seen.after == 0).astype(np.int64)
    earlier = running(emptied, seen.first, seen.group) - emptied
    result: Bools = (earlier > 0) | (seen.from_start[seen.group] == 0)
    return result
