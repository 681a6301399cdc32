"""Holm, exact distances of counts, and spread that is only estimated, against peers."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import expit
from scipy.stats import binom, hypergeom, nchypergeom_fisher, norm

from ketenkpi.stats import holm
from ketenkpi.stats.spread_beyond import (
    OPEN,
    likelihood,
    over_spreads,
    prior_of_others,
    spread_grid,
    tail,
    weights_of_others,
    weights_of_own,
)
from ketenkpi.stats.two_counts import rate_tails, rates_apart, share_tails, shares_apart

# R: p.adjust(c(0.01, 0.04, 0.03, 0.005, 0.2), "holm")
P = [0.01, 0.04, 0.03, 0.005, 0.2]
HOLM = [0.04, 0.09, 0.09, 0.025, 0.2]


def test_holm_as_r_gives_it() -> None:
    np.testing.assert_allclose(holm(P), HOLM)
    np.testing.assert_allclose(holm([*P[:2], np.nan, *P[2:]]), [*HOLM[:2], np.nan, *HOLM[2:]])


@pytest.mark.parametrize("wrong", [[0.5, 1.2], [-0.1], [[0.1]]])
def test_holm_refuses_what_is_no_chance(wrong: list[float]) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        holm(wrong)
    assert holm([]).size == 0


def _score(low: float, high: float) -> float:
    return float(-norm.ppf(min(low, high, 0.5)) * (1 if high < low else -1))


@pytest.mark.parametrize(
    ("x", "n", "events", "trials", "odds"),
    [(0, 15, 700, 1400, 1.0), (40, 100, 640, 800, 1.0), (9, 10, 3, 160, 1.0), (30, 60, 20, 300, 2)],
)
def test_shares_apart_by_the_tails_of_scipy(
    x: int, n: int, events: int, trials: int, odds: float
) -> None:
    every = (n + trials, n, x + events)
    if odds == 1:
        low, high = (
            hypergeom.cdf(x, every[0], every[2], n),
            hypergeom.sf(x - 1, every[0], every[2], n),
        )
    else:
        dist = nchypergeom_fisher(every[0], every[2], n, odds)
        low, high = dist.cdf(x), dist.sf(x - 1)
    one = (np.array([float(value)]) for value in (x, n, events, trials, odds))
    assert shares_apart(*one)[0] == pytest.approx(_score(low, high), rel=1e-6)


@pytest.mark.parametrize(
    ("x", "e", "events", "before"), [(0, 1, 9, 1), (30, 2.5, 12, 8), (7, 1, 0, 4), (0, 0.2, 2, 9)]
)
def test_rates_apart_by_the_tails_of_scipy(x: int, e: float, events: int, before: float) -> None:
    dist = binom(x + events, e / (e + before))
    one = (np.array([float(value)]) for value in (x, e, events, before))
    assert rates_apart(*one)[0] == pytest.approx(_score(dist.cdf(x), dist.sf(x - 1)), rel=1e-9)


def test_events_that_are_estimated_count_as_whole_ones() -> None:
    whole, parts = (
        rates_apart(*(np.array([each]) for each in (x, 2.5, events, 8.0)))
        for x, events in ((30.0, 12.0), (30.2, 12.3))
    )
    assert whole[0] == parts[0]


def test_without_chance_of_its_own_there_is_some_spread() -> None:
    # No chance and no spread together would make every distance impossible.
    away = np.array([1.0, -2.0, 3.0])
    assert spread_grid(away, np.zeros(3))[0] > 0
    assert spread_grid(away, np.full(3, 0.1))[0] == 0


def test_without_spread_the_tail_is_that_of_chance() -> None:
    rng = np.random.default_rng(4)
    variance = np.full((40, 12), 0.01)
    away = rng.normal(0, 0.1, variance.shape)
    grid = spread_grid(away, variance)
    weights = weights_of_own(likelihood(away, variance, grid).sum(axis=1))
    np.testing.assert_allclose(weights.sum(axis=1), 1)
    p = tail(np.full(40, 0.2), np.full(40, 0.01), grid, weights)
    assert np.median(p) == pytest.approx(2 * norm.sf(2), rel=0.4)


def test_a_restless_unit_is_judged_by_its_own_unrest() -> None:
    rng = np.random.default_rng(5)
    spread = np.where(np.arange(30) == 0, 0.5, 0.05)[:, None]
    away = rng.normal(0, spread, (30, 14))
    none = np.zeros(away.shape)
    grid = spread_grid(away, none)
    weights = weights_of_own(likelihood(away, none, grid).sum(axis=1))
    p = tail(np.full(30, 0.5), np.zeros(30), grid, weights)
    assert p[0] > 0.1
    assert p[1:].max() < 1e-4


def test_one_far_unit_does_not_widen_its_own_tail() -> None:
    away = np.append(np.random.default_rng(6).normal(0, 0.1, 14), 0.8)
    variance = np.full(15, 0.01)
    grid = spread_grid(away, variance)
    even = np.full(len(grid), 1 / len(grid))
    weights = weights_of_others(likelihood(away, variance, grid), even)
    p = tail(away, variance, grid, weights)
    # Eight errors away; with itself in the spread it would be at 3e-4.
    assert p[-1] < 1e-5
    assert p[:-1].min() > 0.01


def test_how_far_units_differ_is_learned_from_other_figures() -> None:
    """Of forty figures with spread 0.1 the forty-first has that, and not its own 0.2."""
    rng = np.random.default_rng(7)
    grid = np.concatenate([[0.0], np.geomspace(0.02, 4, 24)])
    variance = np.full(15, 0.01)
    totals = [
        likelihood(rng.normal(0, np.sqrt(0.01 + spread**2), 15), variance, grid).sum(axis=0)
        for spread in (*[0.1] * 40, 0.2, 2.0)
    ]
    priors = prior_of_others(np.stack(totals))
    np.testing.assert_allclose(priors.sum(axis=1), 1)
    assert priors[40][(grid > 0.05) & (grid < 0.2)].sum() > 0.7
    # What no other figure shows is not ruled out.
    assert priors[41][grid > 1.5].sum() == pytest.approx(OPEN * 6 / 25, rel=0.5)
    assert prior_of_others(np.stack(totals)[:1])[0] == pytest.approx(1 / 25)


def test_tails_at_other_odds_and_rates_as_scipy_has_them() -> None:
    odds = np.array([-1.0, 0.0, 0.5, 2.0])
    low, high = share_tails(9, 40, 30, 200, odds)
    for place, each in enumerate(odds):
        dist = nchypergeom_fisher(240, 40, 39, np.exp(each))
        assert low[place] == pytest.approx(dist.cdf(9), rel=1e-6)
        assert high[place] == pytest.approx(dist.sf(8), rel=1e-6)
    low, high = rate_tails(9, 2.0, 30, 12.0, odds)
    for place, each in enumerate(odds):
        dist = binom(39, 2 * np.exp(each) / (2 * np.exp(each) + 12))
        assert low[place] == pytest.approx(dist.cdf(9), rel=1e-9)
        assert high[place] == pytest.approx(dist.sf(8), rel=1e-9)


def test_a_tail_over_spreads_is_that_of_places_that_differ_so() -> None:
    """57 of 60 beside a half of very many, where log odds differ with an sd of 0.3 or 0.6."""
    at = np.sinh(np.linspace(-3.7, 3.7, 151)) * 0.4
    _, high = share_tails(57, 60, 500_000, 1_000_000, at)
    for spread in (0.3, 0.6):
        fine = np.linspace(-8 * spread, 8 * spread, 4_001)
        density = norm.pdf(fine, scale=spread) * (fine[1] - fine[0])
        plain = float((binom.sf(56, 60, expit(fine)) * density).sum())
        found = over_spreads(at, high, np.array([spread]), np.ones(1))
        assert found == pytest.approx(plain, rel=0.02)
    mixed = over_spreads(at, high, np.array([0.0, 0.3]), np.array([0.5, 0.5]))
    alone = over_spreads(at, high, np.array([0.3]), np.ones(1))
    assert mixed == pytest.approx((alone + float(binom.sf(56, 60, 0.5))) / 2, rel=0.01)
