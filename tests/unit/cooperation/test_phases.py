"""The phase by the answers, by hand; and by a plain search through every answer that is open."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from random import Random

import pytest

from ketenkpi.cooperation import Derived, answers_of, derive
from ketenkpi.cooperation.phases import differences, phases_of
from ketenkpi.research_model import load_phases
from tests.unit.cooperation.scan_rows import QUARTER, STAD, Row, agreed, row, scores

CONCEPT, TERMS, DUOS = "concept_werkzoekenden", "termijnen_overdracht", "duos"
TEAM, MIXED = "integraal_team", "gemengde_caseload"
LEADER, BUDGET = "een_leidinggevende", "gezamenlijk_budget"
ITEMS = (CONCEPT, TERMS, DUOS, TEAM, MIXED, LEADER, BUDGET)
# Of 0-4: 3 and 4 mean yes (0.75 of the scale), 0 and 1 no (0.25), 2 is undecided.
YES, NO, HALF = 3, 1, 2


def _derived(marks: dict[str, int | None], party: str = "uwv") -> Derived:
    (found,) = derive(answers_of(scores(party, marks), STAD, QUARTER))
    return found


def _all(*holding: str, **other: int | None) -> dict[str, int | None]:
    """Every sign answered: yes for those named, no for the rest."""
    return {item: YES if item in holding else NO for item in ITEMS} | other


@pytest.mark.parametrize(
    ("holding", "phase"),
    [
        ((), "0"),
        ((CONCEPT,), "0"),
        ((CONCEPT, TERMS), "1"),
        ((CONCEPT, TERMS, DUOS), "2"),
        ((CONCEPT, TERMS, TEAM), "3a"),
        ((CONCEPT, TERMS, DUOS, TEAM), "3a"),
        ((CONCEPT, TERMS, TEAM, MIXED), "3b"),
        ((CONCEPT, TERMS, TEAM, LEADER), "3a"),
        ((CONCEPT, TERMS, TEAM, LEADER, BUDGET), "4"),
        ((CONCEPT, TERMS, TEAM, MIXED, LEADER, BUDGET), "4"),
        # Without what comes before it nothing counts.
        ((DUOS,), "0"),
        ((TEAM, MIXED), "0"),
        ((CONCEPT, TERMS, MIXED), "1"),
    ],
)
def test_every_sign_answered(holding: tuple[str, ...], phase: str) -> None:
    found = _derived(_all(*holding))
    assert (found.at_least, found.at_most) == (phase, phase)


@pytest.mark.parametrize(
    ("marks", "possible"),
    [
        # Nobody said whether caseloads are mixed: 3a or 3b.
        (_all(CONCEPT, TERMS, TEAM, gemengde_caseload=None), ("3a", "3b")),
        (_all(CONCEPT, TERMS, TEAM, gemengde_caseload=HALF), ("3a", "3b")),
        # Duos are certain, the team is not.
        (_all(CONCEPT, TERMS, DUOS, integraal_team=None), ("2", "3a")),
        # The first sign is open, so everything after it is.
        (_all(TERMS, DUOS, concept_werkzoekenden=None), ("0", "2")),
        # A no is certain, whatever is open after it.
        (_all(TERMS, duos=None, integraal_team=None), ("0",)),
        ({}, ("0", "1", "2", "3a", "3b", "4")),
    ],
)
def test_an_open_answer_makes_a_range(
    marks: dict[str, int | None], possible: tuple[str, ...]
) -> None:
    # A scan needs some answer to be one.
    found = _derived({"balie": 0, **marks})
    assert found.possible == possible


def test_a_missing_answer_is_not_a_no() -> None:
    assert _derived({"balie": 0, CONCEPT: YES, TERMS: YES}).at_most == "4"


@pytest.mark.parametrize("status", ["nvt", "weet_niet"])
def test_not_applicable_and_not_known_stay_open(status: str) -> None:
    marks = {item: mark for item, mark in _all(CONCEPT, TERMS).items() if item != DUOS}
    rows = [*scores("uwv", marks), row("uwv", DUOS, status=status)]
    (found,) = derive(answers_of(rows, STAD, QUARTER))
    assert found.possible == ("1", "2")


@pytest.mark.parametrize(
    ("marks", "state"),
    [
        ((2, 2), "holds"),
        ((2, 1), "undecided"),
        ((2, 0), "fails"),
        ((0, None), "fails"),
        ((2, None), "unknown"),
    ],
)
def test_of_two_marks_the_lower_counts(marks: tuple[int | None, int | None], state: str) -> None:
    # No sign of the file has two marks; here the first phase needs an item of table 4.
    model = load_phases()
    phases = {**model.phases, "1": replace(model.phases["1"], needs=("intake",))}
    answers = answers_of(agreed("uwv", {"intake": marks}), STAD, QUARTER)
    (found,) = derive(answers, replace(model, phases=phases))
    assert {sign.item: sign.state for sign in found.signs}["intake"] == state


def test_the_reasons_are_spelled_out() -> None:
    found = _derived(_all(CONCEPT, TERMS, TEAM, gemengde_caseload=HALF, duos=None))
    states = {sign.item: sign.state for sign in found.signs}
    assert states == {
        CONCEPT: "holds", TERMS: "holds", DUOS: "unknown", TEAM: "holds",
        MIXED: "undecided", LEADER: "fails", BUDGET: "fails",
    }  # fmt: skip
    marks = {sign.item: [answer.mark for answer in sign.answers] for sign in found.signs}
    assert (marks[MIXED], marks[DUOS]) == ([HALF], [None])
    why = {each.phase: each for each in found.reasons}
    assert (why["0"].state, why["1"].state) == ("holds", "holds")
    assert (why["2"].state, why["2"].open) == ("undecided", (DUOS,))
    # 3a needs that caseloads are not mixed.
    assert (why["3a"].state, why["3a"].met, why["3a"].open) == (
        "undecided",
        (CONCEPT, TERMS, TEAM),
        (MIXED,),
    )
    assert (why["4"].state, why["4"].against) == ("fails", (LEADER, BUDGET))


def test_a_later_sign_without_an_earlier_one_is_a_contradiction() -> None:
    found = _derived(_all(TERMS, DUOS, MIXED))
    named = {(each.kind, each.later, each.earlier) for each in found.contradictions}
    assert named == {
        ("later_without_earlier", DUOS, CONCEPT),
        ("later_without_earlier", MIXED, CONCEPT),
        # Mixed caseloads belong to a team, and there is none.
        ("later_without_earlier", MIXED, TEAM),
    }


def test_what_is_open_contradicts_nothing() -> None:
    found = _derived(_all(TERMS, DUOS, concept_werkzoekenden=None, integraal_team=HALF))
    assert found.contradictions == ()
    assert _derived(_all(CONCEPT, TERMS, TEAM, MIXED)).contradictions == ()


def _both(uwv: dict[str, int | None], gemeente: dict[str, int | None]) -> list[Row]:
    return [*scores("uwv", uwv), *scores("gemeente", gemeente)]


def test_one_partner_says_3a_and_the_other_3b() -> None:
    uwv, gemeente = _all(CONCEPT, TERMS, TEAM), _all(CONCEPT, TERMS, TEAM, MIXED)
    derived = derive(answers_of(_both(uwv, gemeente), STAD, QUARTER))
    assert [each.possible for each in derived] == [("3a",), ("3b",)]
    assert phases_of(derived) == ("3a", "3b")
    (apart,) = differences(derived)
    assert (apart.kind, apart.later, apart.parties) == (
        "partners_differ",
        MIXED,
        ("gemeente", "uwv"),
    )


def test_partners_who_agree_or_do_not_know_do_not_differ() -> None:
    uwv = _all(CONCEPT, TERMS)
    derived = derive(answers_of(_both(uwv, _all(CONCEPT, TERMS, duos=HALF)), STAD, QUARTER))
    assert differences(derived) == ()


def test_without_a_scan_there_is_no_phase() -> None:
    assert derive(answers_of([], STAD, QUARTER)) == ()
    assert phases_of([]) == ()


def _plain_phase(yes: dict[str, bool]) -> str:
    """Section 7.3 once more, as a ladder."""
    if not (yes[CONCEPT] and yes[TERMS]):
        return "0"
    if yes[TEAM] and yes[LEADER] and yes[BUDGET]:
        return "4"
    if yes[TEAM]:
        return "3b" if yes[MIXED] else "3a"
    return "2" if yes[DUOS] else "1"


def _plain_range(marks: dict[str, int | None]) -> set[str]:
    ways = []
    for item in ITEMS:
        mark = marks[item]
        if mark is None or mark == HALF:
            ways.append([True, False])
        else:
            ways.append([mark > HALF])
    return {_plain_phase(dict(zip(ITEMS, way, strict=True))) for way in product(*ways)}


def test_as_a_plain_search_over_random_answers() -> None:
    random = Random(7)
    order = list(load_phases().phases)
    for _ in range(400):
        marks = {item: random.choice([0, 1, 2, 3, 4, None]) for item in ITEMS}
        found = _derived({"balie": 0, **marks})
        assert set(found.possible) == _plain_range(marks), marks
        assert list(found.possible) == sorted(found.possible, key=order.index)
