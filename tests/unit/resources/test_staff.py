"""Fte, cases in hand, effort and double registration, counted by hand."""

from __future__ import annotations

import pytest

from ketenkpi.resources import (
    Cases,
    Figure,
    caseloads,
    double_registration,
    effort,
    load_assumptions,
)
from ketenkpi.resources.staff import per_fte
from tests.unit.resources.rows import QUARTER, book, line

OOST, WEST = ((name, QUARTER) for name in ("Oost", "West"))
REASONS = {"stappen": "resources.reason_steps_unknown", "uitstroom_werk": "anders"}

ROWS = book(
    line("Oost", "uwv", "personeel", task="intake", fte=2.0, spent=200.0),
    line("Oost", "uwv", "personeel", task="intake", group="jongere", fte=0.5, spent=50.0),
    line("Oost", "uwv", "personeel", task="diagnose", fte=0.0, spent=0.0),
    line("Oost", "gemeente", "personeel", task="intake", fte=1.0, spent=150.0),
    line("Oost", "gemeente", "re_integratie", spent=600.0),
    line("West", "uwv", "personeel", task="intake", fte=3.0, spent=300.0),
    line("West", "gemeente", "personeel", task="diagnose", spent=80.0),
)

CASES = Cases(
    begun={
        ("Oost", "intake", "uwv"): 30,
        ("Oost", "intake", "duo"): 8,
        ("Oost", "intake", "integraal_team"): 2,
        ("Oost", "intake", "gemeente"): 5,
        ("Oost", "intake", "extern"): 99,
        ("Oost", "diagnose", "uwv"): 4,
        ("West", "intake", "uwv"): 70,
    },
    before={("Oost", "intake", "uwv"): 10},
    after={("Oost", "intake", "uwv"): 6, ("Oost", "intake", "duo"): 1},
    known=frozenset({"Oost"}),
)


def test_cases_in_hand_are_those_that_ran_and_joint_ones_count_for_half() -> None:
    found = {(each.partner, each.task): each for each in caseloads(ROWS, CASES, load_assumptions())}
    uwv = found["uwv", "intake"]
    # fte of both Werkpleinen, but cases and caseload of Oost only.
    assert uwv.fte.value == 5.5
    assert uwv.cases.value == 30 + 10 + (8 + 2) / 2
    assert uwv.joint.value == 5
    assert uwv.running.value == 6.5
    assert uwv.caseload.value == pytest.approx(45 / 2.5)
    assert uwv.places == 1
    # Both are counted in full: no chance, so no limits.
    assert (uwv.caseload.low, uwv.caseload.high) == (None, None)
    assert uwv.caseload.method == "indicators.method_full_count"
    # 45 cases of 3 hours against 2.5 fte of 350.
    assert (uwv.required.value, uwv.available.value, uwv.gap.value) == (135, 875, 740)
    # And 4 diagnoses of 4 hours more, with nobody to do them.
    assert found["uwv", None].gap.value == 740 - 16
    gemeente = found["gemeente", "intake"]
    assert gemeente.cases.value == 5 + 5
    # No case is lost or doubled by halving: 30 + 10 + 8 + 2 + 5.
    assert uwv.cases.value + gemeente.cases.value == 55


def test_no_caseload_without_fte_or_steps() -> None:
    found = {(each.partner, each.task): each for each in caseloads(ROWS, CASES, load_assumptions())}
    assert found["uwv", "diagnose"].caseload.reason == "resources.reason_nothing_below"
    assert found["uwv", "diagnose"].cases.value == 4
    assert found["gemeente", "diagnose"].fte.reason == "resources.reason_no_line"
    blind = caseloads(ROWS, Cases.unknown("resources.reason_rows_needed"), load_assumptions())
    assert {each.caseload.reason for each in blind if each.fte.value is not None} == {
        "resources.reason_rows_needed"
    }


def test_effort_stands_beside_results_over_the_same_places() -> None:
    steps = {"uwv": {OOST: 30.0, WEST: 70.0}, "gemeente": {OOST: 10.0, WEST: 0.0}}
    to_work = {"uwv": {OOST: 12.0}, "gemeente": {OOST: 4.0, WEST: 9.0}}
    found = {each.measured: each for each in effort(ROWS, steps, to_work, REASONS)}
    # The gemeente of West gave no fte, so West counts for nothing here.
    assert (found["fte"].uwv, found["fte"].gemeente, found["fte"].pairs) == (2.5, 1.0, 1)
    assert found["besteed"].share_uwv.value == pytest.approx(250 / 1000)
    assert found["stappen"].share_uwv.value == pytest.approx(30 / 40)
    work = found["uitstroom_werk"].share_uwv
    assert (work.numerator, work.denominator) == (12, 16)
    # The mid-p interval of 12 in 16.
    assert (work.low, work.high) == pytest.approx((0.501, 0.915), abs=0.001)
    assert found["fte"].share_uwv.low is None


def test_effort_says_why_there_is_no_share() -> None:
    nothing: dict[str, dict[tuple[str, int], float]] = {"uwv": {}, "gemeente": {}}
    found = effort(ROWS, nothing, nothing, REASONS)
    assert [each.share_uwv.reason for each in found] == [
        None, None, "resources.reason_steps_unknown", "anders",
    ]  # fmt: skip
    alone = book(line("Oost", "uwv", "personeel", fte=1.0, spent=1.0))
    found = effort(alone, nothing, nothing, REASONS)
    assert {each.share_uwv.reason for each in found} == {"resources.reason_one_partner"}


def test_hours_of_double_registration() -> None:
    rows = book(
        line("Oost", "uwv", "personeel", task="intake", fte=2.0, double_hours=30.0),
        line("Oost", "uwv", "personeel", task="diagnose", fte=3.0, double_hours=40.0),
        line("Oost", "uwv", "personeel", fte=2.5, double_hours=35.0, quarter=QUARTER + 1),
        line("West", "uwv", "ict", double_hours=245.0),
        line("West", "gemeente", "personeel", fte=4.0),
    )
    uwv, gemeente, both = double_registration(rows, load_assumptions(), rate=40.0)
    assert uwv.hours.value == 350
    # West gave no fte: 105 hours over 2 + 3 + 2.5 fte.
    assert uwv.per_fte.value == 14
    # 350 hours in two quarters of 350 hours per fte.
    assert uwv.equivalent.value == 0.5
    assert uwv.cost.value == 14_000
    assert gemeente.hours.reason == "resources.reason_empty"
    assert both.hours.value == 350
    without = double_registration(rows, load_assumptions(), rate=None)[0]
    assert without.cost.reason == "resources.reason_no_rate"


@pytest.mark.parametrize(
    "faulty",
    [
        {},
        {"value": 1.0},
        {"value": 1.0, "method": "m", "reason": "r"},
    ],
)
def test_a_figure_has_a_value_or_a_reason(faulty: dict[str, float | str]) -> None:
    with pytest.raises(ValueError, match=r"figure|value"):
        Figure(**faulty)  # type: ignore[arg-type]


def test_cases_per_fte_stand_on_a_whole_number_of_cases() -> None:
    # What is tried out may leave parts of a case.
    found = per_fte(8.6, 2.0)
    assert (found.value, found.n, found.numerator) == (4.3, 9, 8.6)
    assert isinstance(found.n, int)
    assert per_fte(8.6, 0.0).value is None
