"""`ratio_t`: the ratio of sums over people, from sums that add."""

from __future__ import annotations

import numpy as np
import pytest

from ketenkpi.stats import mean_t, ratio_t


def sums(y: list[float], x: list[float]) -> tuple[float, ...]:
    above, below = np.array(y, dtype=float), np.array(x, dtype=float)
    squares = ((above**2).sum(), (below**2).sum(), (above * below).sum())
    return (len(above), above.sum(), below.sum(), *squares)


def test_by_hand() -> None:
    # Residuals from R = 10 / 15: four of 2/3, two of -4/3 and one of 0.
    found = ratio_t(*sums([2, 0, 0, 2, 2, 2, 2], [2, 2, 2, 2, 2, 3, 2]))
    assert found.value == pytest.approx(2 / 3)
    se = np.sqrt(7 / 6 * (4 * 4 / 9 + 2 * 16 / 9)) / 15
    assert found.high - found.value == pytest.approx(2.446912 * se)
    assert found.value - found.low == pytest.approx(2.446912 * se)


def test_people_of_equal_size_are_a_plain_mean() -> None:
    y = [1.0, 4.0, 2.0, 5.0, 3.5]
    found = ratio_t(*sums(y, [1.0] * 5), level=0.9)
    plain = mean_t(5, sum(y), sum(v * v for v in y), level=0.9)
    for name in ("value", "low", "high"):
        assert getattr(found, name) == pytest.approx(getattr(plain, name))


def test_no_spread_one_person_and_nobody() -> None:
    equal = ratio_t(*sums([1, 2, 3], [3, 6, 9]))
    assert equal.value == pytest.approx(1 / 3)
    assert equal.low == equal.high
    one = ratio_t(*sums([1], [4]))
    assert one.value == 0.25
    assert np.isnan(one.low)
    assert np.isnan(ratio_t(0, 0, 0, 0, 0, 0).value)
    with pytest.raises(ValueError, match="below"):
        ratio_t(1, 1, -1, 1, 1, 1)


def test_the_limits_hold_the_true_ratio_as_often_as_they_say() -> None:
    # 30 workers with 5 to 40 clients; the mixed part of each is its own draw around 0.3.
    rng = np.random.default_rng(20091231)
    hits = 0
    for _ in range(2_000):
        cases = rng.integers(5, 41, 30)
        mixed = rng.binomial(cases, rng.beta(3, 7, 30))
        found = ratio_t(*sums(list(mixed), list(cases)))
        hits += bool(found.low <= 0.3 <= found.high)
    assert 0.92 < hits / 2_000 < 0.97


def test_a_part_of_a_whole_stays_within_it() -> None:
    found = sums([2, 0, 0, 2, 2, 2, 2], [2, 2, 2, 2, 2, 3, 2])
    plain, part = ratio_t(*found), ratio_t(*found, scale="odds")
    reach = float(plain.high - plain.value) / (2 / 9)
    assert part.high == pytest.approx(1 / (1 + np.exp(-np.log(2) - reach)))
    assert part.low == pytest.approx(1 / (1 + np.exp(-np.log(2) + reach)))
    for nobody_or_all in (0.0, 1.0):
        equal = ratio_t(*sums([3 * nobody_or_all, 5 * nobody_or_all], [3, 5]), scale="odds")
        assert equal.low == equal.high == nobody_or_all
