"""How often each side misses of mean waits, who goes on, gaps and differences.

As in `tails`: of an interval of 95 % each side should miss in 2.5 %.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ketenkpi.stats import (
    Interval,
    difference,
    going_on,
    kaplan_meier,
    mean_gamma,
    mean_skewed,
    mean_t,
    mid_p,
    poisson_exact,
)
from tests.tables.table import Row, Rows
from tests.tables.tails import GIVEN, MARKS

Floats: TypeAlias = NDArray[np.float64]
Draw: TypeAlias = Callable[[np.random.Generator, tuple[int, ...]], Floats]
LOWER, UPPER = "lower too high (%)", "upper too low (%)"
BAR = (1.5, 3.5)
CASES = (20, 30, 50, 100, 200)
# Of so many draws the mean is known to a few thousandths of its spread.
MANY = 10**6


def _missed(found: Interval, truth: Floats | float) -> Row:
    """Both sides, in per cent of the repeats with limits; an upper limit may be missing."""
    said = ~np.isnan(found.low)
    many = max(int(said.sum()), 1)
    return {
        "without limits (%)": round(100 * float((~said).mean()), 2),
        LOWER: round(100 * float((found.low > truth).sum()) / many, 2),
        UPPER: round(100 * float((found.high < truth).sum()) / many, 2),
    }


def _room(repeats: int) -> float:
    """Twice the error of so many repeats and a jump of a count, in per cent."""
    return 0.2 + 200 * (0.025 * 0.975 / repeats) ** 0.5


def _most(rows: Rows) -> float:
    return max(float(row[side]) for row in rows for side in (LOWER, UPPER))


def _least(rows: Rows) -> float:
    return min(float(row[side]) for row in rows for side in (LOWER, UPPER))


def _late(part: float, usual: float, least: float, most: float) -> Draw:
    """Most wait a gamma of shape 3, a part between `least` and `most` days."""

    def draw(rng: np.random.Generator, shape: tuple[int, ...]) -> Floats:
        slow = rng.random(shape) < part
        days = np.where(slow, rng.uniform(least, most, shape), rng.gamma(3, usual / 3, shape))
        return np.asarray(np.floor(days))

    return draw


WAITS: Mapping[str, Draw] = {
    "exponential, 20 days": lambda rng, shape: np.floor(rng.exponential(20, shape)),
    "gamma of shape 2": lambda rng, shape: np.floor(rng.gamma(2, 10, shape)),
    "two in five at once": lambda rng, shape: np.floor(
        np.where(rng.random(shape) < 0.4, 0, rng.gamma(2, 10, shape))
    ),
    "nearly all two weeks": lambda rng, shape: np.floor(np.maximum(rng.normal(14, 4, shape), 0)),
    "one in seven 40 to 90 days": _late(0.15, 9, 40, 90),
    "lognormal, sigma 0.8": lambda rng, shape: np.floor(rng.lognormal(2.5, 0.8, shape)),
    "one in twenty 60 to 200 days": _late(0.05, 12, 60, 200),
}
# Waits with the tail of a gamma distribution, or a shorter one.
ORDINARY = tuple(WAITS)[:4]


def waits(size: int) -> Rows:
    """Mean waits, of `size` repeats, with gamma limits and with Student's."""
    rng, rows = np.random.default_rng(11), []
    for what, draw in WAITS.items():
        truth = float(draw(rng, (MANY,)).mean())
        for n in CASES:
            days = draw(rng, (size, n))
            sums = np.full(size, float(n)), days.sum(axis=1), (days**2).sum(axis=1)
            for name, mean in {"gamma": mean_gamma, "plain": mean_t}.items():
                found = mean(*sums)
                named: Row = {"waits": what, "cases": n, "repeats": size, "limits": name}
                width = {"mean width": round(float(np.mean(found.high - found.low)), 2)}
                rows.append(named | _missed(found, truth) | width)
    return rows


def waits_hold(rows: Rows) -> bool:
    """Gamma limits of ordinary waits miss in no more than 3.5 %, plain ones in more."""
    room = _room(int(rows[0]["repeats"]))
    mine = {
        name: [row for row in rows if row["limits"] == name and row["waits"] in ORDINARY]
        for name in ("gamma", "plain")
    }
    return _most(mine["gamma"]) <= BAR[1] + room and _most(mine["plain"]) > 5


