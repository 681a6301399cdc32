"""How often limits of observed over expected hold the truth, by the exact distribution.

A Werkplein has people with the chances of the reference, all odds multiplied by
one number: the truth is its expected number over that of the reference. No draw
is needed, since the chance of each number of events follows by convolution.
"""

from __future__ import annotations

from functools import reduce

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from ketenkpi.stats import Interval, isr, isr_binomial
from tests.tables.table import Row, Rows

# Parts of the people and the chance of the reference in each: from rare to common, and unlike.
MIXES = {
    "0.02": ([1.0], [0.02]),
    "0.1": ([1.0], [0.1]),
    "0.3": ([1.0], [0.3]),
    "0.5": ([1.0], [0.5]),
    "0.8": ([1.0], [0.8]),
    "0.98": ([1.0], [0.98]),
    "0.3 and 0.5": ([0.5, 0.5], [0.3, 0.5]),
    "0.1, 0.5 and 0.9": ([0.4, 0.2, 0.4], [0.1, 0.5, 0.9]),
    "0.02 and 0.9": ([0.5, 0.5], [0.02, 0.9]),
}
PEOPLE = (10, 40, 100, 400)
# Odds of a Werkplein beside those of the reference: from a third to three times.
FURTHEST = np.log(3)


def table(size: int) -> Rows:
    """A row per mix and number of people; `size` is the number of truths in each."""
    return [_row(name, people, size) for name in MIXES for people in PEOPLE]


def holds(rows: Rows) -> bool:
    """No limit misses the truth more often than it says, and none lies outside what can be."""
    missed = [max(float(row["above (%)"]), float(row["below (%)"])) for row in rows]
    return max(missed) <= 2.65 and all(row["impossible"] == 0 for row in rows)


def _row(name: str, people: int, size: int) -> Row:
    parts, p = (np.array(each) for each in MIXES[name])
    n = np.round(parts * people)
    found, poisson = _limits(n, p), _poisson(n, p)
    shifts = np.linspace(-FURTHEST, FURTHEST, size)
    worst: Row = {"chances": name, "people": people}
    tails = np.array([_missed(n, p, shift, found) for shift in shifts])
    byar = np.array([_missed(n, p, shift, poisson) for shift in shifts])
    at = _numbers(n, p)
    worst["above (%)"] = 100 * float(tails[:, 0].max())
    worst["below (%)"] = 100 * float(tails[:, 1].max())
    worst["held (%)"] = 100 * float(1 - tails.sum(axis=1).mean())
    worst["held by Byar (%)"] = 100 * float(1 - byar.sum(axis=1).mean())
    width, wide = (at @ (each.high - each.low) for each in (found, poisson))
    worst["width beside Byar"] = float(width / wide)
    worst["impossible"] = int((found.high * (n @ p) > n.sum() + 1e-6).sum())
    return worst


def _limits(n: NDArray[np.float64], p: NDArray[np.float64]) -> Interval:
    """The limits at each number of events; the cells in which they fell make no difference."""
    total = int(n.sum())
    events = np.concatenate(
        [np.clip(x - np.cumsum(n) + n, 0, n) for x in range(total + 1)]
    )  # fmt: skip
    unit = np.repeat(np.arange(total + 1), len(n))
    every = (np.tile(each, total + 1) for each in (n, p))
    return isr_binomial(events, *every, unit, total + 1)


def _poisson(n: NDArray[np.float64], p: NDArray[np.float64]) -> Interval:
    events = np.arange(n.sum() + 1)[:, None]
    return isr(events, np.full_like(events, n @ p))


def _missed(
    n: NDArray[np.float64], p: NDArray[np.float64], shift: float, found: Interval
) -> tuple[float, float]:
    """The chance that the limits lie above the truth, and below it."""
    chance = expit(logit(p) + shift)
    truth, at = (n @ chance) / (n @ p), _numbers(n, chance)
    return float(at[found.low > truth].sum()), float(at[found.high < truth].sum())


def _numbers(n: NDArray[np.float64], p: NDArray[np.float64]) -> NDArray[np.float64]:
    """The chance of each number of events."""
    persons = np.repeat(p, n.astype(np.int64))
    return reduce(
        lambda at, one: np.append(at, 0) * (1 - one) + np.append(0, at) * one, persons, np.ones(1)
    )
