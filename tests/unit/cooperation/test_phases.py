"""The phase by the answers: cases worked out by hand, and every combination once more plainly."""

from __future__ import annotations

from itertools import product

import pytest

from ketenkpi.cooperation import Contradiction, Derived, answers_of, derive
from ketenkpi.cooperation.phases import (
    FAILS,
    HOLDS,
    LATER_WITHOUT_EARLIER,
    PARTNERS_DIFFER,
    UNDECIDED,
    UNKNOWN,
    differences,
    items_of,
    phases_of,
)
from ketenkpi.research_model import load_phases
from tests.unit.cooperation.scan_rows import QUARTER, STAD, Row, agreed, row, scores

CONCEPT, TERMS, DUOS, TEAM, MIXED, MANAGER, BUDGET = (
    "concept_werkzoekenden",
    "termijnen_overdracht",
    "duos",
    "integraal_team",
    "gemengde_caseload",
    "een_leidinggevende",
    "gezamenlijk_budget",
)
SIGNS = (CONCEPT, TERMS, DUOS, TEAM, MIXED, MANAGER, BUDGET)
# On a scale of 0-4: 3 is three quarters and holds, 1 is a quarter and fails, 2 is neither.
YES, NO, HALF = 3, 1, 2


def _marks(*yes: str, **other: int | None) -> dict[str, int | None]:
    """Every sign no, but those named."""
    return {**dict.fromkeys(SIGNS, NO), **dict.fromkeys(yes, YES), **other}


def _by(rows: list[Row]) -> dict[str, Derived]:
    return {each.party: each for each in derive(answers_of(rows, STAD, QUARTER))}


def _uwv(*yes: str, **other: int | None) -> Derived:
    return _by(scores("uwv", _marks(*yes, **other)))["uwv"]


def test_the_signs_are_those_of_the_paper() -> None:
    assert items_of(load_phases()) == SIGNS


@pytest.mark.parametrize(
    ("yes", "phase"),
    [
        ((), "0"),
        ((CONCEPT,), "0"),
        ((CONCEPT, TERMS), "1"),
        ((CONCEPT, TERMS, DUOS), "2"),
        ((CONCEPT, TERMS, DUOS, TEAM), "3a"),
        # A team takes the place of duos.
        ((CONCEPT, TERMS, TEAM), "3a"),
        ((CONCEPT, TERMS, TEAM, MIXED), "3b"),
        ((CONCEPT, TERMS, TEAM, MIXED, MANAGER), "3b"),
        ((CONCEPT, TERMS, TEAM, MANAGER, BUDGET), "4"),
        ((CONCEPT, TERMS, TEAM, MIXED, MANAGER, BUDGET), "4"),
        # Mixed caseloads without a team are no phase of their own.
        ((CONCEPT, TERMS, DUOS, MIXED), "2"),
        # Without the agreements of phase 1 nothing that builds on them counts.
        ((DUOS, TEAM, MIXED, MANAGER, BUDGET), "0"),
    ],
)
def test_complete_answers_give_one_phase(yes: tuple[str, ...], phase: str) -> None:
    found = _uwv(*yes)
    assert found.possible == (phase,)
    assert (found.at_least, found.at_most) == (phase, phase)


@pytest.mark.parametrize(
    ("mark", "state"),
    [(0, FAILS), (1, FAILS), (2, UNDECIDED), (3, HOLDS), (4, HOLDS), (None, UNKNOWN)],
)
def test_what_one_mark_says(mark: int | None, state: str) -> None:
    states = {sign.item: sign.state for sign in _uwv(duos=mark).signs}
    assert states[DUOS] == state


@pytest.mark.parametrize("open_", [HALF, None])
def test_an_open_answer_gives_a_range_and_no_guess(open_: int | None) -> None:
    assert _uwv(CONCEPT, TERMS, duos=open_).possible == ("1", "2")
    # Phase 2 stands without it, so the phase is at least that.
    assert _uwv(CONCEPT, TERMS, DUOS, integraal_team=open_).possible == ("2", "3a")
    assert _uwv(CONCEPT, TERMS, TEAM, gemengde_caseload=open_).possible == ("3a", "3b")
    # Not knowing whether phase 1 was reached leaves nothing in between.
    assert _uwv(TERMS, TEAM, MIXED, concept_werkzoekenden=open_).possible == ("0", "3b")
    # An open answer that changes nothing does not widen the range.
    assert _uwv(CONCEPT, TERMS, TEAM, duos=open_).possible == ("3a",)


def test_not_applicable_and_not_known_stay_open() -> None:
    for status in ("nvt", "weet_niet"):
        rows = scores("uwv", {k: v for k, v in _marks(CONCEPT, TERMS).items() if k != DUOS})
        found = _by([*rows, row("uwv", DUOS, status=status)])["uwv"]
        assert found.possible == ("1", "2")


def test_a_scan_that_leaves_every_sign_open_says_nothing() -> None:
    found = _by(scores("uwv", {"balie": 2}))["uwv"]
    assert found.possible == tuple(load_phases().phases)
    assert {sign.state for sign in found.signs} == {UNKNOWN}