# How often each mark from 1 to 10 is given to how important a principle is.
IMPORTANT = np.array((1, 0, 1, 1, 3, 5, 14, 33, 24, 18)) / 100


def gaps(size: int) -> Rows:
    """Priority minus mark, of `size` repeats, given apart and by the same mood."""
    rng, rows = np.random.default_rng(12), []
    for what, parts in GIVEN.items():
        chances = np.array(parts) / sum(parts)
        for mood in (0.0, 0.5):
            for n in CASES:
                mark, priority = _pairs(rng, (size, n), chances, mood)
                gap = priority - mark
                truth = float(IMPORTANT @ MARKS - chances @ MARKS)
                found = mean_t(np.full(size, n), gap.sum(axis=1), (gap**2).sum(axis=1))
                flat = found.constant
                found = Interval(
                    found.value,
                    np.where(flat, np.nan, found.low),
                    np.where(flat, np.nan, found.high),
                )
                named: Row = {"marks": what, "in one mood": mood, "cases": n, "repeats": size}
                rows.append(named | _missed(found, truth))
    return rows


def _pairs(
    rng: np.random.Generator, shape: tuple[int, int], chances: Floats, mood: float
) -> tuple[Floats, Floats]:
    """Marks and priorities of the same clients; with `mood` that part of them rank alike."""
    first, second = rng.random(shape), rng.random(shape)
    second = np.where(rng.random(shape) < mood, first, second)
    mark = 1 + np.searchsorted(np.cumsum(chances)[:-1], first, side="right")
    priority = 1 + np.searchsorted(np.cumsum(IMPORTANT)[:-1], second, side="right")
    return mark.astype(np.float64), priority.astype(np.float64)


def gaps_hold(rows: Rows) -> bool:
    """Of ordinary marks a side misses in 1.2 to 4.2 %: the third powers are not known."""
    room = _room(int(rows[0]["repeats"]))
    ordinary = [row for row in rows if row["marks"] in tuple(GIVEN)[:3]]
    return _most(ordinary) <= 4.2 + room and _least(ordinary) >= 1.2 - room


# Weibull scales in days: to the wanted next step, and to something else.
NEXT: Mapping[str, tuple[float, float, float]] = {
    "four in five go on, soon": (1.0, 15, 120),
    "half go on": (1.2, 50, 70),
    "one in six goes on": (1.0, 260, 200),
}
HORIZON = 56
PARTS = {"half of them": 0.5, "nine in ten": 0.9}


def going(size: int) -> Rows:
    """Who goes on within the term, and the days of those who do, of `size` repeats."""
    rng, rows = np.random.default_rng(13), []
    for what, (shape, scale, other) in NEXT.items():
        wanted, rest = _ways(rng, (MANY,), shape, scale, other)
        goes = (wanted <= rest) & (wanted <= HORIZON)
        for lost in (False, True):
            for n in CASES:
                day, came, away, seen = _followed(rng, (size, n), (shape, scale, other), lost=lost)
                group = np.repeat(np.arange(size), n)
                found = going_on(
                    *(day, came, away, seen), np.full(size, HORIZON), group=group, groups=size
                )
                named: Row = {
                    "who": what,
                    "lost": "one in ten" if lost else "none",
                    "cases": n,
                    "repeats": size,
                }
                rows.append(named | {"of": "share"} | _missed(found.share(), float(goes.mean())))
                for kind, part in PARTS.items():
                    truth = float(np.quantile(wanted[goes], part, method="inverted_cdf"))
                    missed = _missed(found.quantile(part), truth)
                    rows.append(named | {"of": f"days, {kind}"} | missed)
    return rows


def _ways(
    rng: np.random.Generator, size: tuple[int, ...], shape: float, scale: float, other: float
) -> tuple[Floats, Floats]:
    wanted = np.ceil(scale * rng.weibull(shape, size))
    return wanted, np.ceil(rng.exponential(other, size)) + 0.5


def _followed(
    rng: np.random.Generator,
    size: tuple[int, int],
    ways: tuple[float, float, float],
    *,
    lost: bool,
) -> tuple[NDArray[np.int64], ...]:
    wanted, rest = _ways(rng, size, *ways)
    # One in ten of a place that closes within the term, or of whom nothing more was seen.
    gone = lost & (rng.random(size) < 0.1)
    until = np.where(gone, rng.uniform(0, HORIZON, size), HORIZON + 1.0)
    until = np.floor(until) + 0.75
    day = np.floor(np.minimum.reduce([wanted, rest, until]))
    came = (wanted <= rest) & (wanted <= until)
    away = ~came & (rest <= until)
    columns = (day, came, away, ~came & ~away)
    return tuple(each.astype(np.int64).ravel() for each in columns)


