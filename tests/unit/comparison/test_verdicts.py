"""A verdict is no surer than the figure; not applicable and not known are two things."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from ketenkpi.comparison.targets import Level, Standing
from ketenkpi.comparison.verdicts import VERDICTS, targets_table, verdicts
from ketenkpi.indicators import load_indicators
from ketenkpi.stats import difference
from ketenkpi.vocabulary import Quarter, in_both

KNOWN = load_indicators()
Q1 = Quarter(2009, 1)
KEY, LOWER = "aandeel_werk", "vacature_dagen"
COLUMNS = (
    *("indicator", "werkplein", "kwartaal", "split", "value", "low", "high", "n", "unit"),
    *("method", "reason", "incomplete"),
)
MID_P, FULL = "indicators.method_mid_p", "indicators.method_full_count"
NAN = float("nan")


def figure(value: float, low: float, high: float, key: str = KEY, **changes: Any) -> dict[str, Any]:
    given: dict[str, Any] = {
        "indicator": key,
        "werkplein": "A",
        "kwartaal": Q1.index,
        "split": None,
        "value": value,
        "low": low,
        "high": high,
        "n": 100,
        "unit": "share",
        "method": MID_P,
        "reason": None,
        "incomplete": 0,
    }
    return given | changes


def missing(reason: str) -> dict[str, Any]:
    return figure(NAN, NAN, NAN, method=None, reason=reason)


def frame(*rows: dict[str, Any]) -> pd.DataFrame:
    texts = dict.fromkeys(("split", "method", "reason"), "str")
    return pd.DataFrame(list(rows), columns=list(COLUMNS)).astype(texts | {"n": "Int64"})


def standing(value: float | None, key: str = KEY, **changes: Any) -> Standing:
    level: Level = "werkplein"
    given: dict[str, Any] = {
        "indicator": KNOWN[key],
        "werkplein": "A",
        "quarter": Q1,
        "soort": "norm",
        "level": level,
        "value": value,
        "reason": None,
        "derived_from": None,
        "recorded": None,
    }
    return Standing(**given | changes)


def judged(one: Standing, *figures: dict[str, Any], **closed: Any) -> tuple[str, str | None]:
    (row,) = verdicts([one], frame(*figures), **closed).itertuples()
    return row.verdict, row.reason if isinstance(row.reason, str) else None


@pytest.mark.parametrize(
    ("target", "verdict"),
    [(0.40, "gehaald"), (0.41, "niet_te_zeggen"), (0.50, "niet_te_zeggen"), (0.61, "niet_gehaald")],
)
def test_where_higher_is_better(target: float, verdict: str) -> None:
    assert judged(standing(target), figure(0.5, 0.4, 0.6))[0] == verdict


@pytest.mark.parametrize(
    ("target", "verdict"),
    [(130.0, "gehaald"), (100.0, "niet_te_zeggen"), (80.0, "niet_gehaald")],
)
def test_where_lower_is_better(target: float, verdict: str) -> None:
    assert judged(standing(target, LOWER), figure(100, 90, 130, LOWER))[0] == verdict


def test_a_duration_beyond_the_follow_up_never_reaches_a_maximum() -> None:
    beyond = figure(100, 90, NAN, LOWER)
    assert judged(standing(500.0, LOWER), beyond)[0] == "niet_te_zeggen"
    assert judged(standing(80.0, LOWER), beyond)[0] == "niet_gehaald"


def test_the_target_within_the_interval_is_the_reason() -> None:
    found = judged(standing(0.5), figure(0.5, 0.4, 0.6))
    assert found == ("niet_te_zeggen", "comparison.target_in_interval")


def test_a_full_count_is_compared_as_it_is() -> None:
    count = figure(50, NAN, NAN, "stand", method=FULL)
    # A stock has no better side; an own definition of one may give it a side.
    lower = replace(KNOWN["stand"], direction="lower")
    assert judged(standing(50.0, indicator=lower), count)[0] == "gehaald"
    assert judged(standing(49.0, indicator=lower), count)[0] == "niet_gehaald"
    assert judged(standing(49.0, "stand"), count) == ("nvt", "comparison.target_neutral")


def test_without_a_known_interval_nothing_can_be_told() -> None:
    flat = figure(8, NAN, NAN, "aandeel_werk", method="indicators.method_no_spread")
    assert judged(standing(0.5), flat) == ("niet_te_zeggen", "comparison.target_no_interval")


@pytest.mark.parametrize(
    ("reason", "verdict"),
    [
        ("indicators.reason_norm_not_in_force", "nvt"),
        ("indicators.reason_denominator_zero", "nvt"),
        ("indicators.reason_not_delivered", "nb"),
        ("indicators.reason_too_few", "nb"),
    ],
)
def test_a_missing_figure(reason: str, verdict: str) -> None:
    assert judged(standing(0.5), missing(reason)) == (verdict, reason)


def test_no_figure_at_all_is_not_delivered() -> None:
    assert judged(standing(0.5)) == ("nb", "indicators.reason_not_delivered")


def test_a_running_quarter_is_not_known_yet() -> None:
    found = judged(standing(0.4), figure(0.5, 0.4, 0.6, incomplete=1))
    assert found == ("nb", "comparison.target_quarter_running")


def test_a_werkplein_that_did_not_exist() -> None:
    gone = missing("indicators.reason_not_delivered")
    assert judged(standing(0.5), gone, closed={("A", Q1)}) == ("nvt", "comparison.target_closed")
    # A figure that is there is shown, whatever the register says.
    assert judged(standing(0.4), figure(0.5, 0.4, 0.6), closed={("A", Q1)})[0] == "gehaald"


@pytest.mark.parametrize(
    ("reason", "verdict"),
    [
        ("comparison.target_none", "nvt"),
        ("comparison.target_not_applicable", "nvt"),
        ("comparison.target_value_unknown", "nb"),
        ("comparison.target_overlap", "nb"),
        ("comparison.target_impossible", "nb"),
    ],
)
def test_a_missing_target(reason: str, verdict: str) -> None:
    one = standing(None, reason=reason)
    assert judged(one, figure(0.5, 0.4, 0.6)) == (verdict, reason)


def test_an_indicator_without_direction_is_not_judged() -> None:
    found = judged(standing(10.0, "begroot"), figure(10, NAN, NAN, "begroot", method=FULL))
    assert found == ("nvt", "comparison.target_neutral")


def test_an_indicator_that_is_always_split_is_not_judged() -> None:
    rows = [figure(0.1, 0.0, 0.2, "herinstroom", split=split) for split in ("182", "365")]
    assert judged(standing(0.3, "herinstroom"), *rows) == ("nvt", "comparison.target_split")


def test_the_words_of_not_applicable_and_not_known() -> None:
    words = {code: in_both(f"comparison.target_verdict_{code}") for code in VERDICTS}
    assert (words["nvt"].nl, words["nb"].nl) == ("n.v.t.", "n.b.")
    assert len({each.en for each in words.values()}) == len(VERDICTS)


def test_the_table_of_target_realised_and_a_year_before() -> None:
    figures = frame(figure(0.5, 0.4, 0.6), figure(0.3, 0.2, 0.45, kwartaal=Q1.index - 4, n=80))
    (row,) = targets_table(verdicts([standing(0.45)], figures), figures).itertuples()
    assert (row.target, row.value, row.before, row.before_n) == (0.45, 0.5, 0.3, 80)
    assert (row.gap, row.gap_low, row.gap_high) == pytest.approx((0.05, -0.05, 0.15))
    plain = difference(0.5, 0.4, 0.6, 0.3, 0.2, 0.45)
    assert (row.change, row.change_low, row.change_high) == pytest.approx(
        (plain.value, plain.low, plain.high)
    )


def test_without_a_year_before_the_table_says_so() -> None:
    figures = frame(figure(0.5, 0.4, 0.6))
    (row,) = targets_table(verdicts([standing(0.45)], figures), figures).itertuples()
    assert row.before_reason == "comparison.target_no_year_before"
    assert row.change != row.change


def test_the_reason_of_a_year_before_is_kept() -> None:
    before = missing("indicators.reason_too_few") | {"kwartaal": Q1.index - 4}
    figures = frame(figure(0.5, 0.4, 0.6), before)
    (row,) = targets_table(verdicts([standing(0.45)], figures), figures).itertuples()
    assert row.before_reason == "indicators.reason_too_few"
