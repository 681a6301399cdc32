"""Funnels by exact tails: who lies outside, the spread between units, the edges."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import betabinom, binomtest

from ketenkpi.stats import funnel
from ketenkpi.stats.winsorised import KEPT, kept, winsorised


def test_nobody_of_fifteen_is_not_too_few() -> None:
    # Others reach 28 %: 0 of 15 has p 0.0093, so it lies outside 95 % only. Normal
    # limits on the root scale put it at z = -4.3, far outside 99.8 %.
    found = funnel("proportion", [0, 42, 28], [15, 150, 100], target=0.28)
    assert found.position[0] == -1
    assert found.p[0] == pytest.approx(binomtest(0, 15, 0.28).pvalue)
    assert funnel("proportion", [0], [15], target=0.15).position[0] == 0


def test_three_of_ten_where_seven_are_usual() -> None:
    found = funnel("proportion", [3, 70], [10, 100], target=0.7)
    assert found.p[0] == pytest.approx(0.01059208)
    assert found.position.tolist() == [-1, 0]
    assert found.z[0] == pytest.approx((3 - 7) / np.sqrt(10 * 0.7 * 0.3))


@pytest.mark.parametrize("kind", ["proportion", "rate", "ratio"])
@pytest.mark.parametrize("overdispersion", [False, True])
def test_limits_position_and_p_say_the_same(kind, overdispersion) -> None:
    rng = np.random.default_rng(6)
    n = rng.integers(5, 200, 60)
    x = rng.binomial(n, rng.beta(3, 7, 60))
    found = funnel(kind, x, n, overdispersion=overdispersion)
    outside = np.zeros(60)
    for level in (0.95, 0.998):
        low, high = found.limits_of_units(level)
        np.testing.assert_array_equal(np.stack(found.limits(n, level)), [low, high])
        outside += (found.value > high).astype(float) - (found.value < low)
        np.testing.assert_array_equal(
            (found.value > high) | (found.value < low), found.p <= 1 - level
        )
    np.testing.assert_array_equal(found.position, outside)
    assert np.abs(outside).max() == (1 if overdispersion else 2)


def test_the_spread_in_plain_arithmetic() -> None:
    n, x = np.array([20.0, 40, 60, 80, 100]), np.array([2.0, 20, 18, 40, 20])
    found = funnel("proportion", x, n, overdispersion=True)
    share = 100 / 300
    z = [(a - b * share) / np.sqrt(b * share * (1 - share)) for a, b in zip(x, n, strict=True)]
    # The quantiles of five values at 10% and 90%: 0.4 from the first to the second.
    low, high = (sorted(z)[i] + 0.4 * (sorted(z)[j] - sorted(z)[i]) for i, j in ((0, 1), (4, 3)))
    cut = sum(min(max(each, low), high) ** 2 for each in z) / 5
    w = [(b - 1) / (share * (1 - share)) for b in n]
    weight = sum(w) - sum(each**2 for each in w) / sum(w)
    skew = 0.0
    for _ in range(4):
        phi = cut / kept(5, skew)
        tau2 = (5 * phi - 4) / weight
        rho = tau2 / (share * (1 - share))
        a, b = share * (1 / rho - 1), (1 - share) * (1 / rho - 1)
        skew = np.mean([abs(betabinom(each, a, b).stats("s")) for each in n])
    assert (found.phi, found.tau2) == pytest.approx((phi, tau2))
    law = betabinom(20, a, b)
    chances = law.pmf(np.arange(21))
    assert found.p[0] == pytest.approx(chances[chances <= chances[2] * (1 + 1e-7)].sum())
    assert found.z[0] == pytest.approx((2 - 20 * share) / law.std())


@pytest.mark.parametrize("units", [3, 6, 15, 100])
def test_what_winsorising_keeps_by_simulation(units) -> None:
    rng = np.random.default_rng(units)
    seen = [(winsorised(rng.standard_normal(units)) ** 2).mean() for _ in range(200_000 // units)]
    error = np.std(seen) / np.sqrt(len(seen))
    assert kept(units) == pytest.approx(np.mean(seen), abs=4 * error)
    assert error < 0.01


@pytest.mark.parametrize("skew", [1.5, 2, 3])
def test_what_winsorising_keeps_of_skew_units_by_simulation(skew) -> None:
    shape = 4 / skew**2
    z = (np.random.default_rng(2).gamma(shape, 1, 400_000) - shape) / np.sqrt(shape)
    normal = 0.67882  # of endlessly many
    assert kept(100, skew) / kept(100) == pytest.approx(
        (winsorised(z) ** 2).mean() / normal, rel=0.015
    )


def test_a_mild_skew_takes_nothing_off_and_more_takes_off_gradually() -> None:
    assert kept(15, 0.9) == kept(15)
    half = kept(15) * (1 - 0.617 / 0.6788) / 2
    assert kept(15) - kept(15, 1.25) == pytest.approx(half, abs=0.005)


def test_between_the_numbers_of_units_simulated_is_a_straight_line() -> None:
    assert kept(7) == pytest.approx((KEPT[6] + KEPT[8]) / 2)
    assert kept(2_000) == KEPT[500]


def test_units_all_alike_have_no_spread_and_others_have() -> None:
    n = np.full(400, 200)
    alike = funnel("proportion", np.random.default_rng(8).binomial(n, 0.3), n)
    assert 0.85 < alike.phi < 1.15
    p = np.random.default_rng(9).beta(12, 28, 400)
    x = np.random.default_rng(8).binomial(n, p)
    apart, wider = funnel("proportion", x, n), funnel("proportion", x, n, overdispersion=True)
    assert apart.phi > 3
    assert apart.tau2 == wider.tau2 == pytest.approx(p.var(), rel=0.2)
    assert np.abs(wider.z).max() < np.abs(apart.z).max()
    assert (wider.p >= apart.p)[apart.p < 0.05].all()


def test_the_spread_of_rates_is_that_of_the_rates() -> None:
    rng = np.random.default_rng(10)
    rates, years = rng.gamma(25, 0.02, 400), rng.uniform(200, 800, 400)
    found = funnel("rate", rng.poisson(rates * years), years, overdispersion=True)
    assert found.tau2 == pytest.approx(0.01, rel=0.2)


def test_a_rate_is_a_ratio_to_what_the_target_expects() -> None:
    events, years = np.array([3, 40, 7]), np.array([10.0, 50, 20])
    rate = funnel("rate", events, years, target=0.5)
    ratio = funnel("ratio", events, years * 0.5, target=1)
    np.testing.assert_allclose(rate.p, ratio.p)
    np.testing.assert_allclose(rate.limits_of_units(0.95)[1], ratio.limits_of_units(0.95)[1] * 0.5)
    assert rate.phi == pytest.approx(ratio.phi)


def test_a_ratio_of_common_events_knows_that_they_have_a_highest_number() -> None:
    # 60 of 100 where 45 were expected: as a share of 45 %; Poisson would not see it.
    among = funnel("ratio", [60, 45], [45, 45], target=1, trials=[100, 100])
    share = funnel("proportion", [60, 45], [100, 100], target=0.45)
    np.testing.assert_allclose(among.p, share.p)
    np.testing.assert_allclose(among.limits([45], 0.95), np.divide(share.limits([100], 0.95), 0.45))
    assert funnel("ratio", [60, 45], [45, 45], target=1).p[0] > 5 * among.p[0]


def test_an_effective_number_of_cases_is_rounded_down() -> None:
    found = funnel("proportion", [0.3 * 49.7], [49.7], target=0.2)
    down = funnel("proportion", [0.3 * 49], [49], target=0.2)
    assert found.p[0] == pytest.approx(down.p[0])
    nearly = funnel("proportion", [3 - 1e-12], [10 - 1e-12], target=0.7)
    assert nearly.p[0] == pytest.approx(0.01059208)


def test_half_of_the_outcome_itself_is_shown_beside() -> None:
    found = funnel("proportion", [0, 6], [15, 15], target=0.35)
    assert found.mid_p[0] == pytest.approx(0.65**15)
    assert found.mid_p[0] < 0.002 < found.p[0]


def test_without_a_target_all_units_together_are_it() -> None:
    assert funnel("proportion", [1, 30], [10, 40]).target == 31 / 50
    assert funnel("proportion", [1, 30], [10, 40], target=0.5).target == 0.5


def test_units_that_take_no_part() -> None:
    found = funnel("proportion", [0, np.nan, 5, 9], [0, 10, 10, 10])
    assert found.units == 2
    assert found.target == 14 / 20
    for part in (found.value, found.z, found.p, found.position, *found.limits_of_units(0.95)):
        assert np.isnan(part[0])
    assert np.isnan(found.position[1])
    assert not np.isnan(found.position[2:]).any()


def test_one_unit_cannot_be_compared_with_itself() -> None:
    alone = funnel("rate", [5, np.nan], [10, 10])
    assert np.isnan([alone.target, alone.phi, alone.tau2, alone.p[0], alone.position[0]]).all()
    with_target = funnel("rate", [5], [10], target=2.0)
    assert with_target.position[0] == -2
    assert np.isnan(with_target.phi)
    assert np.isnan(funnel("rate", [5], [10], target=2.0, overdispersion=True).position[0])


def test_no_units_at_all() -> None:
    empty = funnel("proportion", [], [])
    assert empty.units == 0
    assert empty.position.size == 0
    assert np.isnan(empty.target)


def test_nobody_anywhere_is_nothing_odd() -> None:
    found = funnel("proportion", [0, 0, 0], [10, 20, 30], overdispersion=True)
    assert found.position.tolist() == [0, 0, 0]
    assert found.p.tolist() == [1, 1, 1]
    assert np.isnan(found.phi)


def test_few_events_are_never_too_few_when_few_are_expected() -> None:
    # Below 4.4 expected none at all has more than 5 % with what is as rare above.
    found = funnel("ratio", [0, 0, 0, 1], [3.6, 3.7, 6, 0.02], target=1)
    assert found.position.tolist() == [0, 0, -1, 1]
    assert found.limits_of_units(0.95)[0][0] == 0


def test_a_target_of_nothing() -> None:
    found = funnel("rate", [0, 1], [10, 10], target=0.0)
    assert found.position.tolist() == [0, 2]


def test_a_spread_so_wide_that_hardly_anything_is_odd() -> None:
    found = funnel("proportion", [0, 50, 100, 3, 97, 0], [100] * 6, overdispersion=True)
    assert (np.abs(found.position) < 2).all()
    # Chances from a beta distribution that has one peak only, however wide.
    assert found.limits_of_units(0.998)[0].tolist() == [0] * 6


@pytest.mark.parametrize(
    ("arguments", "target", "trials", "why"),
    [
        (("proportion", [3], [2]), 0.5, None, "more events"),
        (("ratio", [3], [2]), 1, [2], "more events"),
        (("rate", [3], [2]), 1, [4], "exposure"),
        (("rate", [-3], [2]), 0.5, None, "negative"),
        (("proportion", [1], [2]), 1.5, None, "target"),
        (("ratio", [1], [2]), -1, None, "target"),
        (("ratio", [[1]], [[2]]), 1, None, "dimension"),
    ],
)
def test_what_cannot_be_is_refused(arguments, target, trials, why) -> None:
    with pytest.raises(ValueError, match=why):
        funnel(*arguments, target=target, trials=trials)
