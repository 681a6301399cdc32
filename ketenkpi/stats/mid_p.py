"""A share with limits that miss equally often on both sides, near 0 and 1 too."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betainc, betaln, expit, logit

from ketenkpi.stats.interval import Floats, Interval, counts, divided, tail
from ketenkpi.stats.wilson import wilson

# Newton's steps on log chance by log odds from Wilson's limit: five or six for
# any x and n to 10,000; what does not settle in many more is our fault. The last
# step squares what it was off by, so 1e-7 of the chance leaves rounding only.
STEPS = 30
ENOUGH = 1e-7
# Above this the number of a pair (x, n) does not fit in 64 bits.
MOST_PAIRED = 2e9


def mid_p(events: ArrayLike, trials: ArrayLike, *, level: float = 0.95) -> Interval:
    """The share `events / trials` with the mid-p interval.

    events, trials: counts; they need not be whole, so that the size may be an
    effective one. A missing count, or zero trials, gives NaN. Raises ValueError
    for a negative count or more events than trials.

    Averaged over shares that differ by 0.05, either limit misses in at most
    2.7 % from ten trials on, whatever the share; `wilson` misses in up to 6.2 %
    on one side near 0 and 1, and `clopper_pearson`, which promises at most
    2.5 % at each share, is a tenth wider (`docs/tables.md`, shares).

    Formula: low solves P(X > x) + P(X = x)/2 = α/2, high solves
    P(X < x) + P(X = x)/2 = α/2, with X binomial; 0 at x = 0, 1 at x = n. Sources:
    Lancaster (1961), JASA 56:223; Berry & Armitage (1995), Statistician 44:417.
    """
    x, n = np.broadcast_arrays(counts("events", events), counts("trials", trials))
    if (x > n).any():
        raise ValueError("more events than trials")
    share = divided(x, n)
    known = ~np.isnan(share)
    some, of = np.where(known, x, 0.0).ravel(), np.where(known, n, 1.0).ravel()
    some, of, back = _once(some, of)
    low, high = (each[back].reshape(x.shape) for each in _limits(some, of, tail(level), level))
    return Interval(share, np.where(known, low, np.nan), np.where(known, high, np.nan))


def _once(x: Floats, n: Floats) -> tuple[Floats, Floats, slice | np.ndarray]:
    # Most groups are small, so most pairs of counts come back: two million
    # groups of a network have some ten thousand.
    whole = (x % 1 == 0).all() and (n % 1 == 0).all() and n.max(initial=0) < MOST_PAIRED
    if not whole:
        return x, n, slice(None)
    many = int(n.max(initial=0)) + 1
    pairs, back = np.unique(n.astype(np.int64) * many + x.astype(np.int64), return_inverse=True)
    return (pairs % many).astype(np.float64), (pairs // many).astype(np.float64), back


def _limits(x: Floats, n: Floats, each: float, level: float) -> tuple[Floats, Floats]:
    around = wilson(x, n, level=level)
    low = np.where(x > 0, _solved(x, n, around.low, each), 0.0)
    other = _solved(n - x, n, 1 - around.high, each)
    return low, np.where(x < n, 1 - other, 1.0)


def _solved(x: Floats, n: Floats, start: Floats, each: float) -> Floats:
    """The lower limit; anything where x is 0, for which there is none to solve."""
    usable = np.where(x > 0, x, 1.0)
    odds, rest = logit(np.clip(start, 1e-12, 1 - 1e-12)), np.maximum(n - usable, 0.0)
    # log of P(X = x) without its powers: n! / (x! (n - x)!).
    ways = -np.log(n + 1) - betaln(usable + 1, rest + 1)
    for _ in range(STEPS):
        p, q = expit(odds), expit(-odds)
        exactly = np.exp(ways + usable * np.log(p) + rest * np.log(q))
        chance = betainc(usable, rest + 1, p) - exactly / 2
        slope = exactly / 2 * (usable * q + rest * p)
        off = np.log(each / chance)
        odds = odds + off * chance / slope
        if (np.abs(off) < ENOUGH).all():
            break
    else:
        raise ArithmeticError("the mid-p limits did not settle")
    result: Floats = expit(odds)
    return result
