"""Who goes on within a term: against plain loops, order statistics and simulated coverage."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import binom

from ketenkpi.stats import going_on, mid_p

Case = tuple[int, str]
WANTED, OTHER, WAITING = "wanted", "other", "waiting"


def plainly(cases: list[Case], horizon: int) -> list[float]:
    """The share that went on by each day, one day and one case at a time (Aalen-Johansen)."""
    share, waits, course = 0.0, 1.0, []
    for day in range(horizon + 1):
        at_risk = sum(after >= day for after, _ in cases)
        came = [how for after, how in cases if after == day and how != WAITING]
        if at_risk:
            share += waits * came.count(WANTED) / at_risk
            waits *= 1 - len(came) / at_risk
        course.append(share)
    return course


def of(cases: list[Case], horizon: int):  # type: ignore[no-untyped-def]
    days = [day for day, _ in cases]
    columns = ([int(how == which) for _, how in cases] for which in (WANTED, OTHER, WAITING))
    return going_on(days, *columns, horizon)


def some_cases(rng: np.random.Generator, n: int, lost: bool) -> list[Case]:
    hows = [WANTED, OTHER, WAITING] if lost else [WANTED, OTHER]
    return [(int(rng.integers(0, 40)), str(rng.choice(hows))) for _ in range(n)]


@pytest.mark.parametrize("seed", range(20))
def test_shares_and_days_are_those_of_plain_loops(seed: int) -> None:
    rng = np.random.default_rng(seed)
    cases = [*some_cases(rng, 30, lost=True), (60, WAITING)]
    horizon = int(rng.integers(5, 50))
    course = plainly(cases, horizon)
    found = of(cases, horizon)
    assert found.share().value[0] == pytest.approx(course[-1])
    for part in (0.5, 0.9):
        reached = (d for d, share in enumerate(course) if share >= part * course[-1] - 1e-9)
        day = next(reached) if course[-1] > 0 else math.nan
        assert found.quantile(part).value[0] == pytest.approx(day, nan_ok=True)
    assert found.went[0] == sum(day <= horizon and how == WANTED for day, how in cases)


def test_when_everybody_is_followed_it_is_a_share_with_its_limits() -> None:
    cases = some_cases(np.random.default_rng(3), 50, lost=False)
    found, went = of(cases, 20), sum(day <= 20 and how == WANTED for day, how in cases)
    expected = mid_p(went, 50)
    share = found.share()
    assert share.value[0] == pytest.approx(went / 50)
    assert share.low[0] == pytest.approx(float(expected.low), abs=1e-9)
    assert share.high[0] == pytest.approx(float(expected.high), abs=1e-9)


@pytest.mark.parametrize("part", [0.5, 0.9])
@pytest.mark.parametrize("went", [10, 37, 200])
def test_limits_of_days_are_order_statistics(part: float, went: int) -> None:
    days = np.sort(np.random.default_rng(went).integers(0, 500, went))
    found = of([(int(day), WANTED) for day in days], 500).quantile(part)
    # Mid-p: the chance that the quantile lies before the k-th case, half of a tie counted.
    ranks = np.arange(1, went + 1)
    before = binom.cdf(ranks - 1, went, part) + binom.pmf(ranks, went, part) / 2
    low, high = (int(np.argmax(before >= side)) for side in (0.025, 0.975))
    assert found.low[0] == days[low]
    # Of ten the last lies before the ninth tenth in 0.9 to the power ten: 35 %.
    told = before[high] >= 0.975 and (high < went - 1 or part**went <= 0.025)
    assert found.high[0] == (days[high] if told else 500)


def test_a_lower_limit_is_no_case_later_where_some_are_lost() -> None:
    # Twenty who go on, day by day, and one who is lost on day 5: later ones weigh 1/19 more.
    cases = [(day, WANTED) for day in range(1, 21)]
    whole, lost = of(cases, 56).quantile(0.5), of([*cases, (5, WAITING)], 56).quantile(0.5)
    assert (whole.low[0], lost.low[0]) == (6, 6)


def test_nobody_who_went_on_has_no_days() -> None:
    found = of([(3, OTHER), (9, WAITING), (70, WAITING)], 56)
    assert found.share().value[0] == 0
    assert 0 < found.share().high[0] < 1
    assert math.isnan(found.quantile(0.5).value[0])


def test_what_was_not_followed_for_the_term_is_not_known() -> None:
    found = of([(3, WANTED), (9, WAITING)], 56)
    assert math.isnan(found.share().value[0])
    assert math.isnan(found.quantile(0.5).value[0])


def test_each_group_has_its_own_horizon() -> None:
    days, group = [5, 60, 5, 60], [0, 0, 1, 1]
    found = going_on(days, [1] * 4, [0] * 4, [0] * 4, [56, 91], group=group, groups=2)
    assert found.share().value.tolist() == [0.5, 1.0]
    assert found.went.tolist() == [1, 2]


def test_a_group_without_cases_is_missing() -> None:
    found = going_on([5], [1], [0], [0], 56, group=[1], groups=2)
    assert np.isnan(found.share().value).tolist() == [True, False]
    assert np.isnan(found.quantile(0.5).value).tolist() == [True, False]


@pytest.mark.parametrize(("days", "horizon"), [([-1], 56), ([5], -1)])
def test_days_count_from_zero(days: list[int], horizon: int) -> None:
    with pytest.raises(ValueError, match="zero"):
        going_on(days, [1], [0], [0], horizon)


@pytest.mark.slow
def test_the_true_share_and_day_lie_within_the_limits_as_often_as_they_say() -> None:
    """Ended over 90 days, followed to day 120 from the first: half are lost before the term."""
    rng, term, truth = np.random.default_rng(11), 56, 0.6
    waits = rng.gamma(2, 9, 400_000)
    day = int(np.quantile(np.floor(waits[waits < term + 1]), 0.9, method="inverted_cdf"))
    in_time = truth * float((waits < term + 1).mean())
    inside = {"share": 0, "p90": 0}
    worlds = 1_000
    for _ in range(worlds):
        n = 80
        wait = np.floor(rng.gamma(2, 9, n)).astype(np.int64)
        goes, seen = rng.random(n) < truth, rng.integers(30, 121, n)
        other = np.floor(rng.gamma(2, 20, n)).astype(np.int64)
        wait = np.where(goes, wait, other)
        came = wait <= seen
        found = going_on(
            np.where(came, wait, seen), came & goes, came & ~goes, (~came).astype(int), term
        )
        share, nine = found.share(), found.quantile(0.9)
        inside["share"] += int(share.low[0] <= in_time <= share.high[0])
        inside["p90"] += int(nine.low[0] <= day <= nine.high[0])
    # Standard error at 95 % of 1,000 worlds is 0.7 points.
    assert inside["share"] / worlds > 0.93
    assert inside["p90"] / worlds > 0.93
