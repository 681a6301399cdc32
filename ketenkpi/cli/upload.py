"""`ketenkpi upload`: check a file, and store it when nothing stops it."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ketenkpi.cli.answers import add_answer_options, add_circle_options, answers_of
from ketenkpi.cli.arguments import Parser, day, month, quarter
from ketenkpi.cli.changed import changes_data, show_changes, slot_words, slots_said
from ketenkpi.cli.delivered import (
    add_file_options,
    constants_of,
    delivered,
    kind_of,
    versions_of_contracts,
    wanted_of,
)
from ketenkpi.cli.explain import (
    add_explanation_option,
    explanations_of,
    points_data,
    show_unexplained,
)
from ketenkpi.cli.progress import progress
from ketenkpi.cli.questions import questions_data, show_questions, told
from ketenkpi.cli.report import name_shown, reading_data, show_findings, show_reading, write_report
from ketenkpi.cli.screen import Screen
from ketenkpi.errors import UsageError
from ketenkpi.person import who
from ketenkpi.scope import Scope
from ketenkpi.settings import Settings
from ketenkpi.vocabulary import Period
from ketenkpi.wording import say

if TYPE_CHECKING:
    from ketenkpi.store import UploadResult


def add_options(parser: Parser) -> None:
    add_file_options(parser, needed=False)
    parser.option("--niets", "nothing", metavar="C")
    parser.option("--kwartaal", "quarter", type=quarter, metavar="2009K1")
    parser.option("--maand", "month", type=month, metavar="2025-07")
    parser.option("--waargenomen-vanaf", "observed_from", type=day, metavar="D")
    parser.option("--waargenomen-tot", "observed_until", type=day, metavar="D")
    parser.option("--door", "by", default=None, metavar="NAAM")
    parser.option("--organisatie", "organisation", metavar="O")
    add_answer_options(parser)
    add_circle_options(parser)
    add_explanation_option(parser)
    parser.flag("--zonder-foute-regels", "skip_faulty")
    parser.flag("--vervang", "replace")
    parser.option("--reden", "reason", metavar="R")


def run(options: argparse.Namespace, screen: Screen) -> int:
    """Store the file, or say why not; 1 unless its rows count afterwards."""
    answers = answers_of(options)
    if options.niets:
        result, name = _nothing(options, answers), say("cli.nothing_to_report", screen.language)
    elif options.bestand is None:
        raise UsageError("cli.file_or_nothing")
    else:
        settings = Settings.load()
        with delivered(options.bestand, settings) as file:
            result, name = _file(file, options, answers, settings, screen), name_shown(file)
    for reading in result.readings:
        show_reading(name, reading, screen)
    show_findings(told(result.findings), screen)
    write_report(options.rapport, result.findings, screen)
    _show_outcome(result, answers, screen)
    contracts = (options.niets, *(reading.contract for reading in result.readings))
    screen.data(_data(name, result, screen), versions_of_contracts(filter(None, contracts)))
    return 0 if result.status in ("stored", "unchanged", "healed") else 1


def _file(
    file: Path,
    options: argparse.Namespace,
    answers: Mapping[str, str],
    settings: Settings,
    screen: Screen,
) -> UploadResult:
    from ketenkpi.jobs import JobQueue
    from ketenkpi.store import open_store

    contracts, profile = kind_of(options, file)
    # A profile fills all its contracts at once; the store knows which.
    contract = None if profile and not options.contract else contracts[0]
    with progress(screen.stage) as report:
        store = open_store(settings)
        result = store.upload(
            file,
            contract,
            profile,
            by=who(options.door, at_terminal=True),
            organisation=options.organisatie,
            period=_period(options),
            observed_from=options.waargenomen_vanaf,
            observed_until=options.waargenomen_tot,
            constants=constants_of(options),
            replace=options.vervang,
            revision_reason=options.reden,
            skip_faulty_rows=options.zonder_foute_regels,
            wanted=wanted_of(options),
            answers=answers,
            explanations=explanations_of(options),
            progress=report,
            scope=Scope.everything(),
        )
        if result.status == "stored":
            store.count_ahead(report)
            JobQueue(store).make_ready()
        return result


def _nothing(options: argparse.Namespace, answers: Mapping[str, str]) -> UploadResult:
    """Deliver that there is nothing to report; raises UsageError unless all of it is said."""
    from ketenkpi.store import open_store

    period = _period(options)
    if options.bestand is not None or options.werkplein is None or period is None:
        raise UsageError("cli.nothing_of_what", contract=options.niets)
    return open_store().nothing_to_report(
        options.niets,
        options.werkplein,
        period=period,
        by=who(options.door, at_terminal=True),
        organisation=options.organisatie,
        observed_from=options.waargenomen_vanaf,
        replace=options.vervang,
        revision_reason=options.reden,
        answers=answers,
        scope=Scope.everything(),
    )


def _period(options: argparse.Namespace) -> Period | None:
    if options.kwartaal and options.maand:
        raise UsageError("cli.one_period", quarter=options.kwartaal, month=options.maand)
    return options.maand or (Period(options.kwartaal) if options.kwartaal else None)


def _show_outcome(result: UploadResult, answers: Mapping[str, str], screen: Screen) -> None:
    if result.healed:
        screen.tell("rows_healed", ids=", ".join(map(str, result.healed)))
    match result.status:
        case "refused":
            screen.tell("verdict_blocked")
            if result.questions:
                show_questions(result.questions, answers, screen)
        case "asks":
            show_questions(result.questions, answers, screen)
        case "needs_replace":
            _show_preview(result, screen)
        case _:
            _show_done(result, screen)


def _show_done(result: UploadResult, screen: Screen) -> None:
    from ketenkpi.contracts.partner_names import partner_names
    from ketenkpi.surfaces import in_words

    screen.tell(
        f"upload_{result.status}",
        ids=", ".join(map(str, result.upload_ids)),
        period=result.period,
        partner=partner_names(result.partners, screen.language),
        until=in_words(result.observed_until),
        rows=screen.number(result.rows_stored),
    )
    # Numbered over all deliveries, as 'ketenkpi explain' does.
    if result.unexplained:
        from ketenkpi.store import open_store

        store, scope = open_store(), Scope.everything()
        more = store.unlisted_to_explain(scope)
        show_unexplained(store.to_explain(scope), screen, "upload", more)


def _show_preview(result: UploadResult, screen: Screen) -> None:
    """What a replacement would do, and how to ask for it."""
    if result.replaces:
        screen.tell("would_replace", slot=slots_said(result.replaces))
    show_changes(result.changes, screen)
    screen.tell("ask_reason" if result.needs_reason else "ask_replace")


def _data(file: str, result: UploadResult, screen: Screen) -> dict[str, Any]:
    return {
        "file": file,
        "status": result.status,
        "upload_ids": list(result.upload_ids),
        "version": result.version,
        "quarter": None if result.quarter is None else str(result.quarter),
        "period": None if result.period is None else str(result.period),
        "partners": list(result.partners),
        "observed_until": result.observed_until and result.observed_until.isoformat(),
        "readings": [reading_data(reading) for reading in result.readings],
        "replaces": [slot_words(slot) for slot in result.replaces],
        "needs_reason": result.needs_reason,
        "questions": questions_data(result.questions, screen),
        "healed": list(result.healed),
        "unexplained": points_data(result.unexplained, screen),
        **changes_data(result.changes),
        **result.findings.as_json(screen.language),
    }
