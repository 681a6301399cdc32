"""Observed over expected of unlike chances, against the exact distribution by convolution."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from scipy.special import expit, logit

from ketenkpi.stats import clopper_pearson, isr, isr_binomial

# Cells of people: how many, and the chance of the reference. From few and equal to many and unlike.
MIXES = [
    ([1], [0.5]),
    ([2], [0.1]),
    ([3, 2], [0.2, 0.9]),
    ([12], [0.5]),
    ([8, 5, 4], [0.05, 0.5, 0.95]),
    ([40, 1, 30], [0.3, 0.01, 0.7]),
    ([60, 60, 60, 60], [0.02, 0.4, 0.6, 0.97]),
]


def exactly(n: Sequence[int], p: np.ndarray) -> np.ndarray:
    """The chance of each number of events: one person after the other."""
    found = np.ones(1)
    for size, chance in zip(n, p, strict=True):
        for _ in range(size):
            found = np.append(found, 0) * (1 - chance) + np.append(0, found) * chance
    return found


def shift_with_mean(n: Sequence[int], p: Sequence[float], mean: float) -> np.ndarray:
    """The chances with all odds multiplied alike, of which so many are expected."""
    low, high = -60.0, 60.0
    for _ in range(200):
        middle = (low + high) / 2
        if np.dot(n, expit(logit(np.array(p)) + middle)) < mean:
            low = middle
        else:
            high = middle
    return expit(logit(np.array(p)) + (low + high) / 2)


@pytest.mark.parametrize(("n", "p"), MIXES)
@pytest.mark.parametrize(("level", "most"), [(0.95, 1.06), (0.998, 1.26)])
def test_each_limit_leaves_the_chance_it_says(n, p, level, most) -> None:
    # Of five people unlike each other the approximation is furthest off: to the safe side.
    total, expected, each = sum(n), float(np.dot(n, p)), (1 - level) / 2
    for observed in range(total + 1):
        # Whose they are makes no difference: only the sum counts.
        split = np.minimum(n, np.maximum(observed - np.cumsum(n) + n, 0))
        found = isr_binomial(split, n, p, [0] * len(n), 1, level=level)
        assert found.value[0] == pytest.approx(observed / expected)
        if observed == 0:
            assert found.low[0] == 0
        else:
            at_low = exactly(n, shift_with_mean(n, p, found.low[0] * expected))
            assert 0.85 * each < at_low[observed:].sum() < most * each
        if observed == total:
            assert found.high[0] == pytest.approx(total / expected)
        else:
            at_high = exactly(n, shift_with_mean(n, p, found.high[0] * expected))
            assert 0.85 * each < at_high[: observed + 1].sum() < most * each


def test_one_chance_is_a_share() -> None:
    x, n, p = np.array([0, 3, 50, 99, 100]), np.full(5, 100), np.full(5, 0.4)
    found, share = isr_binomial(x, n, p, np.arange(5), 5), clopper_pearson(x, n)
    np.testing.assert_allclose(found.value, share.value / 0.4)
    np.testing.assert_allclose(found.low, share.low / 0.4, atol=0.003)
    np.testing.assert_allclose(found.high, share.high / 0.4, atol=0.003)


def test_rare_events_are_those_of_a_poisson_number() -> None:
    found = isr_binomial([12, 18], [40_000, 60_000], [4e-4, 3e-4], [0, 0], 1)
    poisson = isr([12, 18], [16.0, 18.0])
    assert found.low[0] == pytest.approx(float(poisson.low), rel=0.005)
    assert found.high[0] == pytest.approx(float(poisson.high), rel=0.005)


def test_common_events_have_narrower_limits_within_what_is_possible() -> None:
    # 95 of 100 where 90 were to be expected: no more than 100 / 90 can be.
    found, poisson = isr_binomial([95], [100], [0.9], [0], 1), isr([[95]], [[90]])
    assert float(poisson.high[0]) > 100 / 90 > float(found.high[0])
    half, byar = isr_binomial([500], [1000], [0.5], [0], 1), isr([[500]], [[500]])
    wider = float((byar.high - byar.low)[0] / (half.high - half.low)[0])
    assert wider == pytest.approx(2**0.5, rel=0.02)


def test_units_do_not_touch_each_other() -> None:
    together = isr_binomial([3, 5, 2, 7], [9, 8, 7, 9], [0.2, 0.5, 0.3, 0.6], [1, 0, 1, 0], 2)
    alone = isr_binomial([5, 7], [8, 9], [0.5, 0.6], [0, 0], 1)
    assert (together.low[0], together.high[0]) == pytest.approx((alone.low[0], alone.high[0]))


def test_sure_outcomes_are_no_chance() -> None:
    # Ten of whom the reference knows nobody with, five of whom it knows nobody without.
    found = isr_binomial([0, 5, 4], [10, 5, 12], [0.0, 1.0, 0.5], [0, 0, 0], 1)
    alone = isr_binomial([4], [12], [0.5], [0], 1)
    assert found.value[0] == pytest.approx(9 / 11)
    assert found.low[0] == pytest.approx((5 + 6 * alone.low[0]) / 11)
    assert found.high[0] == pytest.approx((5 + 6 * alone.high[0]) / 11)


def test_what_cannot_be_told_is_missing() -> None:
    # Events of people of whom the reference knows none, and a unit without people.
    found = isr_binomial([1, 0], [3, 0], [0.0, 0.5], [0, 1], 3)
    assert np.isnan([found.value, found.low, found.high]).all()
    odd = isr_binomial([3, 4], [3, 4], [0.0, 0.5], [0, 0], 1)
    assert odd.value[0] == pytest.approx(3.5)
    assert np.isnan([odd.low[0], odd.high[0]]).all()


@pytest.mark.parametrize(
    ("events", "trials", "chance", "unit", "says"),
    [
        ([3], [2], [0.5], [0], "more events"),
        ([1], [2], [1.5], [0], "no chance"),
        ([np.nan], [2], [0.5], [0], "missing"),
        ([1], [2], [-0.5], [0], "negative"),
        ([1], [2], [0.5], [1], "0..0"),
        ([1, 2], [2], [0.5], [0], "one length"),
    ],
)
def test_refuses_what_cannot_be(events, trials, chance, unit, says) -> None:
    with pytest.raises(ValueError, match=says):
        isr_binomial(events, trials, chance, unit, 1)
