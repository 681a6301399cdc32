"""`ketenkpi withdraw`: take an upload back, once it was shown what that changes."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from ketenkpi.cli.arguments import Parser
from ketenkpi.cli.changed import changes_data, show_changes, slot_words, slots_said
from ketenkpi.cli.screen import Screen
from ketenkpi.person import who

if TYPE_CHECKING:
    from ketenkpi.store import Withdrawal


def add_options(parser: Parser) -> None:
    parser.option("nummer", "upload_id", type=int, nargs="+")
    parser.option("--reden", "withdraw_reason", metavar="R")
    parser.flag("--ja", "yes")
    parser.option("--door", "who", default=None, metavar="NAAM")
    parser.flag("--json", "json")


def run(options: argparse.Namespace, screen: Screen) -> int:
    """Show what would change; take it back when that was agreed to with a reason, else 1."""
    from ketenkpi.jobs import JobQueue
    from ketenkpi.scope import Scope
    from ketenkpi.store import open_store

    store, scope = open_store(), Scope.everything()
    found = store.withdrawal(*options.nummer, scope=scope)
    _show(found, screen)
    reason = _agreed(options, screen)
    version = None
    if reason:
        by = who(options.door, at_terminal=True)
        version = store.withdraw_upload(*options.nummer, by=by, reason=reason, scope=scope)
        JobQueue(store).make_ready()
        ids = ", ".join(str(upload.id) for upload in found.uploads)
        screen.tell("withdrawn", ids=ids, version=version)
    screen.data(_data(found, version))
    return 1 if version is None else 0


def _show(found: Withdrawal, screen: Screen) -> None:
    for delivery in found.deliveries:
        screen.tell(
            "would_withdraw",
            id=delivery.upload.id,
            file=delivery.upload.filename,
            by=delivery.upload.delivered_by,
            rows=screen.number(delivery.rows),
            slot=slots_said([delivery.slot]),
        )
    if found.buried:
        screen.tell("stays_replaced", ids=", ".join(map(str, found.buried)))
    if found.compared:
        show_changes(found.changes, screen)
    else:
        screen.tell("cannot_compare")


def _agreed(options: argparse.Namespace, screen: Screen) -> str | None:
    """The reason when the user agreed, by options or at the terminal; else None."""
    reason = (options.reden or "").strip()
    if options.ja and reason:
        return reason
    if screen.output != "words" or not sys.stdin.isatty():
        screen.tell("ask_withdraw")
        return None
    said = options.ja or input(screen.say("type_yes")).strip().casefold() == screen.say("word_yes")
    if said and not reason:
        reason = input(screen.say("type_reason")).strip()
    if not said or not reason:
        screen.tell("not_withdrawn")
        return None
    return reason


def _data(found: Withdrawal, version: int | None) -> dict[str, Any]:
    return {
        "status": "shown" if version is None else "withdrawn",
        "upload_ids": [upload.id for upload in found.uploads],
        "version": version,
        "deliveries": [
            slot_words(delivery.slot) | {"upload_id": delivery.upload.id, "rows": delivery.rows}
            for delivery in found.deliveries
        ],
        "definitive": [slot_words(slot) for slot in found.changes.revised],
        "buried": list(found.buried),
        "compared": found.compared,
        **changes_data(found.changes),
    }
