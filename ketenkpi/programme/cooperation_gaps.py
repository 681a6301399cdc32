"""What is open between the partners as proposals: agreements, phases, scans, different answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ketenkpi.cooperation import (
    PARTNERS,
    Coordination,
    Disagreement,
    PairVerdict,
    PhasePicture,
    ScanAnswers,
)
from ketenkpi.programme.agenda import AgendaModel, Proposal
from ketenkpi.research_model import load_dependence, load_scan
from ketenkpi.vocabulary import Quarter, Text, in_both

APPROVAL = "approval"


@dataclass(frozen=True)
class Together:
    """What is known of cooperation at one Werkplein at the end of a quarter.

    answered: how many marks both partners gave.
    """

    werkplein: str
    answers: ScanAnswers
    coordination: Coordination
    phase: PhasePicture
    disagreements: tuple[Disagreement, ...]
    answered: int


def missing_scans(
    found: Iterable[Together], quarter: Quarter, model: AgendaModel
) -> Iterable[Proposal]:
    """Per Werkplein the partners that never filled in a scan, up to the quarter."""
    for each in found:
        silent = [party for party in each.answers.parties if party not in each.answers.filled]
        if silent:
            yield Proposal(
                model.kinds["scan_ontbreekt"],
                each.werkplein,
                {"parties": _joined(f"programme.party_{party}" for party in silent),
                 "quarter": quarter},
                _subject(each, quarter),
                float(len(silent)),
            )  # fmt: skip


def missing_agreements(
    found: Iterable[Together], quarter: Quarter, model: AgendaModel
) -> Iterable[Proposal]:
    """Every pair of tasks of which a required agreement is certainly not fully there."""
    names = {(pair.situation, pair.key): pair.name for pair in load_dependence().pairs}
    for each in found:
        for gap in each.coordination.gaps:
            subject = _subject(each, quarter) | {"paar": gap.key, "situatie": gap.situation}
            yield Proposal(
                model.kinds["afspraak_ontbreekt"],
                each.werkplein,
                {
                    "pair": names[gap.situation, gap.key],
                    "situation": load_dependence().situations[gap.situation].name,
                    "kinds": _joined(f"programme.agreement_{kind}" for kind in gap.lacking),
                    "relation": load_dependence().relations[gap.relation].name,
                    "clients": _clients(gap),
                },
                subject,
                gap.clients.value or 0.0,
            )


def _clients(gap: PairVerdict) -> Text | int:
    if gap.clients.value is None:
        return in_both("programme.clients_unknown")
    return round(gap.clients.value)


def phase_gaps(
    found: Iterable[Together], quarter: Quarter, model: AgendaModel
) -> Iterable[Proposal]:
    """Phases without approval, and what register, scan and steps say differently."""
    for each in found:
        for finding in each.phase.findings:
            kind = "fase_zonder_akkoord" if finding.kind == APPROVAL else "fase_tegenspraak"
            subject = _subject(each, quarter) | {"bevinding": finding.kind}
            if finding.doelgroepen:
                subject["doelgroepen"] = ",".join(finding.doelgroepen)
            yield Proposal(
                model.kinds[kind],
                each.werkplein,
                {"finding": finding.said},
                subject,
                float(len(finding.doelgroepen)),
            )


def partners_apart(
    found: Iterable[Together], quarter: Quarter, model: AgendaModel
) -> Iterable[Proposal]:
    """Per Werkplein the questions on which the partners lie at least `model.apart` of the
    scale apart, with the widest of them."""
    for each in found:
        apart = [d for d in each.disagreements if d.steps >= model.apart * d.question.top]
        if apart:
            widest = max(apart, key=lambda d: d.steps / d.question.top)
            yield Proposal(
                model.kinds["partners_verschillen"],
                each.werkplein,
                {
                    "count": len(apart),
                    "total": each.answered,
                    "part": _part(widest),
                    "uwv": widest.uwv,
                    "gemeente": widest.gemeente,
                    "top": widest.question.top,
                },
                _subject(each, quarter),
                float(len(apart)),
            )


def _part(found: Disagreement) -> Text:
    question = found.question
    pairs = {(pair.situation, pair.key): pair.name for pair in load_dependence().pairs}
    if question.situation is not None:
        return pairs[question.situation, question.part]
    return load_scan().items[question.part].name


def _subject(each: Together, quarter: Quarter) -> dict[str, str]:
    return {"werkplein": each.werkplein, "kwartaal": str(quarter)}


def _joined(keys: Iterable[str]) -> Text:
    """The sentences of these keys in a row, with 'and' before the last."""
    words = [in_both(key) for key in keys]
    if len(words) == 1:
        return words[0]
    first = Text(*(", ".join(w.in_(la) for w in words[:-1]) for la in ("nl", "en")))
    return in_both("programme.and", first=first, last=words[-1])


def answered_by_both(answers: ScanAnswers) -> int:
    """How many marks both partners gave."""
    if any(party not in answers.filled for party in PARTNERS):
        return 0
    uwv, gemeente = (answers.filled[party].marks for party in PARTNERS)
    return sum(
        uwv[question].mark is not None and answer.mark is not None
        for question, answer in gemeente.items()
        if question in uwv
    )
