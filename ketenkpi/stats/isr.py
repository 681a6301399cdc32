"""Indirect standardisation: what happened against what was expected."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from ketenkpi.stats.byar import byar
from ketenkpi.stats.interval import Interval, counts


def isr(events: ArrayLike, expected: ArrayLike, *, level: float = 0.95) -> Interval:
    """Observed over expected, summed over strata: 1 is as many as the reference would have.

    events, expected: (..., strata), with expected = people of the stratum times
    the reference rate of that stratum, taken as known without error. Times the
    reference's own rate it is the standardised rate. A stratum without people
    counts as 0 expected; a missing one makes the result NaN, and so does
    nothing expected. Raises ValueError for negatives.

    Two results have different weights: each may be compared with the reference,
    not with the other.

    Formula: ΣO / ΣE, with Byar's limits of ΣO, exact below ten, over ΣE.
    Source: Breslow & Day (1987), Statistical methods in cancer research II, p. 65-69.
    """
    observed, awaited = np.broadcast_arrays(counts("events", events), counts("expected", expected))
    return byar(observed.sum(axis=-1), awaited.sum(axis=-1), level=level)