def going_holds(rows: Rows) -> bool:
    """Shares hold the bar; no side of the days misses in more than 3.5 %."""
    room = _room(int(rows[0]["repeats"]))
    shares = [row for row in rows if row["of"] == "share"]
    return _least(_by_cases(shares)) >= BAR[0] - room and _most(_by_cases(rows)) <= BAR[1] + room


def _by_cases(rows: Rows) -> Rows:
    """The mean over the worlds of one number of cases, so that no jump of a count decides."""
    keys = dict.fromkeys((row["of"], row["cases"]) for row in rows)
    return [
        {
            side: float(np.mean([row[side] for row in rows if (row["of"], row["cases"]) == key]))
            for side in (LOWER, UPPER)
        }
        for key in keys
    ]


# Sizes of the two that are compared.
PAIRS = ((20, 20), (20, 200), (50, 50), (200, 200))
Kind: TypeAlias = Literal["shares", "numbers", "marks", "waits", "medians"]
KINDS: tuple[Kind, ...] = ("shares", "numbers", "marks", "waits", "medians")
REACH = 0.05


def differences(size: int) -> Rows:
    """Differences of two figures from their limits, of `size` repeats each."""
    rng, rows = np.random.default_rng(14), []
    for kind in KINDS:
        for one, other in _worlds(kind):
            for n, m in PAIRS:
                first, truth = _drawn(kind, rng, one, n, size)
                second, against = _drawn(kind, rng, other, m, size)
                found = difference(
                    *(first.value, first.low, first.high),
                    *(second.value, second.low, second.high),
                )
                pair: Row = {"of": kind, "first": str(one), "second": str(other)}
                sizes: Row = {"cases": n, "against": m, "repeats": size}
                rows.append(pair | sizes | _missed(found, truth - against))
    return rows


def _worlds(kind: Kind) -> tuple[tuple[float | str, float | str], ...]:
    match kind:
        case "shares":
            return ((0.5, 0.5), (0.1, 0.1), (0.1, 0.4), (0.9, 0.6))
        case "numbers":
            return ((0.5, 0.5), (1.0, 0.4))
        case "marks":
            satisfied, divided, middle = tuple(GIVEN)[:3]
            return ((satisfied, satisfied), (satisfied, divided), (middle, satisfied))
        case _:
            return ((20.0, 20.0), (30.0, 15.0))


def _drawn(
    kind: Kind, rng: np.random.Generator, world: float | str, n: int, size: int
) -> tuple[Interval, Floats | float]:
    """The figures of `size` repeats of n cases, and what they are estimates of."""
    if isinstance(world, str):
        chances = np.array(GIVEN[world]) / sum(GIVEN[world])
        given = rng.multinomial(n, chances, size)
        sums = [given @ MARKS**power for power in range(4)]
        return mean_skewed(*sums, bounds=(1, 10)), float(chances @ MARKS)
    if kind == "shares":
        share = world + rng.uniform(-REACH, REACH, size)
        return mid_p(rng.binomial(n, share), np.full(size, n)), share
    if kind == "numbers":
        rate = world * rng.uniform(0.9, 1.1, size)
        return poisson_exact(rng.poisson(n * rate), np.full(size, float(n))), rate
    days = np.ceil(rng.gamma(2, world / 2, (size, n)))
    truth = np.ceil(np.random.default_rng(15).gamma(2, world / 2, MANY))
    if kind == "waits":
        sums = [np.full(size, float(n)), days.sum(axis=1), (days**2).sum(axis=1)]
        return mean_gamma(*sums), float(truth.mean())
    ended = np.ones(days.size, dtype=np.int64)
    group = np.repeat(np.arange(size), n)
    curve = kaplan_meier(days.ravel().astype(int), ended, 0 * ended, group=group, groups=size)
    return curve.quantile(0.5), float(np.quantile(truth, 0.5, method="inverted_cdf"))


def differences_hold(rows: Rows) -> bool:
    """No side of a difference misses in more than 3.5 %."""
    return _most(rows) <= BAR[1] + _room(int(rows[0]["repeats"]))
