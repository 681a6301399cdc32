"""How often signals are called sure where nothing is the matter, and where one thing is."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ketenkpi.comparison import signals
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
JUDGED = 4
# Standard errors that a table of so few quarters may lie above what is allowed.
ROOM = 2.5
BASES = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
FALLS = (0.20, 0.25, 0.30, 1 / 3, 0.40, 0.50, 0.60, 0.70, 0.80, 0.90)
CASES = 100
# Tests a Werkplein has in a quarter of figures with a better side: in the example
# 124 to 158.
TESTS = 158


def null(size: int) -> Rows:
    """In `size` worlds of each sort, in how many of four quarters anything is called sure."""
    worlds = [World(places, apart) for places in (15, 100) for apart in (0.0, 0.3)]
    return [_null(world, size) for world in worlds]


def _null(world: World, size: int) -> Row:
    quarters = better = neutral = 0
    by = {"others": 0, "past": 0}
    for seed in range(size):
        figures = make(world, np.random.default_rng([world.places, int(world.apart * 10), seed]))
        for back in range(JUDGED):
            found = signals(figures, Quarter.from_index(LAST - back))
            sure = found[found["sure"]]
            change = sure["verdict"] == "change"
            quarters += 1
            better += int((~change).any())
            neutral += int(change.any())
            for view in by:
                by[view] += int((sure["view"] == view).any())
    return {
        "places": world.places,
        "lasting differences (sd)": world.apart,
        "quarters": quarters,
        "sure, better or worse": better,
        "of these (%)": 100 * better / quarters,
        "sure, a change": neutral,
        "of these changes (%)": 100 * neutral / quarters,
        "from others": by["others"],
        "from past": by["past"],
    }


def null_holds(rows: Rows) -> bool:
    """Whether no sort of world lies above what is allowed by more than its own chance."""
    return all(
        float(row[name]) <= ALLOWED * n + ROOM * np.sqrt(ALLOWED * (1 - ALLOWED) * n)
        for row in rows
        for n in (float(row["quarters"]),)
        for name in ("sure, better or worse", "sure, a change")
    )


def power(size: int) -> Rows:
    """Per base the part of `size` worlds in which a fall is sure within two quarters."""
    return [_power(places, base, size) for places in (15, 100) for base in BASES]


def _power(places: int, base: float, size: int) -> Row:
    third = _found(places, base, 1 / 3, size)
    # From the smallest on, and no further than the first that is found.
    smallest, most = float("nan"), float("nan")
    for fall in FALLS:
        part = third if fall == 1 / 3 else _found(places, base, fall, size)
        if part >= FOUND:
            smallest, most = fall, part
            break
    return {
        "places": places,
        "share": base,
        "cases a quarter": CASES,
        "worlds": size,
        "fall by a third found (%)": 100 * third,
        "smallest fall found in 80 % (%)": 100 * smallest,
        "found (%)": 100 * most,
    }


def _found(places: int, base: float, fall: float, size: int) -> float:
    """The part of worlds in which a sure concern about the place comes within two quarters.

    The other figures of the quarter are there as their number: the chance of
    this one is adjusted for as many tests as a whole world has.
    """
    hits = 0
    for seed in range(size):
        rng = np.random.default_rng([places, round(100 * base), round(100 * fall), seed])
        chance = np.full((places, len(QUARTERS)), base)
        chance[0, -2:] = base * (1 - fall)
        n = np.full(chance.shape, float(CASES))
        x = rng.binomial(CASES, chance).astype(np.float64)
        figures = counted("aandeel_werk", "00", x, n)
        tests = _tests_of_a_quarter(places)
        hits += any(_sure(figures, LAST - back, tests) for back in (1, 0))
    return hits / size


def _sure(figures: pd.DataFrame, quarter: int, tests: int) -> bool:
    found = signals(figures, Quarter.from_index(quarter))
    mine = found[(found["werkplein"] == names(1)[0]) & (found["verdict"] == "concern")]
    # The most that Holm may ask: the smallest p of all must be below 0.05 / tests.
    return bool((mine["p"] * tests < ALLOWED).any())


def _tests_of_a_quarter(places: int) -> int:
    return places * TESTS


def power_holds(rows: Rows) -> bool:
    """Whether a share of 0.8 that falls by a third is found often enough, at 15 and 100."""
    mine = [row for row in rows if row["share"] == 0.8]
    return len(mine) == 2 and all(
        float(row["fall by a third found (%)"]) / 100
        >= FOUND - ROOM * np.sqrt(FOUND * (1 - FOUND) / float(row["worlds"]))
        for row in mine
    )
