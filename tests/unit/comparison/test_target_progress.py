"""Targets over more than a quarter, rule by rule, on quarters written out by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from math import isnan, nan
from typing import Any

import numpy as np
import pandas as pd
import pytest

from ketenkpi.comparison.target_period import SUM, TargetPeriod, judged_by
from ketenkpi.comparison.target_progress import (
    AskedTarget,
    Past,
    TargetProgress,
    progress,
    year_before,
)
from ketenkpi.comparison.target_rows import BEFORE, FIGURE, before_periods
from ketenkpi.comparison.targets import Standing
from ketenkpi.comparison.verdicts import verdicts
from ketenkpi.indicators import load_indicators
from ketenkpi.stats import poisson_exact
from ketenkpi.vocabulary import Quarter

KNOWN = load_indicators()
COUNT, SHARE, DAYS, STOCK = "uitstroom_werk", "aandeel_werk", "uitkeringsduur", "stand"
YEAR = TargetPeriod(date(2010, 1, 1), date(2010, 12, 31))
Q1, Q2, Q3, Q4 = (Quarter(2010, number) for number in (1, 2, 3, 4))
WILSON = "indicators.method_wilson"
NOT_DELIVERED = "indicators.reason_not_delivered"


def row(quarter: Quarter, value: float, key: str = COUNT, **changes: Any) -> dict[str, Any]:
    given: dict[str, Any] = {
        "indicator": key, "werkplein": "A", "kwartaal": quarter.index, "split": None,
        "value": float(value), "low": float(value), "high": float(value), "n": 100,
        "unit": KNOWN[key].unit, "method": WILSON,
        "reason": NOT_DELIVERED if isnan(value) else None, "incomplete": 0,
        "immature": False, "provisional": False, "undelivered": 0,
    }  # fmt: skip
    return given | changes


def of_year(*values: float, first: Quarter = Q1, key: str = COUNT) -> list[dict[str, Any]]:
    return [row(first + later, value, key) for later, value in enumerate(values)]


def past(rows: Sequence[dict[str, Any]], *together: dict[str, Any], **changes: Any) -> Past:
    """Quarters, and what is answered over quarters together."""

    def over(keys: Sequence[str], quarters: Sequence[Quarter]) -> pd.DataFrame:
        return pd.DataFrame(list(together))

    return Past(pd.DataFrame(list(rows)), over=over, **changes)


def asked(
    target: float, quarter: Quarter, key: str = COUNT, period: TargetPeriod = YEAR
) -> AskedTarget:
    return AskedTarget(KNOWN[key], "A", period, target, quarter)


def told(target: float, *values: float, before: Sequence[float] = ()) -> TargetProgress:
    """A year's target on a number, looked at when these quarters are over."""
    earlier = of_year(*before, first=Q1 + -len(before))
    return progress(asked(target, Q1 + (len(values) - 1)), past([*earlier, *of_year(*values)]))


def test_after_the_year_a_number_is_compared_as_it_was_counted() -> None:
    assert told(30, 13, 10, 6, 4).verdict == "gehaald"
    assert told(33, 13, 10, 6, 4).verdict == "gehaald"  # at the target is reached
    missed = told(34, 13, 10, 6, 4)
    assert (missed.verdict, missed.value, missed.due) == ("niet_gehaald", 33, 34)
    assert isnan(missed.end_low)


@pytest.mark.parametrize(
    ("values", "verdict"),
    [((23, 23), "voor"), ((4, 5), "achter"), ((8, 7), "niet_te_zeggen"), ((31,), "voor")],
)
def test_before_the_end_it_depends_on_where_it_may_end(
    values: tuple[float, ...], verdict: str
) -> None:
    assert told(30, *values).verdict == verdict


def test_on_schedule_is_said_where_every_end_is_near_the_target() -> None:
    found = told(1000, 250, 250, 250)
    assert (found.verdict, found.due, found.pace) == ("op_schema", 750, "line")
    assert 900 <= found.end_low < found.end_high <= 1100
    # Of thirty no end is that sure, and that is said.
    assert told(30, 8, 7, 8).reason == "comparison.target_both_possible"


