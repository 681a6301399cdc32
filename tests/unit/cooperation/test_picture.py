"""Register, scan and steps beside each other: a sign is contradicted by a whole interval only."""

from __future__ import annotations

from datetime import date

import pytest

from ketenkpi.cooperation import (
    Figure,
    PhasePicture,
    answers_of,
    phase_picture,
    range_text,
    timeline,
)
from ketenkpi.cooperation.steps import NO_SPREAD, check, limits, step_sign
from ketenkpi.figure import lacking
from ketenkpi.research_model import Sign, load_phases
from ketenkpi.stats import mid_p
from ketenkpi.vocabulary import Quarter
from tests.unit.cooperation.said import told
from tests.unit.cooperation.scan_rows import QUARTER, STAD, Row, scores
from tests.unit.cooperation.test_phases import CONCEPT, DUOS, MIXED, TEAM, TERMS, _all

SIGNS = load_phases().signs
MID_P = "indicators.method_mid_p"
Q = Quarter.from_index(QUARTER)


def _figure(low: float, high: float) -> Figure:
    return Figure((low + high) / 2, low, high, n=100, method=MID_P)


TEAMS, MIX = SIGNS["duo_of_team"], SIGNS["caseload_mix"]


@pytest.mark.parametrize(
    ("figure", "shows"),
    [
        (_figure(0.00, 0.09), "absent"),
        (_figure(0.00, 0.10), "between"),
        (_figure(0.05, 0.40), "between"),
        (_figure(0.29, 0.50), "between"),
        (_figure(0.30, 0.50), "present"),
        (lacking("indicators.reason_too_few", 3), "cannot_tell"),
        (Figure(0.9, n=5, method="indicators.method_full_count"), "cannot_tell"),
    ],
)
def test_what_a_figure_shows_of_a_sign(figure: Figure, shows: str) -> None:
    assert (TEAMS.low, TEAMS.high) == (0.10, 0.30)
    assert step_sign(TEAMS, ["jongere"], figure).shows == shows


@pytest.mark.parametrize(
    ("phases", "sign", "figure", "verdict"),
    [
        (["2"], TEAMS, _figure(0.4, 0.5), "confirmed"),
        (["2"], TEAMS, _figure(0.0, 0.05), "contradicted"),
        (["2"], TEAMS, _figure(0.05, 0.2), "cannot_tell"),
        (["2"], TEAMS, lacking("indicators.reason_too_few"), "cannot_tell"),
        (["1"], TEAMS, _figure(0.4, 0.5), "contradicted"),
        (["3b"], MIX, _figure(0.0, 0.1), "contradicted"),
        (["3a"], MIX, _figure(0.0, 0.1), "confirmed"),
        # Of 2 and 3a one expects nothing of caseloads; of 3a and 3b each its own.
        (["2", "3a"], MIX, _figure(0.4, 0.5), "says_nothing"),
        (["3a", "3b"], MIX, _figure(0.4, 0.5), "says_nothing"),
        (["3a", "3b"], TEAMS, _figure(0.0, 0.05), "contradicted"),
    ],
)
def test_a_phase_beside_a_sign(phases: list[str], sign: Sign, figure: Figure, verdict: str) -> None:
    assert check("derived", phases, sign, step_sign(sign, [], figure)).verdict == verdict


def test_without_spread_the_limits_come_from_how_many_workers_there_are() -> None:
    same = float(mid_p(40, 40).low)
    low, high = limits(Figure(0.0, n=40, method=NO_SPREAD)) or (None, None)
    assert low == 0
    assert high == pytest.approx(1 - same)
    # Forty members with one law each is separate; three could be chance.
    assert step_sign(MIX, [], Figure(0.0, n=40, method=NO_SPREAD)).shows == "absent"
    assert step_sign(MIX, [], Figure(0.0, n=3, method=NO_SPREAD)).shows == "between"
    assert step_sign(MIX, [], Figure(1.0, n=40, method=NO_SPREAD)).shows == "present"


def _registered(phase: str, **approvals: date | None) -> list[dict[str, object]]:
    agreed = {"akkoord_uwv": Q.first_day, "akkoord_gemeente": Q.first_day} | approvals
    fixed = {"werkplein": STAD, "vanaf": date(2008, 1, 1), "tot": None, "bewijs": None, **agreed}
    return [
        {**fixed, "doelgroep": "jongere", "fase": phase},
        {**fixed, "doelgroep": "grote_afstand", "fase": "0"},
    ]


def _picture(
    rows: list[Row], register: list[dict[str, object]], figures: dict[str, Figure]
) -> PhasePicture:
    asked = []

    def ask(sign: Sign, groups: tuple[str, ...]) -> Figure:
        asked.append(groups)
        # The groups in phase 0 are as phase 0 should be.
        return _figure(0.0, 0.01) if groups == ("grote_afstand",) else figures[sign.key]

    found = phase_picture(
        answers_of(rows, STAD, QUARTER), timeline(register, Q.last_day).at(STAD, Q), ask
    )
    assert set(asked) <= {("jongere",), ("grote_afstand",), ()}
    return found


AS_3B = {"duo_of_team": _figure(0.5, 0.6), "caseload_mix": _figure(0.5, 0.7),
         "warme_overdracht": _figure(0.4, 0.5)}  # fmt: skip
SAID_3B = [
    *scores("uwv", _all(CONCEPT, TERMS, TEAM, MIXED)),
    *scores("gemeente", _all(CONCEPT, TERMS, TEAM, MIXED)),
]


