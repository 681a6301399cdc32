"""Many comparisons at once: how large a part of the differences found is chance."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from ketenkpi.stats.interval import Floats


def benjamini_hochberg(p: ArrayLike) -> Floats:
    """p-values adjusted for their number: reject those at most q, and at most q of them is chance.

    p: p-values of one family, in one dimension (all Werkpleinen, one indicator,
    one quarter). NaN is no test: it stays NaN and does not count. Raises
    ValueError for a value outside 0..1 or more than one dimension.

    Formula: the least of m p(j) / j over j from the rank of p on. Source:
    Benjamini & Hochberg (1995), JRSS B 57:289.
    """
    values = np.asarray(p, dtype=np.float64)
    tested = ~np.isnan(values)
    if values.ndim != 1 or ((values < 0) | (values > 1)).any():
        raise ValueError("p-values lie between 0 and 1, in one dimension")
    adjusted = np.full(values.shape, np.nan)
    if tested.any():
        from scipy.stats import false_discovery_control

        adjusted[tested] = false_discovery_control(values[tested])
    return adjusted
