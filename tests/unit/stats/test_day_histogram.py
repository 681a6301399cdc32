"""Running totals and products within groups, against a plain loop."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from ketenkpi.stats.day_histogram import accumulated, histogram

LENGTHS = {
    "many short": np.tile([0, 1, 2, 3], 500),
    "few long": np.array([900, 0, 700]),
    "mixed": np.concatenate([np.ones(400), [2_000, 300], np.zeros(5), np.full(200, 4)]),
    "none": np.array([], dtype=int),
    "only empty": np.zeros(3),
}


@pytest.mark.parametrize("operation", [np.add, np.multiply], ids=["add", "multiply"])
@pytest.mark.parametrize("name", LENGTHS)
def test_running_within_groups_is_a_loop_to_the_last_bit(name: str, operation: np.ufunc) -> None:
    lengths = LENGTHS[name].astype(np.int64)
    first = np.concatenate([[0], np.cumsum(lengths)])
    values = np.random.default_rng(3).uniform(0.5, 1, first[-1])
    expected = values.copy()
    for begin, end in pairwise(first):
        for row in range(begin + 1, end):
            expected[row] = operation(expected[row - 1], expected[row])
    assert np.array_equal(accumulated(operation, first, values.copy()), expected)


def test_rows_in_order_and_in_disorder_are_the_same() -> None:
    draw = np.random.default_rng(8)
    group = np.repeat(np.arange(40), 30)
    day = np.tile(np.arange(30), 40)
    events, censored = draw.integers(0, 3, (2, 1_200))
    mixed = np.concatenate([draw.permutation(1_200), [5, 6]])
    doubled = events.copy()
    doubled[[5, 6]] *= 2
    still = censored.copy()
    still[[5, 6]] *= 2
    tidy = histogram(day, (doubled,), still, None, group, 40)
    untidy = histogram(day[mixed], (events[mixed],), censored[mixed], None, group[mixed], 40)
    for name in ("group", "day", "first", "at_risk", "after", "from_start", "n"):
        assert np.array_equal(getattr(tidy, name), getattr(untidy, name)), name
    assert np.array_equal(tidy.events[0], untidy.events[0])
