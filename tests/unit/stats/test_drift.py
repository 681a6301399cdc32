"""How far two courses went apart: by hand, by plain loops, and how often the limits hold."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest

from ketenkpi.stats import drift

# Student's t of 97.5 %, by its degrees of freedom (any printed table).
T = {4: 2.776445, 8: 2.306004, 16: 2.119905, 36: 2.028094}


def plainly(changes: list[float]) -> tuple[float, float, float]:
    """The same by loops."""
    n = len(changes)
    means = [sum(changes[season::4]) / (n // 4) for season in range(4)]
    left = [change - means[at % 4] for at, change in enumerate(changes)]
    squares = sum(each**2 for each in left)
    seen = sum(a * b for a, b in pairwise(left)) / squares
    r = max(0.0, min(0.9, seen + (1 + 4 * seen) / n))
    half = T[n - 4] * math.sqrt(squares / (n - 4) * n * (1 + r) / (1 - r))
    return sum(changes), sum(changes) - half, sum(changes) + half


@pytest.mark.parametrize("n", [8, 12, 20, 40])
def test_it_is_what_loops_give(n: int) -> None:
    rng = np.random.default_rng(n)
    for _ in range(20):
        # A walk in the changes, so that the correlation counts in some.
        changes = (rng.normal(0.01, 0.05, n) + 0.3 * rng.normal(0, 0.05, n).cumsum()).tolist()
        found = drift(changes)
        assert (found.value, found.low, found.high) == pytest.approx(plainly(changes), abs=1e-5)


def test_what_comes_back_each_year_is_no_spread() -> None:
    season = [0.2, -0.1, -0.15, 0.05]
    found = drift(season * 3)
    assert found.value == pytest.approx(0.0)
    assert found.high - found.low == pytest.approx(0.0, abs=1e-9)
    # The same season on top of a steady growth leaves the growth.
    grown = drift([each + 0.02 for each in season * 3])
    assert (grown.value, grown.low) == pytest.approx((0.24, 0.24))


@pytest.mark.parametrize("changes", [[0.1] * 7, [0.1] * 4, [0.1] * 9, [0.1] * 7 + [math.nan]])
def test_less_than_two_whole_years_is_refused(changes: list[float]) -> None:
    with pytest.raises(ValueError, match="two whole years"):
        drift(changes)


def _walk(rng: np.random.Generator, n: int, again: float) -> np.ndarray:
    """Changes of which each holds the part `again` of the one before, about zero, with a season."""
    noise = rng.normal(0, 0.05, n + 30)
    made = np.zeros_like(noise)
    for at in range(1, len(noise)):
        made[at] = again * made[at - 1] + noise[at]
    season = rng.normal(0, 0.1, 4)
    return made[30:] + np.tile(season - season.mean(), n // 4)


@pytest.mark.parametrize(
    ("n", "again", "least"), [(8, 0.0, 0.94), (24, 0.0, 0.94), (8, 0.5, 0.88), (40, 0.5, 0.91)]
)
def test_two_courses_that_go_together_are_seldom_called_apart(
    n: int, again: float, least: float
) -> None:
    rng = np.random.default_rng(14)
    made = [drift(_walk(rng, n, again)) for _ in range(2000)]
    assert np.mean([one.low <= 0 <= one.high for one in made]) >= least


def test_a_course_that_goes_its_own_way_is_seen() -> None:
    rng = np.random.default_rng(15)
    made = [drift(_walk(rng, 40, 0.0) + 0.03) for _ in range(300)]
    assert np.mean([one.low > 0 for one in made]) > 0.8
