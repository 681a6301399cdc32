"""How often signals are called sure where nothing is the matter, and where one thing is."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd
from scipy.special import betaincinv

from ketenkpi.comparison import signals
from ketenkpi.comparison.signals import FOR_CHANGES
from ketenkpi.vocabulary import Quarter
from tests.tables.signal_worlds import (
    LAST,
    QUARTERS,
    World,
    counted,
    make,
    names,
)
from tests.tables.table import Row, Rows

# In at most this part of the quarters anything at all may be called sure.
ALLOWED = 0.05
# A share of 0.8 that falls by a third must be found in this part of the worlds.
FOUND = 0.80
# Worlds of fifteen places for each one of a hundred, which takes three times as long.
LARGE = 3
# How many quarters of past the judged one has: ten to fifteen.
PASTS = 6
# Standard errors that a table of few quarters may lie above what is allowed.
ROOM = 2.5
# From so many quarters on none of that is needed.
MANY = 100
BASES = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
FALLS = (0.20, 0.25, 0.30, 1 / 3, 0.40, 0.50, 0.60, 0.70, 0.80, 0.90)
CASES = 100
# How places differ for good, and move by themselves: sd of log odds (of marks: points).
SORTS = ((0.0, 0.0), (0.3, 0.0), (0.3, 0.1))
# Tests a Werkplein has in a quarter of figures with a better side: in the example at
# most 2,297 over fifteen Werkpleinen, 153 each.
TESTS = 158


def null(size: int) -> Rows:
    """In `size` worlds of each sort (of a hundred places a third) whether anything is called sure.

    One quarter of each world is judged, so that all quarters are independent.
    """
    worlds = [World(places, *sort) for places in (15, 100) for sort in SORTS]
    return [
        _null(world, max(size // LARGE if world.places == 100 else size, 1)) for world in worlds
    ]


def _null(world: World, size: int) -> Row:
    any_at_all = better = neutral = tests = 0
    by = {"others": 0, "past": 0}
    for seed in range(size):
        sort = [world.places, round(100 * world.apart), round(100 * world.restless), seed]
        figures = make(world, np.random.default_rng(sort))
        found = signals(figures, Quarter.from_index(LAST - seed % PASTS))
        sure = found[found["sure"]]
        change = sure["verdict"] == "change"
        tests += len(found)
        any_at_all += int(len(sure) > 0)
        better += int((~change).any())
        neutral += int(change.any())
        for view in by:
            by[view] += int((sure["view"] == view).any())
    return {
        "places": world.places,
        "lasting differences (sd)": world.apart,
        "own movement (sd)": world.restless,
        "tests a quarter": round(tests / size),
        "quarters": size,
        "anything sure": any_at_all,
        "of the quarters (%)": 100 * any_at_all / size,
        "at most, 95 % sure (%)": 100 * _at_most(any_at_all, size),
        "better or worse": better,
        "a change": neutral,
        "from others": by["others"],
        "from past": by["past"],
    }


def _at_most(found: int, size: int) -> float:
    """The exact one-sided limit of a share (Clopper-Pearson)."""
    return 1.0 if found == size else float(betaincinv(found + 1, size - found, 0.95))


def null_holds(rows: Rows) -> bool:
    """Whether no sort of world lies above what is allowed, of few quarters by more than chance."""
    return all(float(row["anything sure"]) <= _allowed(float(row["quarters"])) for row in rows)


def _allowed(quarters: float) -> float:
    few = quarters < MANY
    return ALLOWED * quarters + few * ROOM * float(np.sqrt(ALLOWED * (1 - ALLOWED) * quarters))


def power(size: int) -> Rows:
    """Per base the part of `size` worlds in which a fall is sure within two quarters."""
    return [_power(places, base, size) for places in (15, 100) for base in BASES]


def _power(places: int, base: float, size: int) -> Row:
    @cache
    def of(fall: float) -> Found:
        return _found(places, base, fall, size)

    third = of(1 / 3)
    # A larger fall is found more often.
    place = bisect_left(FALLS, FOUND, key=lambda fall: of(fall).any)
    smallest = FALLS[place] if place < len(FALLS) else float("nan")
    most = of(smallest).any if place < len(FALLS) else float("nan")
    return {
        "places": places,
        "share": base,
        "cases a quarter": CASES,
        "worlds": size,
        "fall by a third found (%)": 100 * third.any,
        "in its first quarter (%)": 100 * third.at_once,
        "from its past alone (%)": 100 * third.past,
        "smallest fall found in 80 % (%)": 100 * smallest,
        "found (%)": 100 * most,
    }


@dataclass(frozen=True, slots=True)
class Found:
    """The part of worlds in which a fall is sure: within two quarters, at once, by the past alone.

    Where places differ for good hardly any fall is found by comparing with the others.
    """

    any: float
    at_once: float
    past: float


def _found(places: int, base: float, fall: float, size: int) -> Found:
    """The other figures of the quarter are there as their number.

    The chance of this one is adjusted for as many tests as a whole world has.
    """
    views = []
    for seed in range(size):
        rng = np.random.default_rng([places, round(100 * base), round(100 * fall), seed])
        chance = np.full((places, len(QUARTERS)), base)
        chance[0, -2:] = base * (1 - fall)
        n = np.full(chance.shape, float(CASES))
        x = rng.binomial(CASES, chance).astype(np.float64)
        figures = counted("aandeel_werk", "00", x, n)
        views.append([_sure(figures, LAST - back, places * TESTS) for back in (1, 0)])
    return Found(
        any=float(np.mean([bool(first | second) for first, second in views])),
        at_once=float(np.mean([bool(first) for first, _ in views])),
        past=float(np.mean(["past" in first | second for first, second in views])),
    )


def _sure(figures: pd.DataFrame, quarter: int, tests: int) -> set[str]:
    """The views by which the first place is a sure concern."""
    found = signals(figures, Quarter.from_index(quarter))
    mine = found[(found["werkplein"] == names(1)[0]) & (found["verdict"] == "concern")]
    # The most that Holm may ask of figures with a better side.
    sure = mine["p"] * tests / (1 - FOR_CHANGES) < ALLOWED
    return set(mine.loc[sure, "view"])


def power_holds(rows: Rows) -> bool:
    """Whether a share of 0.8 that falls by a third is found often enough, at 15 and 100.

    Of few worlds it may be less by chance.
    """
    mine = [row for row in rows if row["share"] == 0.8]
    return len(mine) == 2 and all(
        float(row["fall by a third found (%)"]) / 100 >= _needed(float(row["worlds"]))
        for row in mine
    )


def _needed(worlds: float) -> float:
    few = worlds < MANY
    return FOUND - few * ROOM * float(np.sqrt(FOUND * (1 - FOUND) / worlds))
