"""The edges of standardised rates; peers' figures stand in tests/golden."""

from __future__ import annotations

import numpy as np
import pytest

from ketenkpi.stats import byar, dsr, isr

EVENTS = np.array([[4, 9, 12], [20, 3, 1]])
PEOPLE = np.array([[100, 50, 40], [300, 20, 10]])
STANDARD = np.array([5.0, 3, 2])


def test_direct_written_out():
    found = dsr(EVENTS, PEOPLE, STANDARD)
    for area in range(2):
        rate = spread = 0.0
        for o, n, w in zip(EVENTS[area], PEOPLE[area], STANDARD, strict=True):
            rate += w * o / n / 10
            spread += w**2 * o / n**2 / 100
        total = EVENTS[area].sum()
        count = byar(total)
        assert found.value[area] == pytest.approx(rate)
        scale = (spread / total) ** 0.5
        assert found.low[area] == pytest.approx(rate + scale * (count.low - total))
        assert found.high[area] == pytest.approx(rate + scale * (count.high - total))


def test_one_stratum_is_the_plain_rate():
    direct, plain = dsr([[40]], [[200]], [7]), byar([40], [200])
    for part in ("value", "low", "high"):
        np.testing.assert_allclose(getattr(direct, part), getattr(plain, part))


def test_the_size_of_the_standard_does_not_matter():
    small, large = dsr(EVENTS, PEOPLE, STANDARD), dsr(EVENTS, PEOPLE, STANDARD * 1000)
    np.testing.assert_allclose(small.high, large.high)


@pytest.mark.parametrize(
    ("events", "people"),
    [
        ([4, 3, 2], [100, 50, 40]),  # nine events
        ([40, 3, np.nan], [100, 50, 40]),
        ([40, 3, 2], [100, np.nan, 40]),
        ([40, 3, 0], [100, 50, 0]),  # nobody in a stratum: what would have happened there?
    ],
)
def test_direct_that_cannot_be_told(events, people):
    found = dsr(events, people, STANDARD)
    assert np.isnan([found.value, found.low, found.high]).all()


def test_a_stratum_without_weight_may_be_empty():
    found = dsr([40, 3, 0], [100, 50, 0], [5, 3, 0])
    assert found.value == pytest.approx(dsr([40, 3], [100, 50], [5, 3]).value)


def test_direct_refuses_what_cannot_be():
    with pytest.raises(ValueError, match="negative"):
        dsr([-1, 3], [10, 10], [1, 1])
    with pytest.raises(ValueError, match="weights"):
        dsr([10, 3], [10, 10], [0, 0])


def test_indirect_written_out():
    found = isr(EVENTS, [[5, 5, 5], [10, 0, 0]])
    np.testing.assert_allclose(found.value, [25 / 15, 24 / 10])
    np.testing.assert_allclose(found.low, byar([25, 24], [15, 10]).low)


def test_indirect_that_cannot_be_told():
    found = isr([[1, 2], [1, np.nan], [0, 0]], [[0, 0], [3, 3], [1, 1]])
    assert np.isnan([found.value[:2], found.low[:2], found.high[:2]]).all()
    assert (found.value[2], found.low[2]) == (0, 0)
    with pytest.raises(ValueError, match="negative"):
        isr([1, 1], [2, -1])
