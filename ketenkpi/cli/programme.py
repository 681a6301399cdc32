"""`ketenkpi programme`: goals, proposed agenda, norms and policy theory of one quarter."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ketenkpi.cli.arguments import Parser, names, quarter
from ketenkpi.cli.screen import Screen
from ketenkpi.errors import UsageError
from ketenkpi.surfaces.plain_values import exact
from ketenkpi.vocabulary import Quarter, Text
from ketenkpi.wording import LANGUAGES

if TYPE_CHECKING:
    from ketenkpi.answer import Said
    from ketenkpi.programme import Coherence, GoalRegister, Programme, Proposal, Rule, TheoryFigures
    from ketenkpi.store import Store


def add_options(parser: Parser) -> None:
    parser.listed("--werkplein", "programme_werkplein", names)
    parser.option("--kwartaal", "programme_quarter", type=quarter, metavar="K")
    parser.option("--doelgroep", "programme_group", default="korte_afstand", metavar="D")
    parser.flag("--json", "json")


def run(options: argparse.Namespace, screen: Screen) -> int:
    """Print the four parts; each can be had from the library in the same way."""
    from ketenkpi.comparison import may_change_said
    from ketenkpi.programme import answers, coherence_of
    from ketenkpi.scope import Scope
    from ketenkpi.store import open_store

    store, scope = open_store(), Scope.everything()
    programme = store.programme(scope, options.kwartaal)
    if options.werkplein:
        programme = _narrowed(programme, options.werkplein)
    norms = store.norm_register(scope, programme.quarter)
    fits = coherence_of(norms, [judged.goal for judged in programme.goals.goals])
    theory = store.theory(scope, programme.quarter, options.doelgroep)
    screen.tell("programme_of", quarter=programme.quarter)
    screen.sections(
        [
            answers.goals(programme.goals, store.indicators),
            *answers.agenda(programme),
            *answers.norms(norms),
            *answers.coherence(fits),
            *answers.theory(theory),
        ]
    )
    if theory.may_change:
        screen.say_of(("*", may_change_said(theory.may_change)))
    screen.data(
        {
            "quarter": str(programme.quarter),
            "goals": _goals_data(programme.goals),
            "agenda": [proposal_data(each) for each in programme.agenda],
            "left_out": [
                {"place": each.place, "kind": each.kind.key, "count": each.count}
                for each in programme.left_out
            ],
            "norms": [_rule_data(rule) for rule in norms.rules],
            "coherence": _coherence_data(fits),
            "theory": _theory_data(theory),
        },
        _versions(store, programme, theory),
    )
    return 0


def _versions(store: Store, programme: Programme, theory: TheoryFigures) -> dict[str, int]:
    """Of the indicators that goals and theory are about."""
    told = {line.indicator.key for lines in theory.lines.values() for line in lines}
    aimed = {judged.goal.indicator for judged in programme.goals.goals}
    return {key: each.version for key, each in store.indicators.items() if key in told | aimed}


def _narrowed(programme: Programme, werkpleinen: Sequence[str]) -> Programme:
    for name in werkpleinen:
        if name not in programme.phase_of:
            known = ", ".join(sorted(programme.phase_of))
            raise UsageError("programme.unknown_werkplein", name=name, known=known)
    return programme.narrowed(werkpleinen)


def _goals_data(goals: GoalRegister) -> dict[str, Any]:
    from ketenkpi.programme import CHECKS

    tallies = {check: exact(goals.tally(check)) for check in CHECKS}
    return {"tallies": tallies, "goals": [exact(judged) for judged in goals.goals]}


def proposal_data(proposal: Proposal) -> dict[str, Any]:
    """A proposal as JSON takes it, with its sentences in the reader's language."""
    from ketenkpi.programme import answers
    from ketenkpi.surfaces import in_words

    return {
        "place": proposal.place,
        "kind": proposal.kind.key,
        "stage": proposal.kind.stage,
        "page": proposal.kind.page,
        "subject": dict(proposal.subject),
        "params": {name: _param(value) for name, value in proposal.params.items()},
        "weight": proposal.weight,
        "what": in_words(answers.what(proposal)),
        "why": in_words(answers.why(proposal)),
    }


def _param(value: object) -> Any:
    """What fills a proposal; of a finding the numbers as told, and words in both languages."""
    from ketenkpi.answer import Phrase

    if not isinstance(value, Phrase):
        return exact(value)
    return {"key": value.key, "params": {name: _told(each) for name, each in value.fill.items()}}


def _told(said: Said) -> Any:
    from ketenkpi.answer import Measured
    from ketenkpi.figure import Figure
    from ketenkpi.surfaces import in_words, reading
    from ketenkpi.units import UNITS, rounded

    if said is None or isinstance(said, str | Text | Quarter):
        return exact(said)
    if isinstance(said, Measured) and not isinstance(said.of, Figure | None):
        return int(rounded(said.of, UNITS[said.unit].decimals, UNITS[said.unit].scale))
    texts = {}
    for language in LANGUAGES:
        with reading(language):
            texts[language] = in_words(said)
    return texts


def _rule_data(rule: Rule) -> dict[str, Any]:
    return {**exact(rule.norm), "validity": rule.validity, "cell": rule.cell}


def _coherence_data(found: Coherence) -> dict[str, Any]:
    return {
        "two_terms": [
            {"duty": exact(one.duty), "norms": [rule.norm.key for rule in one.rules]}
            for one in found.two_terms
        ],
        "unmeasured": [rule.norm.key for rule in found.unmeasured],
        "without_duty": list(found.without_duty),
        "own_norms": [{**exact(one), "indicator": one.indicator.key} for one in found.own_norms],
    }


def _theory_data(theory: TheoryFigures) -> dict[str, Any]:
    return {
        "doelgroep": theory.doelgroep,
        "caution": exact(theory.theory.caution),
        "phases": exact(theory.phases),
        "unknown": list(theory.unknown),
        "may_change": exact(theory.may_change),
        "boxes": {
            key: [
                {
                    "indicator": line.indicator.key,
                    "quarter": str(line.quarter),
                    "part": line.measure.part,
                    "expected": line.measure.expected,
                    "narrowed": line.narrowed,
                    "figures": exact(line.figures),
                    "reading": exact(line.reading),
                }
                for line in lines
            ]
            for key, lines in theory.lines.items()
        },
    }
