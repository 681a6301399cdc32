"""Many tests at once: how likely it is that any of them stands out by chance."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from ketenkpi.stats.interval import Floats


def holm(p: ArrayLike) -> Floats:
    """p-values adjusted for their number: reject those at most q, and the chance of any error is q.

    p: p-values of one family, in one dimension. NaN is no test: it stays NaN and
    does not count. Raises ValueError for a value outside 0..1 or more than one
    dimension.

    Formula: with p(1) <= ... <= p(m) the greatest of (m - j + 1) p(j) over j up
    to the rank of p, at most 1. It holds however the tests depend on each
    other. Source: Holm (1979), Scandinavian Journal of Statistics 6:65.
    """
    values = np.asarray(p, dtype=np.float64)
    tested = np.flatnonzero(~np.isnan(values)) if values.ndim == 1 else np.array([], dtype=np.intp)
    if values.ndim != 1 or ((values < 0) | (values > 1)).any():
        raise ValueError("p-values lie between 0 and 1, in one dimension")
    adjusted = np.full(values.shape, np.nan)
    order = tested[np.argsort(values[tested], kind="stable")]
    left = np.arange(len(order), 0, -1)
    adjusted[order] = np.minimum(np.maximum.accumulate(values[order] * left), 1)
    return adjusted
