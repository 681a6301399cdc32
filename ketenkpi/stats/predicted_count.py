"""How many events are still to come, from those that came, at the pace they came in."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import nbdtrik

from ketenkpi.stats.interval import Floats, Interval, counts, tail


def predicted_count(
    events: ArrayLike,
    done: ArrayLike,
    seen_before: ArrayLike = np.inf,
    due_before: ArrayLike = np.inf,
    luck: ArrayLike = 0.0,
    *,
    level: float = 0.95,
) -> Interval:
    """The number of events of the rest of a period when nothing changes, with prediction limits.

    events: counts of the part that is over. done: that part's share of the
    period, between 0 and 1. seen_before, due_before: where that share was
    measured in earlier periods, the events of this part and of the rest of
    them; infinite where it is a length of time, which is known without error.
    luck: the relative variance of the ratio of the rest to this part beyond that
    of Poisson, as quarters have luck of their own. Missing values give NaN; with
    done = 1 nothing is to come. Raises ValueError for negative numbers and for
    shares beyond 0 and 1.

    Formula: given the rate, the rest is Poisson; the rate is Gamma(x + 1/2)
    over the part seen (the prior of Jeffreys), so the rest is negative binomial
    with shape k, 1 / k = 1 / (x + 1/2) + 1 / a + 1 / b + luck for a and b events seen
    before, and mean (x + 1/2) (1 - w) / w. Its limits are the quantiles at both
    tails, whole numbers. Source: Gelman et al., Bayesian Data Analysis (2013),
    section 2.6 (gamma and Poisson give a negative binomial); the terms of a and
    b are the variance of the log of a ratio of two Poisson counts (delta
    method).
    """
    x, w, a, b, more = np.broadcast_arrays(
        counts("events", events),
        np.asarray(done, dtype=np.float64),
        counts("seen_before", seen_before),
        counts("due_before", due_before),
        counts("luck", luck),
    )
    if ((w < 0) | (w > 1)).any():
        raise ValueError(f"a share done lies between 0 and 1, got: {done!r}")
    with np.errstate(divide="ignore", invalid="ignore"):
        rest = (1 - w) / w
        shape = 1 / (1 / (x + 0.5) + 1 / a + 1 / b + more)
        mean = (x + 0.5) * rest
    each = tail(level)
    return Interval(
        value=x * rest,
        low=_quantile(each, shape, mean),
        high=_quantile(1 - each, shape, mean),
    )


def _quantile(chance: float, shape: Floats, mean: Floats) -> Floats:
    """The smallest whole number up to which a negative binomial lies with this chance."""
    probability = shape / (shape + mean)
    # The inverse is not defined below the chance of nothing at all.
    none = (mean == 0) | (chance <= probability**shape)
    found = np.ceil(nbdtrik(chance, shape, np.where(none, 0.5, probability)))
    result: Floats = np.where(none, 0.0, found)
    result[np.isnan(mean)] = np.nan
    return result
