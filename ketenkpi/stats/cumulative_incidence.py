"""Which way cases go, with the cases that still run: Aalen-Johansen from a histogram of days.

1 - Kaplan-Meier per reason, with the other reasons as censored, adds up to
more than one: it tells what would happen if nobody left in another way. Here
the shares of all reasons and the share that still runs add up to exactly one.
Conventions are those of `kaplan_meier`; ties are exact, without jitter. 6,000
groups of 300 days with three causes (1.8 million rows) take 1.2 seconds
on one core.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ketenkpi.stats.day_histogram import Histogram, at, histogram, log_log, running, running_sums
from ketenkpi.stats.interval import Bools, Floats, Interval, Ints, normal_quantile
from ketenkpi.stats.kaplan_meier import Limits, Survival, curves, effective_number
from ketenkpi.stats.mid_p import mid_p_of_part


@dataclass(frozen=True, slots=True, eq=False)
class Incidence:
    """The share that has left for one cause, one row per group and day.

    together: the curve of all causes together, with `group` and `day` of each
    row. share: the share that left for this cause up to and including that
    day; NaN where `together.surviving` is. variance: of the share. alone: no
    other cause had an event in that group up to that day.
    """

    together: Survival
    share: Floats
    variance: Floats
    alone: Bools

    def at(self, day: float, *, limits: Limits = "mid_p") -> Interval:
        """The share that left for this cause within `day` days, per group, with its limits.

        NaN where `Survival.survival(day)` is: nobody followed up to `day` while
        cases still ran, or no case seen from its own beginning.

        mid_p: those of `mid_p` at the effective number F (1 - F) / variance; where the
        share is 0 or 1, at that of the share that still runs. log_log: F^exp(±z se /
        (F log F)), those of R's survfit(conf.type = "log-log"); at 0 and 1 as mid_p.
        """
        row = self.together.last_row(day)
        share = np.where(self.together.started(row), at(self.share, row), 0.0)
        share[self.together.unknown(day)] = np.nan
        variance, level = at(self.variance, row), self.together.level
        size, open_ended = effective_number(share, variance), (share == 0) | (share == 1)
        if open_ended.any():
            size[open_ended] = self._effective(day)[open_ended]
        found = mid_p_of_part(share, size, level=level)
        if limits == "mid_p":
            return found
        positive = np.where(share > 0, share, np.nan)
        low, high = log_log(share, variance / positive**2, normal_quantile(level))
        return Interval(
            share, np.where(open_ended, found.low, low), np.where(open_ended, found.high, high)
        )

    def _effective(self, day: float) -> Floats:
        # Under observation / share still running; n when nobody is censored.
        running_on = self.together.survival(day).value
        over = running_on == 0
        size = self.together.followed(day) / np.where(over, np.nan, running_on)
        result: Floats = np.where(over, self.together.effective_at_zero(), size)
        return result


def cumulative_incidence(
    days: ArrayLike,
    events_by_cause: Mapping[str, ArrayLike],
    censored: ArrayLike,
    *,
    entered: ArrayLike | None = None,
    group: ArrayLike | None = None,
    groups: int = 1,
    level: float = 0.95,
) -> dict[str, Incidence]:
    """Per cause the share that left for it, of `groups` groups, from a histogram of whole days.

    days: the day of each row. events_by_cause: per cause the cases that ended
    so after that many days; censored, entered, group, groups and the errors
    raised as in `kaplan_meier`. Also raises ValueError without any cause.

    Formulas: F_j = Σ S(s-) d_j/r, Aalen & Johansen (1978), Scand J Stat 5:141;
    variance = Σ S(s-)² h_j (1-h_j)/r - 2 G S(s-) h_j/r + G² h/((1-h) r), with
    h = d/r and G = F_j(t) - F_j(s): Marubini & Valsecchi (1995), p. 341. With
    no late entries that is the infinitesimal jackknife of R's survfit to the
    last digit. With late entries it stays Greenwood's (one cause: exactly that
    of Kaplan-Meier), while R then adds who was there on two days together,
    which a histogram does not tell (a few per cent of the standard error in
    our test). cmprsk in R has Gray's variance: the fourth decimal differs.
    """
    if not events_by_cause:
        raise ValueError("events_by_cause must name at least one cause")
    seen = histogram(days, tuple(events_by_cause.values()), censored, entered, group, groups)
    together = curves(seen, level)
    return {
        cause: _incidence(seen, together, mine)
        for cause, mine in zip(events_by_cause, seen.events, strict=True)
    }


def _incidence(seen: Histogram, together: Survival, mine: Ints) -> Incidence:
    r = np.maximum(seen.at_risk, 1).astype(np.float64)
    h, h_all = mine / r, together.events / r
    before = together.before()
    alone = running(together.events - mine, seen.first, seen.group) == 0
    (share,) = running_sums(seen.first, before * h)
    # After everybody has left nothing is added any more, so G = 0 there.
    stays = np.where(h_all < 1, 1 - h_all, np.inf)
    g = h_all / (stays * r)
    cross = before * h / r
    parts = (g, g * share + cross, g * share**2 + 2 * cross * share + before**2 * h * (1 - h) / r)
    square, line, rest = running_sums(seen.first, *parts)
    variance = np.maximum(share**2 * square - 2 * share * line + rest, 0)
    share[alone & (together.surviving == 0)] = 1.0
    return Incidence(together, share, variance, alone)
