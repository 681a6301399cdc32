"""Register, scan and steps beside each other: what does not agree is said, and nothing more."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from ketenkpi.cooperation import (
    Figure,
    Period,
    PhasePicture,
    answers_of,
    phase_picture,
    range_text,
    timeline,
)
from ketenkpi.cooperation.figure import lacking
from ketenkpi.research_model import Sign, load_phases
from tests.unit.cooperation.scan_rows import QUARTER, STAD, Row, scores
from tests.unit.cooperation.test_phases import CONCEPT, DUOS, MIXED, NO, SIGNS, TEAM, TERMS, YES

JAN = date(2009, 1, 1)
UNKNOWN = lacking("indicators.reason_nothing_observed")
BOTH = ("uwv", "gemeente")


def _period(group: str, phase: str, *approved: str) -> Period:
    days = {f"akkoord_{each}": JAN if each in approved else None for each in BOTH}
    row = {"werkplein": STAD, "doelgroep": group, "fase": phase, "vanaf": JAN, "tot": None}
    (found,) = timeline([{**row, "bewijs": "Notulen", **days}], JAN).periods
    return found


def _says(party: str, *yes: str) -> list[Row]:
    return scores(party, {**dict.fromkeys(SIGNS, NO), **dict.fromkeys(yes, YES)})


def _share(low: float, high: float) -> Figure:
    return Figure(100, (low + high) / 2, low, high, "indicators.method_wilson")


def _picture(
    rows: list[Row], registered: list[Period], seen: Mapping[str, Figure] | None = None
) -> PhasePicture:
    def ask(sign: Sign, groups: tuple[str, ...]) -> Figure:
        return (seen or {}).get(sign.key, UNKNOWN)

    return phase_picture(answers_of(rows, STAD, QUARTER), registered, ask)


def _kinds(found: PhasePicture) -> list[str]:
    return [each.kind for each in found.findings]


MIXED_TEAM = (CONCEPT, TERMS, TEAM, MIXED)
SEEN_3B = {
    "duo_of_team": _share(0.5, 0.7),
    "caseload_mix": _share(0.4, 0.6),
    "warme_overdracht": _share(0.5, 0.6),
}


def test_what_agrees_gives_no_finding() -> None:
    rows = [*_says("uwv", *MIXED_TEAM), *_says("gemeente", *MIXED_TEAM)]
    found = _picture(rows, [_period("jongere", "3b", *BOTH)], SEEN_3B)
    assert found.findings == ()
    assert (found.possible, found.shared) == (("3b",), ("jongere",))
    assert {each.verdict for each in found.checks} == {"confirmed"}
    assert len(found.checks) == 6


def test_nothing_known_gives_no_finding_either() -> None:
    found = _picture([], [])
    assert (found.findings, found.possible, found.checks) == ((), (), ())


def test_steps_that_are_not_there_contradict_nothing() -> None:
    found = _picture(_says("uwv", *MIXED_TEAM), [_period("jongere", "3b", *BOTH)])
    assert found.findings == ()
    assert {each.verdict for each in found.checks} == {"cannot_tell"}


def test_steps_that_contradict_register_and_scan() -> None:
    seen = {**SEEN_3B, "caseload_mix": _share(0.0, 0.04)}
    found = _picture(_says("uwv", *MIXED_TEAM), [_period("jongere", "3b", *BOTH)], seen)
    assert _kinds(found) == ["register_steps", "scan_steps"]
    register, scan = (each.said.message("nl") for each in found.findings)
    assert "fase 3b (Integraal team met gemengde caseloads) bij jongeren" in register
    assert f"'{load_phases().signs['caseload_mix'].name.nl}' is daar 2%" in register
    assert "De antwoorden in de scan wijzen op fase 3b" in scan
    assert [each.doelgroepen for each in found.findings] == [("jongere",), ("jongere",)]


def test_steps_that_show_more_than_the_register() -> None:
    seen = {"duo_of_team": _share(0.5, 0.7)}
    found = _picture([], [_period("jongere", "1", *BOTH)], seen)
    assert _kinds(found) == ["register_steps"]
    assert "De stappen laten meer zien" in found.findings[0].said.message("nl")


def test_the_scan_is_about_the_group_with_the_furthest_phase() -> None:
    registered = [
        _period("grote_afstand", "1", *BOTH),
        _period("korte_afstand", "2", *BOTH),
        _period("jongere", "2", *BOTH),
    ]
    found = _picture(_says("uwv", CONCEPT, TERMS, DUOS), registered)
    assert found.shared == ("jongere", "korte_afstand")
    assert found.findings == ()
    other = _picture(_says("uwv", *MIXED_TEAM), registered)
    assert _kinds(other) == ["register_scan"]
    said = other.findings[0].said
    assert said.message("nl") == (
        "Geregistreerd is fase 2 (Duo's) bij jongeren, korte afstand. De antwoorden in de scan "
        "wijzen op fase 3b (Integraal team met gemengde caseloads)."
    )
    assert "Registered is phase 2 (Duos)" in said.message("en")


def test_a_range_that_holds_the_registered_phase_is_no_contradiction() -> None:
    rows = scores("uwv", {CONCEPT: YES, TERMS: YES, TEAM: NO, MIXED: NO})
    found = _picture(rows, [_period("jongere", "1", *BOTH)])
    assert found.possible == ("1", "2")
    assert found.findings == ()


def test_a_scan_without_a_register() -> None:
    found = _picture(_says("uwv", CONCEPT, TERMS), [])
    assert _kinds(found) == ["register_scan"]
    assert "Er is geen fase geregistreerd" in found.findings[0].said.message("nl")
    assert {each.basis for each in found.checks} == {"derived"}


@pytest.mark.parametrize(
    ("approved", "said"),
    [
        (("uwv",), "ontbreekt het akkoord van de gemeente."),
        (("gemeente",), "ontbreekt het akkoord van UWV."),
        ((), "ontbreekt het akkoord van beide partners."),
    ],
)
def test_approvals_that_lack(approved: tuple[str, ...], said: str) -> None:
    found = _picture([], [_period("jongere", "1", *approved)])
    assert _kinds(found) == ["approval"]
    assert found.findings[0].said.message("nl").endswith(said)


def test_groups_with_the_same_phase_and_approvals_are_one_finding() -> None:
    registered = [
        _period("jongere", "1"),
        _period("korte_afstand", "1"),
        _period("overig", "1", "uwv"),
        _period("grote_afstand", "0"),
    ]
    found = _picture([], registered)
    assert [each.doelgroepen for each in found.findings] == [
        ("jongere", "korte_afstand"),
        ("overig",),
        ("grote_afstand",),
    ]


def test_answers_that_contradict_each_other_are_named() -> None:
    rows = [*_says("uwv", CONCEPT, TERMS, MIXED), *_says("gemeente", CONCEPT, TERMS)]
    found = _picture(rows, [_period("jongere", "1", *BOTH)])
    assert _kinds(found) == ["answers", "partners"]
    one, other = (each.said.message("nl") for each in found.findings)
    assert one.startswith("Volgens UWV is er wel 'Gemengde caseload'")
    assert other == "Bij 'Gemengde caseload' zegt UWV ja en de gemeente nee."


def test_phases_in_words() -> None:
    assert range_text(["2"]).nl == "2 (Duo's)"
    assert range_text(["1", "2", "3a"]).nl == "1 tot en met 3a"
    assert range_text(["1", "2"]).en == "1 up to 2"
