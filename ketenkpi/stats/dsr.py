"""Direct standardisation: the rate if the strata were as large as in the standard."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from ketenkpi.stats.byar import byar
from ketenkpi.stats.interval import Interval, counts

# Dobson's limits come from those of a Poisson count; below this Public Health
# England publishes none, because the weights make them too uncertain.
FEWEST = 10


def dsr(
    events: ArrayLike,
    population: ArrayLike,
    standard: ArrayLike,
    *,
    variance_events: ArrayLike | None = None,
    level: float = 0.95,
) -> Interval:
    """The directly standardised rate, per one of the population, with Dobson's limits.

    events, population: (..., strata), people or person-years. standard:
    (strata,), the weight of each stratum. variance_events: for events that one
    person can have more than once, per stratum Σ k² (persons with k events);
    without it every event is another person's.

    NaN with fewer than ten events in all, for a missing stratum, and for a
    stratum with weight in which nobody is: its rate is not known. Raises
    ValueError for negatives and for weights that add to nothing.

    Formula: R = Σ w O/n / Σ w; variance Σ w² V/n² / (Σ w)² with V the events, or
    `variance_events`; limits R + √(variance / ΣO) (limit of ΣO - ΣO), with
    Byar's limits. Source: Dobson, Kuulasmaa, Eberle & Scherer (1991), Stat Med
    10:457; for repeated events PHEindicatormethods 2.1.0, calculate_dsr.
    """
    repeated = events if variance_events is None else variance_events
    o, n, w, v = np.broadcast_arrays(
        counts("events", events),
        counts("population", population),
        counts("standard", standard),
        counts("variance_events", repeated),
    )
    total = o.sum(axis=-1)
    if not (w.sum(axis=-1) > 0).all():
        raise ValueError("the weights of the standard must add to more than zero")
    weight = w / w.sum(axis=-1, keepdims=True)
    per_person = np.where(weight > 0, weight / np.where(n > 0, n, np.nan), 0.0)
    enough = np.where(total >= FEWEST, total, np.nan)
    rate = np.where(total >= FEWEST, (per_person * o).sum(axis=-1), np.nan)
    spread = np.sqrt((per_person**2 * v).sum(axis=-1) / enough)
    limits = byar(enough, level=level)
    low, high = (rate + spread * (limit - enough) for limit in (limits.low, limits.high))
    return Interval(rate, low, high)
