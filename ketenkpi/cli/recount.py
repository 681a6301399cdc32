"""`ketenkpi recount`: count everything again from the rows that are stored."""

from __future__ import annotations

import argparse
import time

from ketenkpi.cli.arguments import Parser
from ketenkpi.cli.screen import Screen
from ketenkpi.person import who


def add_options(parser: Parser) -> None:
    parser.option("--door", "who", default=None, metavar="NAAM")
    parser.flag("--json", "json")


def run(options: argparse.Namespace, screen: Screen) -> int:
    """Count again, and say from how many uploads; 1 when rows are gone or damaged."""
    from ketenkpi.scope import Scope
    from ketenkpi.store import open_store

    store, begun = open_store(), time.monotonic()
    version = store.recount(by=who(options.door, at_terminal=True))
    seconds = time.monotonic() - begun
    count = int(store.uploads(Scope.everything())["current"].sum())
    taken = screen.number(seconds, "number_tenths")
    screen.tell("recounted", count=count, seconds=taken, version=version)
    screen.data({"version": version, "uploads": count, "seconds": round(seconds, 3)})
    return 0