def test_no_scan_gives_no_phase_and_certainly_not_phase_0() -> None:
    assert _by([]) == {}
    assert phases_of([]) == ()


def test_the_reasons_name_every_sign_by_what_it_says() -> None:
    found = _uwv(CONCEPT, TERMS, TEAM, gemengde_caseload=HALF)
    reasons = {each.phase: each for each in found.reasons}
    assert (reasons["2"].state, reasons["2"].against) == (FAILS, (DUOS,))
    for phase in ("3a", "3b"):
        assert reasons[phase].state == UNDECIDED
        assert reasons[phase].met == (CONCEPT, TERMS, TEAM)
        assert reasons[phase].open == (MIXED,)
    # That caseloads are not mixed is what 3a needs.
    separate = {each.phase: each for each in _uwv(CONCEPT, TERMS, TEAM).reasons}
    assert (separate["3a"].state, separate["3a"].met) == (HOLDS, (CONCEPT, TERMS, TEAM, MIXED))
    assert (separate["3b"].state, separate["3b"].against) == (FAILS, (MIXED,))


def _plain(holds: dict[str, bool]) -> str:
    if not (holds[CONCEPT] and holds[TERMS]):
        return "0"
    if holds[TEAM] and holds[MANAGER] and holds[BUDGET]:
        return "4"
    if holds[TEAM]:
        return "3b" if holds[MIXED] else "3a"
    return "2" if holds[DUOS] else "1"


def test_every_combination_of_answers_as_worked_out_plainly() -> None:
    """3 to the power of 7 scans; an open sign is tried both ways in plain loops."""
    order = list(load_phases().phases)
    for marks in product((YES, NO, None), repeat=len(SIGNS)):
        ways = [(True,) if m == YES else (False,) if m == NO else (True, False) for m in marks]
        plain = {_plain(dict(zip(SIGNS, way, strict=True))) for way in product(*ways)}
        rows = scores("uwv", dict(zip(SIGNS, marks, strict=True)))
        assert list(_by(rows)["uwv"].possible) == sorted(plain, key=order.index)


# --- contradictory answers -----------------------------------------------------------


def _contradictions(*yes: str, **other: int | None) -> set[tuple[str, str | None]]:
    found = _uwv(*yes, **other).contradictions
    assert {each.kind for each in found} <= {LATER_WITHOUT_EARLIER}
    return {(each.later, each.earlier) for each in found}


def test_a_later_sign_without_an_earlier_one() -> None:
    assert _contradictions(CONCEPT, DUOS) == {(DUOS, TERMS)}
    assert _contradictions(DUOS) == {(DUOS, CONCEPT), (DUOS, TERMS)}
    # Mixed caseloads are those of a team.
    assert _contradictions(CONCEPT, TERMS, MIXED) == {(MIXED, TEAM)}
    assert _contradictions(CONCEPT, TERMS, MANAGER) == {(MANAGER, TEAM)}


def test_a_team_without_duos_and_phase_1_alone_are_no_contradiction() -> None:
    assert _contradictions(CONCEPT, TERMS, TEAM, MIXED) == set()
    assert _contradictions(CONCEPT) == set()
    assert _contradictions() == set()


@pytest.mark.parametrize("open_", [HALF, None])
def test_an_open_answer_contradicts_nothing(open_: int | None) -> None:
    assert _contradictions(CONCEPT, TERMS, MIXED, integraal_team=open_) == set()


def test_partners_who_say_the_opposite() -> None:
    both = [
        *scores("uwv", _marks(CONCEPT, TERMS, TEAM, MIXED)),
        *scores("gemeente", _marks(CONCEPT, TERMS, TEAM, DUOS)),
    ]
    derived = derive(answers_of(both, STAD, QUARTER))
    assert [each.possible for each in derived] == [("3b",), ("3a",)]
    assert phases_of(derived) == ("3a", "3b")
    assert set(differences(derived)) == {
        Contradiction(PARTNERS_DIFFER, ("uwv", "gemeente"), MIXED),
        Contradiction(PARTNERS_DIFFER, ("gemeente", "uwv"), DUOS),
    }


def test_not_knowing_is_no_difference() -> None:
    both = [
        *scores("uwv", _marks(CONCEPT, TERMS, DUOS)),
        *scores("gemeente", _marks(CONCEPT, TERMS, duos=None)),
    ]
    derived = derive(answers_of(both, STAD, QUARTER))
    assert differences(derived) == ()
    assert phases_of(derived) == ("1", "2")


def test_of_two_marks_the_lower_counts() -> None:
    """No sign in the file has two marks today; a model of one's own may name an item of table 4."""
    from dataclasses import replace

    model = load_phases()
    phases = {**model.phases, "1": replace(model.phases["1"], needs=("intake",))}
    own = replace(model, phases=phases)
    for marks, state in [
        ((2, 2), HOLDS),
        ((2, 1), UNDECIDED),
        ((2, 0), FAILS),
        ((2, None), UNKNOWN),
        ((0, None), FAILS),
    ]:
        answers = answers_of(agreed("uwv", {"intake": marks}), STAD, QUARTER)
        (found,) = derive(answers, own)
        assert {sign.item: sign.state for sign in found.signs}["intake"] == state
