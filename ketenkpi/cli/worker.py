"""`ketenkpi worker`: do what pages ask for, until Ctrl-C."""

from __future__ import annotations

import argparse
import signal
from typing import NoReturn

from ketenkpi.cli.arguments import Parser
from ketenkpi.cli.faults import keep
from ketenkpi.cli.screen import Screen


def add_options(parser: Parser) -> None:
    parser.flag("--controles", "checks_only")


def run(options: argparse.Namespace, screen: Screen) -> int:
    """Take jobs one by one; the one it does when it is told to end goes back to the queue."""
    from ketenkpi.jobs import CHECKS, KINDS, Worker
    from ketenkpi.store import open_store

    signal.signal(signal.SIGTERM, _stop)
    kinds = CHECKS if options.controles else KINDS
    worker = Worker(open_store(), lambda job: keep(["worker", job.kind]), kinds)
    screen.tell("working")
    worker.run()


def _stop(signum: int, frame: object) -> NoReturn:
    raise KeyboardInterrupt