def test_two_earlier_years_give_a_season_and_one_does_not() -> None:
    season = told(100, 40, before=(40, 20, 20, 20) * 2)
    assert (season.pace, season.due) == ("season", 40)
    line = told(100, 40, before=(40, 20, 20, 20))
    assert (line.pace, line.due) == ("line", 25)
    # By the season 40 is what was due; by a straight line it would be far ahead.
    assert (season.verdict, line.verdict) == ("niet_te_zeggen", "voor")


def test_a_year_that_is_not_whole_gives_no_season() -> None:
    earlier = of_year(40, nan, 20, 20, 40, 20, 20, 20, first=Q1 + -8)
    assert progress(asked(100, Q1), past([*earlier, row(Q1, 40)])).pace == "line"


def test_a_missing_quarter_is_named_and_decides_only_where_it_could() -> None:
    reached = told(30, 20, nan, 12, 9)
    assert (reached.verdict, reached.open) == ("gehaald", ((Q2, NOT_DELIVERED),))
    unknown = told(42, 20, nan, 12, 9)
    assert (unknown.verdict, unknown.reason) == (
        "niet_te_zeggen", "comparison.target_open_quarters",
    )  # fmt: skip
    assert (unknown.value, unknown.low) == (41, 41)
    assert told(30, 20, nan).reason == "comparison.target_open_quarters"


def test_nothing_known_at_all_is_not_known() -> None:
    assert (told(30, nan, nan).verdict, told(30, nan).reason) == ("nb", NOT_DELIVERED)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"incomplete": 1}, "comparison.target_quarter_running"),
        ({"immature": True}, "comparison.target_quarter_immature"),
        ({"undelivered": 1}, "comparison.target_quarter_places_lack"),
    ],
)
def test_a_quarter_that_still_grows_can_only_add(changes: dict[str, Any], why: str) -> None:
    rows = [*of_year(10, 10, 10), row(Q4, 5, **changes)]
    unknown = progress(asked(36, Q4), past(rows))
    assert (unknown.verdict, unknown.open) == ("niet_te_zeggen", ((Q4, why),))
    assert progress(asked(35, Q4), past(rows)).verdict == "gehaald"


def test_a_provisional_quarter_decides_within_what_it_may_still_move() -> None:
    rows = [*of_year(10, 10, 10), row(Q4, 8, provisional=True, settled_low=8.0, settled_high=10.0)]
    verdict = {target: progress(asked(target, Q4), past(rows)).verdict for target in (38, 39, 41)}
    assert verdict == {38: "gehaald", 39: "niet_te_zeggen", 41: "niet_gehaald"}


def test_a_place_that_did_not_exist_in_a_quarter_adds_nothing() -> None:
    rows = [row(Q1, nan), *of_year(10, 10, 10, first=Q2)]
    found = progress(asked(30, Q4), past(rows, closed={("A", Q1)}))
    assert (found.verdict, found.open) == ("gehaald", ())


def test_where_less_is_better_a_number_may_not_pass_the_target() -> None:
    less = replace(KNOWN[COUNT], direction="lower")
    past_year = past(of_year(10, 10, 10, 10))
    verdict = [
        progress(AskedTarget(less, "A", YEAR, target, Q4), past_year).verdict for target in (40, 39)
    ]
    assert verdict == ["gehaald", "niet_gehaald"]
    running = [
        progress(AskedTarget(less, "A", YEAR, target, Q2), past_year).verdict for target in (80, 19)
    ]
    assert running == ["voor", "achter"]


def test_a_period_that_starts_within_a_quarter_counts_that_quarter_between_nothing_and_all() -> (
    None
):
    period = TargetPeriod(date(2010, 2, 15), date(2010, 12, 31))
    rows = past(of_year(10, 10, 10, 10))
    verdict = {
        target: progress(asked(target, Q4, period=period), rows).verdict for target in (30, 31, 41)
    }
    assert verdict == {30: "gehaald", 31: "niet_te_zeggen", 41: "niet_gehaald"}
    found = progress(asked(35, Q2, period=period), rows)
    assert found.open == ((Q1, "comparison.target_quarter_part"),)
    # Of the first quarter 45 of its 90 days are held.
    assert found.due == pytest.approx(35 * 1.5 / 3.5)


