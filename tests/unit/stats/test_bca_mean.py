"""Bootstrap limits of a mean of marks, against scipy's and against plain loops."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from ketenkpi.stats import bca_mean

MARKS = np.arange(1, 11)
SKEWED = np.array([2, 0, 1, 0, 1, 2, 5, 11, 6, 4])
THREE_MARKS = np.array([0, 0, 0, 0, 9, 0, 0, 27, 0, 3])


@pytest.mark.parametrize("level", [0.8, 0.95])
@pytest.mark.parametrize("histogram", [SKEWED, SKEWED[::-1], THREE_MARKS])
def test_scipy_gives_the_same(histogram, level):
    values = np.repeat(MARKS, histogram).astype(float)
    theirs = stats.bootstrap(
        (values,),
        np.mean,
        method="BCa",
        n_resamples=40_000,
        confidence_level=level,
        rng=np.random.default_rng(3),
    ).confidence_interval
    mine = bca_mean(MARKS, histogram, level=level, draws=40_000)
    assert mine.value == pytest.approx(values.mean())
    # Two sets of 40,000 draws differ by about a fiftieth of the interval's width.
    width = theirs.high - theirs.low
    assert (mine.low, mine.high) == pytest.approx((theirs.low, theirs.high), abs=0.03 * width)


def test_the_acceleration_is_that_of_the_jackknife():
    values = np.repeat(MARKS, SKEWED).astype(float)
    without = np.array([np.delete(values, i).mean() for i in range(values.size)])
    away = without.mean() - without
    plain = (away**3).sum() / (6 * (away**2).sum() ** 1.5)
    mean = values.mean()
    mine = (SKEWED * (MARKS - mean) ** 3).sum() / (6 * (SKEWED * (MARKS - mean) ** 2).sum() ** 1.5)
    assert mine == pytest.approx(plain, rel=1e-12)


def test_limits_lean_to_the_long_tail_and_stay_on_the_scale():
    found = bca_mean(MARKS, SKEWED)
    assert found.value - found.low > found.high - found.value
    narrow = bca_mean(MARKS, [1, 0, 0, 0, 0, 0, 0, 0, 0, 4])
    assert narrow.low >= 1
    assert narrow.high <= 10


def test_a_group_does_not_depend_on_its_neighbours():
    alone = bca_mean(MARKS, SKEWED)
    together = bca_mean(MARKS, [[SKEWED, SKEWED[::-1]], [SKEWED * 0, SKEWED]])
    assert together.low.shape == (2, 2)
    assert together.low[0, 0] == together.low[1, 1] == alone.low
    assert bca_mean(MARKS, SKEWED, seed=1).low != alone.low


def test_nothing_one_mark_and_equal_marks_have_no_interval():
    one, equal = np.eye(10)[[6, 6]] * [[1], [25]]
    found = bca_mean(MARKS, [np.zeros(10), one, equal, np.full(10, np.nan)])
    np.testing.assert_array_equal(found.value, [np.nan, 7, 7, np.nan])
    assert np.isnan([found.low, found.high]).all()


@pytest.mark.parametrize(("broken", "why"), [(-1, "negative"), (0.5, "whole")])
def test_impossible_histograms_are_refused(broken, why):
    with pytest.raises(ValueError, match=why):
        bca_mean([1, 2], [3, broken])
