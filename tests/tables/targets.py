"""How often a year ends between the limits that were said when a part of it was over.

Worlds in which nothing changes: the year's events are Poisson, spread over the
quarters evenly or by a season that is read from two or three earlier years. A
target of just the expected number is as often reached as missed, so a 'voor' or
'achter' that turns out wrong would be easiest there. In worlds beside these
each quarter has 10 % of luck of its own on top, which Poisson does not know.
"""

from __future__ import annotations

import numpy as np

from ketenkpi.comparison.target_progress import luck_of, ratio_luck
from ketenkpi.comparison.target_rules import load_target_rules
from ketenkpi.stats import Interval, predicted_count
from ketenkpi.stats.interval import Floats
from tests.tables.table import Row, Rows

EVENTS = (10, 30, 100, 1_000)
# Name, share of the year per quarter, earlier years the season is read from, luck of a quarter.
WORLDS = (
    ("even, known", (0.25, 0.25, 0.25, 0.25), 0, 0.0),
    ("season of 2 years", (0.4, 0.2, 0.15, 0.25), 2, 0.0),
    ("season of 3 years", (0.4, 0.2, 0.15, 0.25), 3, 0.0),
    ("even, 10 % luck", (0.25, 0.25, 0.25, 0.25), 0, 0.1),
    ("season of 2 years, 10 % luck", (0.4, 0.2, 0.15, 0.25), 2, 0.1),
    ("season of 5 years, 10 % luck", (0.4, 0.2, 0.15, 0.25), 5, 0.1),
)
QUARTERS = (1, 2, 3)
LEAST = {"season of 2 years, 10 % luck": 85.0, "season of 5 years, 10 % luck": 90.0}
MOST_WRONG = 3.0
SEED = 11


def table(size: int) -> Rows:
    """A row per world, events a year and quarters over; `size` is the number of years in each."""
    return [
        _row(name, np.array(parts), years, luck, events, over, size)
        for name, parts, years, luck in WORLDS
        for events in EVENTS
        for over in QUARTERS
    ]


def holds(rows: Rows) -> bool:
    """The end lies within the limits about as often as said, and few words are wrong.

    Two years tell little of the luck of quarters, so with many events they hold
    less. A share found in so many worlds may lie three standard errors off.
    """
    return all(_row_holds(row) for row in rows)


def _row_holds(row: Row) -> bool:
    least = LEAST.get(str(row["world"]), 94.0)
    few = 100 * 3 / np.sqrt(float(row["years"]))
    held = float(row["held (%)"]) >= least - few * np.sqrt(least / 100 * (1 - least / 100))
    wrong = float(row["wrong ahead or behind (%)"])
    return bool(held and wrong <= MOST_WRONG + few * np.sqrt(MOST_WRONG / 100))


def _row(
    name: str, parts: Floats, years: int, luck: float, events: int, over: int, size: int
) -> Row:
    chance = np.random.default_rng([SEED, WORLDS_AT[name], events, over])
    drawn = _drawn(parts, years + 1, luck, events, size, chance)
    now, past = drawn[:, 0], drawn[:, 1:]
    so_far, rest = now[:, :over].sum(axis=1), now[:, over:].sum(axis=1)
    found = _predicted(so_far, past, parts, over)
    low, high, end = so_far + found.low, so_far + found.high, so_far + rest
    ahead, behind = low >= events, high < events
    wrong = (ahead & (end < events)) | (behind & (end >= events))
    return {
        "world": name,
        "years": size,
        "events a year": events,
        "quarters over": over,
        "held (%)": 100 * float(((end >= low) & (end <= high)).mean()),
        "ended above (%)": 100 * float((end > high).mean()),
        "ended below (%)": 100 * float((end < low).mean()),
        "wrong ahead or behind (%)": 100 * float(wrong.mean()),
        "told ahead or behind (%)": 100 * float((ahead | behind).mean()),
        "width (% of a year)": 100 * float((high - low).mean()) / events,
    }


def _drawn(
    parts: Floats, years: int, luck: float, events: int, size: int, chance: np.random.Generator
) -> Floats:
    """The events of this year and of earlier ones: world, year, quarter."""
    rates = np.broadcast_to(events * parts, (size, years, 4))
    if luck:
        rates = rates * chance.gamma(1 / luck**2, luck**2, rates.shape)
    return chance.poisson(rates).astype(np.float64)


def _predicted(so_far: Floats, past: Floats, parts: Floats, over: int) -> Interval:
    """As `comparison.target_progress` asks: by the season where it can be read, else a line."""
    if not past.shape[1]:
        luck = load_target_rules().unknown_luck ** 2 * (1 / over + 1 / (4 - over))
        return predicted_count(so_far, parts[:over].sum(), luck=luck)
    before, due = past[:, :, :over].sum(axis=(1, 2)), past[:, :, over:].sum(axis=(1, 2))
    read = (before > 0) & (due > 0)
    adds = ratio_luck(over, 4 - over, past.shape[1])
    own = np.array([luck_of(each) * adds if there else 0.0
                     for each, there in zip(past, read, strict=True)])  # fmt: skip
    share = np.where(read, before / np.maximum(before + due, 1), over / 4)
    far = np.inf
    return predicted_count(
        so_far, share, np.where(read, before, far), np.where(read, due, far), own
    )


WORLDS_AT = {name: at for at, (name, *_) in enumerate(WORLDS)}
