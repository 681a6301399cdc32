"""A mean with skewed limits: by hand, by its own inverse, and of restricted means."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from ketenkpi.stats import kaplan_meier, mean_skewed, mean_t
from ketenkpi.stats.mean_skewed import skewed_limits, spread_behind

SCALE = (1.0, 10.0)


def of(marks):
    x = np.asarray(marks, dtype=np.float64)
    return mean_skewed(x.size, x.sum(), (x**2).sum(), (x**3).sum(), bounds=SCALE)


def test_by_hand():
    # Half a mark over 1-10 has mean 5.5, variance 6.75 and no third moment of its own.
    marks = np.array([2, 5, 6, 7, 7, 8, 8, 8, 9, 9.0])
    size = 10.5
    centre = (marks.sum() + 0.5 * 5.5) / size
    squares = ((marks - centre) ** 2).sum() + 0.5 * ((5.5 - centre) ** 2 + 6.75)
    cubes = ((marks - centre) ** 3).sum() + 0.5 * ((5.5 - centre) ** 3 + 3 * (5.5 - centre) * 6.75)
    g = cubes / size / (squares / size) ** 1.5 / np.sqrt(size)
    t, error = stats.t.ppf(0.975, 9), np.sqrt(squares / size / (size - 1))
    low = marks.mean() - error * 3 / g * (np.cbrt(1 + g * (t - g / 6)) - 1)
    high = marks.mean() - error * 3 / g * (np.cbrt(1 + g * (-t - g / 6)) - 1)
    found = of(marks)
    assert found.value == marks.mean()
    assert (found.low, found.high) == (pytest.approx(low), pytest.approx(high))
    assert found.value - found.low > found.high - found.value, "the tail lies below"


def test_many_symmetric_marks_have_the_limits_of_student():
    marks = np.tile([4, 5, 6, 7], 5_000)
    found = of(marks)
    plain = mean_t(marks.size, marks.sum(), (marks**2).sum())
    np.testing.assert_allclose([found.low, found.high], [plain.low, plain.high], atol=2e-4)


def test_a_scale_turned_round_turns_the_limits_round():
    marks = np.array([1, 3, 3, 4, 4, 4, 5, 6, 6, 9, 10])
    found, turned = of(marks), of(11 - marks)
    np.testing.assert_allclose([turned.low, turned.high], [11 - found.high, 11 - found.low])


def test_no_marks_one_mark_and_equal_marks():
    assert np.isnan([of([]).value, of([]).low]).all()
    one = of([7])
    assert (one.value, bool(one.constant)) == (7, False)
    assert np.isnan([one.low, one.high]).all()
    equal = of([8, 8, 8])
    assert bool(equal.constant)
    assert (equal.low, equal.high) == (8, 8)
    low = of([10, 10, 10, 10, 1])
    assert low.low >= 1
    assert low.high <= 10


def test_few_marks_that_are_nearly_alike_have_no_limits():
    # Squares about the middle: 8.05 of the marks and 4.40 of what is added.
    alike = of([8, 7, 7, 8, 6, 7, 8, 7, 7, 5])
    assert alike.value == 7
    assert np.isnan([alike.low, alike.high]).all()
    assert not bool(alike.constant)
    # One mark of 3 tells how far away a next one may lie; so do ten times as many.
    assert np.isfinite(of([8, 7, 7, 8, 6, 7, 8, 7, 7, 3]).low)
    assert np.isfinite(of([8, 7, 7, 8, 6, 7, 8, 7, 7, 5] * 10).low)


def test_the_spread_follows_from_the_limits():
    rng = np.random.default_rng(4)
    chances = np.array([2, 1, 2, 3, 5, 12, 25, 30, 13, 7]) / 100
    marks, values = rng.multinomial(rng.integers(20, 300, 300), chances), np.arange(1.0, 11)
    n, sums = marks.sum(axis=1).astype(float), [marks @ values**power for power in (1, 2, 3)]
    found = mean_skewed(n, *sums, bounds=SCALE)
    inside = (found.low > 1) & (found.high < 10)
    sd = spread_behind(n, found.value, found.low, found.high, SCALE)
    np.testing.assert_allclose(sd[inside], found.sd[inside], rtol=1e-6)
    assert inside.mean() > 0.9


def test_a_restricted_mean_of_cases_that_all_ended_is_the_mean_of_their_days():
    days = np.random.default_rng(8).integers(0, 90, 40)
    found = kaplan_meier(days, np.ones(40), np.zeros(40)).rmst(60)
    cut = np.minimum(days, 60).astype(float)
    m = cut.mean()
    sums = ((cut - m) ** 2).sum(), ((cut - m) ** 3).sum()
    reach = {"t": stats.norm.ppf(0.975), "added": 0.2}
    expected = skewed_limits(np.array(40.0), m, *map(np.array, sums), (0.0, 60.0), **reach)
    assert found.value[0] == pytest.approx(m)
    assert found.low[0] == pytest.approx(float(expected.low))
    assert found.high[0] == pytest.approx(float(expected.high))


def test_normal_limits_of_a_restricted_mean_stay_within_its_days():
    # Two of three last all forty days: 28 of 40, and a normal reach goes beyond both ends.
    late = kaplan_meier([4, 40], [1, 2], [0, 0]).rmst(40, limits="normal")
    early = kaplan_meier([1, 40], [2, 1], [0, 0]).rmst(40, limits="normal")
    assert (late.value[0], late.high[0]) == (pytest.approx(28), 40)
    assert (early.value[0], early.low[0]) == (pytest.approx(14), 0)


def test_a_restricted_mean_to_a_day_far_beyond_all_cases_has_no_limits():
    days = [10, 12, 15, 17, 20, 22, 25, 28, 30, 31]
    curve = kaplan_meier(days, [2] * 10, [0] * 10)
    assert np.isfinite(curve.rmst(40).low[0])
    far = curve.rmst(365)
    assert far.value[0] == pytest.approx(np.mean(days))
    assert np.isnan([far.low[0], far.high[0]]).all()


def test_a_restricted_mean_with_late_entries_has_no_skewness():
    days, entered = [10, 20, 30, 40, 50, 60], [0, 3, 0, 0, 0, 0]
    found = kaplan_meier(days, [4] * 6, [1] * 6, entered=entered).rmst(55)
    assert found.low[0] < found.value[0] < found.high[0]
    assert kaplan_meier(days, [4] * 6, [1] * 6).rmst(55).low[0] != found.low[0]


@pytest.mark.parametrize("turned", [False, True])
def test_limits_cut_at_one_end_tell_the_spread_by_the_other_side(turned):
    # Mean 8 of 30 marks, Student's limits with an error of 1: 8 - t stays, 8 + t is cut at 10
    # (2 and 1 when the scale is turned round).
    n, mean, t = 30.0, 8.0, stats.t.ppf(0.975, 29)
    low, high = mean - t, 10.0
    if turned:
        mean, low, high = 11 - mean, 11 - high, 11 - low
    size, centre = n + 0.5, (n * mean + 0.5 * 5.5) / (n + 0.5)
    added = n * (mean - centre) ** 2 + 0.5 * ((5.5 - centre) ** 2 + 6.75)
    expected = np.sqrt((size * (size - 1) - added) / (n - 1))
    sd = spread_behind(*(np.array([each]) for each in (n, mean, low, high)), SCALE)
    assert sd[0] == pytest.approx(expected)
