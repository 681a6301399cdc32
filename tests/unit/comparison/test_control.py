"""Control charts per Werkplein: which chart, gaps, quarters that are not over, rebasing."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from ketenkpi.comparison.control import FIRM, Rebase, control_chart, control_said
from ketenkpi.errors import UsageError, UserError
from ketenkpi.indicators import indicators
from ketenkpi.stats import laney_p, laney_u, xmr
from ketenkpi.vocabulary import Quarter
from ketenkpi.wording import LANGUAGES
from tests.engines.small_tables import of_spells, spell
from tests.unit.surfaces.told import told

FIRST = Quarter(2006, 1).index
# 16 quarters of a share: about four in ten, then six in ten of 200.
CASES = np.full(16, 200.0)
CALM = np.array([80.0, 84, 78, 82, 79, 83, 77, 81, 80, 84, 78, 82, 79, 83, 77, 81])


def rows(indicator="aandeel_werk", numerator=CALM, denominator=CASES, place="Ede", **columns):
    """What `indicators` gives for one Werkplein, as far as the chart reads it."""
    size = len(numerator)
    share = np.asarray(numerator, dtype=float) / np.asarray(denominator, dtype=float)
    frame = pd.DataFrame(
        {
            "indicator": indicator,
            "werkplein": place,
            "kwartaal": np.arange(FIRST, FIRST + size, dtype=np.int32),
            "value": share,
            "numerator": numerator,
            "denominator": denominator,
            "incomplete": 0,
            "reason": None,
        }
    )
    return frame.assign(**columns)


def test_a_share_has_laneys_limits():
    found = control_chart(rows())
    chart = laney_p(CALM, CASES)
    np.testing.assert_allclose(found["low"], chart.low)
    np.testing.assert_allclose(found["centre"], CALM.sum() / CASES.sum())
    assert set(found["variation"]) == {"common"}
    assert set(found["assurance"]) == {"none"}
    assert found["rule"].isna().all()


def test_a_number_and_a_rate_have_laneys_u_limits():
    number = control_chart(rows("instroom", CALM, np.ones(16)))
    np.testing.assert_allclose(number["high"], laney_u(CALM, np.ones(16)).high)
    rate = control_chart(rows("uitstroomquote", CALM, CASES))
    np.testing.assert_allclose(rate["high"], laney_u(CALM, CASES).high)


def test_a_rate_per_thousand_keeps_its_scale():
    frame = rows("klachten_per_1000", CALM / 10, CASES)
    frame["value"] *= 1_000
    found = control_chart(frame)
    np.testing.assert_allclose(found["centre"], 1_000 * CALM.sum() / 10 / CASES.sum())
    np.testing.assert_allclose(found["high"], 1_000 * laney_u(CALM / 10, CASES).high)


def test_a_time_has_an_xmr_chart_that_stays_possible():
    days = np.array([9.0, 2, 8, 1, 9, 2, 8, 1, 9, 2, 8, 1, 9, 2])
    found = control_chart(rows("doorlooptijd", days, np.ones(14)))
    chart = xmr(days)
    assert chart.low[0] < 0
    assert (found["low"] == 0).all()
    np.testing.assert_allclose(found["high"], chart.high)


def test_better_and_worse_go_by_the_direction_of_the_indicator():
    jump = np.append(CALM, 140)
    for key, word in (("aandeel_werk", "improvement"), ("herinstroom", "concern")):
        found = control_chart(rows(key, jump, np.full(17, 200.0))).iloc[-1]
        assert (found["rule"], found["variation"]) == ("comparison.control_rule_outside", word)
    none = control_chart(rows("uitstroomquote", jump, np.full(17, 200.0)), target=0.1).iloc[-1]
    assert (none["variation"], none["assurance"]) == ("change", "none")


def test_variation_and_assurance_are_two_answers():
    jump = np.append(CALM, 140)
    found = control_chart(rows("aandeel_werk", jump, np.full(17, 200.0)), target=0.9)
    assert (found["variation"].iloc[-1], found["assurance"].iloc[-1]) == ("improvement", "fail")
    assert set(control_chart(rows(), target=0.2)["assurance"]) == {"pass"}
    assert set(control_chart(rows(), target=0.4)["assurance"]) == {"hit_or_miss"}


def test_a_target_may_differ_by_row():
    frame = rows()
    target = pd.Series(np.where(frame["kwartaal"] < FIRST + 8, 0.2, np.nan))
    found = control_chart(frame, target=target)
    assert found["assurance"].tolist() == ["pass"] * 8 + ["none"] * 8


@pytest.mark.parametrize("mark", [{"incomplete": 1}, {"provisional": True}])
def test_a_quarter_that_may_change_is_shown_and_judged_by_nothing(mark):
    frame = rows("aandeel_werk", np.append(CALM, 10), np.full(17, 200.0))
    if "provisional" in mark:
        frame["provisional"] = False
    for name, value in mark.items():
        frame.loc[16, name] = value
    found = control_chart(frame, target=0.2)
    last = found.iloc[-1]
    assert last["value"] == 0.05
    assert (last["variation"], last["assurance"], last["pending"]) == ("none", "none", True)
    np.testing.assert_allclose(found["centre"], CALM.sum() / CASES.sum())
    assert last["points"] == 16


def test_a_missing_and_a_suppressed_quarter_are_gaps():
    high = np.append(CALM, [84.0] * 7)
    whole = rows("aandeel_werk", high, np.full(23, 200.0))
    assert control_chart(whole)["rule"].iloc[-1] == "comparison.control_rule_shift"
    # Suppressed: the value is gone, its counts must not be used either.
    hidden = whole.copy()
    hidden.loc[19, ["value", "reason"]] = [np.nan, "indicators.reason_too_few"]
    absent = whole.drop(index=19)
    for frame, reason in ((hidden, "indicators.reason_too_few"), (absent, None)):
        found = control_chart(frame)
        gap = found.iloc[19]
        assert np.isnan(gap["value"])
        assert gap["variation"] == "none"
        assert gap["reason"] == reason or pd.isna(gap["reason"])
        assert len(found) == 23
        assert found["rule"].iloc[20:].isna().all()
        assert found["points"].iloc[0] == 22


def test_fewer_than_thirteen_points_are_trial_limits():
    assert control_chart(rows(numerator=CALM[:12], denominator=CASES[:12]))["trial"].all()
    assert not control_chart(rows(numerator=CALM[:13], denominator=CASES[:13]))["trial"].any()
    assert FIRM == 13


def test_new_limits_from_a_quarter_on():
    moved = np.concatenate([CALM, CALM + 40])
    frame = rows("aandeel_werk", moved, np.full(32, 200.0))
    change = Rebase(Quarter(2010, 1), "Intake voortaan in duo's", "E. de Boer", date(2010, 2, 1))
    assert control_chart(frame)["rule"].notna().all()
    found = control_chart(frame, rebase={"Ede": [change]})
    assert found["phase"].nunique() == 2
    assert found["rule"].isna().all()
    np.testing.assert_allclose(found["centre"].iloc[[0, 31]], [0.4025, 0.6025])
    outside = Rebase(Quarter(2030, 1), "Later", "E. de Boer", date(2010, 2, 1))
    assert control_chart(frame, rebase={"Ede": [outside]})["phase"].nunique() == 1


@pytest.mark.parametrize(
    ("reason", "by", "on", "key"),
    [
        ("", "E. de Boer", date(2010, 2, 1), "control_rebase_reason"),
        ("  ", "E. de Boer", date(2010, 2, 1), "control_rebase_reason"),
        ("Duo's", "", date(2010, 2, 1), "control_rebase_by"),
        ("Duo's", "E. de Boer", None, "control_rebase_date"),
    ],
)
def test_no_new_limits_without_reason_name_and_day(reason, by, on, key):
    with pytest.raises(UserError) as refused:
        Rebase(Quarter(2010, 1), reason, by, on)
    assert refused.value.key == f"comparison.{key}"


def test_many_places_at_once_are_each_alone():
    rng = np.random.default_rng(2)
    frames = [
        rows("aandeel_werk", rng.binomial(150, 0.4, 16).astype(float), np.full(16, 150.0), place)
        for place in ("Zwolle", "Almere", "Ede")
    ]
    frames[1] = frames[1].iloc[3:11]
    together = control_chart(pd.concat(frames).sample(frac=1, random_state=1))
    for frame, place in zip(frames, ("Zwolle", "Almere", "Ede"), strict=True):
        mine = together[together["werkplein"] == place].reset_index(drop=True)
        alone = control_chart(frame)
        columns = ["werkplein", "kwartaal", "value", "low", "high", "variation", "points"]
        pd.testing.assert_frame_equal(mine[columns], alone[columns])


@pytest.mark.parametrize("key", ["instroom", "stand", "uitstroomquote", "aandeel_werk"])
def test_what_indicators_gives_can_be_drawn(key):
    # 1,200 invented spells of two places from 2007 until the middle of 2011K1.
    rng = np.random.default_rng(11)
    first = date(2007, 1, 1)
    spells = []
    for number in range(1_200):
        start = first + timedelta(int(rng.integers(0, 1500)))
        end = start + timedelta(int(rng.integers(1, 500)))
        over = end <= date(2011, 2, 14)
        spells.append(
            spell(
                number,
                werkplein=("Aland", "Beland")[number % 2],
                instroom=start,
                uitstroom=end if over else None,
                reden_uitstroom=("werk", "overig")[int(rng.integers(2))] if over else None,
            )
        )
    counts = of_spells("polars", *spells, observed_until=date(2011, 2, 14), observed_from=first)
    frame = indicators(counts, keys=[key])
    found = control_chart(frame, target=1.0)
    assert len(found) == 34
    by_place = frame.set_index(["werkplein", "kwartaal"])["value"]
    np.testing.assert_array_equal(found.set_index(["werkplein", "kwartaal"])["value"], by_place)
    last = found[found["kwartaal"] == Quarter(2011, 1).index]
    assert last["pending"].all()
    assert set(last["variation"]) == {"none"}
    assert (found["points"] > 10).all()


def test_two_sentences_about_the_last_judged_quarter():
    frame = rows("aandeel_werk", np.append(CALM[:9], [140, 10]), np.full(11, 200.0))
    frame.loc[10, "incomplete"] = 1
    said = control_said(control_chart(frame, target=0.9))
    assert [each.key for each in said] == [
        "comparison.control_variation_improvement",
        "comparison.control_rule_outside",
        "comparison.control_assurance_fail",
        "comparison.control_trial",
    ]
    assert "10" in told(said[-1])
    for language in LANGUAGES:
        assert all(told(each, language) for each in said)


@pytest.mark.parametrize("size", [1, 2])
def test_too_few_quarters_for_limits(size):
    frame = rows(numerator=CALM[:size], denominator=CASES[:size])
    frame.loc[size - 1, "incomplete"] = 1
    found = control_chart(frame)
    assert set(found["variation"]) == {"none"}
    assert [each.key for each in control_said(found)] == ["comparison.control_no_limits"]


def test_frames_that_are_refused():
    with pytest.raises(UsageError, match="precies één indicator; dit zijn er 2"):
        control_chart(pd.concat([rows(), rows("tevreden")]))
    with pytest.raises(UsageError, match="precies één indicator; dit zijn er 0"):
        control_chart(rows().iloc[:0])
    with pytest.raises(UsageError, match="meer dan één cijfer"):
        control_chart(pd.concat([rows(), rows()]))
    with pytest.raises(ValueError, match="one Werkplein"):
        control_said(control_chart(pd.concat([rows(), rows(place="Almere")])))