def test_a_share_is_that_of_all_cases_of_the_period() -> None:
    rows = past(of_year(0.2, 0.8, 0.8, 0.8, key=SHARE), row(Q4, 0.65, SHARE, low=0.6, high=0.7))
    verdict = {
        target: progress(asked(target, Q4, SHARE), rows).verdict for target in (0.6, 0.65, 0.71)
    }
    assert verdict == {0.6: "gehaald", 0.65: "niet_te_zeggen", 0.71: "niet_gehaald"}
    running = {target: progress(asked(target, Q2, SHARE), rows) for target in (0.6, 0.65, 0.71)}
    assert [each.verdict for each in running.values()] == ["voor", "op_schema", "achter"]


@pytest.mark.parametrize("changes", [{"immature": True}, {"incomplete": 1}, {"undelivered": 1}])
def test_a_share_is_not_told_while_a_quarter_of_it_is_not_known(changes: dict[str, Any]) -> None:
    rows = [*of_year(0.5, 0.5, 0.5, key=SHARE), row(Q4, 0.5, SHARE, **changes)]
    found = progress(asked(0.3, Q4, SHARE), past(rows, row(Q4, 0.5, SHARE, low=0.4, high=0.6)))
    assert (found.verdict, found.reason) == ("niet_te_zeggen", "comparison.target_open_quarters")
    assert [quarter for quarter, _ in found.open] == [Q4]


def test_a_provisional_quarter_moves_a_share_by_its_part_of_the_cases() -> None:
    open_ = {"provisional": True, "settled_low": 0.3, "settled_high": 0.5}
    rows = [*of_year(0.5, 0.5, 0.5, key=SHARE), row(Q4, 0.5, SHARE, **open_)]
    whole = row(Q4, 0.5, SHARE, low=0.44, high=0.56)
    # A quarter of the cases may fall by 0.2, so the whole by 0.05.
    verdict = {
        target: progress(asked(target, Q4, SHARE), past(rows, whole)).verdict
        for target in (0.38, 0.41, 0.57)
    }
    assert verdict == {0.38: "gehaald", 0.41: "niet_te_zeggen", 0.57: "niet_gehaald"}


def test_a_stock_is_that_of_the_last_day() -> None:
    rows = past([row(Q2, 400, STOCK)])
    found = progress(asked(390, Q2, STOCK), rows)
    assert (found.verdict, found.reason) == ("niet_te_zeggen", "comparison.target_on_last_day")
    assert found.value == 400


def test_by_what_each_kind_of_figure_is_judged() -> None:
    assert [judged_by(KNOWN[key], YEAR) for key in (COUNT, SHARE, DAYS, STOCK)] == [
        "sum", "pooled", "pooled", "end",
    ]  # fmt: skip
    half = TargetPeriod(date(2010, 1, 1), date(2010, 6, 30))
    looks_back = KNOWN["uitstroomquote_jaar"]
    assert (judged_by(looks_back, YEAR), judged_by(looks_back, half)) == ("end", "none")
    # People who came in two quarters would count twice.
    assert judged_by(KNOWN["personen"], YEAR) == "none"


def test_the_year_before_is_the_same_part_of_it() -> None:
    rows = past(of_year(10, 11, 12, 13, 20, 21, first=Q1 + -4))
    found = year_before(asked(80, Q2), rows)
    assert (found.value, found.low < 21 < found.high) == (21, True)
    assert isnan(year_before(asked(80, Q2), past(of_year(20, 21))).value)


def test_where_a_year_may_end_counts_from_both_ends_of_what_is_provisional() -> None:
    # 240 to 260 of a quarter: at least what 240 bring, at most what 260 bring.
    quarter = row(Q1, 250, provisional=True, settled_low=240.0, settled_high=260.0)
    found = progress(asked(1000, Q1), past([quarter]))
    assert (found.end_low, found.end_high) == (told(1000, 240).end_low, told(1000, 260).end_high)
    assert told(1000, 240).end_high < found.end_high


def test_a_season_needs_events_before_and_after() -> None:
    # Nothing ever came in the first quarter: by the season all is still to come, so by time.
    found = told(60, 5, before=(0, 20, 20, 20) * 2)
    assert (found.pace, found.due) == ("line", 15)


