"""One indicator over all Werkpleinen, against the limits that the size of each allows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ketenkpi.comparison.rules import load_rules
from ketenkpi.comparison.scaled import Floats, Scaled, back
from ketenkpi.stats import Funnel, estimate_funnel, funnel

if TYPE_CHECKING:
    import pandas as pd

Words: TypeAlias = NDArray[np.object_]
# The lower and upper limit at a level: of each Werkplein, or at any size.
OfLevel: TypeAlias = Callable[[float], tuple[Floats, Floats]]
AtSize: TypeAlias = Callable[[Floats, float], tuple[Floats, Floats]]
POSITIONS = {-2: "below_998", -1: "below_95", 0: "inside", 1: "above_95", 2: "above_998"}
# Beyond the outer limits only: of a hundred that do not differ five lie outside the inner ones.
OUTLIERS = ("above_998", "below_998")
LIMITS = ("low_95", "high_95", "low_998", "high_998")
STEPS = 60


@dataclass(frozen=True, slots=True, eq=False)
class PlacedFunnel:
    """Where each Werkplein lies, in the order given.

    target: what they are compared with. units: how many have a figure. phi: the
    spread against chance, tau2: the variance beyond it, which widens the limits.
    point: the figure drawn; size: what the limits depend on; z: the distance in
    standard deviations of what is usual; p: the chance of a figure at least as odd
    where a Werkplein does not differ more than all do, on both sides; NaN where
    there is no figure. position: one of `POSITIONS`, None where there is no figure.
    lines: the limits of each at a level, and at any size; who only looks at p need
    not wait for them. drawn: the sizes between which limits are drawn; none where
    the size alone does not give them (waiting times, prices).
    """

    target: float
    units: int
    phi: float
    tau2: float
    point: Floats
    size: Floats
    z: Floats
    p: Floats
    position: Words
    lines: tuple[OfLevel, AtSize]
    drawn: Floats

    @property
    def limits(self) -> Floats:
        """(rows, 4) as `LIMITS`, in the unit of the figure."""
        of_level, _ = self.lines
        return np.stack([*of_level(0.95), *of_level(0.998)], axis=1)

    @property
    def curve(self) -> pd.DataFrame:
        """Columns n and `LIMITS`, for drawing; no rows where there is no line."""
        return _curve(self.drawn, self.lines[1])

    @property
    def weak(self) -> bool:
        """Whether the spread between so few is itself hardly known."""
        return self.units < load_rules().weak_below

    @property
    def wider(self) -> bool:
        """Whether Werkpleinen certainly differ by more than chance: φ > 1 + 2 √(2 / units).

        The limits leave room for tau2 before that, too. Source: Spiegelhalter
        (2005), Qual Saf Health Care 14:347.
        """
        return self.units > 0 and self.phi > 1 + 2 * sqrt(2 / self.units)

    @property
    def outliers(self) -> NDArray[np.bool_]:
        """Who lies beyond the 99.8 % limits."""
        return np.isin(self.position.astype(str), OUTLIERS)


def place_ratios(
    observed: ArrayLike, expected: ArrayLike, trials: ArrayLike | None = None
) -> PlacedFunnel:
    """Observed over expected per Werkplein, around 1; trials: of people, among how many.

    People differ in what is expected of them, which leaves their number a little
    less to chance than the binomial law has it: nobody lies outside for that.
    """
    return _of_counts(
        funnel("ratio", observed, expected, target=1.0, overdispersion=True, trials=trials)
    )


def place_values(
    numbers: Scaled, bounds: tuple[float, float] | None = None, *, target: float | None = None
) -> PlacedFunnel:
    """Figures as `scaled` makes them; bounds: of a mean. target None takes all together."""
    if numbers.scale in ("plain", "log"):
        return _of_estimates(numbers, bounds, target)
    size = numbers.size
    events = numbers.value * size
    if numbers.scale == "rate":
        return _of_counts(funnel("rate", events, size, target=target, overdispersion=True))
    # In floats 1 * n may come out above n, and no more than all can happen.
    most = np.minimum(events, size)
    return _of_counts(funnel("proportion", most, size, target=target, overdispersion=True))


def _of_counts(found: Funnel) -> PlacedFunnel:
    return PlacedFunnel(
        target=found.target,
        units=found.units,
        phi=found.phi,
        tau2=found.tau2,
        point=np.where(np.isnan(found.position), np.nan, found.value),
        size=np.where(np.isnan(found.value), np.nan, found.size),
        z=found.z,
        p=found.p,
        position=_words(found.position),
        lines=(found.limits_of_units, found.limits),
        drawn=found.size[~np.isnan(found.value)],
    )


def _of_estimates(
    numbers: Scaled, bounds: tuple[float, float] | None, target: float | None
) -> PlacedFunnel:
    scale = numbers.scale
    centre = float(np.log1p(target)) if target is not None and scale == "log" else target
    found = estimate_funnel(numbers.estimate, numbers.se, target=centre)

    def of_each(level: float) -> tuple[Floats, Floats]:
        low, high = found.limits(numbers.se, level)
        return back(scale, low, bounds), back(scale, high, bounds)

    def at_size(n: Floats, level: float) -> tuple[Floats, Floats]:
        low, high = found.limits(numbers.sd / np.sqrt(n), level)
        return back(scale, low, bounds), back(scale, high, bounds)

    sizes = np.array([]) if np.isnan(numbers.sd) else numbers.size
    return PlacedFunnel(
        target=float(back(scale, np.array(found.target), bounds)),
        units=found.units,
        phi=found.phi,
        tau2=found.tau2,
        point=np.where(np.isnan(found.z), np.nan, numbers.value),
        size=numbers.size,
        z=found.z,
        p=found.p,
        position=_words(found.position),
        lines=(of_each, at_size),
        drawn=sizes[~np.isnan(sizes)],
    )


def _words(position: Floats) -> Words:
    known = ~np.isnan(position)
    words: Words = np.full(len(position), None, dtype=object)
    words[known] = [POSITIONS[int(each)] for each in position[known]]
    return words


def _curve(sizes: Floats, limits: AtSize) -> pd.DataFrame:
    import pandas as pd

    if sizes.size < 2:
        return pd.DataFrame(columns=["n", *LIMITS], dtype=np.float64)
    # Even steps of √n, on which the limits bend evenly.
    n = np.linspace(np.sqrt(sizes.min()) * 0.9, np.sqrt(sizes.max()) * 1.05, STEPS) ** 2
    inner, outer = limits(n, 0.95), limits(n, 0.998)
    return pd.DataFrame(dict(zip(("n", *LIMITS), (n, *inner, *outer), strict=True)))
