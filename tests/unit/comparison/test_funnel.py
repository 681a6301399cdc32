"""Funnels of figures of every kind: positions, limits, curves, and plain second computations."""

from __future__ import annotations

from math import log1p, sqrt

import numpy as np
import pandas as pd
import pytest
from scipy.stats import betabinom

from ketenkpi.comparison import PlacedFunnel, place_ratios, place_values, rank_intervals
from ketenkpi.comparison.scaled import not_compared, scaled
from ketenkpi.indicators import load_indicators
from ketenkpi.indicators.kinds import KINDS
from ketenkpi.stats import kaplan_meier, mean_skewed, mid_p, poisson_exact

INDICATORS = load_indicators()
ONE_OF_KIND = {each.kind: each for each in INDICATORS.values()}


def shares(events: list[float], trials: list[float]) -> pd.DataFrame:
    limits = mid_p(events, trials)
    return pd.DataFrame(
        {"value": limits.value, "low": limits.low, "high": limits.high}
        | {"n": trials, "denominator": trials}
    )


def placed(kind: str, frame: pd.DataFrame) -> PlacedFunnel:
    indicator = ONE_OF_KIND[kind]
    return place_values(scaled(indicator, frame, 0.95), indicator.bounds)


def test_every_kind_is_compared_or_says_why_not() -> None:
    for kind, each in ONE_OF_KIND.items():
        frame = pd.DataFrame(
            {"value": [0.4, 0.5], "low": [0.3, 0.4], "high": [0.5, 0.6]}
            | {"n": [50.0, 60.0], "denominator": [50.0, 60.0]}
        )
        if not_compared(each) is None:
            # Marks lie on a scale from 1, days and shares do not.
            mean = frame.assign(value=[6.4, 6.5], low=[6.3, 6.4], high=[6.5, 6.6])
            figures = mean if kind == "mean" else frame
            assert not np.isnan(scaled(each, figures, 0.95).se).any(), kind
    assert set(ONE_OF_KIND) == set(KINDS)


def test_positions_by_hand() -> None:
    # 20 places of 400 at one in two with the spread of chance, one far above.
    rng = np.random.default_rng(5)
    events = [*rng.binomial(400, 0.5, 20).astype(float), 280.0]
    found = placed("proportion", shares(events, [400.0] * 21))
    share = sum(events) / 8400
    z = [(x - 400 * share) / sqrt(400 * share * (1 - share)) for x in events]
    cut = np.clip(z, *np.quantile(z, [0.1, 0.9]))
    # Of 21 units a cut at a tenth on each side keeps 0.7014 of the variance.
    beyond = max(0.0, float((cut**2).sum()) / 0.70144 - 20)
    rho = beyond / (399 * 20)
    law = betabinom(400, share * (1 / rho - 1), (1 - share) * (1 / rho - 1))
    chances = law.pmf(np.arange(401))
    p = [chances[chances <= chances[int(x)] * (1 + 1e-7)].sum() for x in events]
    assert found.p.tolist() == pytest.approx(p)
    assert found.z.tolist() == pytest.approx([(x - 400 * share) / law.std() for x in events])
    side = ["above" if x > 400 * share else "below" for x in events]
    words = [f"{s}_998" if each <= 0.002 else f"{s}_95" if each <= 0.05 else "inside"
             for s, each in zip(side, p, strict=True)]  # fmt: skip
    assert found.position.tolist() == words
    assert words[-1] == "above_998"
    assert found.outliers.tolist() == [False] * 20 + [True]


def test_the_curve_is_where_the_limits_are() -> None:
    found = placed("proportion", shares([30, 55, 210.0], [60, 100, 400.0]))
    again = found.curve
    assert list(again.columns) == ["n", "low_95", "high_95", "low_998", "high_998"]
    for row, n in enumerate(found.size):
        for column, limit in enumerate(found.limits[row]):
            drawn = np.interp(n, again["n"], again.iloc[:, column + 1])
            assert drawn == pytest.approx(limit, abs=0.002)
    assert (again["low_998"] <= again["low_95"]).all()
    assert (again["high_95"] <= again["high_998"]).all()


def test_a_place_without_a_figure_takes_no_part() -> None:
    frame = shares([30, 55, 5.0], [60, 100, 9.0])
    gone = frame.assign(value=frame["value"].where(frame["n"] > 9))
    found = placed("proportion", gone)
    assert found.units == 2
    assert found.position[2] is None
    assert np.isnan(found.limits[2]).all()
    assert np.isnan(found.point[2])
    without = placed("proportion", frame.iloc[:2])
    assert found.limits[:2] == pytest.approx(without.limits)


def test_fewer_than_ten_are_called_weak() -> None:
    nine = placed("proportion", shares([50.0] * 9, [100.0] * 9))
    ten = placed("proportion", shares([50.0] * 10, [100.0] * 10))
    assert (nine.weak, ten.weak) == (True, False)