def test_the_year_before_needs_each_of_its_quarters() -> None:
    share = {"method": WILSON, "n": 80, "low": 0.4, "high": 0.6, "reason": None}
    together = {"indicator": SHARE, "werkplein": "A", "split": None, "value": 0.5} | share
    whole = of_year(0.5, 0.5, 0.5, 0.5, first=Q1 + -4, key=SHARE)
    now = asked(0.5, Q2, key=SHARE)
    assert year_before(now, past(whole, together)).value == 0.5
    lacking = [whole[0], row(Q2 + -4, nan, SHARE), *whole[2:]]
    assert isnan(year_before(now, past(lacking, together)).value)


def test_a_number_of_a_period_is_compared_with_limits_of_chance() -> None:
    asked_for = {
        "indicator": COUNT, "werkplein": "A", "kwartaal": Q2.index, "judged_by": SUM,
        "period_first": YEAR.first, "period_last": YEAR.last, "target": 80.0, "side": None,
    }  # fmt: skip
    frame = pd.DataFrame([asked_for | dict.fromkeys((*FIGURE, *BEFORE), nan) | {"value": 21.0}])
    earlier = past(of_year(10, 11, 12, 13, 9, 12, first=Q1 + -4))
    rows, (value, low, high) = before_periods(frame, KNOWN, earlier)
    expected = poisson_exact(np.array([21.0]))
    assert (value[0], low[0], high[0]) == (21, expected.low[0], expected.high[0])
    # 10 and 11 in the same two quarters a year earlier.
    assert rows.loc[0, BEFORE[0]] == 21


def standing(quarter: Quarter, key: str = COUNT, **changes: Any) -> Standing:
    given: dict[str, Any] = {
        "indicator": KNOWN[key], "werkplein": "A", "quarter": quarter, "soort": "norm",
        "level": "werkplein", "value": 30.0, "reason": None, "derived_from": None,
        "recorded": None, "period": YEAR,
    }  # fmt: skip
    return Standing(**given | changes)


def test_rows_of_a_year_and_of_a_quarter_stand_side_by_side() -> None:
    less = replace(KNOWN[STOCK], direction="lower")
    figures = pd.DataFrame([*of_year(13, 10, 6, 4), *of_year(20, 20, 20, 20, key=STOCK)])
    found = verdicts(
        [
            standing(Q4),
            standing(Q4, period=None),
            standing(Q4, indicator=less),
            standing(Q3, indicator=less),
        ],
        figures.assign(method="indicators.method_full_count").astype({"n": "Int64"}),
    )
    assert list(found["judged_by"]) == ["sum", "quarter", "end", "end"]
    assert list(found["value"]) == [33, 4, 20, 20]
    assert list(found["n"]) == [400, 100, 100, 100]
    assert list(found["verdict"]) == ["gehaald", "niet_gehaald", "gehaald", "niet_te_zeggen"]
    assert list(found["reason"])[3] == "comparison.target_on_last_day"


def test_a_figure_without_a_better_side_is_told_over_the_period_all_the_same() -> None:
    neutral = replace(KNOWN[COUNT], direction="neutral")
    figures = pd.DataFrame(of_year(13, 10, 6, 4)).astype({"n": "Int64"})
    (found,) = verdicts([standing(Q4, indicator=neutral)], figures).itertuples()
    assert (found.value, found.verdict, found.reason) == (33, "nvt", "comparison.target_neutral")


def test_a_place_that_is_closed_is_not_judged() -> None:
    figures = pd.DataFrame(of_year(13, 10, 6, nan))
    (found,) = verdicts([standing(Q4)], figures, {("A", Q4)}).itertuples()
    assert (found.verdict, found.reason) == ("nvt", "comparison.target_closed")


def test_a_share_over_a_year_needs_somebody_to_ask() -> None:
    with pytest.raises(ValueError, match="needs `over`"):
        verdicts([standing(Q4, SHARE)], pd.DataFrame(of_year(0.2, 0.2, key=SHARE)))


def test_a_period_has_an_order() -> None:
    with pytest.raises(ValueError, match="ends before it starts"):
        TargetPeriod(date(2010, 2, 1), date(2010, 1, 31))


@pytest.mark.parametrize("verdict", ["gehaald", "niet_gehaald", "voor", "achter", "op_schema"])
def test_a_verdict_that_says_it_all_has_no_reason(verdict: str) -> None:
    with pytest.raises(ValueError, match="needs no reason"):
        TargetProgress("pooled", verdict, "indicators.reason_not_delivered")
