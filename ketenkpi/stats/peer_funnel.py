"""The funnel as peers draw it: normal limits, kept to be held against their figures.

PHEindicatormethods: normal limits of a proportion, exact ones of Poisson for
rates and ratios. FunnelPlotR: limits with room for the spread, on the scale of
roots. Their limits call up to 3.6 % and 9 % of units that do not differ outside
where 0.2 % was meant (10 to 1,000 cases); what is said here uses `funnel`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gdtrib

from ketenkpi.stats.funnel import ALARM, WARNING, Kind, Limits, target_of
from ketenkpi.stats.interval import Floats, counts, divided, normal_quantile, tail
from ketenkpi.stats.winsorised import between, winsorised


@dataclass(frozen=True, slots=True, eq=False)
class PeerFunnel:
    """Units around a target, with the limits of peers; arrays of one length.

    value: of each unit; size: its trials, exposure or expected number. z: the
    distance from the target in standard errors on a scale of constant spread,
    those of the limits in force. position: -2 below the 99.8% limit, -1 below
    the 95% one, 0 within, 1 and 2 above; NaN where there is no value or no
    limit. phi: the spread of all units against chance, 1 when there is only
    chance; tau2: the variance between units beyond chance on the scale of z;
    both NaN with fewer than two units. overdispersion: whether tau2 widens the
    limits.
    """

    kind: Kind
    overdispersion: bool
    target: float
    units: int
    phi: float
    tau2: float
    value: Floats
    size: Floats
    z: Floats
    low95: Floats
    high95: Floats
    low998: Floats
    high998: Floats
    position: Floats

    def limits(self, size: ArrayLike, level: float) -> Limits:
        """The limits at any size, for drawing; NaN at size zero."""
        n = counts("size", size)
        return _limits(self.kind, self.target, self.tau2 if self.overdispersion else None, n, level)


def peer_funnel(
    kind: Kind,
    numerator: ArrayLike,
    denominator: ArrayLike,
    *,
    target: float | None = None,
    overdispersion: bool = False,
) -> PeerFunnel:
    """Units against a common target, with the 95% and 99.8% limits that peers draw.

    kind: a 'proportion' (events among trials), a 'rate' (events per exposure)
    or a 'ratio' (observed over expected). target: the value to compare with;
    None takes all units together. overdispersion: limits that leave room for
    the spread that all units show beyond chance; then only who differs from
    that spread stands out. A unit without trials, exposure or anything
    expected, or with a missing number, takes no part. Raises ValueError for
    negatives, more events than trials, or a target that cannot be.

    Limits without overdispersion: a proportion P ∓ z √(P(1-P)/n) within 0..1;
    rates and ratios the exact Poisson ones, a unit lies outside when its own
    exact interval excludes the target. With it: g(target) ∓ z √(s² + τ²),
    transformed back, with g = arcsin √p and s = 1/(2√n), or g = √rate and s =
    1/(2√exposure). φ = Σ z²/I over the I units, z cut at its 10% and 90%
    quantile; τ² = max(0, (Iφ - (I-1)) / (Σw - Σw²/Σw)) with w = 1/s². Sources:
    Spiegelhalter (2005), Stat Med 24:1185; Spiegelhalter (2005), Qual Saf
    Health Care 14:347; Spiegelhalter et al. (2012), JRSS A 175:1.
    """
    x, n = np.broadcast_arrays(counts("numerator", numerator), counts("denominator", denominator))
    if x.ndim != 1:
        raise ValueError("the units of a funnel stand in one dimension")
    if kind == "proportion" and (x > n).any():
        raise ValueError("more events than trials")
    value = divided(x, n)
    taken = ~np.isnan(value)
    centre = target_of(kind, x, n, target)
    s = 1 / (2 * np.sqrt(np.where(taken, n, np.nan)))
    z = (_forward(kind, value) - _forward(kind, np.array(centre))) / s
    phi, tau2 = between(winsorised(z[taken]), s[taken])
    wider = tau2 if overdispersion else None
    low95, high95 = _limits(kind, centre, wider, n, WARNING)
    low998, high998 = _limits(kind, centre, wider, n, ALARM)
    return PeerFunnel(
        kind=kind,
        overdispersion=overdispersion,
        target=centre,
        units=int(taken.sum()),
        phi=phi,
        tau2=tau2,
        value=value,
        size=n,
        z=z * s / np.sqrt(s**2 + tau2) if overdispersion else z,
        low95=low95,
        high95=high95,
        low998=low998,
        high998=high998,
        position=_position(value, (low95, high95)) + _position(value, (low998, high998)),
    )


def _forward(kind: Kind, value: Floats) -> Floats:
    root = np.sqrt(value)
    return np.arcsin(root) if kind == "proportion" else root


def _back(kind: Kind, scaled: Floats) -> Floats:
    if kind == "proportion":
        return np.sin(np.clip(scaled, 0, np.pi / 2)) ** 2
    return np.maximum(scaled, 0) ** 2


def _limits(kind: Kind, target: float, tau2: float | None, n: Floats, level: float) -> Limits:
    z, size = normal_quantile(level), np.where(n > 0, n, np.nan)
    if tau2 is not None:
        centre = _forward(kind, np.array(target))
        reach = z * np.sqrt(1 / (4 * size) + tau2)
        return _back(kind, centre - reach), _back(kind, centre + reach)
    if kind == "proportion":
        reach = z * np.sqrt(target * (1 - target) / size)
        return np.maximum(target - reach, 0), np.minimum(target + reach, 1)
    return _poisson(target * size, size, tail(level))


def _poisson(expected: Floats, size: Floats, each: float) -> Limits:
    # The (not whole) numbers of events whose exact limit equals `expected`: the
    # gamma quantile of `poisson_exact` solved for the number. Below 3.7 expected
    # even zero events are not too few, and the lower limit is 0.
    low = np.maximum(gdtrib(1, 1 - each, expected) - 1, 0)
    return low / size, gdtrib(1, each, expected) / size


def _position(value: Floats, limits: Limits) -> Floats:
    low, high = limits
    outside = (value > high).astype(np.float64) - (value < low)
    return np.where(np.isnan(value + low + high), np.nan, outside)
