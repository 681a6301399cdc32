"""A share with limits that miss equally often on both sides, near 0 and 1 too."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betainc, betaln, expit, logit, ndtri

from ketenkpi.stats.interval import Floats, Interval, counts, divided, normal_quantile, tail
from ketenkpi.stats.wilson import wilson

# Newton's steps on log chance by log odds from Wilson's limit: five or six for
# any x and n to 10,000; what does not settle in many more is our fault. The last
# step squares what it was off by, so 1e-7 of the chance leaves rounding only.
STEPS = 30
ENOUGH = 1e-7
HALVINGS = 60
# An effective number is off by less than this part of itself by rounding.
ROUNDING = 1e-9
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


def mid_p_of_part(share: Floats, size: Floats, *, level: float = 0.95) -> Interval:
    """`mid_p` of a share that was not counted but estimated, as if of `size` cases.

    size: the number of cases counted to the end that would be as uncertain:
    share (1 - share) / variance. What is whole but for rounding is taken as
    whole. Source of the effective number: Dorey & Korn (1987), Stat Med 6:679.
    """
    events, of = _whole(share * size), _whole(size)
    found = mid_p(np.minimum(events, of), of, level=level)
    return Interval(share, found.low, found.high)


def _whole(values: Floats) -> Floats:
    near = np.rint(values)
    return np.where(np.abs(values - near) <= ROUNDING * np.maximum(near, 1), near, values)


def beyond(events: Floats, trials: Floats, share: Floats | float) -> Floats:
    """P(X > events) + P(X = events)/2 of `trials` with this share; they need not be whole.

    The lower mid-p limit lies at or below `share` where this is at least α/2,
    the upper one where it is at least 1 - α/2.
    """
    rest = trials - events
    more = np.where(events > 0, betainc(np.where(events > 0, events, 1), rest + 1, share), 1.0)
    most = np.where(rest > 0, betainc(events + 1, np.where(rest > 0, rest, 1), share), 0.0)
    result: Floats = (more + most) / 2
    return result


def effective_trials(share: Floats, low: Floats, high: Floats, *, level: float = 0.95) -> Floats:
    """As many cases as would give a share these mid-p limits; NaN where there are none.

    The limit towards the middle tells it: the other may be next to 0 or 1.
    """
    under = np.maximum(share, 1 - share)
    bound = np.where(share >= 0.5, low, 1 - high)
    told = (bound > 0) & (bound < under) & (under <= 1)
    part, limit = np.where(told, under, 0.5), np.where(told, bound, 0.25)
    return np.where(told, _size(part, limit, level), np.nan)


def _size(share: Floats, low: Floats, level: float) -> Floats:
    # All of n: half of low to the power n is α/2. Else the chance beyond, as a
    # normal quantile, is nearly a line in √n: the secant needs some six steps.
    # Limits of less than a case (drawn, or widened) are too bent for it: halved.
    aim, z = ndtri(tail(level)), normal_quantile(level)
    every = share == 1

    def off(root: Floats) -> Floats:
        return np.where(every, 0.0, ndtri(beyond(share * root**2, root**2, low)) - aim)

    root = z * np.sqrt(low * (1 - low)) / (share - low)
    before, missed = root * 0.9, off(root * 0.9)
    for _ in range(STEPS):
        now = off(root)
        settled = np.abs(now) < ENOUGH
        if settled.all():
            break
        still = settled | (now == missed) | (root == before)
        slope = np.where(still, 1.0, now - missed) / np.where(still, 1.0, root - before)
        after = np.where(still, root, np.clip(root - now / slope, root / 2, root * 2))
        before, missed, root = np.where(settled, before, root), now, after
    else:
        root = np.where(settled, root, _halved(off, share.shape))
    return np.where(every, np.log(2 * tail(level)) / np.log(low), root**2)


def _halved(off: Callable[[Floats], Floats], shape: tuple[int, ...]) -> Floats:
    few, many = np.full(shape, 1e-4), np.full(shape, 1e6)
    for _ in range(HALVINGS):
        middle = np.sqrt(few * many)
        more = off(middle) > 0
        few, many = np.where(more, middle, few), np.where(more, many, middle)
    result: Floats = np.sqrt(few * many)
    return result


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
    settled = np.zeros(x.shape, dtype=np.bool_)
    for _ in range(STEPS):
        p, q = expit(odds), expit(-odds)
        exactly = np.exp(ways + usable * np.log(p) + rest * np.log(q))
        chance = betainc(usable, rest + 1, p) - exactly / 2
        slope = exactly / 2 * (usable * q + rest * p)
        off = np.log(each / chance)
        # Who has settled stands still, so that no group's limits depend on the others.
        odds = np.where(settled, odds, odds + off * chance / slope)
        settled = settled | (np.abs(off) < ENOUGH)
        if settled.all():
            break
    else:
        raise ArithmeticError("the mid-p limits did not settle")
    result: Floats = expit(odds)
    return result
