"""Exact tails: against scipy's laws outcome by outcome, by hand, and at the edges."""

from __future__ import annotations

from math import comb

import numpy as np
import pytest
from scipy.stats import betabinom, binom, binomtest, nbinom, poisson

from ketenkpi.stats.exact_tails import Null


def trials(n, p, rho=0.0) -> Null:
    size = np.asarray(n, dtype=np.float64)
    return Null("trials", size, size * p, (size - 1) * rho)


def events(mean, extra=0.0) -> Null:
    size = np.asarray(mean, dtype=np.float64)
    return Null("events", size, size, np.full(size.shape, extra))


def plainly(chances, outcome) -> float:
    """Sterne's p, one outcome after the other."""
    return float(chances[chances <= chances[int(outcome)] * (1 + 1e-7)].sum())


def test_nobody_of_fifteen_by_hand() -> None:
    # 0 of 15 where 28 of 100 is usual: 0.72^15 = 0.00725; less probable are 10 and more.
    chances = [comb(15, k) * 0.28**k * 0.72 ** (15 - k) for k in range(16)]
    assert chances[0] == pytest.approx(0.00724, abs=5e-5)
    p = trials([15], 0.28).p(np.array([0.0]))
    assert p[0] == pytest.approx(chances[0] + sum(chances[10:]))
    assert p[0] > 0.002


def test_three_of_ten_by_hand() -> None:
    # 3 of 10 where 7 of 10 is usual: 0 to 3 together, for no outcome above 7 is as rare.
    below = sum(comb(10, k) * 0.7**k * 0.3 ** (10 - k) for k in range(4))
    assert trials([10], 0.7).p(np.array([3.0]))[0] == pytest.approx(below)
    assert below == pytest.approx(0.0106, abs=5e-5)


@pytest.mark.parametrize("p", [0.02, 0.3, 0.5, 0.93])
@pytest.mark.parametrize("rho", [0, 0.01, 0.2])
def test_of_trials_as_scipy(p, rho) -> None:
    rng = np.random.default_rng(3)
    n = np.array([1, 2, 7, 15, 60, 61, 400])
    x = np.append(rng.binomial(n[:-1], p), 3).astype(float)
    null = trials(n, p, rho)
    found, (low, high) = null.p(x), null.limits(0.998)
    for row, size in enumerate(n):
        k, each = np.arange(size + 1), rho / (1 - rho)
        law = betabinom(size, p / each, (1 - p) / each) if rho else binom(size, p)
        chances = law.pmf(k)
        assert found[row] == pytest.approx(plainly(chances, x[row]), rel=1e-9)
        outside = np.array([plainly(chances, outcome) for outcome in k]) <= 0.002
        np.testing.assert_array_equal((k < low[row]) | (k > high[row]), outside)
        assert null.sd[row] == pytest.approx(law.std())
        assert null.skewness[row] == pytest.approx(abs(law.stats("s")), abs=1e-9)


@pytest.mark.parametrize("extra", [0, 0.4, 30])
def test_of_events_as_scipy(extra) -> None:
    mean = np.array([0.02, 1, 3.7, 50, 800])
    x = np.array([1.0, 0, 0, 80, 700])
    null = events(mean, extra)
    found, (low, high) = null.p(x), null.limits(0.95)
    for row, expected in enumerate(mean):
        k = np.arange(20 * int(expected + 30))
        law = nbinom(expected / extra, 1 / (1 + extra)) if extra else poisson(expected)
        chances = law.pmf(k)
        assert found[row] == pytest.approx(plainly(chances, x[row]), rel=1e-8)
        near = k[: int(expected + 40)]
        outside = np.array([plainly(chances, outcome) for outcome in near]) <= 0.05
        np.testing.assert_array_equal((near < low[row]) | (near > high[row]), outside)
        assert null.sd[row] == pytest.approx(law.std())
        assert null.skewness[row] == pytest.approx(abs(law.stats("s")), abs=1e-9)


def test_the_p_of_r() -> None:
    # R 4.2.2: binom.test(x, n, p)$p.value, poisson.test(x, T)$p.value; scipy has the same.
    for x, n, p in ((0, 15, 0.28), (3, 10, 0.7), (682, 925, 0.75), (11, 11, 0.44)):
        assert trials([n], p).p(np.array([x]))[0] == pytest.approx(binomtest(x, n, p).pvalue)
    # poisson.test(137, 24.19893)
    assert events([24.19893]).p(np.array([137.0]))[0] < 2.2e-16


def test_between_two_outcomes_p_lies_between() -> None:
    null = trials([49], 0.2)
    low, between, high = (null.p(np.array([x]))[0] for x in (15.0, 15.19, 16.0))
    assert high < between < low
    assert np.log(between) == pytest.approx(0.81 * np.log(low) + 0.19 * np.log(high))


def test_where_a_line_is_drawn_p_is_the_level() -> None:
    null = trials([30, 31, 200], 0.3)
    for level in (0.95, 0.998):
        for edge in null.limits(level):
            np.testing.assert_allclose(null.p(edge), 1 - level, rtol=1e-6)


def test_a_line_ends_where_nothing_is_too_few_or_too_many() -> None:
    low, high = trials([5, 5], 0.5).limits(0.998)
    assert low.tolist() == [0, 0]
    assert (high >= 5).all()
    assert events([3.0]).limits(0.998)[0].tolist() == [0]


def test_what_must_happen_is_not_odd_and_anything_else_is() -> None:
    assert trials([10, 10], 0.0).p(np.array([0.0, 1])).tolist() == [1, 0]
    assert trials([10, 10], 1.0).p(np.array([10.0, 9])).tolist() == [1, 0]
    assert events([0.0, 0]).p(np.array([0.0, 2])).tolist() == [1, 0]


def test_half_of_the_outcome_itself() -> None:
    null = trials([11], 0.44)
    chances = binom(11, 0.44).pmf(np.arange(12))
    assert null.mid_p(np.array([11.0]))[0] == pytest.approx(chances[11])
    assert null.mid_p(np.array([1.0]))[0] == pytest.approx(2 * chances[0] + chances[1])
    assert null.mid_p(np.array([5.0]))[0] <= 1


def test_units_that_take_no_part_and_sizes_far_apart() -> None:
    null = Null(
        "trials", np.array([10, np.nan, 40_000]), np.array([4, np.nan, 16_000]), np.zeros(3)
    )
    found = null.p(np.array([4.0, 3, 16_300]))
    assert found[0] == 1
    assert np.isnan(found[1])
    assert found[2] == pytest.approx(binomtest(16_300, 40_000, 0.4).pvalue, rel=1e-6)


def test_arrays_of_other_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="one length"):
        Null("trials", np.ones(2), np.ones(3), np.ones(2))
