"""`ketenkpi demo`: the invented example, into an empty installation only."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from ketenkpi.cli.arguments import Parser
from ketenkpi.cli.numbers import number
from ketenkpi.cli.progress import progress
from ketenkpi.cli.screen import Screen
from ketenkpi.errors import UserError

if TYPE_CHECKING:
    from ketenkpi.store import Store

WHO = "voorbeeld"
FOLDER = "voorbeeld"


def add_options(parser: Parser) -> None:
    parser.flag("--als-leeg", "if_empty")
    parser.flag("--json", "json")


def run(options: argparse.Namespace, screen: Screen) -> int:
    """Load the example; refuse when anything else was ever delivered here."""
    from ketenkpi.contracts import load_contracts
    from ketenkpi.scope import Scope
    from ketenkpi.store import open_store

    store = open_store()
    earlier = store.uploads(Scope.everything())
    own = not (earlier["delivered_by"] == WHO).all()
    complete = set(earlier["contract"]) == set(load_contracts())
    if own or complete:
        if not options.als_leeg:
            raise UserError("cli.demo_own_data" if own else "cli.demo_complete")
        screen.data({"loaded": False, "files": 0, "rows": 0})
        return 0
    # Here also after somebody stopped it halfway: what is current already is
    # recognised by its bytes and costs nothing.
    files, rows = _load(store, screen)
    screen.tell(
        "demo_loaded",
        files=files,
        rows=number(rows, 0, screen.language),
        folder=store.settings.home / FOLDER,
    )
    screen.data({"loaded": True, "files": files, "rows": rows})
    return 0


def _load(store: Store, screen: Screen) -> tuple[int, int]:
    """Upload every file of the example in its order; how many files and rows."""
    from ketenkpi.example import write_example

    rows = 0
    with progress(screen.stage) as report:
        report("example", 0.0)
        example = write_example(store.settings.home / FOLDER)
        for place, file in enumerate(example.files):
            report("example", (place + 1) / (len(example.files) + 1))
            result = store.upload(
                file.path,
                file.contract,
                by=WHO,
                organisation=WHO,
                quarter=file.quarter,
                observed_from=file.observed_from,
                observed_until=file.observed_until,
            )
            if result.status not in ("stored", "unchanged"):
                raise RuntimeError(f"{file.path.name} of the example was {result.status}")
            rows += result.rows_stored
    return len(example.files), rows
