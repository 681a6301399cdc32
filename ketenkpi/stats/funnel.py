"""Which units differ from the rest by more than chance, for their size."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from ketenkpi.stats.exact_tails import ALIKE, Null
from ketenkpi.stats.interval import Floats, counts, divided
from ketenkpi.stats.winsorised import spread

Kind: TypeAlias = Literal["proportion", "rate", "ratio"]
Limits: TypeAlias = tuple[Floats, Floats]
# The levels of Spiegelhalter (2005): of units that do not differ 1 in 20 lies
# outside the inner limits, 1 in 500 outside the outer ones.
WARNING, ALARM = 0.95, 0.998
# Sizes made of limits of a curve are whole when they come this near.
WHOLE = 0.01
# The spread changes by less than a twentieth after so many.
ROUNDS = 3


@dataclass(frozen=True, slots=True, eq=False)
class Funnel:
    """Units around a target, with limits for their size; arrays of one length.

    value: of each unit; size: its trials, exposure or expected number. phi: the
    spread of all units against chance, about 1 when there is only chance; tau2:
    the variance between units beyond chance, of the value itself; both NaN with
    fewer than two units. overdispersion: whether tau2 widens the limits. z: the
    distance from the target in standard deviations of what is usual. p: the
    chance of a value at least as odd, two-sided; mid_p: the same by half of the
    outcome itself, which is no exact test. position: -2 below the 99.8% limit, -1
    below the 95% one, 0 within, 1 and 2 above, by p; NaN where there is no value.
    """

    kind: Kind
    overdispersion: bool
    target: float
    units: int
    phi: float
    tau2: float
    value: Floats
    size: Floats
    trials: Floats | None
    z: Floats
    p: Floats
    position: Floats

    def limits(self, size: ArrayLike, level: float) -> Limits:
        """The limits at any size, for drawing; NaN at size zero.

        A ratio of events among trials is drawn with as many trials to an expected
        event as all units together have.
        """
        n = counts("size", size)
        if self.trials is None:
            return self._limits(n, None, level)
        together = float(np.nansum(self.trials)) / float(np.nansum(self.size))
        return self._limits(n, n * together, level)

    def limits_of_units(self, level: float) -> Limits:
        """The limits of each unit, for its own size."""
        return self._limits(self.size, self.trials, level)

    @property
    def mid_p(self) -> Floats:
        """Twice the smaller tail with half of the outcome: up to 0.35 % where 0.2 % was meant."""
        law = _law(self.kind, self.target, self._used, self.size, self.trials)
        return law.null.mid_p(self.value * law.per)

    @property
    def _used(self) -> float:
        return self.tau2 if self.overdispersion else 0.0

    def _limits(self, size: Floats, trials: Floats | None, level: float) -> Limits:
        law = _law(self.kind, self.target, self._used, size, trials)
        low, high = law.null.limits(level)
        return low / law.per, high / law.per


def funnel(
    kind: Kind,
    numerator: ArrayLike,
    denominator: ArrayLike,
    *,
    target: float | None = None,
    overdispersion: bool = False,
    trials: ArrayLike | None = None,
) -> Funnel:
    """Units against a common target, with exact 95% and 99.8% limits for their size.

    kind: a 'proportion' (events among trials), a 'rate' (events per exposure)
    or a 'ratio' (observed over expected). target: the value to compare with;
    None takes all units together. overdispersion: limits that leave room for
    the spread that all units show beyond chance; then only who differs from
    that spread stands out. trials: of a ratio, among how many the events could
    happen; None for events without a highest number. A unit without trials,
    exposure or anything expected, or with a missing number, takes no part. Raises
    ValueError for negatives, more events than trials, or a target that cannot be.

    Without overdispersion events are binomial (proportion) or Poisson (rate,
    ratio) around the target; p adds up the chances of all outcomes that are no
    more probable than what came, and a unit lies outside when p is at most 5 % or
    0.2 %, so never more often than that by chance. With it: beta-binomial and
    gamma-Poisson with variance τ² between units. z = (events - expected) / sd; φ =
    Σ z²/I over the I units by chance alone, z cut at its 10% and 90% quantile,
    divided by what such a cut keeps (0.70 of 15 units, 0.68 of 100, less where few
    events make the law skew); τ² = max(0, (Iφ - (I-1)) / (Σw - Σw²/Σw)), w = 1/s²,
    s² = P(1-P)/(n-1) or P/exposure; at most so large that no beta distribution has
    two peaks. An effective number of trials is rounded down. Sources: Sterne
    (1954), Biometrika 41:275; Spiegelhalter (2005), Stat Med 24:1185;
    Spiegelhalter (2005), Qual Saf Health Care 14:347; Williams (1982), Applied
    Statistics 31:144. The limits of
    peers, normal ones: `peer_funnel`.
    """
    x, n = np.broadcast_arrays(counts("numerator", numerator), counts("denominator", denominator))
    if x.ndim != 1:
        raise ValueError("the units of a funnel stand in one dimension")
    among = _trials(kind, x, n, trials)
    value = divided(x, n)
    size = np.where(np.isnan(value), np.nan, n)
    centre = target_of(kind, x, n, target)
    laws = partial(_law, kind, centre, size=size, trials=among)
    phi, tau2 = _spread(laws, value)
    law = laws(tau2 if overdispersion else 0.0)
    events = value * law.per
    z, p = _standard(events, law.null), law.null.p(events)
    outside = (p <= 1 - WARNING).astype(np.float64) + (p <= 1 - ALARM)
    return Funnel(
        kind=kind,
        overdispersion=overdispersion,
        target=centre,
        units=int(np.isfinite(value).sum()),
        phi=phi,
        tau2=tau2,
        value=value,
        size=n,
        trials=among,
        z=z,
        p=p,
        position=np.where(np.isnan(p), np.nan, np.where(z < 0, 0 - outside, outside)),
    )


def target_of(kind: Kind, x: Floats, n: Floats, target: float | None) -> float:
    """The target, or the value of all units together when None; NaN of fewer than two."""
    if target is None:
        taken = ~np.isnan(divided(x, n))
        return float(x[taken].sum() / n[taken].sum()) if taken.sum() > 1 else np.nan
    highest = 1 if kind == "proportion" else np.inf
    if not 0 <= target <= highest:
        raise ValueError(f"the target of a {kind} cannot be {target}")
    return float(target)


@dataclass(frozen=True, slots=True, eq=False)
class _Law:
    """The law of the events of each unit; per: events to one unit of the value."""

    null: Null
    per: Floats


def _trials(kind: Kind, x: Floats, n: Floats, trials: ArrayLike | None) -> Floats | None:
    if kind == "proportion":
        if (x > n).any():
            raise ValueError("more events than trials")
        return None
    if trials is None:
        return None
    if kind == "rate":
        raise ValueError("a rate has an exposure, no trials")
    among = np.broadcast_to(counts("trials", trials), x.shape)
    # Expected numbers are sums, which may come out a last digit above all trials.
    if (x > among).any() or (n > among * (1 + ALIKE)).any():
        raise ValueError("more events than trials")
    return among


def _law(kind: Kind, target: float, tau2: float, size: Floats, trials: Floats | None) -> _Law:
    used = np.where(size > 0, size, np.nan)
    if kind != "proportion" and trials is None:
        mean = target * used
        # Of a gamma distribution of rates with variance tau2.
        extra = used * tau2 / target if target > 0 else used * 0
        return _Law(Null("events", used, mean, extra), used)
    whole = np.maximum(np.floor((used if trials is None else trials) + WHOLE), 1)
    per = whole if trials is None else used
    mean = np.minimum(target * per, whole)
    share = mean / whole
    each = share * (1 - share)
    between = np.where(each > 0, tau2 * (per / whole) ** 2 / np.where(each > 0, each, 1), 0)
    largest = np.maximum(share, 1 - share)
    part = np.minimum(between, largest / (1 + largest))
    return _Law(Null("trials", whole, mean, (whole - 1) * part), per)


def _spread(laws: Callable[[float], _Law], value: Floats) -> tuple[float, float]:
    chance = laws(0.0)
    null, per = chance.null, chance.per
    # One unit more of variance of the value adds 1/s² to the square of z.
    seen = (null.size - 1) / null.size if null.law == "trials" else 1.0
    with np.errstate(divide="ignore", invalid="ignore"):
        s = null.sd / (per * np.sqrt(seen))
    taken = ~np.isnan(value + s) & (s > 0)
    z, used = _standard(value * per, null)[taken], s[taken]
    phi, tau2 = spread(z, used)
    for _ in range(ROUNDS):
        if not phi >= 0:
            break
        # What winsorising keeps depends on how skew the law with this spread is.
        phi, tau2 = spread(z, used, float(np.mean(laws(tau2).null.skewness[taken])))
    return phi, tau2


def _standard(events: Floats, null: Null) -> Floats:
    # Where everything or nothing must happen there is no deviation, or any is endless.
    away, sd = events - null.mean, null.sd
    certain = np.where(away > ALIKE, np.inf, np.where(away < -ALIKE, -np.inf, 0.0))
    result: Floats = np.where(sd > 0, away / np.where(sd > 0, sd, 1), certain)
    return np.where(np.isnan(away + sd), np.nan, result)