def test_where_all_three_agree_nothing_is_found() -> None:
    found = _picture(SAID_3B, _registered("3b"), AS_3B)
    assert found.findings == ()
    assert found.shared == ("jongere",)
    assert (found.possible, found.differences) == (("3b",), ())
    verdicts = {each.verdict for each in found.checks if each.phases == ("3b",)}
    assert verdicts == {"confirmed"}


def test_registered_and_said_3b_while_caseloads_are_apart() -> None:
    apart = Figure(0.0, n=44, method=NO_SPREAD)
    found = _picture(SAID_3B, _registered("3b"), {**AS_3B, "caseload_mix": apart})
    assert [each.kind for each in found.findings] == ["register_steps", "scan_steps"]
    register, scan = (told(each.said) for each in found.findings)
    assert "3b (Integraal team met gemengde caseloads) bij jongeren" in register
    assert "'Gemengde caseloads in het team' is daar 0%" in register
    assert scan.startswith("De antwoorden in de scan wijzen op fase 3b")


def test_too_few_steps_contradict_nothing() -> None:
    few = dict.fromkeys(AS_3B, lacking("indicators.reason_too_few", 4))
    found = _picture(SAID_3B, _registered("3b"), few)
    assert found.findings == ()


def test_registered_further_than_the_scan_says() -> None:
    rows = scores("uwv", _all(CONCEPT, TERMS, DUOS))
    found = _picture(rows, _registered("3b"), AS_3B)
    said = [each for each in found.findings if each.kind == "register_scan"]
    assert [told(each.said, "en") for each in said] == [
        "Registered is phase 3b (Integrated team with mixed caseloads) of young people. "
        "The answers in the scan point to phase 2 (Duos)."
    ]


def test_a_registered_phase_within_the_range_of_the_scan_is_no_finding() -> None:
    rows = scores("uwv", _all(CONCEPT, TERMS, TEAM, gemengde_caseload=None))
    assert _picture(rows, _registered("3b"), AS_3B).findings == ()


def test_no_phase_registered() -> None:
    found = _picture(SAID_3B, [], {key: lacking("indicators.reason_too_few") for key in AS_3B})
    (finding,) = found.findings
    assert told(finding.said).startswith("Er is geen fase geregistreerd.")


def test_approvals_that_lack_are_findings() -> None:
    found = _picture(SAID_3B, _registered("3b", akkoord_gemeente=None), AS_3B)
    assert [(each.kind, each.doelgroepen) for each in found.findings] == [
        ("approval", ("grote_afstand",)),
        ("approval", ("jongere",)),
    ]
    assert all("de gemeente" in told(each.said) for each in found.findings)
    both = _picture(SAID_3B, _registered("3b", akkoord_gemeente=None, akkoord_uwv=None), AS_3B)
    assert all("beide partners" in told(each.said) for each in both.findings)


def test_contradictory_answers_are_findings() -> None:
    rows = [
        *scores("uwv", _all(TERMS, DUOS)),
        *scores("gemeente", _all(CONCEPT, TERMS, DUOS)),
    ]
    found = _picture(rows, _registered("2"), AS_3B)
    kinds = [each.kind for each in found.findings]
    assert kinds.count("answers") == 1
    assert kinds.count("partners") == 1
    answers = next(each for each in found.findings if each.kind == "answers")
    assert told(answers.said) == (
        "Volgens UWV is er wel 'Duo's van UWV en gemeente' maar niet 'Gezamenlijk "
        "dienstverleningsconcept werkzoekenden'. Het eerste bouwt op het tweede."
    )


def _groups(**phases: str) -> list[dict[str, object]]:
    fixed = {"werkplein": STAD, "vanaf": date(2008, 1, 1), "tot": None, "bewijs": None}
    return [{**fixed, "doelgroep": group, "fase": phase} for group, phase in phases.items()]


def _of_groups(rows: list[Row], register: list[dict[str, object]]) -> PhasePicture:
    nothing = lacking("indicators.reason_nothing_observed")
    periods = timeline(register, Q.last_day).at(STAD, Q)
    return phase_picture(answers_of(rows, STAD, QUARTER), periods, lambda sign, groups: nothing)


def test_the_scan_is_about_the_groups_with_the_furthest_phase() -> None:
    register = _groups(grote_afstand="1", korte_afstand="2", jongere="2")
    found = _of_groups(scores("uwv", _all(CONCEPT, TERMS, DUOS)), register)
    assert found.shared == ("jongere", "korte_afstand")
    assert "register_scan" not in {each.kind for each in found.findings}


def test_groups_alike_in_phase_and_approvals_are_one_finding() -> None:
    register = _groups(jongere="1", korte_afstand="1", overig="1", grote_afstand="0")
    register[2]["akkoord_uwv"] = Q.first_day
    found = _of_groups([], register)
    assert [(each.kind, each.doelgroepen) for each in found.findings] == [
        ("approval", ("grote_afstand",)),
        ("approval", ("jongere", "korte_afstand")),
        ("approval", ("overig",)),
    ]


def test_steps_that_show_more_than_is_registered() -> None:
    found = _picture([], _registered("1"), AS_3B)
    (finding,) = found.findings
    assert finding.kind == "register_steps"
    assert "De stappen laten meer zien" in told(finding.said)


def test_nothing_registered_and_nothing_said_is_no_finding() -> None:
    found = _of_groups([], [])
    assert (found.findings, found.possible, found.checks) == ((), (), ())


def test_phases_in_words() -> None:
    assert range_text(["2"]).nl == "2 (Duo's)"
    assert range_text(["1", "2", "3a"]).nl == "1 tot en met 3a"
    assert range_text(["1", "2"]).en == "1 up to 2"
