"""Factors, channels, principles and Powell's conditions, by hand."""

from __future__ import annotations

import pytest

from ketenkpi.cooperation import (
    Figure,
    answers_of,
    balances,
    channels,
    conditions,
    principles,
)
from ketenkpi.cooperation.figure import NOTHING_KNOWN
from ketenkpi.cooperation.profile import NOT_ALL, NOT_MEASURED, ONE_PARTNER
from tests.unit.cooperation.scan_rows import QUARTER, STAD, scores

CHANNELS = {"balie": 4, "telefoon": 0, "website": 1, "locatie": 2}


def test_what_helps_and_hinders() -> None:
    rows = scores(
        "uwv", {"gezamenlijke_huisvesting": 4, "klik_managers": 2, "gescheiden_sturing": 1}
    )
    (found,) = balances(answers_of(rows, STAD, QUARTER))
    assert (found.helps.value, found.helps.n) == (0.75, 2)
    assert (found.hinders.value, found.hinders.n) == (0.25, 1)
    assert found.balance.value == 0.5


def test_half_a_balance_is_none() -> None:
    rows = scores("uwv", {"gezamenlijke_huisvesting": 4})
    (found,) = balances(answers_of(rows, STAD, QUARTER))
    assert (found.hinders.value, found.balance.value) == (None, None)


def test_joint_channels_from_0_to_4() -> None:
    (found,) = channels(answers_of(scores("uwv", CHANNELS), STAD, QUARTER))
    assert found.joint.value == pytest.approx(1 + 0 + 0.25 + 0.5)
    open_ = {**CHANNELS, "balie": None}
    (found,) = channels(answers_of(scores("uwv", open_), STAD, QUARTER))
    assert (found.joint.value, found.joint.reason) == (None, NOT_ALL)
    assert (found.at_least, found.at_most) == (0.75, 1.75)


def test_principles_beside_what_is_counted() -> None:
    rows = scores("uwv", {"gezamenlijke_diagnose": 4})
    counted = Figure(0.2, 0.1, 0.3, n=50, method="indicators.method_mid_p")
    found = {
        each.item: each
        for each in principles(answers_of(rows, STAD, QUARTER), {"gezamenlijke_diagnose": counted})
    }
    joint = found["gezamenlijke_diagnose"]
    assert [answer.mark for answer in joint.answers] == [4, None]
    assert (joint.indicator, joint.measured) == ("duo_of_team", counted)
    assert found["een_aanspreekpunt"].measured.reason == NOT_MEASURED
    assert found["integrale_dienstverlening"].indicator == "een_geheel"
    assert found["integrale_dienstverlening"].measured.reason == NOTHING_KNOWN


def test_powell_with_the_gap_and_its_course() -> None:
    rows = [
        *scores("uwv", {"vertrouwen": 1}, kwartaal=QUARTER - 4),
        *scores("gemeente", {"vertrouwen": 4}, kwartaal=QUARTER - 4),
        *scores("uwv", {"vertrouwen": 3, "kennis": 2}),
    ]
    history = [answers_of(rows, STAD, quarter) for quarter in (QUARTER - 4, QUARTER)]
    found = {each.item: each for each in conditions(history[-1], history)}
    trust = found["vertrouwen"]
    assert trust.gap.value == -0.25
    assert [(each.quarter, each.party, each.value) for each in trust.course] == [
        (QUARTER - 4, "uwv", 0.25),
        (QUARTER - 4, "gemeente", 1),
        (QUARTER, "uwv", 0.75),
    ]
    assert found["kennis"].gap.reason == ONE_PARTNER
    assert found["flexibiliteit"].course == ()
