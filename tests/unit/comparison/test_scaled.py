"""Figures on their scale, by hand: how much each one weighs when places are compared."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from ketenkpi.comparison.scaled import back, scaled
from ketenkpi.indicators import load_indicators
from ketenkpi.stats import mid_p

ONE_PER_KIND = {each.kind: each for each in load_indicators().values()}
Z, FOLLOWED = stats.norm.ppf(0.975), ("within", "within_cause", "incidence", "remaining")


def _row(value: float, low: float, high: float, n: float) -> pd.DataFrame:
    row = {"value": value, "low": low, "high": high, "n": n, "denominator": n}
    return pd.DataFrame([row], dtype=np.float64)


@pytest.mark.parametrize("kind", FOLLOWED)
def test_a_share_of_followed_cases_weighs_as_many_as_its_limits_tell(kind: str) -> None:
    # Of 40 cases of which many are still followed it is known as if of 25.
    limits = mid_p(np.array([10.0]), np.array([25.0]))
    row = _row(0.4, float(limits.low[0]), float(limits.high[0]), 40)
    found = scaled(ONE_PER_KIND[kind], row, 0.95)
    assert found.size[0] == pytest.approx(25, rel=1e-6)
    assert found.se[0] == pytest.approx(1 / (2 * np.sqrt(25)), rel=1e-6)
    assert found.estimate[0] == pytest.approx(np.arcsin(np.sqrt(0.4)))


@pytest.mark.parametrize("kind", FOLLOWED)
def test_a_share_of_followed_cases_never_weighs_more_than_its_cases(kind: str) -> None:
    # Limits of 90 cases around a share of 30: a curve near its end may tell so much.
    limits = mid_p(np.array([36.0]), np.array([90.0]))
    row = _row(0.4, float(limits.low[0]), float(limits.high[0]), 30)
    found = scaled(ONE_PER_KIND[kind], row, 0.95)
    assert found.size[0] == 30
    assert found.se[0] == pytest.approx(1 / (2 * np.sqrt(30)))


def test_of_limits_that_were_cut_the_wider_side_tells_the_error() -> None:
    # A mark of 9 with an error of 1: 9 + 1.96 is cut at 10, and 2 - 1.96 at 1.
    estimated = ONE_PER_KIND["stratified_mean"]
    for value, low, high in ((9.0, 9 - Z, 10.0), (2.0, 1.0, 2 + Z)):
        assert scaled(estimated, _row(value, low, high, 50), 0.95).se[0] == pytest.approx(1)
    t = stats.t.ppf(0.975, 15)
    for value, low, high in ((8.0, 8 - t / 2, 9.0), (-8.0, -9.0, -8 + t / 2)):
        gap = scaled(ONE_PER_KIND["gap"], _row(value, low, high, 16), 0.95)
        assert gap.sd == pytest.approx(2)
        assert gap.se[0] == pytest.approx(2 / np.sqrt(16))


def test_days_and_prices_stand_on_the_logarithm_of_one_more() -> None:
    # log(1 + 3) ± 1.96 half a unit; and back.
    low, high = np.expm1(np.log(4) - Z / 2), np.expm1(np.log(4) + Z / 2)
    found = scaled(ONE_PER_KIND["duration"], _row(3.0, low, high, 20), 0.95)
    assert found.estimate[0] == pytest.approx(np.log(4))
    assert found.se[0] == pytest.approx(0.5)
    assert back("log", found.estimate, None)[0] == pytest.approx(3)
    assert back("plain", np.array([11.0, -1.0, 4.0]), (1.0, 10.0)).tolist() == [10, 1, 4]
