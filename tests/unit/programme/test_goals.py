"""The goal register: four questions about each goal, answered by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ketenkpi.indicators import load_indicators
from ketenkpi.programme.goals import (
    CHECKS,
    Goal,
    GoalRegister,
    GoalTally,
    goals_of,
    judge,
    judged_in,
)
from ketenkpi.vocabulary import Quarter

KNOWN = load_indicators()
NOW = Quarter(2009, 3)
REGION = "Middenland"


def row(**changes: Any) -> dict[str, Any]:
    base: dict[str, Any] = {
        "werkplein": "A", "arbeidsmarktregio": None, "indicator": "aandeel_werk",
        "doel": "Meer klanten naar werk", "vanaf": date(2009, 1, 1), "tot": date(2009, 12, 31),
        "waarde": 55.0, "soort": "streefwaarde", "status": None,
        "vastgesteld": date(2008, 11, 20), "afgeleid_van": None,
    }  # fmt: skip
    return base | changes


def regional(**changes: Any) -> dict[str, Any]:
    own = {"werkplein": None, "arbeidsmarktregio": REGION, "doel": "Jongeren aan het werk"}
    return row(**(own | changes))


def goals(*rows: dict[str, Any]) -> tuple[Goal, ...]:
    return goals_of(rows, {"A": REGION, "B": REGION})


def verdict(place: str, word: str, quarter: Quarter = NOW, region: bool = False) -> dict[Any, Any]:
    key = (place, region, "aandeel_werk", "streefwaarde", quarter.index)
    reason = "comparison.target_in_interval" if word == "niet_te_zeggen" else float("nan")
    return {key: {"verdict": word, "reason": reason, "kwartaal": quarter.index}}


def register(*rows: dict[str, Any], given: dict[Any, Any] | None = None) -> GoalRegister:
    return judge(goals(*rows), NOW, KNOWN, given or {})


def answers(found: GoalRegister, check: str) -> list[str]:
    return [judged.answer(check) for judged in found.goals]


def only(found: GoalRegister, check: str) -> tuple[str, str | None]:
    (judged,) = found.goals
    return judged.checks[check].answer, judged.checks[check].reason


@pytest.mark.parametrize(
    ("changes", "answer", "reason"),
    [
        ({}, "yes", None),
        ({"indicator": None, "waarde": None}, "no", "programme.goal_without_indicator"),
        ({"indicator": "klik"}, "no", "programme.goal_unknown_indicator"),
        ({"waarde": 101.0}, "no", "programme.goal_value_impossible"),
        ({"waarde": None, "status": "nb"}, "unknown", "programme.goal_value_unknown"),
        ({"waarde": None, "status": "nvt"}, "nvt", "programme.goal_not_applicable"),
    ],
)
def test_measurable_is_an_indicator_and_a_possible_value(changes, answer, reason) -> None:
    assert only(register(row(**changes)), "measurable") == (answer, reason)


@pytest.mark.parametrize(
    ("day", "answer"),
    [
        (date(2008, 12, 31), "yes"),
        (date(2009, 1, 1), "yes"),
        (date(2009, 1, 2), "no"),
        (None, "unknown"),
    ],
)
def test_in_advance_is_on_the_first_day_at_the_latest(day, answer) -> None:
    found = register(row(vastgesteld=day))
    assert only(found, "in_advance")[0] == answer
    if answer == "no":
        assert found.goals[0].checks["in_advance"].params == {"days": 1}


def test_a_goal_follows_from_a_regional_goal_by_its_words_its_indicator_or_its_plan() -> None:
    plan = "Regionaal actieplan 2009"
    found = register(
        regional(afgeleid_van=plan),
        row(afgeleid_van="jongeren aan het WERK"),
        row(werkplein="B", afgeleid_van="aandeel_werk"),
        row(werkplein="B", soort="norm", afgeleid_van=KNOWN["aandeel_werk"].name.nl),
        row(vanaf=date(2009, 4, 1), afgeleid_van=plan),
    )
    by_source = {judged.goal.derived_from: judged for judged in found.goals[1:]}
    assert [judged.answer("derived") for judged in found.goals] == ["nvt", *["yes"] * 4]
    assert by_source[plan].parent is None
    assert by_source[plan].plan == plan
    assert {judged.parent for source, judged in by_source.items() if source != plan} == {1}
    assert len(found.children(1)) == 3


def test_a_source_that_is_not_there_is_said_and_is_not_a_no() -> None:
    found = register(regional(), row(afgeleid_van="Landelijk plan"), row(werkplein="B"))
    told = found.of_place("A")[0].checks["derived"]
    assert told.answer == "unknown"
    assert told.params == {"name": "Landelijk plan", "region": REGION}
    assert found.of_place("B")[0].checks["derived"].reason == "programme.goal_of_its_own"


def test_a_goal_of_another_region_is_no_source() -> None:
    other = regional(arbeidsmarktregio="Noordkust")
    found = register(other, row(afgeleid_van="Jongeren aan het werk"))
    assert found.of_place("A")[0].answer("derived") == "unknown"
    nowhere = goals_of([row(werkplein="C", afgeleid_van="x")], {"A": REGION})
    judged = judge(nowhere, NOW, KNOWN, {}).goals[0]
    assert judged.checks["derived"].reason == "programme.goal_region_unknown"


@pytest.mark.parametrize(
    ("word", "answer"),
    [
        ("gehaald", "yes"),
        ("niet_gehaald", "no"),
        ("niet_te_zeggen", "unknown"),
        ("nb", "unknown"),
        ("nvt", "nvt"),
    ],
)
def test_on_track_is_the_verdict_and_no_surer(word, answer) -> None:
    assert only(register(row(), given=verdict("A", word)), "on_track")[0] == answer


def test_a_verdict_of_the_region_is_not_that_of_a_werkplein_of_that_name() -> None:
    mixed = verdict(REGION, "gehaald", region=True)
    assert only(register(regional(), given=mixed), "on_track")[0] == "yes"
    assert only(register(row(werkplein=REGION), given=mixed), "on_track")[0] == "unknown"


def test_what_cannot_be_judged_says_why() -> None:
    cases = {
        "programme.goal_not_begun": row(vanaf=date(2009, 10, 1)),
        "programme.goal_no_whole_quarter": row(vanaf=date(2009, 7, 2)),
        "programme.goal_not_measurable": row(indicator=None, waarde=None),
        "programme.goal_not_judged": row(),
        "programme.goal_not_applicable": row(waarde=None, status="nvt"),
    }
    for reason, given in cases.items():
        assert only(register(given), "on_track")[1] == reason


@pytest.mark.parametrize(
    ("first", "last", "asked"),
    [
        (date(2009, 1, 1), None, NOW),
        (date(2009, 1, 1), date(2009, 12, 31), NOW),
        (date(2009, 1, 1), date(2009, 6, 30), Quarter(2009, 2)),
        (date(2009, 1, 1), date(2009, 6, 29), Quarter(2009, 1)),
        (date(2009, 7, 1), None, NOW),
        (date(2009, 7, 2), None, None),
        (date(2009, 10, 1), None, None),
    ],
)
def test_a_goal_is_judged_in_the_last_whole_quarter_it_holds(first, last, asked) -> None:
    (goal,) = goals(row(vanaf=first, tot=last))
    assert judged_in(goal, NOW) == asked


def test_counts_keep_the_unknown_and_what_does_not_apply_apart() -> None:
    found = register(
        regional(),
        row(),
        row(werkplein="B", indicator=None, waarde=None, vastgesteld=None),
        row(werkplein="B", soort="norm", waarde=None, status="nvt"),
        given=verdict("A", "niet_gehaald") | verdict(REGION, "gehaald", region=True),
    )
    assert found.tally("measurable") == GoalTally(2, 1, 0, 1)
    assert found.tally("in_advance") == GoalTally(3, 0, 1, 0)
    assert found.tally("derived") == GoalTally(0, 3, 0, 1)
    assert found.tally("on_track") == GoalTally(1, 1, 1, 1)
    for check in CHECKS:
        tally = found.tally(check)
        assert tally.of + tally.not_applicable == len(found.goals)
