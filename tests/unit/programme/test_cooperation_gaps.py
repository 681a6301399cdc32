"""What is open between the partners, from answers done by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

from ketenkpi.answer import Phrase
from ketenkpi.cooperation import (
    Figure,
    answers_of,
    coordination,
    disagreements,
    phase_picture,
    timeline,
)
from ketenkpi.figure import lacking
from ketenkpi.programme import answers
from ketenkpi.programme.agenda import load_agenda
from ketenkpi.programme.cooperation_gaps import (
    Together,
    answered_by_both,
    missing_agreements,
    missing_scans,
    partners_apart,
    phase_gaps,
)
from ketenkpi.surfaces.reader import reading
from ketenkpi.surfaces.written import in_words
from ketenkpi.vocabulary import Quarter
from ketenkpi.wording import Language

MODEL = load_agenda()
NOW = Quarter(2009, 2)
GROUPS = ("korte_afstand", "jongere", "grote_afstand", "overig", "samenloop", "overgang_ww_wwb")
FULL = "indicators.method_full_count"


def told(said: Phrase, language: Language = "nl") -> str:
    with reading(language):
        return in_words(said)


def answer(party: str, part: str, situation: str | None = None, **marks: int) -> dict[str, Any]:
    empty = dict.fromkeys(("product", "proces", "score", "toelichting", "status"))
    return {
        "werkplein": "A", "kwartaal": NOW.index, "invuller": party, "onderdeel": part,
        "situatie": situation, **empty, **marks,
    }  # fmt: skip


def together(*rows: dict[str, Any], clients: int | None = 10, **phase: Any) -> Together:
    answers = answers_of(rows, "A", NOW.index)
    known = {} if clients is None else dict.fromkeys(GROUPS, Figure(clients, clients, method=FULL))
    base = {
        "werkplein": "A",
        "doelgroep": "jongere",
        "vanaf": date(2008, 1, 1),
        "tot": None,
        "bewijs": "mt",
        "akkoord_uwv": date(2008, 1, 1),
        "akkoord_gemeente": date(2008, 1, 1),
    }
    register = timeline([base | phase] if phase else [], NOW.last_day)
    nothing = lacking("indicators.reason_nothing_observed")
    picture = phase_picture(answers, register.at("A", NOW), lambda *_: nothing)
    return Together(
        "A", answers, coordination(answers, known, {}), picture, disagreements(answers),
        answered_by_both(answers),
    )  # fmt: skip


def test_a_partner_without_a_scan_is_asked_for_one() -> None:
    (both,) = missing_scans([together()], NOW, MODEL)
    assert told(answers.what(both)) == "Laat UWV en de gemeente de samenwerkingsscan invullen."
    one = together(answer("uwv", "intake", product=2, proces=2))
    (only,) = missing_scans([one], NOW, MODEL)
    assert told(answers.why(only)) == "Tot en met 2009K2 is er geen scan van de gemeente."
    filled = together(*(answer(p, "intake", product=2, proces=2) for p in ("uwv", "gemeente")))
    assert list(missing_scans([filled], NOW, MODEL)) == []
    jointly = together(answer("samen", "intake", product=2, proces=2))
    assert list(missing_scans([jointly], NOW, MODEL)) == []


def test_a_required_agreement_that_is_not_there_is_proposed_with_its_clients() -> None:
    pair = "intake_diagnose"
    rows = [
        answer("uwv", pair, "binnen_uitkering", product=0, proces=2),
        answer("gemeente", pair, "binnen_uitkering", product=0, proces=1),
    ]
    (only,) = missing_agreements([together(*rows)], NOW, MODEL)
    # Intake precedes diagnosis, so only the process must be agreed on (table 1);
    # four target groups of ten clients are in this situation.
    assert only.subject["paar"] == pair
    assert told(answers.what(only)) == (
        "Maak afspraken over het werkproces voor Intake en Diagnose (Binnen één uitkering)."
    )
    assert only.weight == 40
    assert "binnenkwam: 40." in told(answers.why(only))
    (unknown,) = missing_agreements([together(*rows, clients=None)], NOW, MODEL)
    assert unknown.weight == 0
    assert "binnenkwam: niet bekend." in told(answers.why(unknown))


def test_an_agreement_that_is_there_or_not_answered_is_no_gap() -> None:
    there = [
        answer(party, "intake_diagnose", "binnen_uitkering", product=0, proces=2)
        for party in ("uwv", "gemeente")
    ]
    assert list(missing_agreements([together(*there)], NOW, MODEL)) == []
    assert list(missing_agreements([together()], NOW, MODEL)) == []


def test_a_phase_without_approval_and_one_the_scan_contradicts() -> None:
    kept = together(fase="1")
    assert list(phase_gaps([kept], NOW, MODEL)) == []
    (open_,) = phase_gaps([together(fase="1", akkoord_uwv=None)], NOW, MODEL)
    assert open_.kind.key == "fase_zonder_akkoord"
    assert "UWV" in told(answers.why(open_))
    # By the scan nothing is agreed on, so phase 0, while 3a is registered.
    none = [
        answer(party, part, score=0)
        for party in ("uwv", "gemeente")
        for part in ("concept_werkzoekenden", "termijnen_overdracht", "duos", "integraal_team",
                     "gemengde_caseload", "een_leidinggevende", "gezamenlijk_budget")
    ]  # fmt: skip
    (against,) = phase_gaps([together(*none, fase="3a")], NOW, MODEL)
    assert against.kind.key == "fase_tegenspraak"
    assert against.subject["bevinding"] == "register_scan"


def test_partners_lie_apart_from_half_a_scale_on() -> None:
    rows = [
        answer("uwv", "kennis", score=4), answer("gemeente", "kennis", score=1),
        answer("uwv", "vertrouwen", score=3), answer("gemeente", "vertrouwen", score=2),
        answer("uwv", "intake", product=2, proces=1),
        answer("gemeente", "intake", product=1, proces=1),
    ]  # fmt: skip
    (only,) = partners_apart([together(*rows)], NOW, MODEL)
    # Of four marks that both gave, three of four steps and one of two steps.
    assert (only.params["count"], only.params["total"]) == (2, 4)
    assert "bij Kennis: UWV 4, gemeente 1 (schaal 0 tot en met 4)" in told(answers.why(only))
    near = together(*rows[2:4])
    assert list(partners_apart([near], NOW, MODEL)) == []
