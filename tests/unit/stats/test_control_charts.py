"""Control charts: gaps, phases, edges; and the rules against a plain second version."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketenkpi.stats import (
    ControlChart,
    assurance,
    c_chart,
    laney_p,
    laney_u,
    p_chart,
    signals,
    u_chart,
    variation,
    xmr,
)

# Limits at 3 and 9 with a centre of 6, sigma 1: values of steps of a half.
VALUES = st.lists(
    st.none() | st.integers(4, 20).map(lambda half: half / 2), min_size=1, max_size=30
)


def fixed(values):
    value = np.array([math.nan if v is None else v for v in values])
    line = np.full(value.shape, 6.0)
    phase = np.zeros(value.shape, dtype=np.int64)
    return ControlChart(value, line, line - 3, line + 3, np.ones(value.shape), phase)


def plainly(values):
    """Rule and side per point, window by window."""

    def side(v):
        return 0 if v is None or v == 6 else (1 if v > 6 else -1)

    def outside(v):
        return v is not None and not 3 <= v <= 9

    def near(v):
        return v is not None and not outside(v) and abs(v - 6) > 2

    found = []
    for i, value in enumerate(values):
        rule, way = ("common", 0) if value is not None else ("", 0)
        sevens = [values[s : s + 7] for s in range(max(0, i - 6), min(i, len(values) - 7) + 1)]
        threes = [values[s : s + 3] for s in range(max(0, i - 2), min(i, len(values) - 3) + 1)]
        for sign in (-1, 1):
            if any(all(side(v) == sign for v in seven) for seven in sevens):
                rule, way = "shift", sign
        for sign in (-1, 1):
            for three in threes:
                same = all(side(v) == sign for v in three)
                if near(value) and same and sum(near(v) for v in three) >= 2:
                    rule, way = "two_of_three", sign
        for sign in (-1, 1):
            for seven in sevens:
                if None in seven:
                    continue
                steps = [(b - a) * sign for a, b in pairwise(seven)]
                if all(step > 0 for step in steps):
                    rule, way = "trend", sign
        if outside(value):
            rule, way = "outside", side(value)
        found.append((rule, way))
    return found


@given(VALUES)
@settings(max_examples=400, deadline=None, derandomize=True)
def test_rules_are_those_of_the_plain_version(values):
    found = signals(fixed(values))
    assert list(zip(found.rule.tolist(), found.side.tolist(), strict=True)) == plainly(values)


@pytest.mark.parametrize(
    "values", [list(range(4, 11)), list(range(10, 3, -1)), [7] * 7, [5] * 7, [8.5, 7, 8.5]]
)
def test_each_run_is_broken_by_a_missing_point(values):
    whole = signals(fixed(values))
    assert set(whole.rule) & {"trend", "shift", "two_of_three"}
    broken = signals(fixed([*values[:2], None, *values[2:]]))
    assert broken.rule[2] == ""
    assert set(broken.rule) <= {"", "common", "outside"}


def test_a_missing_quarter_has_no_moving_range_across_it():
    # Differences 2 and 4, not the one of 10 from before the gap to after it.
    chart = xmr([10, 12, math.nan, 22, 26])
    assert chart.sigma[0] == pytest.approx(2.66 / 3 * 3)
    assert chart.centre[0] == 17.5
    assert chart.low[2] == chart.low[0]  # the lines go on through the gap
    assert signals(chart).rule[2] == ""


def test_a_new_phase_has_its_own_lines_and_runs():
    values = [5.0, 6, 5, 6, 5, 6, 9, 10, 9, 10, 9, 10]
    starts = np.arange(12) == 6
    chart = xmr(values, starts=starts)
    np.testing.assert_allclose(chart.centre, [5.5] * 6 + [9.5] * 6)
    np.testing.assert_allclose(chart.sigma, 2.66 / 3)
    assert set(signals(chart).rule) == {"common"}
    # Seven high points of which the phase begins after the third are no shift.
    high = np.array([7.0] * 7)
    line = np.full(7, 6.0)
    two = ControlChart(high, line, line - 3, line + 3, np.ones(7), np.array([0, 0, 0, 1, 1, 1, 1]))
    assert set(signals(two).rule) == {"common"}


def test_a_baseline_counts_measured_points_of_each_phase():
    values = [1.0, math.nan, 3, 50, 60, 70, 11, 13, 90]
    chart = xmr(values, baseline=2, starts=np.arange(9) == 6)
    np.testing.assert_allclose(chart.centre, [2] * 6 + [12] * 3)
    assert np.isnan(chart.low[0])  # the two of the first phase are no neighbours
    assert chart.sigma[8] == pytest.approx(2.66 / 3 * 2)


def test_one_odd_point_does_not_widen_the_limits():
    calm = [10.0, 11] * 10
    odd = [*calm, 40, *calm]
    assert xmr(odd).sigma[0] == pytest.approx(2.66 / 3)
    assert signals(xmr(odd)).rule[20] == "outside"


def test_a_flat_series_is_common_cause_in_spite_of_rounding():
    values = np.full(9, 0.1)
    assert values.sum() / 9 != 0.1 or np.float64(0.1 * 3) != 0.3
    chart = xmr(np.append(values, 0.1 + 1e-17))
    assert set(signals(chart).rule) == {"common"}
    after = signals(xmr([0.1] * 9 + [0.2], baseline=9))
    assert (after.rule[9], after.side[9]) == ("outside", 1)


@pytest.mark.parametrize("values", [[], [4.0], [math.nan, math.nan]], ids=["none", "one", "nan"])
def test_too_little_for_limits(values):
    chart = xmr(values)
    found = signals(chart)
    assert np.isnan(chart.low).all()
    assert set(found.rule) <= {""}
    assert set(variation(found, 1)) <= {""}
    assert set(assurance(chart, 3, 1)) <= {""}


def test_shares_without_any_event_stay_within_zero():
    for chart in (p_chart([0, 0, 0], [9, 8, 7]), laney_p([0, 0, 0], [9, 8, 7])):
        np.testing.assert_array_equal(chart.high, 0)
        assert set(signals(chart).rule) == {"common"}
    np.testing.assert_array_equal(laney_u([0, 0, 0], 5).high, 0)


def test_a_quarter_without_cases_has_no_verdict():
    chart = p_chart([3, 0, 4, math.nan], [10, 0, 12, 9])
    np.testing.assert_array_equal(np.isnan(chart.value), [False, True, False, True])
    np.testing.assert_array_equal(signals(chart).rule == "", [False, True, False, True])
    assert chart.centre[1] == pytest.approx(7 / 22)


def test_laney_widens_by_what_varies_more_than_chance():
    # z of each point by hand: P = 0.5, n = 100, sigma = 0.05: z = -2, 2, -2, 2.
    chart = laney_p([40, 60, 40, 60], 100)
    sigma_z = 4 / (2 / math.sqrt(math.pi))
    np.testing.assert_allclose(chart.sigma, 0.05 * sigma_z)
    wide = laney_u([90, 110, 90, 110], 100)
    np.testing.assert_allclose(wide.sigma, 0.1 * 2 / (2 / math.sqrt(math.pi)))


def test_variation_by_direction():
    found = signals(fixed([10, 2, 6]))
    assert variation(found, 1).tolist() == ["improvement", "concern", "common"]
    assert variation(found, -1).tolist() == ["concern", "improvement", "common"]
    assert variation(found, 0).tolist() == ["high", "low", "common"]


def test_a_falling_trend_above_the_centre_goes_by_its_direction():
    found = signals(fixed([9, 8.75, 8.5, 8.25, 8, 7.75, 7.5]))
    assert variation(found, 1).tolist() == ["concern"] * 7


def test_assurance_needs_a_target_and_a_direction():
    chart = fixed([6, None, 7])
    assert assurance(chart, 2, 1).tolist() == ["pass", "", "pass"]
    assert assurance(chart, 2, -1).tolist() == ["fail", "", "fail"]
    assert assurance(chart, 3, 1).tolist() == ["hit_or_miss", "", "hit_or_miss"]
    assert assurance(chart, math.nan, 1).tolist() == [""] * 3
    assert assurance(chart, 2, 0).tolist() == [""] * 3
    assert assurance(chart, [2, 2, 10], 1).tolist() == ["pass", "", "fail"]


def test_charts_refuse():
    with pytest.raises(ValueError, match="at least two points"):
        xmr([1, 2], baseline=1)
    with pytest.raises(ValueError, match="negative"):
        c_chart([1, -1])
    with pytest.raises(ValueError, match="exceed"):
        p_chart([3], [2])
    with pytest.raises(ValueError, match="negative"):
        u_chart([3], [-2])
