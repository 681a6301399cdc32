"""Worlds in which nothing is the matter, and worlds in which one thing is, for signals.

Sizes are those of the example: answers of 10 to 40 clients, shares of 40 to 400
cases from 0.02 to 0.98, numbers that follow the quarter before, stocks that are
carried over. The whole network moves together, by season and by crisis. Places may
differ for good, and may move by themselves: nothing of that is news.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ketenkpi.stats import mean_skewed, mid_p

Floats = NDArray[np.float64]
# Three years and a half of past, as the example has at its end, and a year that is judged.
LAST = 8043
QUARTERS = np.arange(LAST - 15, LAST + 1)
# A flow keeps nine tenths of where it was a quarter before.
KEPT = 0.9
MARKS = np.arange(1, 11)
GIVEN = np.array([1, 1, 2, 4, 8, 18, 28, 24, 10, 4]) / 100


@dataclass(frozen=True)
class World:
    """What a world is made of.

    places: how many. apart: the mean sd of lasting differences between places, on
    the scale of log odds (of marks: points); each figure has its own, up to twice as
    much; 0 where all are alike. restless: likewise of what places move by themselves,
    in half of the figures every quarter anew and in half from where they were. The
    rest: how many figures of each kind.
    """

    places: int
    apart: float = 0.0
    restless: float = 0.0
    answers: int = 40
    shares: int = 50
    marks: int = 20
    flows: int = 7
    stocks: int = 5
    neutral: int = 20


def make(world: World, rng: np.random.Generator) -> pd.DataFrame:
    """The figures of one world, as `indicators` gives them by Werkplein and quarter."""
    plan: list[tuple[Callable[..., pd.DataFrame], str, int]] = [
        (_answers, "tevreden", world.answers),
        (_shares, "aandeel_werk", world.shares),
        (_marks, "klanttevredenheid", world.marks),
        (_flows, "uitstroom_werk", 1),
        (_flows, "instroom", world.flows - 1),
        (_stocks, "stand", world.stocks),
        (_shares, "aandeel_reden", world.neutral),
    ]
    made = [
        figure(world, rng, key, f"{number:02d}")
        for figure, key, count in plan
        for number in range(count)
    ]
    return pd.concat(made, ignore_index=True)


def names(places: int) -> list[str]:
    """The names of so many places, in the order of their names."""
    return [f"Plaats {number:03d}" for number in range(places)]


def frame(
    key: str, split: str, value: Floats, numerator: Floats, n: Floats, limits: Sequence[Floats]
) -> pd.DataFrame:
    """One figure of all places and quarters."""
    places, quarters = np.meshgrid(names(len(value)), QUARTERS, indexing="ij")
    low, high = limits
    columns = {"value": value, "low": low, "high": high, "n": n, "numerator": numerator}
    return pd.DataFrame(
        {"indicator": key, "split": split, "werkplein": places.ravel()}
        | {"kwartaal": quarters.ravel()}
        | {name: np.ravel(np.broadcast_to(each, value.shape)) for name, each in columns.items()}
        | {"denominator": np.ravel(np.broadcast_to(n, value.shape)), "incomplete": 0}
    )


def counted(key: str, split: str, x: Floats, n: Floats) -> pd.DataFrame:
    """A share of x out of n."""
    found = mid_p(x, n)
    return frame(key, split, found.value, x, n, (found.low, found.high))


def _own(world: World, rng: np.random.Generator) -> Floats:
    """What each place has for itself in each quarter: for good, and moving."""
    shape = (world.places, len(QUARTERS))
    lasting = rng.normal(0, world.apart * rng.uniform(0, 2), (world.places, 1))
    moves = rng.normal(0, world.restless * rng.uniform(0, 2), shape)
    if rng.random() < 0.5:
        moves = _wandered(moves * np.sqrt(1 - KEPT**2), moves[:, 0])
    return np.asarray(lasting + moves, dtype=np.float64)


def _wandered(moves: Floats, first: Floats) -> Floats:
    """AR(1) with `KEPT`, from `first` on."""
    found = moves.copy()
    found[:, 0] = first
    for quarter in range(1, moves.shape[1]):
        found[:, quarter] += KEPT * found[:, quarter - 1]
    return found


def _level(world: World, rng: np.random.Generator, p: float) -> Floats:
    """The chance at each place in each quarter: of its own, and moving with all."""
    season = 0.15 * rng.normal(size=4)[QUARTERS % 4] + 0.1 * rng.normal(size=len(QUARTERS))
    odds = np.log(p / (1 - p)) + _own(world, rng) + season
    return np.asarray(1 / (1 + np.exp(-odds)), dtype=np.float64)


def _answers(world: World, rng: np.random.Generator, key: str, split: str) -> pd.DataFrame:
    n = rng.integers(10, 41, (world.places, len(QUARTERS))).astype(np.float64)
    x = rng.binomial(n.astype(int), _level(world, rng, rng.uniform(0.02, 0.98)))
    return counted(key, split, x.astype(np.float64), n)


def _shares(world: World, rng: np.random.Generator, key: str, split: str) -> pd.DataFrame:
    size = rng.uniform(40, 400, (world.places, 1))
    n = rng.poisson(np.broadcast_to(size, (world.places, len(QUARTERS)))) + 1
    x = rng.binomial(n, _level(world, rng, rng.uniform(0.02, 0.98)))
    return counted(key, split, x.astype(np.float64), n.astype(np.float64))


def _marks(world: World, rng: np.random.Generator, key: str, split: str) -> pd.DataFrame:
    """Marks of the same sort everywhere; where places differ, some give a point more or less."""
    own = _own(world, rng)
    n = rng.integers(10, 41, own.shape)
    given = rng.multinomial(n, GIVEN)
    # Of those who could, so many gave a point more (or less) that the mean moves by `own`.
    for step, end in ((1, 9), (-1, 0)):
        part = np.clip(step * own, 0, 0.9)[..., None]
        moving = rng.binomial(given, np.broadcast_to(part, given.shape))
        moving[..., end] = 0
        given = given - moving + np.roll(moving, step, axis=-1)
    total, squares, cubes = (given @ MARKS**power for power in (1, 2, 3))
    found = mean_skewed(n, total, squares, cubes, bounds=(1, 10))
    size = n.astype(np.float64)
    return frame(key, split, found.value, total.astype(np.float64), size, (found.low, found.high))


def _flows(world: World, rng: np.random.Generator, key: str, split: str) -> pd.DataFrame:
    """Numbers around a level of their own that wanders: AR(1) with `KEPT`, on the log scale."""
    shape = (world.places, len(QUARTERS))
    first = rng.normal(0, 0.1 / np.sqrt(1 - KEPT**2), world.places)
    wander = _wandered(rng.normal(0, 0.1, shape), first)
    crisis = np.cumsum(rng.normal(0, 0.1, shape[1]))
    level = np.log(rng.uniform(15, 300, (world.places, 1)))
    x = rng.poisson(np.exp(level + wander + crisis)).astype(np.float64)
    none = np.full(shape, np.nan)
    return frame(key, split, x, x, none, (none, none))


def _stocks(world: World, rng: np.random.Generator, key: str, split: str) -> pd.DataFrame:
    """Stocks that are carried over: the one before plus who came less who left."""
    shape = (world.places, len(QUARTERS))
    stock = np.zeros(shape)
    stock[:, 0] = rng.uniform(50, 1500, world.places)
    turnover = rng.uniform(0.1, 0.3, world.places)
    crisis = 0.05 * rng.normal(size=shape[1])
    for quarter in range(1, shape[1]):
        before = stock[:, quarter - 1]
        came = rng.poisson(before * turnover * np.exp(crisis[quarter]))
        stock[:, quarter] = np.maximum(before + came - rng.poisson(before * turnover), 0)
    none = np.full(shape, np.nan)
    return frame(key, split, stock, stock, none, (none, none))
