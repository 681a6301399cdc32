"""Interrupted series: known effects, gaps, statsmodels' own errors, refusals."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm

from ketenkpi.stats import interrupted_series

QUARTERS, CHANGE = 32, 20


def series(seed=3, noise=0.05):
    rng = np.random.default_rng(seed)
    t = np.arange(QUARTERS)
    shape = 0.01 * t + 0.3 * (t >= CHANGE) + 0.02 * np.maximum(t - CHANGE, 0)
    return np.exp(4 + shape + np.array([0, 0.2, -0.1, 0.1])[t % 4] + rng.normal(0, noise, QUARTERS))


def test_a_known_effect_is_found_exactly_without_noise():
    found = interrupted_series(series(noise=0), CHANGE)
    assert found.step.value == pytest.approx(np.exp(0.3), rel=1e-9)
    assert found.slope.value == pytest.approx(np.exp(0.02), rel=1e-9)
    assert found.trend.value == pytest.approx(np.exp(0.01), rel=1e-9)
    np.testing.assert_allclose(found.fitted, series(noise=0), rtol=1e-9)
    np.testing.assert_allclose(found.expected[:CHANGE], found.fitted[:CHANGE], rtol=1e-12)
    assert found.expected[CHANGE] * np.exp(0.3) == pytest.approx(found.fitted[CHANGE], rel=1e-9)


def test_without_gaps_the_errors_are_those_of_statsmodels():
    y = series()
    t = np.arange(QUARTERS)
    x = np.column_stack(
        [np.ones(QUARTERS), t, t >= CHANGE, np.maximum(t - CHANGE, 0)]
        + [t % 4 == season for season in (1, 2, 3)]
    ).astype(float)
    peer = sm.OLS(np.log(y), x).fit(
        cov_type="HAC", cov_kwds={"maxlags": 4, "use_correction": True}, use_t=True
    )
    found = interrupted_series(y, CHANGE, errors="newey_west")
    np.testing.assert_allclose(found.step.value, np.exp(peer.params[2]), rtol=1e-10)
    np.testing.assert_allclose(
        [found.step.low, found.step.high], np.exp(peer.conf_int()[2]), rtol=1e-9
    )
    assert found.slope_p == pytest.approx(peer.pvalues[3], rel=1e-6)


def test_a_gap_keeps_its_place():
    y = series()
    y[[5, 17]] = np.nan
    found = interrupted_series(y, CHANGE, errors="newey_west")
    # By hand: the scores of a missing quarter are nought, so its pairs do not count.
    t = np.arange(QUARTERS)
    x = np.column_stack(
        [np.ones(QUARTERS), t, t >= CHANGE, np.maximum(t - CHANGE, 0)]
        + [t % 4 == season for season in (1, 2, 3)]
    ).astype(float)
    known = ~np.isnan(y)
    fit = sm.OLS(np.log(y[known]), x[known]).fit()
    left = np.zeros(QUARTERS)
    left[known] = fit.resid
    meat = np.zeros((7, 7))
    for i in range(QUARTERS):
        for j in range(max(0, i - 4), min(QUARTERS, i + 5)):
            meat += (1 - abs(i - j) / 5) * left[i] * left[j] * np.outer(x[i], x[j])
    bread = np.linalg.inv(x[known].T @ x[known])
    error = np.sqrt((bread @ meat @ bread * 30 / 23)[2, 2])
    reach = 2.0686576104190406 * error  # qt(.975, 23)
    assert np.log(found.step.high / found.step.value) == pytest.approx(reach, rel=1e-8)
    assert (found.n, found.freedom) == (30, 23)
    assert not np.isnan(found.fitted).any()


def test_unrelated_quarters_have_the_plain_limits():
    # A likelihood at its highest without autocorrelation gives ordinary least squares.
    y = np.exp(5 + np.array([0.1, -0.1] * 16))
    found = interrupted_series(y, CHANGE, season=1)
    assert found.autocorrelation == 0
    t = np.arange(QUARTERS)
    x = np.column_stack([np.ones(QUARTERS), t, t >= CHANGE, np.maximum(t - CHANGE, 0)])
    peer = sm.OLS(np.log(y), x.astype(float)).fit()
    np.testing.assert_allclose(
        [found.step.low, found.step.high], np.exp(peer.conf_int()[2]), rtol=1e-9
    )


def test_counts_of_unrelated_quarters_are_a_quasi_poisson_model():
    t = np.arange(QUARTERS)
    exposure = 1_000.0 + 10 * t
    events = np.round(exposure * 0.05 * np.where(t >= CHANGE, 0.8, 1) * (1 + 0.2 * (-1) ** t))
    found = interrupted_series(events, CHANGE, exposure=exposure, season=1)
    x = np.column_stack([np.ones(QUARTERS), t, t >= CHANGE, np.maximum(t - CHANGE, 0)])
    model = sm.GLM(events, x.astype(float), family=sm.families.Poisson(), offset=np.log(exposure))
    peer = model.fit(scale="X2", use_t=True, tol=1e-12)
    assert found.autocorrelation == 0
    np.testing.assert_allclose(found.step.value, np.exp(peer.params[2]), rtol=1e-9)
    np.testing.assert_allclose(
        [found.step.low, found.step.high], np.exp(peer.conf_int()[2]), rtol=1e-8
    )


def test_counts_with_zeros():
    rng = np.random.default_rng(8)
    t = np.arange(QUARTERS)
    exposure = 100 + 3.0 * t
    events = rng.poisson(exposure * 0.02 * np.where(t >= CHANGE, 0.5, 1))
    assert (events == 0).any()
    found = interrupted_series(events, CHANGE, exposure=exposure, season=1)
    assert found.step.low < found.step.value < found.step.high
    plain = interrupted_series(events, CHANGE, exposure=exposure, season=1, errors="newey_west")
    # The maximum of a Poisson likelihood with a constant: the fit adds up to what was seen.
    assert plain.fitted.sum() == pytest.approx(events.sum(), rel=1e-8)


@pytest.mark.parametrize(("related", "least", "most"), [(0.0, 0.01, 0.08), (0.5, 0.02, 0.15)])
def test_how_often_chance_alone_is_called_a_change(related, least, most):
    # 300 series; 5% is meant. Newey and West's errors call 16% and 27% a change.
    noise = np.random.default_rng(12).normal(0, 0.1, (300, QUARTERS + 20))
    for i in range(1, noise.shape[1]):
        noise[:, i] += related * noise[:, i - 1]
    found = [interrupted_series(np.exp(5 + row[20:]), CHANGE, season=1) for row in noise]
    assert least < np.mean([each.step_p < 0.05 for each in found]) < most


@pytest.mark.parametrize(
    ("values", "change", "options", "message"),
    [
        ([], 0, {}, "measured periods"),
        ([5.0], 0, {}, "measured periods"),
        (np.full(30, np.nan), 20, {}, "measured periods"),
        (np.ones(30), 7, {}, "got 7 and 23"),
        (np.ones(30), 27, {}, "got 27 and 3"),
        (np.ones(30), -5, {}, "measured periods"),
        (np.zeros(30), 20, {}, "positive"),
        (-np.ones(30), 20, {"exposure": 1.0}, "positive"),
        (np.ones(30), 20, {"exposure": 0.0}, "exposure must be positive"),
        (np.where(np.arange(30) < 20, 9.0, 0.0), 20, {"exposure": 1.0}, "no events"),
        (np.where(np.arange(30) % 4 == 2, np.nan, 5.0), 20, {}, "every season"),
        (np.arange(1.0, 13), 8, {"season": 9}, "every season"),
    ],
)
def test_refusals(values, change, options, message):
    with pytest.raises(ValueError, match=message):
        interrupted_series(values, change, **options)
