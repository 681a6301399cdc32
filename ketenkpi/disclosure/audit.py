"""The attack: how far a hidden number can be pinned down from everything that is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Floats = NDArray[np.float64]
SAME = 1e-6


@dataclass(frozen=True, eq=False)
class Range:
    """The lowest and highest possible value of each hidden cell, in the order asked."""

    low: Floats
    high: Floats

    @property
    def exact(self) -> NDArray[np.bool_]:
        """Which cells can be worked out to the unit."""
        result: NDArray[np.bool_] = self.high - self.low < SAME
        return result

    def narrower(self, width: float) -> NDArray[np.bool_]:
        """Which cells are pinned down more closely than `width`."""
        result: NDArray[np.bool_] = self.high - self.low < width - SAME
        return result


def audit(
    cells: Sequence[float | None],
    totals: Sequence[tuple[Mapping[int, float], float]],
    least: float = 0.0,
) -> Range:
    """The range of every hidden cell (None) of `cells`, given the others and `totals`.

    totals: what is known, each a sum (coefficient per number of a cell) and its
    value. least: what every hidden cell is at least. Two linear programmes per
    cell: Hundepool et al. (2012), Statistical Disclosure Control, section 4.

    Raises ValueError when no numbers agree with what is said to be known.
    """
    known = sparse.lil_array((len(totals), len(cells)))
    for row, (sums, _) in enumerate(totals):
        for cell, value in sums.items():
            known[row, cell] = value
    plain = sparse.csr_array(known)
    fixed = np.array([np.nan if each is None else each for each in cells], dtype=np.float64)
    hidden = np.flatnonzero(np.isnan(fixed))
    rest = np.array([amount for _, amount in totals]) - plain @ np.nan_to_num(fixed)
    return ranges(plain[:, hidden], rest, np.arange(len(hidden)), least)


def ranges(known: sparse.csr_array, sums: Floats, asked: NDArray[np.int64], least: float) -> Range:
    """The ranges of the columns `asked` of x, where known @ x = sums and x >= least."""
    low, high = np.empty(len(asked)), np.empty(len(asked))
    for place, column in enumerate(asked):
        goal = np.zeros(known.shape[1])
        goal[column] = 1.0
        low[place] = _best(goal, known, sums, least)
        high[place] = -_best(-goal, known, sums, least)
    return Range(low, high)


def _best(goal: Floats, known: sparse.csr_array, sums: Floats, least: float) -> float:
    from scipy import optimize

    solve: Any = optimize.linprog
    bounds = (least, None)
    found = solve(goal, A_eq=known, b_eq=sums, bounds=bounds, method="highs")
    if found.status == 3:
        return -np.inf
    if found.fun is None:
        raise ValueError(f"the figures contradict each other: {found.message}")
    return float(found.fun)
