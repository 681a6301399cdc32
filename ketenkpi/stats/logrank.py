"""Whether waiting times differ between groups, with the cases that still run: the logrank test."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc

from ketenkpi.stats.day_histogram import Histogram, histogram
from ketenkpi.stats.interval import Floats

# Below this share of the largest one, an eigenvalue of the variance is nought.
RANK = 1e-10


@dataclass(frozen=True, slots=True, eq=False)
class Logrank:
    """The test of one curve for all groups against a difference somewhere.

    observed, expected: events per group, and those it would have had if all
    groups of its stratum shared one curve. variance: of observed - expected,
    group by group. statistic: chi-squared with `freedom` degrees of freedom
    (groups that could be compared, less one); p_value: NaN when none could.
    """

    observed: Floats
    expected: Floats
    variance: Floats
    statistic: float
    freedom: int
    p_value: float


def logrank(
    days: ArrayLike,
    events: ArrayLike,
    censored: ArrayLike,
    *,
    group: ArrayLike,
    groups: int,
    entered: ArrayLike | None = None,
    stratum: ArrayLike | None = None,
    strata: int = 1,
) -> Logrank:
    """One test for `groups` groups from a histogram of whole days, within strata if asked.

    days, events, censored, entered, group and the errors raised as in
    `kaplan_meier`. stratum: 0..strata-1 for each row, say the regeling: groups
    are then compared within each stratum only, and the differences added. Also
    raises ValueError for fewer than two groups.

    Formulas: E = Σ d r_g / r; variance with d (r - d) / (r - 1) for ties:
    Mantel (1966), Cancer Chemother Rep 50:163; Peto & Peto (1972), JRSS A
    135:185; the figures of R's survdiff.
    """
    if groups < 2:
        raise ValueError(f"a comparison needs at least two groups, got: {groups}")
    layer = (
        np.zeros(np.shape(group), dtype=np.int64)
        if stratum is None
        else np.asarray(stratum, dtype=np.int64)
    )
    if layer.size and not (layer.min() >= 0 and layer.max() < strata):
        raise ValueError(f"stratum must lie in 0..{strata - 1}")
    member = layer * groups + np.asarray(group, dtype=np.int64)
    seen = histogram(days, (events,), censored, entered, member, groups * strata)
    at_risk, gone = (table.reshape(strata, groups, table.shape[1]) for table in _tables(seen))
    return _test(at_risk, gone)


def _tables(seen: Histogram) -> tuple[Floats, Floats]:
    # At risk and events per group on every day on which anyone had an event.
    d = seen.events[0]
    when = np.unique(seen.day[d > 0])
    shape = (len(seen.n), len(when))
    gone = np.zeros(shape)
    gone[seen.group[d > 0], np.searchsorted(when, seen.day[d > 0])] = d[d > 0]
    at_risk = np.repeat(seen.from_start[:, None], len(when), axis=1).astype(np.float64)
    for one, (start, stop) in enumerate(zip(seen.first[:-1], seen.first[1:], strict=True)):
        day = seen.day[start:stop]
        row = start + np.searchsorted(day, when, side="right") - 1
        there = row >= start
        row = row[there]
        same_day = seen.day[row] == when[there]
        at_risk[one, there] = np.where(same_day, seen.at_risk[row], seen.after[row])
    return at_risk, gone


def _test(at_risk: Floats, gone: Floats) -> Logrank:
    # Axes: stratum, group, day.
    r, d = at_risk.sum(axis=1, keepdims=True), gone.sum(axis=1, keepdims=True)
    share = at_risk / np.maximum(r, 1)
    weight = d * (r - d) / np.maximum(r - 1, 1)
    observed, expected = gone.sum(axis=(0, 2)), (d * share).sum(axis=(0, 2))
    within = np.einsum("sgd,shd->gh", weight * share, share)
    variance: Floats = np.diag((weight * share).sum(axis=(0, 2))) - within
    statistic, freedom = _chi_squared(observed - expected, variance)
    p_value = float(chdtrc(freedom, statistic)) if freedom else float("nan")
    return Logrank(observed, expected, variance, statistic, freedom, p_value)


def _chi_squared(difference: Floats, variance: Floats) -> tuple[float, int]:
    inverse = np.linalg.pinv(variance, rcond=RANK, hermitian=True)
    spread = np.linalg.eigvalsh(variance)
    freedom = int((spread > RANK * max(spread.max(), RANK)).sum())
    return (float(difference @ inverse @ difference) if freedom else float("nan")), freedom
