"""How often the limits of a mean by strata hold the mean of everybody, and those of who answered.

Worlds: Werkpleinen that differ in size, level and response; every client has a
mark, who answers is drawn at random within the Werkplein. What non-response
that depends on the mark does is no matter of limits, and is shown by itself.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ketenkpi.stats import Strata, mean_t, strata, stratified_mean
from tests.tables.table import Row, Rows

SCALE = np.arange(1, 11, dtype=np.float64)


@dataclass(frozen=True)
class World:
    """invited: least and most per place. response: the same. apart: sd of levels between places."""

    name: str
    places: int
    invited: tuple[int, int]
    response: tuple[float, float]
    apart: float
    skew: float = 0.0
    # Levels go with sizes: the larger the place, the lower its marks and its response.
    tied: bool = False


WORLDS = (
    World("a region of 4, like the example", 4, (40, 130), (0.25, 0.4), 0.4),
    World("15 places, like the example", 15, (40, 130), (0.25, 0.4), 0.4),
    World("15 places of few employers", 15, (15, 60), (0.15, 0.3), 0.4),
    World("100 places", 100, (40, 400), (0.2, 0.5), 0.4),
    World("4 places, nearly all answer", 4, (20, 60), (0.8, 0.95), 0.4),
    World("15 places, skewed marks", 15, (40, 130), (0.25, 0.4), 0.4, skew=1.5),
    World(
        "15 places, large ones lower and less response", 15, (20, 400), (0.1, 0.6), 0.0, tied=True
    ),
)


def table(size: int) -> Rows:
    """A row per world; `size` is the number of surveys drawn in each."""
    return [_row(number, world, size) for number, world in enumerate(WORLDS)]


def holds(rows: Rows) -> bool:
    """95 %, and at most 3.5 on either side, give or take what so many surveys leave open.

    Of 95 three standard errors and a point; of a side three standard errors.
    """
    return all(
        abs(float(row["held (%)"]) - 95) <= 1 + 300 * (0.05 * 0.95 / int(row["surveys"])) ** 0.5
        and max(float(row[side]) for side in ("lower too high (%)", "upper too low (%)"))
        <= 3.5 + 300 * (0.025 * 0.975 / int(row["surveys"])) ** 0.5
        for row in rows
    )


def _row(number: int, world: World, size: int) -> Row:
    dice = np.random.default_rng(number)
    held = plain = answers = above = below = 0
    off = width = wide = 0.0
    for _ in range(size):
        marks, response = _clients(world, dice)
        truth = np.concatenate(marks).mean()
        some = [
            dice.choice(m, max(round(r * len(m)), 2), False)
            for m, r in zip(marks, response, strict=True)
        ]
        found, mean = _by_strata(some, [len(m) for m in marks]), _plain(some)
        held += bool(found[0] <= truth <= found[1])
        above, below = above + bool(found[0] > truth), below + bool(found[1] < truth)
        plain += bool(mean[0] <= truth <= mean[1])
        off += np.concatenate(some).mean() - truth
        width, wide = width + found[1] - found[0], wide + mean[1] - mean[0]
        answers += sum(map(len, some))
    return {
        "world": world.name,
        "surveys": size,
        "answers each": answers / size,
        "held (%)": 100 * held / size,
        "lower too high (%)": 100 * above / size,
        "upper too low (%)": 100 * below / size,
        "respondents' mean held (%)": 100 * plain / size,
        "its shift": off / size,
        "width": width / size,
        "its width": wide / size,
    }


def _clients(
    world: World, dice: np.random.Generator
) -> tuple[list[NDArray[np.float64]], NDArray[np.float64]]:
    sizes = np.sort(dice.integers(*world.invited, world.places, endpoint=True))
    response = dice.uniform(*world.response, world.places)
    level = dice.normal(6.6, world.apart, world.places)
    if world.tied:
        response, level = np.sort(response)[::-1], np.linspace(7.2, 6.0, world.places)
    return [_marks(one, n, world.skew, dice) for one, n in zip(level, sizes, strict=True)], response


def _marks(level: float, n: int, skew: float, dice: np.random.Generator) -> NDArray[np.float64]:
    drawn = dice.normal(level, 1.7, n)
    # Skewed: some are very dissatisfied.
    drawn = np.where(dice.random(n) < 0.08 * skew, dice.uniform(1, 3, n), drawn)
    return np.clip(np.round(drawn), 1, 10)


def _by_strata(some: list[NDArray[np.float64]], people: list[int]) -> tuple[float, float]:
    n = [len(one) for one in some]
    parts = strata(n, [one.sum() for one in some], [(one**2).sum() for one in some], people)
    found = stratified_mean(Strata(*(getattr(parts, name).sum() for name in Strata.__slots__)))
    return float(found.low), float(found.high)


def _plain(some: list[NDArray[np.float64]]) -> tuple[float, float]:
    every = np.concatenate(some)
    found = mean_t(len(every), every.sum(), (every**2).sum())
    return float(found.low), float(found.high)
