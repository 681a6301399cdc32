"""`ketenkpi check`: what is wrong with a file; nothing is stored."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from ketenkpi.cli.answers import add_answer_options, answers_of
from ketenkpi.cli.arguments import Parser
from ketenkpi.cli.delivered import (
    add_file_options,
    constants_of,
    delivered,
    kind_of,
    versions_of_contracts,
    wanted_of,
)
from ketenkpi.cli.progress import progress
from ketenkpi.cli.questions import questions_data, show_questions, told
from ketenkpi.cli.report import (
    name_findings,
    name_shown,
    reading_data,
    show_findings,
    show_reading,
    show_verdict,
    together,
    write_report,
)
from ketenkpi.cli.screen import Screen
from ketenkpi.settings import Settings

if TYPE_CHECKING:
    from ketenkpi.store import Store


def add_options(parser: Parser) -> None:
    add_file_options(parser)
    add_answer_options(parser)


def run(options: argparse.Namespace, screen: Screen) -> int:
    """Read the file by every contract it fills; 1 when any finding stops it or asks something."""
    from ketenkpi.store import open_store

    settings = Settings.load()
    with delivered(options.bestand, settings) as file:
        return _check(file, options, open_store(settings), screen)


def _check(file: Path, options: argparse.Namespace, store: Store, screen: Screen) -> int:
    from ketenkpi.contracts import asked_once

    answers = answers_of(options)
    contracts, profile = kind_of(options, file)
    name = name_shown(file)
    named = name_findings(file)
    show_findings(named, screen)
    readings = []
    for contract in contracts:
        with progress(screen.stage) as report:
            reading = store.check(
                file,
                contract,
                profile=profile,
                constants=constants_of(options),
                wanted=wanted_of(options),
                answers=answers,
                progress=report,
            )
        show_reading(name, reading, screen)
        show_findings(told(reading.findings), screen)
        if reading.questions:
            show_questions(reading.questions, answers, screen, "check_asks")
        show_verdict(reading.findings + named, screen)
        readings.append(reading)
    findings = together(readings) + named
    write_report(options.rapport, findings, screen)
    screen.data(
        {
            "file": name,
            "readings": [reading_data(reading) for reading in readings],
            "questions": questions_data(asked_once(readings), screen),
            **findings.as_json(screen.language),
        },
        versions_of_contracts(contracts),
    )
    return 1 if findings.blocked or findings.count("vraag") else 0
