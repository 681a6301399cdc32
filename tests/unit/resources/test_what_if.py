"""Scenarios: the text of a link, what is refused, and that nothing appears or vanishes."""

from __future__ import annotations

import random
from collections import defaultdict
from decimal import Decimal

import pytest

from ketenkpi.errors import UserError
from ketenkpi.resources import (
    Cases,
    Cell,
    Scenario,
    ScenarioMove,
    WhatIf,
    added,
    load_assumptions,
    what_if,
)
from ketenkpi.resources.what_if import Checked
from tests.unit.resources.rows import QUARTER, book, line

TASKS = ("intake", "diagnose")
ROWS = book(
    line("Noord", "uwv", "personeel", task="intake", fte=4.0, budget=400.0),
    line("Noord", "uwv", "personeel", task="diagnose", fte=1.5, budget=150.25),
    line("Noord", "gemeente", "personeel", task="intake", fte=2.0, budget=200.0),
    line("Zuid", "uwv", "personeel", task="intake", fte=0.0, budget=50.0),
    line("Zuid", "gemeente", "personeel", task="diagnose", fte=3.0),
    line("Zuid", "gemeente", "re_integratie", budget=1000.0),
)
CASES = Cases(
    begun={("Noord", "intake", "uwv"): 300, ("Zuid", "diagnose", "gemeente"): 20},
    before={("Noord", "intake", "uwv"): 100},
    after={},
    known=frozenset({"Noord", "Zuid"}),
)
NOORD, ZUID = Cell("Noord", "uwv", "intake"), Cell("Zuid", "gemeente", "diagnose")


def tried(text: str) -> WhatIf:
    return what_if(Scenario.parse(text), QUARTER, ROWS, CASES, load_assumptions())


def test_before_and_after_by_hand() -> None:
    found = tried("fte 1,5 Noord/uwv/intake > Zuid/gemeente/diagnose")
    giving, taking = found.touched
    assert (giving.cell, taking.cell) == (NOORD, ZUID)
    assert (giving.before.fte, giving.after.fte) == (Decimal(4), Decimal("2.5"))
    # 400 cases of 3 hours; 350 hours per fte and quarter.
    assert giving.required.value == 1200
    assert (giving.before.caseload.value, giving.after.caseload.value) == (100, 160)
    assert (giving.before.available.value, giving.after.available.value) == (1400, 875)
    assert (giving.before.gap.value, giving.after.gap.value) == (200, -325)
    # 20 cases of 4 hours.
    assert taking.required.value == 80
    assert taking.after.gap.value == 4.5 * 350 - 80
    required, before, after = added(found.touched)
    assert (required.value, before.value, after.value) == (1280, 2450, 2450)
    assert [(check.unit, check.before, check.after) for check in found.checks] == [
        ("fte", Decimal("10.5"), Decimal("10.5")),
        ("euro", Decimal("1800.25"), Decimal("1800.25")),
    ]


def test_euros_move_without_moving_hours() -> None:
    found = tried("euro 50,25 Noord/uwv/diagnose > Noord/uwv/intake")
    giving, taking = sorted(found.touched, key=lambda each: each.cell)
    assert (giving.after.euro, taking.after.euro) == (Decimal(100), Decimal("450.25"))
    assert giving.before.available == giving.after.available


def test_moves_follow_each_other() -> None:
    found = tried(
        "fte 3 Zuid/gemeente/diagnose > Zuid/uwv/intake; fte 1 Zuid/uwv/intake > Noord/uwv/intake"
    )
    now = {each.cell: each.after.fte for each in found.touched}
    assert now == {
        ZUID: Decimal(0), Cell("Zuid", "uwv", "intake"): Decimal(2), NOORD: Decimal(5),
    }  # fmt: skip
    empty = next(each for each in found.touched if each.cell == ZUID)
    assert empty.after.caseload.reason == "resources.reason_nothing_below"


