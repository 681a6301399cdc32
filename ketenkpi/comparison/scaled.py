"""Figures on a scale on which chance is about normal: what funnels and places are made of.

Every scale keeps the order of the figures. A share goes to arcsin √p and a rate
to √rate, where the standard error depends on the size alone, so that a
Werkplein without a single event keeps its uncertainty. A mean stays as it is,
with the spread of single answers taken as equal everywhere. A waiting time or
a price goes to log(1 + it), for zero days are possible.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.special import logit, ndtri, stdtrit

from ketenkpi.indicators import Indicator
from ketenkpi.stats.mean_skewed import spread_behind
from ketenkpi.stats.mid_p import effective_trials

if TYPE_CHECKING:
    import pandas as pd

Floats: TypeAlias = NDArray[np.float64]
Columns: TypeAlias = Mapping[str, Floats]
Scale: TypeAlias = Literal["share", "rate", "plain", "log"]
# Why figures of some kinds are not compared.
SIZE_DEPENDENT = "comparison.size_dependent"
FULL_COUNT = "comparison.full_count"


@dataclass(frozen=True, slots=True, eq=False)
class Scaled:
    """Per row of a frame of indicators: the figure on its scale and its standard error.

    value: the figure itself; size: the number of trials, the exposure, or the
    answers behind it; NaN in all four where there is no figure. sd: the spread
    of one answer for means, so that the size alone gives the limits; else NaN.
    """

    scale: Scale
    value: Floats
    estimate: Floats
    se: Floats
    size: Floats
    sd: float = np.nan


def not_compared(indicator: Indicator) -> str | None:
    """Why no two Werkpleinen can be compared on it, as a wording key; None when they can."""
    why = {"size_dependent": SIZE_DEPENDENT, "full_count": FULL_COUNT}
    return why.get(indicator.of_kind.compared)


def scaled(indicator: Indicator, frame: pd.DataFrame, level: float) -> Scaled:
    """The figures of one indicator; raises KeyError for a kind that is not compared."""
    shown = frame["value"].notna().to_numpy()
    columns = {
        name: np.where(shown, frame[name].to_numpy(np.float64, na_value=np.nan), np.nan)
        for name in ("value", "low", "high", "n", "denominator")
    }
    if indicator.of_kind.compared == "mean" and indicator.bounds is not None:
        return _mean(columns, indicator.bounds, level)
    return _SCALES[indicator.of_kind.compared](columns, level)


def back(scale: Scale, estimate: Floats, bounds: tuple[float, float] | None) -> Floats:
    """From a plain or logarithmic scale to the unit of the figure, within what it can be."""
    low, high = bounds or (0.0, np.inf)
    return np.clip(np.expm1(estimate) if scale == "log" else estimate, low, high)


def _share(columns: Columns, _: float) -> Scaled:
    return _rooted("share", columns["value"], columns["denominator"])


def _rate(columns: Columns, _: float) -> Scaled:
    return _rooted("rate", columns["value"], columns["denominator"])


def _rate_per_1000(columns: Columns, _: float) -> Scaled:
    return _rooted("rate", columns["value"], columns["denominator"] / 1_000)


def _followed(columns: Columns, level: float) -> Scaled:
    share, low, high = (columns[name] for name in ("value", "low", "high"))
    # As many cases as would give these limits if all had been followed to the end.
    cases = effective_trials(share, low, high, level=level)
    return _rooted("share", share, np.minimum(cases, columns["n"]))


def _rooted(scale: Literal["share", "rate"], value: Floats, size: Floats) -> Scaled:
    usable = np.where((size > 0) & ~np.isnan(value), size, np.nan)
    root = np.sqrt(np.where(np.isnan(usable), np.nan, value))
    estimate = np.arcsin(root) if scale == "share" else root
    return Scaled(scale, value, estimate, 1 / (2 * np.sqrt(usable)), usable)


def _positive(values: Floats) -> Floats:
    return np.where(values > 0, values, np.nan)


def _mean(columns: Columns, bounds: tuple[float, float], level: float) -> Scaled:
    n, value, low, high = (columns[name] for name in ("n", "value", "low", "high"))
    return _of_one_spread(value, n, spread_behind(n, value, low, high, bounds, level=level))


def _gap(columns: Columns, level: float) -> Scaled:
    n = columns["n"]
    return _of_one_spread(columns["value"], n, _reach(columns, level) * np.sqrt(n))


def _of_one_spread(value: Floats, n: Floats, sd: Floats) -> Scaled:
    # Answers that are equal, or few and nearly alike, have no limits to tell their spread.
    weight = np.where(np.isnan(sd), 0.0, n - 1)
    total = float(np.nansum(weight))
    pooled = float(np.sqrt(np.nansum(weight * sd**2) / total)) if total > 0 else np.nan
    pooled = pooled if pooled > 0 else np.nan
    return Scaled("plain", value, value, pooled / np.sqrt(n), n, pooled)


def _mix(columns: Columns, level: float) -> Scaled:
    # Limits on the scale of log odds; p (1 - p) times their error is that of the share.
    value, n = columns["value"], columns["n"]
    width = logit(columns["high"]) - logit(columns["low"])
    t = stdtrit(np.where(n > 1, n - 1, np.nan), (1 + level) / 2)
    return _own("plain", columns, value, value * (1 - value) * width / (2 * t))


def _reach(columns: Columns, level: float) -> Floats:
    """The standard error behind Student's t limits, cut at the ends of a scale or not."""
    value, n = columns["value"], columns["n"]
    # The side that was not cut is the wider one.
    wider = np.fmax(columns["high"] - value, value - columns["low"])
    several = np.where(n > 1, n, np.nan)
    result: Floats = wider / stdtrit(several - 1, (1 + level) / 2)
    return result


def _estimated(columns: Columns, level: float) -> Scaled:
    """Of a mean by strata each has its own spread; the side that was not cut gives it."""
    value = columns["value"]
    wider = np.fmax(columns["high"] - value, value - columns["low"])
    return _own("plain", columns, value, wider / ndtri((1 + level) / 2))


def _log(columns: Columns, level: float) -> Scaled:
    value, low, high = (np.log1p(columns[name]) for name in ("value", "low", "high"))
    return _own("log", columns, value, (high - low) / (2 * ndtri((1 + level) / 2)))


def _own(scale: Scale, columns: Columns, estimate: Floats, se: Floats) -> Scaled:
    usable = _positive(se)
    value, own, size = (
        np.where(np.isnan(usable), np.nan, each)
        for each in (columns["value"], estimate, columns["n"])
    )
    return Scaled(scale, value, own, usable, size)


_SCALES: Mapping[str, Callable[[Columns, float], Scaled]] = MappingProxyType(
    {
        "share": _share,
        "rate": _rate,
        "rate_per_1000": _rate_per_1000,
        "followed": _followed,
        "estimated": _estimated,
        "gap": _gap,
        "mix": _mix,
        "log": _log,
    }
)
