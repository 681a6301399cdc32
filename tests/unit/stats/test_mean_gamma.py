"""A mean of waits with gamma limits: by hand, against the exact interval, and without spread."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from ketenkpi.stats import mean_gamma, mean_t


def of(days):
    x = np.asarray(days, dtype=np.float64)
    return mean_gamma(x.size, x.sum(), (x**2).sum())


def test_by_hand():
    # Sum 120, mean 12; squares about it 100 + 64 + 36 + 16 + 4 + 0 + 4 + 16 + 36 + 324 = 600.
    days = [2, 4, 6, 8, 10, 12, 14, 16, 18, 30]
    squares = sum((day - 12) ** 2 for day in days)
    assert squares == 600
    narrower = (1.959964 / 2.262157) ** 4
    degrees = 2 * 10 * 144 / (600 / 9) * narrower
    found = of(days)
    assert found.value == 12
    assert found.low == pytest.approx(12 * degrees / stats.chi2.ppf(0.975, degrees), rel=1e-6)
    assert found.high == pytest.approx(12 * degrees / stats.chi2.ppf(0.025, degrees), rel=1e-6)
    assert found.high - 12 > 12 - found.low, "a few wait long"


def test_many_waits_have_the_limits_of_student():
    days = np.random.default_rng(3).gamma(4, 5, 200_000)
    found, plain = of(days), mean_t(days.size, days.sum(), (days**2).sum())
    np.testing.assert_allclose([found.low, found.high], [plain.low, plain.high], rtol=1e-4)


def test_other_units_are_other_limits_and_nothing_else():
    days = np.array([1, 1, 2, 3, 5, 8, 13, 21])
    found, hours = of(days), of(24 * days)
    np.testing.assert_allclose([hours.low, hours.high], [24 * found.low, 24 * found.high])


def test_nobody_one_wait_equal_waits_and_no_waits_below_zero():
    assert np.isnan([of([]).value, of([]).low]).all()
    one = of([7])
    assert one.value == 7
    assert np.isnan([one.low, one.high]).all()
    for days in ([0, 0, 0], [8, 8, 8]):
        equal = of(days)
        assert bool(equal.constant)
        assert equal.low == equal.high == days[0]
    with pytest.raises(ValueError, match="total"):
        mean_gamma(2, -3, 5)
