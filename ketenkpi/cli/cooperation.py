"""`ketenkpi cooperation`: the scan, coordination, phases and integration of a Werkplein."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ketenkpi.cli.arguments import Parser, quarter
from ketenkpi.cli.screen import Screen
from ketenkpi.surfaces.plain_values import exact
from ketenkpi.vocabulary import Quarter, Text
from ketenkpi.wording import LANGUAGES

if TYPE_CHECKING:
    from ketenkpi.answer import Said
    from ketenkpi.cooperation import Cooperation, ScanAnswers, Timeline


def add_options(parser: Parser) -> None:
    parser.option("--werkplein", "cooperation_werkplein", metavar="X")
    parser.option("--kwartaal", "cooperation_quarter", type=quarter, metavar="K")
    parser.option("--uit", "workbook", type=Path, metavar="X.xlsx")
    parser.flag("--tijdfactor", "cooperation_time_factor")
    parser.flag("--json", "json")


def run(options: argparse.Namespace, screen: Screen) -> int:
    """Print all about one Werkplein when it is named, and the register of phases."""
    from ketenkpi.cooperation import Timeline, answers
    from ketenkpi.scope import Scope
    from ketenkpi.store import open_store

    store, scope = open_store(), Scope.everything()
    found, places, sections = None, store.source.places(scope), []
    if options.werkplein:
        found = store.cooperation(
            options.werkplein, options.kwartaal, scope, time_factor=options.tijdfactor
        )
        screen.say_of(answers.title(found))
        screen.show("")
        sections, places = answers.sections(found), (options.werkplein,)
    every = store.phases(scope)
    register = Timeline(tuple(each for name in places for each in every.of(name)), every.until)
    quarter = found.quarter if found else Quarter.of(register.until)
    groups = answers.groups_in(register)
    screen.sections([*sections, answers.register(register, groups, places, quarter)], options.uit)
    screen.data({"cooperation": found and _data(found), "phases": _register_data(register)})
    return 0


def _register_data(register: Timeline) -> dict[str, Any]:
    """The register as JSON takes it, with what follows from its periods."""
    periods = [
        {**exact(each), "approval": each.approval, "days": each.days(register.until)}
        for each in register.periods
    ]
    return {
        "until": exact(register.until),
        "periods": periods,
        "transitions": exact(register.transitions),
        "breaks": exact(register.breaks),
    }


def _data(found: Cooperation) -> dict[str, Any]:
    """Everything as JSON takes it: answers as a list, findings with their sentence."""
    data: dict[str, Any] = {
        name: exact(getattr(found, name))
        for name in found.__dataclass_fields__
        if name not in ("answers", "phase", "scans")
    }
    data["scans"] = [str(Quarter.from_index(index)) for index in found.scans]
    data["answers"] = _answers_data(found.answers)
    data["spans"] = _spans_data(found.answers)
    phase = {
        name: exact(getattr(found.phase, name))
        for name in found.phase.__dataclass_fields__
        if name != "findings"
    }
    findings = [
        {
            "kind": each.kind,
            "doelgroepen": list(each.doelgroepen),
            **exact(_in_both(each.said)),
        }
        for each in found.phase.findings
    ]
    return {**data, "phase": {**phase, "findings": findings}}


def _in_both(said: Said) -> Text:
    """What is said, in both languages."""
    from ketenkpi.surfaces import in_words, reading

    texts = []
    for language in LANGUAGES:
        with reading(language):
            texts.append(in_words(said))
    return Text(*texts)


def _answers_data(answers: ScanAnswers) -> list[dict[str, Any]]:
    from ketenkpi.cooperation import questions

    return [
        {"filled": str(Quarter.from_index(answers.filled[party].quarter)), **_plain(answer)}
        for party in answers.answering
        for answer in (answers.of(party, question) for question in questions())
    ]


def _spans_data(answers: ScanAnswers) -> list[dict[str, Any]]:
    """The parties together: only from the lowest to the highest, never a mean."""
    from ketenkpi.cooperation import questions

    return [
        {"question": exact(question), **exact(answers.span(question))} for question in questions()
    ]


def _plain(answer: Any) -> dict[str, Any]:
    data: dict[str, Any] = exact(answer)
    return {**data, "value": answer.value}
