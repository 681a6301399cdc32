"""Logrank and restricted means, against scipy and sums done by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from ketenkpi.stats import kaplan_meier, logrank


@pytest.mark.parametrize("seed", range(8))
def test_two_groups_equal_scipy(seed):
    rng = np.random.default_rng(seed)
    day, group = rng.integers(0, 40, 120), rng.integers(0, 2, 120)
    event = rng.random(120) < 0.7
    found = logrank(day, event, ~event, group=group, groups=2)
    samples = [
        stats.CensoredData(
            uncensored=day[(group == one) & event], right=day[(group == one) & ~event]
        )
        for one in (0, 1)
    ]
    theirs = stats.logrank(*samples)
    assert found.statistic == pytest.approx(theirs.statistic**2, rel=1e-10)
    assert found.p_value == pytest.approx(theirs.pvalue, rel=1e-9)


def test_late_entries_by_hand():
    # Group 0: ends at 2 and 5. Group 1: enters at day 3, ends at 5; and ends at 6.
    # Day 2: at risk 2 and 1, one goes. Day 5: at risk 1 and 2, two go (one each).
    # Day 6: only group 1. E0 = 2/3 + 2/3 = 4/3, O0 = 2.
    # V = 2/9 + 2 (1/3)(2/3)(3-2)/(3-1) = 2/9 + 2/9 = 4/9.
    found = logrank(
        [2, 5, 3, 5, 6],
        [1, 1, 0, 1, 1],
        [0, 0, 0, 0, 0],
        group=[0, 0, 1, 1, 1],
        groups=2,
        entered=[0, 0, 1, 0, 0],
    )
    np.testing.assert_allclose(found.expected, [4 / 3, 8 / 3])
    np.testing.assert_allclose(found.variance, np.array([[4, -4], [-4, 4]]) / 9)
    assert found.statistic == pytest.approx((2 / 3) ** 2 / (4 / 9))


def test_a_stratum_of_its_own_compares_nothing():
    # Each group in its own stratum: nobody to compare with.
    found = logrank([1, 2], [3, 4], [0, 0], group=[0, 1], groups=2, stratum=[0, 1], strata=2)
    assert found.freedom == 0
    assert math.isnan(found.p_value)


@pytest.mark.parametrize(
    ("days", "events", "censored", "group"),
    [([], [], [], []), ([3], [1], [0], [1]), ([3, 4], [0, 0], [2, 2], [0, 1])],
    ids=["empty", "one case", "all censored"],
)
def test_nothing_to_compare(days, events, censored, group):
    found = logrank(days, events, censored, group=group, groups=2)
    assert (found.freedom, math.isnan(found.statistic)) == (0, True)


def test_a_group_without_cases_takes_no_part():
    days, events, censored, group = [2, 3, 5, 6], [4, 1, 2, 5], [0, 1, 1, 0], [0, 2, 2, 0]
    three = logrank(days, events, censored, group=group, groups=3)
    two = logrank(days, events, censored, group=[0, 1, 1, 0], groups=2)
    assert three.freedom == two.freedom == 1
    assert three.statistic == pytest.approx(two.statistic)


def test_logrank_refuses():
    with pytest.raises(ValueError, match="two groups"):
        logrank([1], [1], [0], group=[0], groups=1)
    with pytest.raises(ValueError, match="stratum must lie"):
        logrank([1], [1], [0], group=[0], groups=2, stratum=[1])
    with pytest.raises(ValueError, match="group must lie"):
        logrank([1], [1], [0], group=[2], groups=2)


def test_restricted_mean_without_censoring_is_the_plain_mean():
    rng = np.random.default_rng(4)
    day, group = rng.integers(0, 60, 500), rng.integers(0, 7, 500)
    found = kaplan_meier(day, np.ones(500), np.zeros(500), group=group, groups=7)
    found = found.rmst(40, limits="normal")
    for one in range(7):
        capped = np.minimum(day[group == one], 40)
        assert found.value[one] == pytest.approx(capped.mean(), rel=1e-12)
        # Greenwood's variance is then the plain one, divided by n and not n - 1.
        reach = 1.959963984540054 * capped.std() / math.sqrt(capped.size)
        assert found.high[one] - found.value[one] == pytest.approx(reach, rel=1e-9)


def test_restricted_mean_stops_where_nobody_was_followed():
    found = kaplan_meier([10, 20, 10], [1, 0, 2], [0, 1, 0], group=[0, 0, 1], groups=3)
    np.testing.assert_array_equal(np.isnan(found.rmst(21).value), [True, False, True])
    np.testing.assert_allclose(found.rmst(20).value[:2], [15, 10])
    before_the_first_event = found.rmst(5)
    # Of two cases that both last five days it is not certain that all do, nor told how many.
    assert before_the_first_event.value[0] == 5
    assert np.isnan([before_the_first_event.low[0], before_the_first_event.high[0]]).all()
    certain = found.rmst(5, limits="normal")
    assert (certain.value[0], certain.low[0]) == (5, 5)


def test_restricted_mean_after_a_gap_is_missing():
    # The only early case ends on day 2; others enter on day 4: days 2 to 4 are unknown.
    found = kaplan_meier([2, 4, 9], [0, 0, 3], [1, 0, 0], entered=[0, 3, 0])
    assert np.isnan(found.rmst(9).value[0])


@pytest.mark.parametrize(("days", "horizon"), [([-3, 4], 5), ([3, 4], 0)])
def test_restricted_mean_refuses(days, horizon):
    with pytest.raises(ValueError, match="restricted mean"):
        kaplan_meier(days, [1, 1], [0, 0]).rmst(horizon)
