"""The goal register: four questions about each goal, answered by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ketenkpi.indicators import load_indicators
from ketenkpi.programme import answers
from ketenkpi.programme.goals import (
    CHECKS,
    Goal,
    GoalRegister,
    GoalTally,
    goals_of,
    judge,
    judged_in,
)
from ketenkpi.surfaces import in_words, reading
from ketenkpi.surfaces.drawn import drawn
from ketenkpi.surfaces.text import items_as_lines
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


def given(found: GoalRegister, check: str) -> list[str]:
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


def listed(found: GoalRegister) -> list[str]:
    """The list of goals as it stands in a terminal, which shows what is below what."""
    with reading("nl"):
        return items_as_lines(answers.goals(found, KNOWN).items)


def test_the_counts_are_said_and_stand_in_a_table() -> None:
    section = answers.goals(register(regional(), row(vastgesteld=None), row(indicator=None)), KNOWN)
    assert section.table is not None
    with reading("nl"):
        said, rows = in_words(section.finding), drawn(section.table).rows
    assert said == (
        "Meetbaar: 2 van 3 doelen (0 onbekend). "
        "Volgt uit een doel of plan van de regio: 0 van 2 (0 onbekend). "
        "Vooraf vastgesteld: 2 van 3 (1 onbekend). "
        "Gehaald: 0 van 3 (bij 3 niet te zeggen)."
    )
    assert rows[0] == ("Is het meetbaar, met een indicator en een waarde?", *"21030")
    assert rows[1] == ("Volgt het uit een doel of plan van de regio?", *"02021")


def test_no_goal_at_all_is_said() -> None:
    with reading("nl"):
        told = in_words(answers.goals(register(), KNOWN).finding)
    assert told.startswith("Er zijn geen doelen aangeleverd.")


def test_a_goal_stands_below_what_it_follows_from() -> None:
    found = register(
        regional(doel="Regiodoel"),
        regional(doel="Uit een plan", afgeleid_van="Plan 2009"),
        row(doel="Eigen", afgeleid_van="Regiodoel"),
        row(werkplein="B", doel="Los", waarde=None),
        row(werkplein="Z", doel="Elders", indicator=None),
    )
    heads = [line for line in listed(found) if line.lstrip().startswith("- ")]
    name = KNOWN["aandeel_werk"].name.nl
    assert heads == [
        "- Regio niet bekend",
        "  - Deze regio heeft zelf geen doelen aangeleverd.",
        "  - Doelen zonder gevonden bron in de regio",
        "    - Z: Elders",
        "- Middenland",
        f"  - Regiodoel ({name})",
        f"    - A: Eigen ({name})",
        "  - Plan: Plan 2009",
        f"    - Uit een plan ({name})",
        "  - Doelen zonder gevonden bron in de regio",
        f"    - B: Los ({name})",
    ]


def test_of_a_goal_target_period_answers_and_reasons_are_told() -> None:
    goal = row(vastgesteld=date(2009, 2, 1), afgeleid_van="X", richting="minstens")
    told = listed(register(regional(doel="R"), goal))
    at = told.index(f"    - A: Meer klanten naar werk ({KNOWN['aandeel_werk'].name.nl})")
    assert [line.strip() for line in told[at + 1 :]] == [
        "streefwaarde minstens 55,0%, van 1 januari 2009 tot en met 31 december 2009",
        "✓ meetbaar",
        "? bron niet gevonden. 'X' is niet gevonden onder de doelen en plannen van Middenland.",
        "✗ achteraf vastgesteld. Vastgesteld 31 dagen na de eerste dag waarop het geldt.",
        "? niet te zeggen of het wordt gehaald. Voor dit doel is er geen oordeel in het kwartaal "
        "waarin het gold.",
    ]
    open_ended = listed(register(row(tot=None, indicator=None, doel="Samen")))
    assert "      vanaf 1 januari 2009" in open_ended


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"low": 0.5, "high": 0.6}, "2009K3: 55,0% (95%-interval 50,0% tot 60,0%)."),
        ({}, "2009K3: 55,0%."),
        ({"judged_by": "sum", "open_quarters": (("2009K3", "comparison.target_open_quarters"),)},
         "2009K1 tot en met 2009K3: 55,0%, het doel voor de hele periode is minstens 60,0%. "
         "Nu te verwachten: 45,0%, als elk kwartaal evenveel bijdraagt"),
    ],
)  # fmt: skip
def test_what_was_realised_is_told_with_its_limits_or_its_period(changes, said) -> None:
    told = verdict("A", "voor" if "judged_by" in changes else "gehaald")
    ((key, judged),) = told.items()
    whole = {
        "indicator": "aandeel_werk", "value": 0.55, "method": "indicators.method_mid_p",
        "judged_by": "quarter", "period_first": date(2009, 1, 1), "period_last": date(2009, 12, 31),
        "target": 0.6, "side": "minstens", "pace": "line", "due": 0.45, "end_low": 0.5,
        "end_high": float("nan"), "open_quarters": (), "lacking": (),
    }  # fmt: skip
    found = listed(register(row(), given={key: judged | whole | changes}))
    (line,) = (each for each in found if said in each)
    mark = "– ligt voor op schema. 2009K1" if "judged_by" in changes else "✓ gehaald"
    assert line.lstrip().startswith(mark)
