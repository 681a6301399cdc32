"""What all control charts share: the phases of a series, and a chart's lines.

Time runs along the last axis; other axes are other series (Werkpleinen), done
in one call. A missing point is NaN: it counts for no limit, no moving range
runs across it, and it carries no verdict.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import ArrayLike

from ketenkpi.stats.interval import Bools, Floats, Ints

# The mean of |z1 - z2| for two standard normal numbers, 2 / sqrt(pi). Books
# round it to 1.128, which moves limits by 3 parts in 10,000.
D2 = 2 / np.sqrt(np.pi)


@dataclass(frozen=True, slots=True, eq=False)
class ControlChart:
    """Values with their centre line and limits; all arrays of one shape.

    low, high: the limits at three sigma, cut where a share or count cannot go;
    NaN where they cannot be computed. sigma: one sigma, uncut. phase: a number
    per point, equal for points that share a centre line.
    """

    value: Floats
    centre: Floats
    low: Floats
    high: Floats
    sigma: Floats
    phase: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Phases:
    """Which points share a centre line (number), and which of them it is made from (used)."""

    number: Ints
    used: Bools

    @classmethod
    def of(cls, value: Floats, baseline: int | None, starts: ArrayLike | None) -> Self:
        """A phase per series, and a new one at every point where `starts` is true.

        baseline: only the first so many measured points of each phase make its
        limits; None: all. Raises ValueError for a baseline below two.
        """
        if baseline is not None and baseline < 2:
            raise ValueError(f"a baseline needs at least two points, got: {baseline}")
        begins = np.zeros(value.shape, dtype=np.bool_)
        begins |= np.asarray(False if starts is None else starts, dtype=np.bool_)
        begins[..., :1] = True
        number = np.cumsum(begins.ravel()).reshape(value.shape) - 1
        measured = ~np.isnan(value)
        if baseline is None:
            return cls(number, measured)
        seen = np.cumsum(measured.ravel()).reshape(value.shape)
        before = np.append(0, seen.ravel())[:-1][np.flatnonzero(begins.ravel())]
        return cls(number, measured & (seen - before[number] <= baseline))

    def total(self, values: Floats) -> Floats:
        """The sum per phase over the points used, at every point; NaN values are left out."""
        rows = self.used & ~np.isnan(values)
        size = self.number.max(initial=-1) + 1
        sums = np.bincount(self.number[rows], weights=values[rows], minlength=size)
        result: Floats = sums.astype(np.float64)[self.number]
        return result

    def mean(self, values: Floats) -> Floats:
        """The mean per phase over the points used, at every point; NaN without any."""
        n = self.total(np.where(np.isnan(values), np.nan, 1.0))
        return self.total(values) / np.where(n > 0, n, np.nan)

    def moving_range(self, values: Floats) -> Floats:
        """The mean difference between neighbours, per phase, at every point.

        Differences of 3.267 means or more are dropped once, so that one odd
        point does not widen the limits it should be judged by (3.267 means is
        the limit of a chart of the differences themselves).
        """
        step = np.full(values.shape, np.nan)
        together = (np.diff(self.number, axis=-1) == 0) & self.used[..., 1:] & self.used[..., :-1]
        step[..., 1:] = np.where(together, np.abs(np.diff(values, axis=-1)), np.nan)
        usual = self.mean(step)
        return self.mean(np.where((step >= 3.267 * usual) & (step > 0), np.nan, step))


def lines(
    value: Floats,
    centre: Floats,
    sigma: Floats,
    phases: Phases,
    *,
    least: float = -np.inf,
    most: float = np.inf,
) -> ControlChart:
    """The chart with limits at three sigma, kept between `least` and `most`."""
    low = np.maximum(centre - 3 * sigma, least)
    high = np.minimum(centre + 3 * sigma, most)
    return ControlChart(value, centre, low, high, sigma, phases.number)
