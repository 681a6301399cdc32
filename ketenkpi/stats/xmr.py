"""Single values in time with the limits of their own usual movement: the XmR chart."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from ketenkpi.stats.control_chart import ControlChart, Phases, lines


def xmr(
    values: ArrayLike, *, baseline: int | None = None, starts: ArrayLike | None = None
) -> ControlChart:
    """A value per period: its mean, and limits at 2.66 mean moving ranges from it.

    values: time along the last axis, NaN for a missing period. baseline: only
    the first so many points of a phase make the limits (None: all). starts:
    true where a new phase begins, of the shape of values or one per period.
    One point, or none beside another, has no limits: NaN. Raises ValueError
    for a baseline below two.

    Formula: mean ± 2.66 mR, with moving ranges of 3.267 mR or more dropped
    once: NHS England, Making Data Count (NHSRplotthedots); 2.66 = 3 / 1.128.
    qicharts2 drops no moving range; where none is that large, the two agree.
    """
    value = np.asarray(values, dtype=np.float64)
    phases = Phases.of(value, baseline, starts)
    return lines(value, phases.mean(value), 2.66 / 3 * phases.moving_range(value), phases)
