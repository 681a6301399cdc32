"""Funnels with the limits of peers: who lies outside, the edges, and limits for drawing."""

from __future__ import annotations

import numpy as np
import pytest

from ketenkpi.stats import peer_funnel, poisson_exact
from ketenkpi.stats.winsorised import between, winsorised

LEVELS = ((0.95, "low95", "high95"), (0.998, "low998", "high998"))


def test_outside_a_ratio_is_an_exact_interval_without_the_target():
    rng = np.random.default_rng(5)
    expected = rng.uniform(0.005, 60, 400)
    observed = rng.poisson(expected * rng.choice([0.5, 1, 2], 400))
    found = peer_funnel("ratio", observed, expected, target=1)
    plain = np.zeros(400)
    for level in (0.95, 0.998):
        own = poisson_exact(observed, expected, level=level)
        plain += np.where(own.low > 1, 1, np.where(own.high < 1, -1, 0))
    np.testing.assert_array_equal(found.position, plain)
    assert set(plain) == {-2, -1, 0, 1, 2}


@pytest.mark.parametrize("kind", ["proportion", "rate", "ratio"])
@pytest.mark.parametrize("overdispersion", [False, True])
def test_the_limits_for_drawing_are_those_of_the_units(kind, overdispersion):
    rng = np.random.default_rng(6)
    n = rng.integers(5, 200, 30)
    found = peer_funnel(
        kind, rng.binomial(n, rng.beta(6, 14, 30)), n, overdispersion=overdispersion
    )
    for level, low, high in LEVELS:
        drawn = found.limits(n, level)
        np.testing.assert_array_equal(drawn[0], getattr(found, low))
        np.testing.assert_array_equal(drawn[1], getattr(found, high))
        assert (drawn[0] <= found.target).all()
        assert (drawn[1] >= found.target).all()
    narrowing = found.limits([10, 100, 1000], 0.95)
    assert (np.diff(narrowing[0]) > 0).all()
    assert (np.diff(narrowing[1]) < 0).all()


def test_a_rate_is_a_ratio_to_what_the_target_expects():
    events, years = np.array([3, 40, 7]), np.array([10.0, 50, 20])
    rate = peer_funnel("rate", events, years, target=0.5)
    ratio = peer_funnel("ratio", events, years * 0.5, target=1)
    np.testing.assert_allclose(rate.high95, ratio.high95 * 0.5)
    np.testing.assert_allclose(rate.z, ratio.z)
    assert rate.phi == pytest.approx(ratio.phi)


def test_without_a_target_all_units_together_are_it():
    assert peer_funnel("proportion", [1, 30], [10, 40]).target == 31 / 50
    assert peer_funnel("proportion", [1, 30], [10, 40], target=0.5).target == 0.5


def test_units_all_alike_have_no_spread_beyond_chance():
    n = np.full(40, 200)
    alike = peer_funnel("proportion", np.random.default_rng(8).binomial(n, 0.3), n)
    assert 0.4 < alike.phi < 1.2
    p = np.random.default_rng(9).beta(12, 28, 40)
    apart = peer_funnel("proportion", np.random.default_rng(8).binomial(n, p), n)
    wider = peer_funnel(
        "proportion", np.random.default_rng(8).binomial(n, p), n, overdispersion=True
    )
    assert apart.phi > 2
    assert apart.tau2 == wider.tau2 > 0
    assert np.abs(wider.z).max() < np.abs(apart.z).max()
    assert np.abs(wider.position).sum() < np.abs(apart.position).sum()


def test_spread_written_out():
    z, s = np.array([-3.0, -1, 0, 1, 5]), np.array([0.1, 0.2, 0.1, 0.3, 0.2])
    # The quantiles of five values at 10% and 90%: 0.4 from the first to the second.
    np.testing.assert_allclose(winsorised(z), [-2.2, -1, 0, 1, 3.4])
    phi, tau2 = between(z, s)
    w = [1 / spread**2 for spread in s]
    assert phi == pytest.approx(36 / 5)
    assert tau2 == pytest.approx((36 - 4) / (sum(w) - sum(v**2 for v in w) / sum(w)))
    assert between(z / 10, s)[1] == 0


def test_units_that_take_no_part():
    found = peer_funnel("proportion", [0, np.nan, 5, 9], [0, 10, 10, 10])
    assert found.units == 2
    assert found.target == 14 / 20
    for part in (found.value, found.z, found.position, found.low95[:1], found.high998[:1]):
        assert np.isnan(part[:1]).all()
    assert np.isnan(found.position[1])
    assert not np.isnan(found.position[2:]).any()


def test_one_unit_cannot_be_compared_with_itself():
    alone = peer_funnel("rate", [5, np.nan], [10, 10])
    assert np.isnan([alone.target, alone.phi, alone.tau2, alone.low95[0], alone.position[0]]).all()
    with_target = peer_funnel("rate", [5], [10], target=2.0)
    assert with_target.position[0] == -2
    assert np.isnan(with_target.phi)
    assert np.isnan(peer_funnel("rate", [5], [10], target=2.0, overdispersion=True).position[0])


def test_no_units_at_all():
    empty = peer_funnel("proportion", [], [])
    assert empty.units == 0
    assert empty.position.size == 0
    assert np.isnan(empty.target)


def test_few_events_are_never_too_few_when_few_are_expected():
    found = peer_funnel("ratio", [0, 0, 1], [3.6, 3.7, 0.02], target=1)
    np.testing.assert_array_equal(found.position, [0, -1, 1])
    assert found.low95[0] == 0


def test_a_target_of_nothing():
    found = peer_funnel("rate", [0, 1], [10, 10], target=0.0)
    np.testing.assert_array_equal(found.position, [0, 2])


@pytest.mark.parametrize(
    ("arguments", "target", "why"),
    [
        (("proportion", [3], [2]), 0.5, "more events"),
        (("rate", [-3], [2]), 0.5, "negative"),
        (("proportion", [1], [2]), 1.5, "target"),
        (("ratio", [1], [2]), -1, "target"),
        (("ratio", [[1]], [[2]]), 1, "dimension"),
    ],
)
def test_what_cannot_be_is_refused(arguments, target, why):
    with pytest.raises(ValueError, match=why):
        peer_funnel(*arguments, target=target)
