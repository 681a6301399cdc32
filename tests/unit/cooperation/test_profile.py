"""Factors, channels, the toonkamermodel and Powell's conditions, by hand."""

from __future__ import annotations

import pytest

from ketenkpi.cooperation import (
    Answers,
    Balance,
    Channels,
    Condition,
    Figure,
    Principle,
    answers_of,
    balances,
    channels,
    conditions,
    principles,
)
from ketenkpi.cooperation.figure import NOTHING_KNOWN
from ketenkpi.cooperation.profile import NOT_ALL, NOT_MEASURED, ONE_PARTNER
from tests.unit.cooperation.scan_rows import QUARTER, STAD, Row, row, scores

HELPS = ("klik_managers", "mt_stimuleert")
HINDERS = ("gescheiden_ict", "gescheiden_geld", "eigen_doelen")


def _of(rows: list[Row], quarter: int = QUARTER) -> Answers:
    return answers_of(rows, STAD, quarter)


def _balance(marks: dict[str, int | None]) -> Balance:
    (found,) = balances(_of(scores("uwv", marks)))
    return found


def test_what_helps_less_what_hinders() -> None:
    found = _balance({HELPS[0]: 4, HELPS[1]: 2, HINDERS[0]: 1, HINDERS[1]: 0, HINDERS[2]: None})
    assert (found.helps.value, found.helps.n) == (0.75, 2)
    # 1 of 4 and 0 of 4; the third was left open and is no 0.
    assert (found.hinders.value, found.hinders.n) == (0.125, 2)
    assert (found.balance.value, found.balance.n) == (0.625, 4)


def test_one_side_alone_is_no_balance() -> None:
    found = _balance({HELPS[0]: 4})
    assert found.helps.value == 1
    assert (found.hinders.reason, found.balance.reason) == (NOTHING_KNOWN, NOTHING_KNOWN)
    assert balances(_of([])) == ()


def _channels(**marks: int | None) -> Channels:
    (found,) = channels(_of(scores("uwv", marks)))
    return found


def test_channels_count_each_for_its_part() -> None:
    found = _channels(balie=4, telefoon=0, website=2, locatie=4)
    assert (found.joint.value, found.joint.n) == (2.5, 4)
    assert (found.at_least, found.at_most) == (2.5, 2.5)


def test_an_open_channel_leaves_a_range() -> None:
    found = _channels(balie=4, telefoon=2)
    assert (found.joint.value, found.joint.reason, found.joint.n) == (None, NOT_ALL, 2)
    assert (found.at_least, found.at_most) == (1.5, 3.5)


def test_each_partner_has_its_own() -> None:
    rows = [*scores("uwv", {"balie": 4}), *scores("gemeente", {"balie": 0})]
    assert [(each.party, each.at_least) for each in channels(_of(rows))] == [
        ("uwv", 1),
        ("gemeente", 0),
    ]


def _principles(rows: list[Row], measured: dict[str, Figure]) -> dict[str, Principle]:
    return {each.item: each for each in principles(_of(rows), measured)}


def test_principles_stand_beside_what_is_counted() -> None:
    joint = Figure(80, 0.4, 0.3, 0.5, "indicators.method_wilson")
    rows = [*scores("uwv", {"gezamenlijke_diagnose": 4}), row("gemeente", "balie", score=1)]
    found = _principles(rows, {"gezamenlijke_diagnose": joint})
    assert len(found) == 5
    diagnosis = found["gezamenlijke_diagnose"]
    assert (diagnosis.indicator, diagnosis.measured) == ("duo_of_team", joint)
    assert [(each.party, each.value) for each in diagnosis.answers] == [
        ("uwv", 1),
        ("gemeente", None),
    ]
    # An indicator exists, and nothing was counted here.
    whole = found["integrale_dienstverlening"]
    assert (whole.indicator, whole.measured.reason) == ("een_geheel", NOTHING_KNOWN)
    one = found["een_aanspreekpunt"]
    assert (one.indicator, one.measured.reason) == (None, NOT_MEASURED)


def _trust(rows: list[Row], *scans: int) -> Condition:
    history = [_of(rows, quarter) for quarter in scans]
    found = {each.item: each for each in conditions(_of(rows), history)}
    assert tuple(found) == ("kennis", "flexibiliteit", "vertrouwen")
    return found["vertrouwen"]


def test_the_gap_is_uwv_less_gemeente() -> None:
    rows = [*scores("uwv", {"vertrouwen": 1}), *scores("gemeente", {"vertrouwen": 4})]
    found = _trust(rows, QUARTER)
    assert (found.gap.value, found.gap.n) == (-0.75, 2)
    assert [(each.party, each.mark) for each in found.answers] == [("uwv", 1), ("gemeente", 4)]


@pytest.mark.parametrize("mark", [None, 3])
def test_one_partner_alone_has_no_gap(mark: int | None) -> None:
    found = _trust(scores("uwv", {"vertrouwen": mark, "kennis": 2}), QUARTER)
    assert (found.gap.value, found.gap.reason) == (None, ONE_PARTNER)


def test_the_course_holds_what_was_said_when_it_was_said() -> None:
    before, between = QUARTER - 4, QUARTER - 2
    rows = [
        *scores("uwv", {"vertrouwen": 1}, kwartaal=before),
        *scores("gemeente", {"vertrouwen": 2}, kwartaal=between),
        # The open answer of this quarter leaves no point, and no 0.
        *scores("uwv", {"vertrouwen": None, "kennis": 2}),
        *scores("gemeente", {"vertrouwen": 0}),
    ]
    found = _trust(rows, before, between, QUARTER)
    assert [(each.quarter, each.party, each.value) for each in found.course] == [
        (before, "uwv", 0.25),
        (between, "gemeente", 0.5),
        (QUARTER, "gemeente", 0),
    ]