def test_means_have_the_spread_of_all_answers_together() -> None:
    rng = np.random.default_rng(8)
    marks = [rng.integers(4, 10, n) for n in (30, 60, 200)] + [np.full(25, 7)]
    n = [len(m) for m in marks]
    sums, squares = [int(m.sum()) for m in marks], [int((m**2).sum()) for m in marks]
    cubes = [int((m**3).sum()) for m in marks]
    limits = mean_skewed(n, sums, squares, cubes, bounds=(1, 10))
    frame = pd.DataFrame({"value": limits.value, "n": n, "denominator": n}).assign(
        low=np.where(limits.constant, np.nan, limits.low),
        high=np.where(limits.constant, np.nan, limits.high),
    )
    found = scaled(INDICATORS["klanttevredenheid"], frame, 0.95)
    within = sum(float(((m - m.mean()) ** 2).sum()) for m in marks)
    # Answers that are all equal have no limits to tell a spread: they are not pooled.
    sd = sqrt(within / (sum(n[:3]) - 3))
    assert found.se.tolist() == pytest.approx([sd / sqrt(each) for each in n])
    funnel = place_values(found, (1.0, 10.0))
    assert funnel.target == pytest.approx(sum(sums) / sum(n))
    assert len(funnel.curve) == 60
    assert funnel.position[3] is not None, "equal answers still are answers"


def test_a_share_followed_in_time_counts_as_many_cases_as_its_limits_allow() -> None:
    # Without open cases the effective number is the number itself.
    curve = kaplan_meier([10, 40], [30, 70], [0, 0])
    left = curve.survival(20)
    within = pd.DataFrame({"value": 1 - left.value, "low": 1 - left.high, "high": 1 - left.low})
    found = scaled(ONE_OF_KIND["within"], within.assign(n=100.0, denominator=100.0), 0.95)
    assert found.size.tolist() == pytest.approx([100])
    # Half of them are lost to follow-up on day 5: fewer, but more than half.
    censored = kaplan_meier([5, 10, 40], [0, 15, 35], [50, 0, 0]).survival(20)
    frame = pd.DataFrame({"value": 1 - censored.value, "low": 1 - censored.high})
    frame = frame.assign(high=1 - censored.low, n=100.0, denominator=100.0)
    assert scaled(ONE_OF_KIND["within"], frame, 0.95).size.tolist() == pytest.approx([50])


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_all_or_none_in_time_keeps_its_uncertainty(share: float) -> None:
    limits = mid_p([share * 40], [40])
    frame = pd.DataFrame({"value": [share], "low": limits.low, "high": limits.high})
    found = scaled(ONE_OF_KIND["within"], frame.assign(n=60.0, denominator=60.0), 0.95)
    assert found.size.tolist() == pytest.approx([40])


def test_waiting_times_on_a_logarithmic_scale() -> None:
    frame = pd.DataFrame(
        {"value": [20.0, 22.0, 60.0, 0.0], "low": [18.0, 20.0, 50.0, 0.0]}
        | {"high": [23.0, 25.0, 70.0, 2.0], "n": [90.0] * 4, "denominator": [90.0] * 4}
    )
    found = scaled(ONE_OF_KIND["duration"], frame, 0.95)
    assert found.estimate.tolist() == pytest.approx([log1p(v) for v in frame["value"]])
    width = [log1p(h) - log1p(w) for h, w in zip(frame["high"], frame["low"], strict=True)]
    assert found.se.tolist() == pytest.approx([w / (2 * 1.959964) for w in width])
    drawn = place_values(found, None)
    assert drawn.curve.empty
    assert (drawn.limits >= 0).all()


def test_a_waiting_time_without_an_end_to_its_limits_takes_no_part() -> None:
    frame = pd.DataFrame(
        {"value": [20.0, 22.0, 21.0], "low": [18.0, 20.0, 21.0], "high": [np.nan, 25.0, 21.0]}
    ).assign(n=90.0, denominator=90.0)
    assert np.isnan(scaled(ONE_OF_KIND["duration"], frame, 0.95).se).tolist() == [True, False, True]


def test_rates_and_rates_per_thousand_give_one_answer() -> None:
    events, years = np.array([40.0, 55, 90, 12]), np.array([400.0, 500, 1000, 90])
    limits = poisson_exact(events, years)
    frame = pd.DataFrame({"value": limits.value, "low": limits.low, "high": limits.high})
    frame = frame.assign(n=events, denominator=years)
    per_1000 = frame.assign(**{name: frame[name] * 1000 for name in ("value", "low", "high")})
    one, thousand = placed("rate", frame), placed("rate_per_1000", per_1000)
    assert thousand.z.tolist() == pytest.approx(one.z.tolist())
    assert thousand.target == pytest.approx(1000 * one.target)
    assert thousand.limits == pytest.approx(1000 * one.limits)


def test_ratios_stand_around_one() -> None:
    found = place_ratios([90.0, 110, 100, 400], [100.0, 100, 100, 100])
    assert found.target == 1
    assert found.position[3] == "inside", "four places alone cannot tell what is usual"
    many = place_ratios([90.0, 110, 100, 95] * 4 + [400.0], [100.0] * 17)
    assert many.position[16] == "above_998"
    assert (found.limits[:, 0] < 1).all()
    assert (found.limits[:, 1] > 1).all()


def test_places_are_intervals_in_order_of_name() -> None:
    names, marks = ["Zuid", "Noord", "Oost"], [9.0, 1.0, 5.0]
    found = rank_intervals(names, marks, [0.1, 0.1, 0.1])
    assert found["name"].tolist() == ["Noord", "Oost", "Zuid"]
    assert found[["rank_low", "rank_high"]].to_numpy().tolist() == [[3, 3], [2, 2], [1, 1]]
    unsure = rank_intervals(names, marks, [50.0, 50.0, 50.0])
    assert unsure[["rank_low", "rank_high"]].to_numpy().tolist() == [[1, 3]] * 3
    gone = rank_intervals(names, [9.0, np.nan, 5.0], [0.1, 0.1, 0.1])
    assert gone["rank_low"].isna().tolist() == [True, False, False]
    assert set(found.columns) == {"name", "rank_low", "rank_high"}
