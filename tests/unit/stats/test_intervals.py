"""The edges of the interval estimators: nothing, everything, missing."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from ketenkpi.stats import Interval, byar, clopper_pearson, mean_t, mid_p, poisson_exact, wilson
from ketenkpi.stats.mid_p import beyond, effective_trials, mid_p_of_part


def test_wilson_equals_scipy():
    for n in (1, 7, 40):
        for x in range(n + 1):
            theirs = stats.binomtest(x, n).proportion_ci(0.9, "wilson")
            mine = wilson(x, n, level=0.9)
            assert (mine.low, mine.high) == pytest.approx((theirs.low, theirs.high), abs=1e-12)


def test_clopper_pearson_equals_scipy():
    for n in (1, 7, 40):
        for x in range(n + 1):
            theirs = stats.binomtest(x, n).proportion_ci(0.9, "exact")
            mine = clopper_pearson(x, n, level=0.9)
            assert (mine.low, mine.high) == pytest.approx((theirs.low, theirs.high), abs=1e-11)


def test_clopper_pearson_is_the_test_turned_round():
    # At the limits the chance of what was seen, or more extreme, is exactly 2.5%.
    found = clopper_pearson(7, 25)
    assert stats.binom.sf(6, 25, found.low) == pytest.approx(0.025)
    assert stats.binom.cdf(7, 25, found.high) == pytest.approx(0.025)


def test_wilson_stays_exactly_inside_0_and_1():
    found = wilson([0, 3, 10**9], [5, 3, 10**9])
    assert found.low[0] == 0
    assert found.high[1] == 1
    assert found.high[2] == 1


def test_mid_p_is_half_the_chance_of_what_was_seen_and_all_beyond():
    for n in (1, 2, 5, 25, 300):
        x = np.arange(n + 1)
        for level in (0.8, 0.95, 0.998):
            each, found = (1 - level) / 2, mid_p(x, n, level=level)
            low, high = found.low[1:], found.high[:-1]
            above = stats.binom.sf(x[1:], n, low) + stats.binom.pmf(x[1:], n, low) / 2
            below = stats.binom.cdf(x[:-1] - 1, n, high) + stats.binom.pmf(x[:-1], n, high) / 2
            np.testing.assert_allclose(above, each, rtol=1e-9)
            np.testing.assert_allclose(below, each, rtol=1e-9)
            assert (found.low[0], found.high[-1]) == (0, 1)


def test_mid_p_of_sizes_that_are_not_whole():
    # As Clopper-Pearson with half of what was seen: the mean of two beta chances.
    x, n = np.array([0.4, 3.7, 11.2]), np.array([9.3, 20.5, 11.9])
    found = mid_p(x, n)
    chance = stats.beta.cdf(found.low, x, n - x + 1) + stats.beta.cdf(found.low, x + 1, n - x)
    np.testing.assert_allclose(chance / 2, 0.025, rtol=1e-9)
    chance = stats.beta.sf(found.high, x, n - x + 1) + stats.beta.sf(found.high, x + 1, n - x)
    np.testing.assert_allclose(chance / 2, 0.025, rtol=1e-9)
    between = mid_p(3.5, 12)
    assert mid_p(3, 12).low < between.low < mid_p(4, 12).low


def test_what_is_none_or_all_but_for_rounding_is_none_or_all():
    # A curve that never fell ends at 1e-12 below; its lower limit is 0, not a tiny share.
    share, size = np.array([1e-12, 0.4, 1 - 1e-12]), np.array([20, 20 + 1e-10, 20])
    found, whole = mid_p_of_part(share, size), mid_p([0, 8, 20], [20, 20, 20])
    assert found.low[0] == 0
    assert found.high[2] == 1
    np.testing.assert_allclose(found.low, whole.low, rtol=1e-12)
    np.testing.assert_allclose(found.high, whole.high, rtol=1e-12)


def test_the_number_of_cases_follows_from_the_limits():
    rng = np.random.default_rng(33)
    size = np.concatenate([rng.uniform(3, 400, 200), [10, 10, 1e6]])
    share = np.concatenate([rng.uniform(0, 1, 200), [0, 1, 0.3]])
    found = mid_p_of_part(share, size)
    again = effective_trials(share, found.low, found.high)
    np.testing.assert_allclose(again, size, rtol=1e-6)
    nothing = effective_trials(np.array([0.4, np.nan]), *np.full((2, 2), np.nan))
    assert np.isnan(nothing).all()


def test_mid_p_of_very_many_and_of_no_rows():
    found = mid_p([0, 10**9], [10**9, 10**9])
    np.testing.assert_allclose([found.high[0], 1 - found.low[1]], -np.log(0.05) / 1e9, rtol=1e-6)
    assert mid_p([], []).value.shape == (0,)
    assert mid_p(np.ones((2, 3)), 5).low.shape == (2, 3)


@pytest.mark.parametrize("estimator", [mid_p, wilson, clopper_pearson, poisson_exact, byar])
def test_missing_and_nothing_give_nan_and_never_zero(estimator):
    found = estimator([np.nan, 0, 1], [5, 0, np.nan])
    for part in (found.value, found.low, found.high):
        assert np.isnan(part).all()


@pytest.mark.parametrize("estimator", [mid_p, wilson, clopper_pearson, poisson_exact, byar])
def test_negative_counts_are_refused(estimator):
    with pytest.raises(ValueError, match="negative"):
        estimator([1, -1], [5, 5])


@pytest.mark.parametrize("estimator", [mid_p, wilson, clopper_pearson])
def test_more_events_than_trials_are_refused(estimator):
    with pytest.raises(ValueError, match="more events"):
        estimator(6, 5)


def test_zero_events_have_an_upper_limit():
    # Three over the exposure is the well known rule at one-sided 95%; two-sided it is 3.69.
    found = poisson_exact(0, 2.0)
    assert (found.value, found.low) == (0, 0)
    assert found.high == pytest.approx(3.688879454 / 2)


def test_byar_is_exact_below_ten_and_close_above():
    few, many = byar(9), byar([10, 200])
    assert (few.low, few.high) == (poisson_exact(9).low, poisson_exact(9).high)
    np.testing.assert_allclose(many.low, poisson_exact([10, 200]).low, rtol=2e-3)
    np.testing.assert_allclose(many.high, poisson_exact([10, 200]).high, rtol=2e-3)


def test_mean_of_added_sums_is_the_mean_of_all_values():
    rng = np.random.default_rng(11)
    first, second = rng.integers(1, 11, 40), rng.integers(1, 11, 17)
    everyone = np.concatenate([first, second])
    sums = np.array([[v.size, v.sum(), (v**2).sum()] for v in (first, second)]).sum(axis=0)
    found = mean_t(*sums)
    theirs = stats.t.interval(0.95, everyone.size - 1, everyone.mean(), stats.sem(everyone))
    assert (found.low, found.high) == pytest.approx(theirs, rel=1e-12)


def test_mean_of_one_value_has_no_limits():
    found = mean_t([1, 0], [7, 0], [49, 0])
    assert found.value[0] == 7
    assert np.isnan(found.low).all()
    assert np.isnan(found.value[1])
    assert not found.constant.any()


def test_values_without_spread_are_flagged():
    found = mean_t([6, 6], [42, 42], [294, 296])
    np.testing.assert_array_equal(found.constant, [True, False])
    assert found.low[0] == found.high[0] == 7


def test_impossible_squares_are_refused():
    with pytest.raises(ValueError, match="sum of squares"):
        mean_t(2, 10, 40)
    # One value of 0.00001 whose square was rounded to nothing is no such sum.
    assert mean_t(1, 1e-5, 0.0).value == 1e-5


def test_an_interval_has_one_shape():
    with pytest.raises(ValueError, match="one shape"):
        Interval(np.zeros(2), np.zeros(2), np.zeros(3))


def test_limits_that_no_count_can_have_still_have_a_number():
    # Far too wide for a share of 0.6: less than one case.
    share, low = np.array([0.6, 0.6, 0.98]), np.array([1e-9, 0.01, 0.2])
    size = effective_trials(share, low, np.ones(3))
    assert (np.diff(size) > 0).all()
    chance = [beyond(s * n, n, p) for s, n, p in zip(share, size, low, strict=True)]
    np.testing.assert_allclose(chance, 0.025, rtol=1e-4)
