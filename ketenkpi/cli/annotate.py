"""`ketenkpi annotate`: notes beside figures: list them, write one, strike one."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from ketenkpi.cli.arguments import Parser, day, quarter
from ketenkpi.cli.screen import Screen
from ketenkpi.errors import UsageError
from ketenkpi.person import who
from ketenkpi.vocabulary import Quarter

if TYPE_CHECKING:
    from ketenkpi.catalogue import FigureNote
    from ketenkpi.scope import Scope
    from ketenkpi.store import Store


def add_options(parser: Parser) -> None:
    parser.option("notitie", "note", nargs="?")
    parser.option("--werkplein", "note_werkplein", metavar="W")
    parser.option("--kwartaal", "note_quarter", type=quarter, metavar="K")
    parser.option("--dag", "note_day", type=day, metavar="DAG")
    parser.option("--indicator", "note_indicator", metavar="I")
    parser.option("--doorhalen", "strike", type=int, metavar="NUMMER")
    parser.option("--reden", "strike_reason", metavar="R")
    parser.option("--door", "who", default=None, metavar="NAAM")
    parser.flag("--json", "json")


def run(options: argparse.Namespace, screen: Screen) -> int:
    """Write the note that is given, or strike the one that is named, else list all."""
    from ketenkpi.scope import Scope
    from ketenkpi.store import open_store

    if options.notitie is not None and options.doorhalen is not None:
        raise UsageError("cli.note_or_strike")
    store, scope = open_store(), Scope.everything()
    if options.notitie is not None:
        found = [_written(store, options, scope)]
        screen.tell("note_kept", number=found[0].id)
    elif options.doorhalen is not None:
        by, reason = who(options.door, at_terminal=True), options.reden or ""
        number = options.doorhalen
        found = [store.strike_annotation(number, reason=reason, by=by, scope=scope)]
        screen.tell("note_struck", number=number)
    else:
        found = list(store.annotations(scope, struck=True))
        _list(found, screen)
    screen.data({"notes": [_data(each) for each in found]})
    return 0


def _written(store: Store, options: argparse.Namespace, scope: Scope) -> FigureNote:
    """Keep a note; its quarter is that of its day where only that is given."""
    at = options.kwartaal or (options.dag and Quarter.of(options.dag))
    if at is None:
        raise UsageError("cli.note_when")
    return store.annotate(
        options.werkplein or "",
        at,
        options.notitie,
        by=who(options.door, at_terminal=True),
        scope=scope,
        indicator=options.indicator,
        day=options.dag,
    )


def _list(notes: list[FigureNote], screen: Screen) -> None:
    from ketenkpi.overview.answers import note_items

    if not notes:
        screen.tell("no_notes")
    for item in note_items(notes):
        screen.say_of((item.of, *item.lines))


def _data(note: FigureNote) -> dict[str, Any]:
    struck = note.struck
    return {
        "id": note.id,
        "werkplein": note.werkplein or None,
        "quarter": str(Quarter.from_index(note.quarter)),
        "day": note.day and note.day.isoformat(),
        "indicator": note.indicator,
        "note": note.note,
        "by": note.written_by,
        "at": note.created_at.isoformat(),
        "struck": struck
        and {"reason": struck.reason, "by": struck.by, "at": struck.at.isoformat()},
    }
