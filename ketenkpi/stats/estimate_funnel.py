"""Estimates with their own standard errors around a common target: means, waiting times."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from ketenkpi.stats.funnel import ALARM, WARNING, Limits
from ketenkpi.stats.interval import Floats, normal_quantile
from ketenkpi.stats.winsorised import spread


@dataclass(frozen=True, slots=True, eq=False)
class EstimateFunnel:
    """Estimates around a target, with limits for their standard errors; arrays of one length.

    z, p, position, phi and tau2 as in `Funnel`, of a normal law; the limits always
    leave room for tau2, the variance between units beyond chance.
    """

    target: float
    units: int
    phi: float
    tau2: float
    z: Floats
    p: Floats
    low95: Floats
    high95: Floats
    low998: Floats
    high998: Floats
    position: Floats

    def limits(self, se: ArrayLike, level: float) -> Limits:
        """The limits of an estimate with this standard error, for drawing."""
        reach = normal_quantile(level) * np.sqrt(np.asarray(se, dtype=np.float64) ** 2 + self.tau2)
        return self.target - reach, self.target + reach


def estimate_funnel(
    value: ArrayLike, se: ArrayLike, *, target: float | None = None
) -> EstimateFunnel:
    """Which of these about normal estimates lie further from the target than the others do.

    value, se: (units,); a unit without either takes no part. target: the value
    to compare with; None takes the mean weighted by 1/se². Fewer than two units
    have no limits. Raises ValueError for a standard error that is not above zero.

    Limits: target ∓ z √(se² + τ²), with z = (value - target) / se, φ = Σ z²/I over
    the I units, z cut at its 10% and 90% quantile, divided by what such a cut keeps
    of a normal law (0.70 of 15 units, 0.68 of 100), and τ² = max(0, (Iφ - (I-1)) /
    (Σw - Σw²/Σw)), w = 1/se². Sources: Spiegelhalter (2005), Qual Saf Health Care 14:347;
    Spiegelhalter et al. (2012), JRSS A 175:1.
    """
    x, s = np.broadcast_arrays(np.asarray(value, np.float64), np.asarray(se, np.float64))
    if x.ndim != 1:
        raise ValueError("the units of a funnel stand in one dimension")
    if (s <= 0).any():
        raise ValueError("a standard error must be above zero")
    taken = ~np.isnan(x + s)
    weight = 1 / s[taken] ** 2
    centre = float((weight * x[taken]).sum() / weight.sum()) if taken.any() else np.nan
    centre = centre if target is None else float(target)
    phi, tau2 = spread((x[taken] - centre) / s[taken], s[taken])
    reach = np.sqrt(s**2 + tau2)
    z = (x - centre) / reach
    inner, outer = normal_quantile(WARNING), normal_quantile(ALARM)
    outside = (np.abs(z) > inner).astype(np.float64) + (np.abs(z) > outer)
    return EstimateFunnel(
        target=centre,
        units=int(taken.sum()),
        phi=phi,
        tau2=tau2,
        z=z,
        p=2 * ndtr(-np.abs(z)),
        low95=centre - inner * reach,
        high95=centre + inner * reach,
        low998=centre - outer * reach,
        high998=centre + outer * reach,
        position=np.where(np.isnan(z), np.nan, np.sign(z) * outside),
    )
