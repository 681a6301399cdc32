"""Newcombe's worked example, and the limits recomputed plainly."""

from __future__ import annotations

import math

import numpy as np
import pytest

from ketenkpi.stats import difference, wilson


def test_newcombe_1998_table_ii() -> None:
    # Newcombe 1998, Table II, method 10: 56/70 - 48/80 gives 0.0524 to 0.3339,
    # and 9/10 - 3/10 gives 0.1705 to 0.8090.
    for first, second, low, high in (
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
    ):
        a, b = wilson(*first), wilson(*second)
        found = difference(a.value, a.low, a.high, b.value, b.low, b.high)
        assert float(found.low) == pytest.approx(low, abs=6e-5)
        assert float(found.high) == pytest.approx(high, abs=6e-5)


def test_equals_the_formula_in_plain_python() -> None:
    rng = np.random.default_rng(7)
    for _ in range(50):
        a, b = rng.normal(size=2)
        down, up, other_down, other_up = rng.exponential(size=4)
        found = difference(a, a - down, a + up, b, b - other_down, b + other_up)
        assert float(found.value) == pytest.approx(a - b)
        assert float(found.low) == pytest.approx(a - b - math.sqrt(down**2 + other_up**2))
        assert float(found.high) == pytest.approx(a - b + math.sqrt(up**2 + other_down**2))


def test_an_open_limit_leaves_only_that_side_open() -> None:
    found = difference(10, 8, float("nan"), 7, 6, 8)
    assert float(found.low) == pytest.approx(3 - math.sqrt(4 + 1))
    assert math.isnan(float(found.high))
