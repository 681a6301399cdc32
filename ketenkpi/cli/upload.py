"""`ketenkpi upload`: check a file, and store it when nothing stops it."""

from __future__ import annotations

import argparse
import getpass
from typing import TYPE_CHECKING, Any

from ketenkpi.cli.arguments import Parser, day, quarter
from ketenkpi.cli.changed import changes_data, show_changes, slot_words
from ketenkpi.cli.delivered import add_file_options, constants_of, existing, kind_of
from ketenkpi.cli.numbers import day as written
from ketenkpi.cli.numbers import number
from ketenkpi.cli.progress import progress
from ketenkpi.cli.report import reading_data, show_findings, show_reading, write_report
from ketenkpi.cli.screen import Screen

if TYPE_CHECKING:
    from ketenkpi.store import UploadResult

ORGANISATIONS = ("uwv", "gemeente", "samen", "onbekend")


def add_options(parser: Parser) -> None:
    add_file_options(parser)
    parser.option("--kwartaal", "quarter", type=quarter, metavar="2009K1")
    parser.option("--waargenomen-vanaf", "observed_from", type=day, metavar="D")
    parser.option("--waargenomen-tot", "observed_until", type=day, metavar="D")
    parser.option("--door", "by", default=None, metavar="NAAM")
    parser.option("--organisatie", "organisation", choices=ORGANISATIONS, default="onbekend")
    parser.flag("--zonder-foute-regels", "skip_faulty")
    parser.flag("--vervang", "replace")
    parser.option("--reden", "reason", metavar="R")


def run(options: argparse.Namespace, screen: Screen) -> int:
    """Store the file, or say why not; 1 unless its rows count afterwards."""
    from ketenkpi.store import open_store

    file = existing(options.bestand)
    contracts, profile = kind_of(options)
    # A profile fills all its contracts at once; the store knows which.
    contract = None if profile and not options.contract else contracts[0]
    with progress(screen.stage) as report:
        result = open_store().upload(
            file,
            contract,
            profile,
            by=options.door or getpass.getuser(),
            organisation=options.organisatie,
            quarter=options.kwartaal,
            observed_from=options.waargenomen_vanaf,
            observed_until=options.waargenomen_tot,
            constants=constants_of(options),
            replace=options.vervang,
            revision_reason=options.reden,
            skip_faulty_rows=options.zonder_foute_regels,
            progress=report,
        )
    for reading in result.readings:
        show_reading(file.name, reading, screen)
    show_findings(result.findings, screen)
    write_report(options.rapport, result.findings, screen)
    _show_outcome(result, screen)
    screen.data(_data(file.name, result, screen))
    return 0 if result.status in ("stored", "unchanged", "healed") else 1


def _show_outcome(result: UploadResult, screen: Screen) -> None:
    if result.healed:
        screen.tell("rows_healed", ids=", ".join(map(str, result.healed)))
    if result.status == "refused":
        screen.tell("verdict_blocked")
        return
    if result.status == "needs_replace":
        _show_preview(result, screen)
        return
    numbers = ", ".join(map(str, result.upload_ids))
    screen.tell(
        f"upload_{result.status}",
        ids=numbers,
        quarter=result.quarter,
        until=written(result.observed_until) if result.observed_until else "",
        rows=number(result.rows_stored, 0, screen.language),
    )


def _show_preview(result: UploadResult, screen: Screen) -> None:
    """What a replacement would do, and how to ask for it."""
    for slot in result.replaces:
        screen.tell("would_replace", **slot_words(slot))
    show_changes(result.changes, screen)
    screen.tell("ask_reason" if result.needs_reason else "ask_replace")


def _data(file: str, result: UploadResult, screen: Screen) -> dict[str, Any]:
    return {
        "file": file,
        "status": result.status,
        "upload_ids": list(result.upload_ids),
        "version": result.version,
        "quarter": None if result.quarter is None else str(result.quarter),
        "observed_until": result.observed_until and result.observed_until.isoformat(),
        "readings": [reading_data(reading) for reading in result.readings],
        "replaces": [slot_words(slot) for slot in result.replaces],
        "needs_reason": result.needs_reason,
        "healed": list(result.healed),
        **changes_data(result.changes),
        **result.findings.as_json(screen.language),
    }
