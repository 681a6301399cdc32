"""Units in groups of about equal size, ordered by a value: size classes of peers."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from ketenkpi.stats.interval import Floats


def quantile_groups(values: ArrayLike, groups: int) -> Floats:
    """The group 1..`groups` of each value, 1 with the lowest; equal values share a group.

    values: one dimension; NaN has no group and does not count. Fewer values
    than groups gives NaN for all. Raises ValueError for fewer than two groups.

    Formula: g + 1 - ceil((N + 1 - rank) / (N / g)), with rank the lowest rank
    among equals. Source: Public Health England, R package
    PHEindicatormethods 2.1.0, phe_quantile.
    """
    if groups < 2:
        raise ValueError(f"groups must be two or more, got: {groups}")
    array = np.asarray(values, dtype=np.float64)
    known = array[~np.isnan(array)]
    if known.size < groups:
        return np.full(array.shape, np.nan)
    rank = 1 + np.searchsorted(np.sort(known), array)
    # Multiplied before dividing: 12 / (20 / 5) in floats may lie just above 3.
    group = groups + 1 - np.ceil((known.size + 1 - rank) * groups / known.size)
    return np.where(np.isnan(array), np.nan, group)