@pytest.mark.parametrize(
    ("text", "key", "said"),
    [
        ("fte 4,1 Noord/uwv/intake > Zuid/uwv/intake", "too_much", "er 4 fte. Daar kan geen 4,1"),
        ("fte -1 Noord/uwv/intake > Zuid/uwv/intake", "amount", "'-1'. Draai de richting om"),
        ("fte 0 Noord/uwv/intake > Zuid/uwv/intake", "amount", "groter dan nul"),
        ("fte 0,001 Noord/uwv/intake > Zuid/uwv/intake", "amount", "twee cijfers"),
        ("fte 1e5 Noord/uwv/intake > Zuid/uwv/intake", "amount", "'1e5'"),
        ("fte 1 Noord/uwv/intake > Noord/uwv/intake", "nowhere", "verandert niets"),
        ("fte 1 Elders/uwv/intake > Zuid/uwv/intake", "unknown", "Werkpleinen: Noord, Zuid"),
        ("fte 1 Noord/uwv/intake > Zuid/uwv/koffie", "unknown", "Zuid/uwv/koffie"),
        ("fte 1 Noord/cwi/intake > Zuid/uwv/intake", "unknown", "gemeente, uwv"),
        ("fte 1 Noord/uwv/intake > Zuid/gemeente/intake", "undelivered", "desnoods met een 0"),
        ("euro 1 Noord/uwv/intake > Zuid/gemeente/diagnose", "undelivered", "hoeveel euro"),
        ("uren 1 Noord/uwv/intake > Zuid/uwv/intake", "unit", "alleen in fte, euro"),
        ("fte 1 Noord/uwv > Zuid/uwv/intake", "unreadable", "'Noord/uwv'"),
        ("onzin", "unreadable", "'onzin'"),
        ("fte 1 Noord/uwv/intake", "unreadable", "Schrijf bijvoorbeeld"),
        (
            "fte 3 Noord/uwv/intake > Zuid/uwv/intake; fte 2 Noord/uwv/intake > Zuid/uwv/intake",
            "too_much", "er 1 fte. Daar kan geen 2",
        ),
    ],
)  # fmt: skip
def test_what_is_refused(text: str, key: str, said: str) -> None:
    with pytest.raises(UserError) as fault:
        tried(text)
    assert fault.value.key == f"resources.move_{key}"
    assert said in fault.value.message("nl")
    assert fault.value.message("en")


@pytest.mark.parametrize("name", ["Noord", "A/B; C > D", "50% Oost", "Súdwest-Fryslân (zuid)", "a"])
def test_the_text_of_a_link_reads_back(name: str) -> None:
    moves = (
        ScenarioMove("fte", Decimal("2.50"), Cell(name, "uwv", "intake"), ZUID),
        ScenarioMove("euro", Decimal(1000), ZUID, Cell(name, "uwv", "intake")),
    )
    scenario = Scenario(moves)
    again = Scenario.parse(scenario.text)
    assert again == scenario
    assert again.text == scenario.text
    assert Scenario.parse("").moves == ()


def test_a_text_in_another_spelling_is_the_same_scenario() -> None:
    one = Scenario.parse("fte 2.50  Noord/uwv/intake>Zuid/gemeente/diagnose ;")
    assert one.text == "fte 2,5 Noord/uwv/intake > Zuid/gemeente/diagnose"


def test_random_scenarios_keep_every_sum() -> None:
    chance = random.Random(7)
    places = [f"W{number}" for number in range(6)]
    lines = [
        line(
            place,
            partner,
            "personeel",
            task=task,
            fte=chance.randrange(0, 900) / 100,
            budget=chance.randrange(0, 10**7) / 100,
        )
        for place in places
        for partner in ("uwv", "gemeente")
        for task in TASKS
    ]
    rows, cases = book(*lines), Cases.unknown("resources.reason_rows_needed")
    made = 0
    for _ in range(200):
        # The second computation: whole hundredths in a plain dictionary.
        held = {
            "fte": {Cell(x.werkplein, x.partner, x.task): round(100 * (x.fte or 0)) for x in lines},
            "euro": {
                Cell(x.werkplein, x.partner, x.task): round(100 * (x.budget or 0)) for x in lines
            },
        }
        totals = {unit: sum(stock.values()) for unit, stock in held.items()}
        moves = []
        for _ in range(chance.randrange(1, 8)):
            unit = chance.choice(("fte", "euro"))
            source, target = chance.sample(sorted(held[unit]), 2)
            if held[unit][source] == 0:
                continue
            amount = chance.randrange(1, held[unit][source] + 1)
            held[unit][source] -= amount
            held[unit][target] += amount
            moves.append(ScenarioMove(unit, Decimal(amount) / 100, source, target))
        scenario = Scenario(tuple(moves))
        found = what_if(scenario, QUARTER, rows, cases, load_assumptions())
        made += len(moves)
        after: dict[str, dict[Cell, int]] = defaultdict(dict)
        for each in found.cells:
            if each.after.fte is not None and each.after.euro is not None:
                after["fte"][each.cell] = int(each.after.fte * 100)
                after["euro"][each.cell] = int(each.after.euro * 100)
        assert after == held
        assert {c.unit: int(c.after * 100) for c in found.checks} == totals
        assert (
            what_if(Scenario.parse(scenario.text), QUARTER, rows, cases, load_assumptions())
            == found
        )
    assert made > 400


def test_a_sum_that_changed_is_our_fault_and_is_loud() -> None:
    with pytest.raises(ValueError, match="10 became 11"):
        Checked("fte", Decimal(10), Decimal(11))
