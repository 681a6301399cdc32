"""The agenda: which gap gives which proposal, and in which order; none is an answer too."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest

from ketenkpi.answer import Listed, Measured, Said, phrase
from ketenkpi.cli.programme import proposal_data
from ketenkpi.errors import DefinitionError
from ketenkpi.figure import Figure
from ketenkpi.indicators import load_indicators
from ketenkpi.programme import Programme, answers
from ketenkpi.programme.agenda import (
    FOLDER,
    PLACEHOLDERS,
    Amount,
    Proposal,
    ProposalLimits,
    in_order,
    load_agenda,
    trimmed,
)
from ketenkpi.programme.goals import goals_of, judge
from ketenkpi.programme.proposals import (
    goal_gaps,
    missed_norms,
    missing_approvals,
    missing_deliveries,
    signalled,
)
from ketenkpi.research_model import load_phases
from ketenkpi.surfaces.reader import reading
from ketenkpi.surfaces.written import in_words
from ketenkpi.vocabulary import Quarter, Text
from ketenkpi.wording import Language
from tests.unit.programme.test_goals import row

MODEL, KNOWN = load_agenda(), load_indicators()
NOW = Quarter(2009, 3)


def told(said: Said, language: Language = "nl") -> str:
    with reading(language):
        return in_words(said)


def grid(*cells: tuple[str, str, int, str, int | None]) -> pd.DataFrame:
    return pd.DataFrame(
        [(c, w, NOW.index + q, s, u) for c, w, q, s, u in cells],
        columns=["contract", "werkplein", "kwartaal", "status", "upload_id"],
    )


def test_a_delivery_is_missed_from_who_delivered_it_before() -> None:
    found = missing_deliveries(
        grid(
            ("trajecten", "A", -1, "ingediend", 1),
            ("trajecten", "A", 0, "ontbreekt", None),
            ("trajecten", "B", -1, "ingediend", 1),
            ("trajecten", "B", 0, "ingediend", 2),
            ("stappen", "B", -1, "ontbreekt", None),
            ("stappen", "B", 0, "ontbreekt", None),
            ("tevredenheid", "B", -1, "ingediend", 3),
            ("tevredenheid", "B", 0, "ontbreekt", None),
        ),
        NOW,
        MODEL,
    )
    (only,) = found
    assert (only.place, only.kind.key) == ("A", "levering_ontbreekt")
    assert only.subject == {"werkplein": "A", "kwartaal": "2009K3", "contract": "trajecten"}
    assert "2009K3" in told(answers.what(only))


def test_approvals_are_counted_per_partner_and_delivery() -> None:
    found = missing_approvals(
        grid(
            ("trajecten", "A", -1, "ingediend", 1),
            ("trajecten", "A", 0, "ingediend", 1),
            ("stappen", "A", 0, "akkoord_uwv", 2),
            ("middelen", "A", 0, "voorlopig", 3),
            ("klachten", "A", 1, "ingediend", 4),
        ),
        NOW,
        MODEL,
    )
    counted = {proposal.subject["partner"]: proposal.params["count"] for proposal in found}
    assert counted == {"uwv": 1, "gemeente": 2}


def verdict_row(**changes: Any) -> dict[str, Any]:
    base = {
        "indicator": "eerste_betaling_ww_op_tijd", "werkplein": "A", "kwartaal": NOW.index,
        "soort": "norm", "level": "landelijk", "target": 0.85, "value": 0.68, "low": 0.6,
        "high": 0.75, "verdict": "niet_gehaald", "reason": None,
    }  # fmt: skip
    return base | changes


def test_a_norm_that_is_not_met_is_proposed_with_its_interval() -> None:
    judged = pd.DataFrame(
        [
            verdict_row(),
            verdict_row(werkplein="B", verdict="niet_te_zeggen"),
            verdict_row(werkplein="C", level="werkplein"),
            verdict_row(werkplein="D", kwartaal=NOW.index - 1),
        ]
    )
    (only,) = missed_norms(judged, NOW, KNOWN, MODEL)
    assert only.place == "A"
    assert told(answers.why(only)) == (
        "Gerealiseerd is 68,0% (95%-interval 60,0% tot 75,0%), de norm is 85,0%."
    )
    # 0.85 - 0.68 is a fifth of the norm.
    assert only.weight == pytest.approx(0.2)


def test_goals_give_one_proposal_per_kind_of_gap() -> None:
    rows = [
        row(),
        row(indicator=None, waarde=None, vastgesteld=date(2009, 2, 1)),
        row(werkplein="Gone", indicator=None, waarde=None),
    ]
    key = ("A", False, "aandeel_werk", "streefwaarde", NOW.index)
    verdicts = {key: verdict_row(indicator="aandeel_werk", target=0.55, value=0.44)}
    register = judge(goals_of(rows, {"A": "R"}), NOW, KNOWN, verdicts)
    found = list(goal_gaps(register, ["A", "B"], KNOWN, MODEL))
    assert [(each.place, each.kind.key) for each in found] == [
        ("B", "geen_doelen"),
        ("A", "doel_niet_meetbaar"),
        ("A", "doel_achteraf"),
        ("A", "doel_niet_afgeleid"),
        ("A", "doel_niet_gehaald"),
    ]
    assert told(answers.why(found[1])) == "Niet meetbaar: 1 van 2 doelen."
    assert found[3].params == {"count": 2, "total": 2, "unknown": 0}


def test_only_a_sure_concern_is_a_gap_and_each_figure_comes_once() -> None:
    base = {"split": None, "view": "past", "compared": 10.0, "expected": 20.0, "sure": True,
            "unit": "number", "day": np.nan, "verdict": "concern", "p_adjusted": 0.01,
            "werkplein": "A", "indicator": "uitstroom_werk"}  # fmt: skip
    found = pd.DataFrame(
        [
            base,
            base | {"view": "others", "p_adjusted": 0.001, "expected": 18.0},
            base | {"werkplein": "B", "sure": False},
            base | {"werkplein": "C", "verdict": "improvement"},
            base
            | {"indicator": "doorlooptijd", "split": "melding_aanvraag"}
            | {"unit": "share", "day": 9.0, "compared": 0.5, "expected": 0.2},
        ]
    )
    proposals = list(signalled(found, NOW, KNOWN, MODEL))
    assert [(p.place, p.subject["indicator"]) for p in proposals] == [
        ("A", "uitstroom_werk"),
        ("A", "doorlooptijd"),
    ]
    assert "18 te verwachten" in told(answers.why(proposals[0]))
    assert "langer duurde dan 9 dagen: 50,0%" in told(answers.why(proposals[1]))
    assert proposals[1].subject["onderdeel"] == "melding_aanvraag"
    assert proposals[0].weight == pytest.approx(3)


def test_nothing_open_gives_nothing_to_propose() -> None:
    quiet = grid(("trajecten", "A", 0, "definitief", 1))
    register = judge(goals_of([row(afgeleid_van="x")], {}), NOW, KNOWN, {})
    assert list(missing_deliveries(quiet, NOW, MODEL)) == []
    assert list(missing_approvals(quiet, NOW, MODEL)) == []
    assert list(goal_gaps(register, ["A"], KNOWN, MODEL)) == []


def proposal(kind: str, weight: float = 0.0, place: str = "A", subject: str = "") -> Proposal:
    params = dict.fromkeys(PLACEHOLDERS[kind], 1)
    about = {"werkplein": place, "kwartaal": str(NOW), "indicator": subject}
    return Proposal(MODEL.kinds[kind], place, params, about, weight)


@pytest.mark.parametrize(
    ("phase", "stages"),
    [
        ("0", ["ambities", "knelpunten"]),
        ("1", ["knelpunten", "ambities"]),
        ("3a", ["ambities", "knelpunten"]),
        (None, ["ambities", "knelpunten"]),
    ],
)
def test_the_own_stage_comes_first_then_the_earlier_ones(phase, stages) -> None:
    given = [proposal("signaal"), proposal("geen_doelen")]
    found = in_order(given, {"A": phase}, MODEL)
    assert [each.kind.stage for each in found] == stages


def test_within_a_stage_the_order_of_kinds_then_the_largest_number() -> None:
    given = [
        proposal("signaal", 9),
        proposal("akkoord_ontbreekt", 2, subject="x"),
        proposal("akkoord_ontbreekt", 5, subject="y"),
        proposal("levering_ontbreekt"),
    ]
    found = in_order(given, {"A": "1"}, MODEL)
    assert [(each.kind.key, each.weight) for each in found] == [
        ("levering_ontbreekt", 0),
        ("akkoord_ontbreekt", 5),
        ("akkoord_ontbreekt", 2),
        ("signaal", 9),
    ]
    assert in_order(reversed(given), {"A": "1"}, MODEL) == found


def test_a_subject_with_many_proposals_is_cut_off_and_the_rest_is_counted() -> None:
    given = [proposal("akkoord_ontbreekt", n, subject=str(n)) for n in range(5)]
    given += [proposal("akkoord_ontbreekt", 9, place="B"), proposal("signaal")]
    kept, left = trimmed(in_order(given, {}, MODEL), MODEL)
    assert MODEL.at_most == 3
    assert [each.weight for each in kept if each.place == "A"] == [4, 3, 2, 0]
    assert [(each.place, each.kind.key, each.count) for each in left] == [
        ("A", "akkoord_ontbreekt", 2)
    ]


def test_every_kind_that_is_found_is_defined_and_every_phase_has_an_agenda() -> None:
    assert set(MODEL.kinds) == set(PLACEHOLDERS)
    assert all(MODEL.stage_of(phase) for phase in load_phases().phases)
    assert MODEL.stage_of(None) is None


def test_words_are_filled_in_the_language_of_the_reader() -> None:
    params = {
        "indicator": KNOWN["aandeel_werk"].name,
        "value": Amount(0.5, "share"),
        "interval": ProposalLimits(None, None, "share"),
        "target": Amount(0.6, "share"),
        "quarter": NOW,
    }
    given = Proposal(MODEL.kinds["doel_niet_gehaald"], "A", params, {})
    assert told(answers.what(given), "en").endswith(f"{KNOWN['aandeel_werk'].name.en} is not met.")
    assert "(volledige telling)" in told(answers.why(given))
    open_ended = params | {"interval": ProposalLimits(3.0, None, "days")}
    above = Proposal(MODEL.kinds["doel_niet_gehaald"], "A", open_ended, {})
    assert "95%-interval, minstens 3" in told(answers.why(above))
    with pytest.raises(ValueError, match="lacks"):
        Proposal(MODEL.kinds["doel_niet_gehaald"], "A", {}, {})


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("phases: [\"0\"]", "phases: []", "exactly one stage"),
        ("{count} van {total} doelen.\", en: \"Not", "{som} van {total} doelen.\", en: \"Not",
         "filled in differently"),
        ("  signaal:", "  sein:", "no such kind"),
        ("page: gegevens", "page: archief", "archief"),
        ("quarterly: [trajecten", "quarterly: [trajectjes", "no contracts"),
        ("apart: 0.5", "apart: 0", "up to 1"),
        ("at_most: 3", "at_most: 0.5", "whole number"),
    ],
)  # fmt: skip
def test_a_faulty_agenda_is_refused_with_its_reason(tmp_path, old, new, reason) -> None:
    for file in FOLDER.glob("*.yaml"):
        (tmp_path / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    file = tmp_path / "agenda.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DefinitionError, match=reason):
        load_agenda(tmp_path)


def programme(phase_of: Mapping[str, str | None], *given: Proposal) -> Programme:
    kept, left = trimmed(in_order(given, phase_of, MODEL), MODEL)
    return Programme(NOW, judge((), NOW, {}, {}), kept, left, MODEL, phase_of, {})


def test_a_finding_is_told_with_its_numbers() -> None:
    said = phrase("comparison.weak_spread", units=Measured(7, "number"))
    given = Proposal(MODEL.kinds["fase_tegenspraak"], "A", {"finding": said}, {})
    assert told(answers.why(given)) == told(said)


def test_as_data_a_finding_has_its_numbers_and_its_words_in_both_languages() -> None:
    name = Text("Intake", "Intake first")
    share = Figure(0.0, 0.0, 0.127, method="indicators.method_mid_p")
    said = phrase(
        "cooperation.approval_one",
        phase=name,
        groups=Listed((name, name)),
        partner=Measured(share, "share_whole", "limits"),
        n=Measured(22, "number"),
        share=Measured(0.126, "share_whole"),
    )
    given = Proposal(MODEL.kinds["fase_tegenspraak"], "A", {"finding": said}, {}, 2.0)
    with reading("nl"):
        data = proposal_data(given)
    assert data["why"] == told(answers.why(given))
    assert data["params"]["finding"] == {
        "key": "cooperation.approval_one",
        "params": {
            "phase": {"nl": "Intake", "en": "Intake first"},
            "groups": {"nl": "Intake en Intake", "en": "Intake first and Intake first"},
            "partner": {"nl": "0% tot 13%", "en": "0% to 13%"},
            "n": 22,
            "share": 13,
        },
    }


def test_nothing_to_propose_is_an_answer() -> None:
    (only,) = answers.agenda(programme({"Dal": "1"}))
    assert told(only.finding) == "Dal: niets om voor te stellen."
    assert only.items == ()


def test_proposals_stand_below_the_agenda_they_belong_to_and_the_rest_is_counted() -> None:
    given = [proposal("akkoord_ontbreekt", n, subject=str(n)) for n in range(5)]
    (only,) = answers.agenda(programme({"A": "0"}, *given, proposal("geen_doelen")))
    assert told(only.finding) == (
        "A. Voorstellen: 4, waarvan bij de agenda van deze fase: 1. Fase: "
        "Geen afspraken. Agenda: Ambities en inrichting."
    )
    stages = {told(item.of): len(item.below) for item in only.items}
    assert stages == {"Ambities en inrichting": 1, "Praktische knelpunten": 3}
    assert told(only.notes[-1]) == "Niet getoond bij het onderwerp Akkoord ontbreekt: 2."


def test_of_several_places_each_has_its_section_and_the_first_counts_them() -> None:
    given = programme({"b": None, "A": "1"}, proposal("signaal"), proposal("signaal", place="R"))
    whole, *places = answers.agenda(given)
    assert told(whole.finding) == "Voorstellen: 2, voor 2 van de 3 Werkpleinen en regio's."
    assert [told(each.finding) for each in places] == [
        "A. Voorstellen: 1, waarvan bij de agenda van deze fase: 1. Fase: "
        "Gezamenlijk dienstverleningsconcept. Agenda: Praktische knelpunten.",
        "b: niets om voor te stellen.",
        "R. Voorstellen voor de regio: 1.",
    ]
    assert given.narrowed(["A"]).places == ("A",)
