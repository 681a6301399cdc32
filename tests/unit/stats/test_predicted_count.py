"""Prediction limits of the rest of a period, against the negative binomial of scipy."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import nbinom

from ketenkpi.stats import predicted_count

INF = np.inf


@pytest.mark.parametrize(
    ("events", "done", "before", "due", "luck"),
    [
        (15, 0.5, INF, INF, 0.0),
        (0, 0.25, INF, INF, 0.0),
        (750, 0.75, INF, INF, 0.0),
        (15, 0.5, 40, 40, 0.0),
        (250, 0.25, 900, 2_600, 0.013),
    ],
)
def test_limits_are_quantiles_of_a_negative_binomial(
    events: int, done: float, before: float, due: float, luck: float
) -> None:
    shape = 1 / (1 / (events + 0.5) + 1 / before + 1 / due + luck)
    mean = (events + 0.5) * (1 - done) / done
    wanted = nbinom.ppf([0.025, 0.975], shape, shape / (shape + mean))
    found = predicted_count(events, done, before, due, luck)
    assert [float(found.low), float(found.high)] == wanted.tolist()
    assert float(found.value) == pytest.approx(events * (1 - done) / done)


def test_the_limits_hold_their_chance_exactly_where_the_rate_is_drawn_from_its_prior() -> None:
    chance = np.random.default_rng(5)
    # Given x events of a part, the rate is Gamma(x + 1/2): the rest then follows.
    rates = chance.gamma(20.5, 1 / 0.4, 20_000)
    rest = chance.poisson(rates * 0.6)
    found = predicted_count(20, 0.4)
    assert 0.95 <= ((rest >= found.low) & (rest <= found.high)).mean() <= 0.97


def test_nothing_is_to_come_at_the_end_and_nothing_is_known_of_what_is_missing() -> None:
    found = predicted_count([10.0, np.nan], [1.0, 0.5])
    assert (found.low[0], found.high[0]) == (0, 0)
    assert np.isnan([found.low[1], found.high[1]]).all()


@pytest.mark.parametrize(("events", "done"), [(-1, 0.5), (1, 1.2)])
def test_what_cannot_be_is_refused(events: float, done: float) -> None:
    with pytest.raises(ValueError, match="got"):
        predicted_count(events, done)
