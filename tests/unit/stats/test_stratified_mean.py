"""The mean of a stratified population: a published example, and every term a second time."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import stdtrit

from ketenkpi.stats import Strata, mean_t, strata, stratified_mean


def of_samples(samples: list[list[float]], people: list[int]) -> Strata:
    n = [len(one) for one in samples]
    return strata(
        n, [sum(one) for one in samples], [sum(x * x for x in one) for one in samples], people
    )


def added(parts: Strata) -> Strata:
    return Strata(*(getattr(parts, name).sum() for name in Strata.__slots__))


def test_farmland_of_the_census_of_agriculture() -> None:
    # Lohr (2010), Sampling: design and analysis, 2nd ed., example 3.2: acres devoted to farms in
    # 1992 in a sample of 300 of 3,078 counties, strata North Central, Northeast, South and West.
    people = np.array([1054, 220, 1382, 422])
    n = np.array([103, 21, 135, 41])
    mean = np.array([300_504.16, 97_629.81, 211_315.04, 662_295.51])
    variance = np.array([29_618_183_543, 7_647_472_708, 53_587_487_856, 396_185_950_266])
    found = added(strata(n, n * mean, (n - 1) * variance + n * mean**2, people))
    assert found.total == pytest.approx(909_736_034, abs=3)
    assert np.sqrt(found.variance) == pytest.approx(50_417_248, abs=3)
    made = stratified_mean(found)
    assert made.value == pytest.approx(295_560.7, abs=0.1)
    se = (made.high - made.low) / 2 / stdtrit(made.df, 0.975)
    assert se == pytest.approx(16_379.87, abs=0.01)


def test_every_term_a_second_time() -> None:
    dice = np.random.default_rng(11)
    samples = [list(dice.integers(1, 11, size).astype(float)) for size in (12, 30, 7, 2)]
    people = [40, 900, 7, 55]
    made = stratified_mean(added(of_samples(samples, people)))
    mean = variance = below = 0.0
    for marks, size in zip(samples, people, strict=True):
        n, weight = len(marks), size / sum(people)
        middle = sum(marks) / n
        spread = sum((x - middle) ** 2 for x in marks) / (n - 1)
        part = weight**2 * spread / n * (1 - n / size)
        mean, variance, below = mean + weight * middle, variance + part, below + part**2 / (n - 1)
    df = variance**2 / below
    reach = stdtrit(df, 0.975) * variance**0.5
    assert float(made.value) == pytest.approx(mean)
    assert float(made.df) == pytest.approx(df)
    assert (float(made.low), float(made.high)) == pytest.approx((mean - reach, mean + reach))
    # Between the fewest answers of a stratum with doubt, and all answers less one a stratum.
    assert 1 <= made.df <= sum(map(len, samples)) - len(samples)


def test_one_stratum_of_a_large_population_is_a_plain_mean() -> None:
    marks = [6.0, 7, 8, 5, 7, 9, 6, 8, 7, 7]
    made = stratified_mean(added(of_samples([marks], [10**9])))
    plain = mean_t(10, sum(marks), sum(x * x for x in marks))
    assert float(made.value) == pytest.approx(float(plain.value))
    assert float(made.low) == pytest.approx(float(plain.low), abs=1e-6)
    assert float(made.df) == pytest.approx(9)


def test_a_place_counts_by_its_clients_and_not_by_its_answers() -> None:
    # 90 answers of a hundred clients give an 8, 10 of nine hundred a 6.
    eight, six = [8.0] * 89 + [9.0], [6.0] * 9 + [5.0]
    made = stratified_mean(added(of_samples([eight, six], [100, 900])))
    assert float(made.value) == pytest.approx((100 * 8 + 100 / 90 + 900 * 5.9) / 1000)
    assert np.mean(eight + six) > 7.7
    assert float(made.value) < 6.2


def test_who_answered_in_full_leaves_no_doubt() -> None:
    both = [[5.0, 9.0], [6.0, 7.0, 8.0]]
    full = stratified_mean(added(of_samples(both, [2, 3])))
    assert (float(full.low), float(full.high)) == (float(full.value), float(full.value))
    assert full.flat
    one = stratified_mean(added(of_samples(both, [2, 30])))
    assert float(one.df) == pytest.approx(2)
    assert not one.flat


def test_what_cannot_be_told() -> None:
    single = stratified_mean(strata([1, 0, 3], [7, 0, 21], [49, 0, 147], [10, 10, 10]))
    assert np.isnan(single.value[:2]).all()
    assert np.isnan(single.low[:2]).all()
    # All the same: a mean, and no spread to go by.
    assert (single.value[2], bool(single.flat[2])) == (7, True)
    none = stratified_mean(Strata(*(np.zeros(1) for _ in range(4))))
    assert np.isnan(none.value).all()
    assert not none.flat.any()
    with pytest.raises(ValueError, match="more answers"):
        strata([3], [21], [147], [2])
    with pytest.raises(ValueError, match="negative"):
        strata([-3], [21], [147], [2])
    with pytest.raises(ValueError, match="sum of squares"):
        strata([3], [21], [140], [10])


def test_limits_hold_the_mean_of_all_clients() -> None:
    # Four places, unlike in size, level and response; who answers is drawn at random.
    dice = np.random.default_rng(5)
    sizes, answers = (300, 80, 40, 1_000), (60, 40, 30, 90)
    scale = np.arange(1, 11)
    chances = dice.dirichlet(np.ones(10), 4)
    clients = [
        dice.choice(scale, size, p=one).astype(float)
        for size, one in zip(sizes, chances, strict=True)
    ]
    truth = np.concatenate(clients).mean()
    held, rounds = 0, 1_500
    for _ in range(rounds):
        samples = [
            list(dice.choice(c, n, replace=False)) for c, n in zip(clients, answers, strict=True)
        ]
        made = stratified_mean(added(of_samples(samples, list(sizes))))
        held += bool(made.low <= truth <= made.high)
    assert 0.94 <= held / rounds <= 0.96
