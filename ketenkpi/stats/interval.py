"""What an estimator returns, and the two checks all of them share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Bools: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Interval:
    """Estimates with their limits: three arrays of one shape; NaN where there is none."""

    value: Floats
    low: Floats
    high: Floats

    def __post_init__(self) -> None:
        if not self.value.shape == self.low.shape == self.high.shape:
            raise ValueError("value, low and high must have one shape")


def normal_quantile(level: float) -> float:
    """z of a two-sided interval with this confidence level: 0.95 gives 1.96.

    Raises ValueError unless 0 < level < 1.
    """
    return float(ndtri(1 - tail(level)))


def tail(level: float) -> float:
    """The chance left in each tail: 0.95 gives 0.025. Raises ValueError unless 0 < level < 1."""
    if not 0 < level < 1:
        raise ValueError(f"level must lie between 0 and 1, got: {level}")
    return (1 - level) / 2


def counts(name: str, values: ArrayLike) -> Floats:
    """`values` as floats; NaN is let through. Raises ValueError when any is negative."""
    array = np.asarray(values, dtype=np.float64)
    if (array < 0).any():
        raise ValueError(f"{name} may not be negative, got: {array[array < 0][0]}")
    return array


def divided(numerator: Floats, denominator: Floats) -> Floats:
    """numerator / denominator, NaN where the denominator is zero or either is missing."""
    usable = np.where(denominator > 0, denominator, np.nan)
    result: Floats = numerator / usable
    return result
