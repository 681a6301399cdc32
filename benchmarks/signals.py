"""The signals of a quarter of a hundred Werkpleinen, against the two seconds a reader waits.

The figures are those of an invented world with some 140 figures a Werkplein over
sixteen quarters (`tests/tables/signal_worlds.py`); making them is not timed.
"""

from __future__ import annotations

import time

import numpy as np

from benchmarks import Compared
from ketenkpi.comparison import signals
from ketenkpi.vocabulary import Quarter
from tests.tables.signal_worlds import LAST, World, make

PLACES, RUNS, SECONDS = 100, 5, 2.0


def run() -> list[Compared]:
    figures = make(World(PLACES), np.random.default_rng(0))
    quarter = Quarter.from_index(LAST)
    tests = len(signals(figures, quarter))
    ours = tuple(_seconds(lambda: signals(figures, quarter)) for _ in range(RUNS))
    return [
        Compared(
            what="signals of a quarter",
            size=f"{PLACES} Werkpleinen, {tests:,} tests",
            ours=ours,
            peer="two seconds",
            peers=(SECONDS,) * RUNS,
            limit=1.0,
        )
    ]


def _seconds(work: object) -> float:
    assert callable(work)
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
