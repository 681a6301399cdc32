"""Which units differ from the rest by more than chance, for their size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gdtrib

from ketenkpi.stats.interval import Floats, counts, divided, normal_quantile, tail

Kind: TypeAlias = Literal["proportion", "rate", "ratio"]
Limits: TypeAlias = tuple[Floats, Floats]
# The levels of Spiegelhalter (2005): of units that do not differ 1 in 20 lies
# outside the inner limits, 1 in 500 outside the outer ones.
WARNING, ALARM = 0.95, 0.998
TRIMMED = 0.1


@dataclass(frozen=True, slots=True, eq=False)
class Funnel:
    """Units around a target, with limits for their size; arrays of one length.

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


def funnel(
    kind: Kind,
    numerator: ArrayLike,
    denominator: ArrayLike,
    *,
    target: float | None = None,
    overdispersion: bool = False,
) -> Funnel:
    """Units against a common target, with 95% and 99.8% limits for their size.

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
    centre = _target(kind, x[taken], n[taken], target)
    s = 1 / (2 * np.sqrt(np.where(taken, n, np.nan)))
    z = (_forward(kind, value) - _forward(kind, np.array(centre))) / s
    phi, tau2 = between(winsorised(z[taken]), s[taken])
    wider = tau2 if overdispersion else None
    low95, high95 = _limits(kind, centre, wider, n, WARNING)
    low998, high998 = _limits(kind, centre, wider, n, ALARM)
    return Funnel(
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


def winsorised(z: Floats, share: float = TRIMMED) -> Floats:
    """z with its lowest and highest `share` drawn in to the quantile there."""
    if not z.size:
        return z
    low, high = np.quantile(z, [share, 1 - share])
    return np.clip(z, low, high)


def between(z: Floats, s: Floats) -> tuple[float, float]:
    """φ and τ² of units with distances z (in standard errors) and standard errors s."""
    units = z.size
    if units < 2:
        return np.nan, np.nan
    phi, w = float((z**2).mean()), 1 / s**2
    beyond = (units * phi - (units - 1)) / (w.sum() - (w**2).sum() / w.sum())
    return phi, max(0.0, float(beyond))


def _target(kind: Kind, x: Floats, n: Floats, target: float | None) -> float:
    if target is None:
        return float(x.sum() / n.sum()) if n.size > 1 else np.nan
    highest = 1 if kind == "proportion" else np.inf
    if not 0 <= target <= highest:
        raise ValueError(f"the target of a {kind} cannot be {target}")
    return float(target)


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
