"""Control charts of shares and counts: p, u and c, and Laney's p' and u' for large numbers.

All take counts with time along the last axis. baseline: only the first so many
points of a phase make the limits (None: all). starts: true where a new phase
begins, of the shape of the counts or one per period. A missing count, or
nobody to count among, gives NaN and no verdict. Negative counts and a baseline
below two raise ValueError.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from ketenkpi.stats.control_chart import D2, ControlChart, Phases, lines
from ketenkpi.stats.interval import Floats, counts, divided


def p_chart(
    numerator: ArrayLike,
    denominator: ArrayLike,
    *,
    baseline: int | None = None,
    starts: ArrayLike | None = None,
) -> ControlChart:
    """A share per period, with limits for the number of cases of that period.

    Formula: P ± 3 sqrt(P (1 - P) / n), within 0 and 1; P = Σ y / Σ n.
    Montgomery, Introduction to Statistical Quality Control, section 7.3. With
    thousands of cases per period nearly every point falls outside: `laney_p`.
    Also raises ValueError when a numerator exceeds its denominator.
    """
    return _shares(numerator, denominator, baseline, starts, laney=False)


def laney_p(
    numerator: ArrayLike,
    denominator: ArrayLike,
    *,
    baseline: int | None = None,
    starts: ArrayLike | None = None,
) -> ControlChart:
    """A share per period that also varies more (or less) than chance between periods.

    Formula: the limits of `p_chart` times sigma_z, the mean moving range of
    z = (p - P) / sigma over 1.128379: Laney (2002), Quality Engineering 14:531.
    """
    return _shares(numerator, denominator, baseline, starts, laney=True)


def u_chart(
    events: ArrayLike,
    exposure: ArrayLike,
    *,
    baseline: int | None = None,
    starts: ArrayLike | None = None,
) -> ControlChart:
    """Events per unit of exposure in each period, with limits for that exposure.

    Formula: U ± 3 sqrt(U / n), from 0; U = Σ y / Σ n. Montgomery, section 7.3.
    """
    return _rates(events, exposure, baseline, starts, laney=False)


def laney_u(
    events: ArrayLike,
    exposure: ArrayLike,
    *,
    baseline: int | None = None,
    starts: ArrayLike | None = None,
) -> ControlChart:
    """Events per unit of exposure that also vary more (or less) than chance between periods.

    Formula: the limits of `u_chart` times sigma_z, as in `laney_p`.
    """
    return _rates(events, exposure, baseline, starts, laney=True)


def c_chart(
    events: ArrayLike, *, baseline: int | None = None, starts: ArrayLike | None = None
) -> ControlChart:
    """A number of events per period, all periods of equal size.

    Formula: C ± 3 sqrt(C), from 0; C the mean. Montgomery, section 7.3.
    """
    value = counts("events", events)
    phases = Phases.of(value, baseline, starts)
    centre = phases.mean(value)
    return lines(value, centre, np.sqrt(centre), phases, least=0)


def _shares(
    numerator: ArrayLike,
    denominator: ArrayLike,
    baseline: int | None,
    starts: ArrayLike | None,
    *,
    laney: bool,
) -> ControlChart:
    y, n = _pair(numerator, denominator)
    if (y > n).any():
        raise ValueError("a numerator may not exceed its denominator")
    value = divided(y, n)
    phases = Phases.of(value, baseline, starts)
    centre = divided(phases.total(y), phases.total(n))
    sigma = np.sqrt(divided(centre * (1 - centre), n))
    if laney:
        sigma = sigma * _sigma_z(value, centre, sigma, phases)
    return lines(value, centre, sigma, phases, least=0, most=1)


def _rates(
    events: ArrayLike,
    exposure: ArrayLike,
    baseline: int | None,
    starts: ArrayLike | None,
    *,
    laney: bool,
) -> ControlChart:
    y, n = _pair(events, exposure)
    value = divided(y, n)
    phases = Phases.of(value, baseline, starts)
    centre = divided(phases.total(y), phases.total(n))
    sigma = np.sqrt(divided(centre, n))
    if laney:
        sigma = sigma * _sigma_z(value, centre, sigma, phases)
    return lines(value, centre, sigma, phases, least=0)


def _pair(numerator: ArrayLike, denominator: ArrayLike) -> tuple[Floats, Floats]:
    # Both missing where either is, or where there is nothing to count among.
    y, n = np.broadcast_arrays(counts("numerator", numerator), counts("denominator", denominator))
    missing = np.isnan(y) | np.isnan(n) | (n == 0)
    return np.where(missing, np.nan, y), np.where(missing, np.nan, n)


def _sigma_z(value: Floats, centre: Floats, sigma: Floats, phases: Phases) -> Floats:
    # No events at all, or nothing else: no spread to compare with, and none seen.
    z = np.where(sigma > 0, (value - centre) / np.where(sigma > 0, sigma, 1), value - centre)
    result: Floats = phases.moving_range(z) / D2
    return result
