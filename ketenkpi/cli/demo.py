"""`ketenkpi demo`: an invented example, into an empty installation only."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ketenkpi.cli.arguments import Parser
from ketenkpi.cli.progress import progress
from ketenkpi.cli.screen import Screen
from ketenkpi.errors import UserError
from ketenkpi.partner import TOGETHER
from ketenkpi.scope import Scope
from ketenkpi.vocabulary import Period

if TYPE_CHECKING:
    import pandas as pd

    from ketenkpi.store import Store

WHO = "voorbeeld"
FOLDER = "voorbeeld"
# The region of 2008-2010 of the paper, and one of today.
FORMER, PRESENT = "2010", "2025"
# One system numbers the clients of the fifteen Werkpleinen of 2008-2010: they
# come back at another one, and a case goes on where its Werkplein went up in.
EVERYWHERE: Mapping[str, str] = {"kring": "overal", "zaaknummers": "overal"}
WITH_NUMBERS = frozenset({"trajecten", "stappen"})
# Every quarter of these was delivered, so that no row means that nothing happened.
WHOLE_YEARS = frozenset({"klachten", "vacatures"})


@dataclass(frozen=True)
class Loaded:
    """One file of an example and what is said with it."""

    contract: str
    path: Path
    period: Period
    organisation: str
    observed_from: date
    observed_until: date
    answers: Mapping[str, str] = field(default_factory=dict)
    replace: bool = False


def add_options(parser: Parser) -> None:
    parser.option("--jaar", "example_year", choices=(FORMER, PRESENT), default=FORMER)
    parser.flag("--als-leeg", "if_empty")
    parser.flag("--json", "json")


def run(options: argparse.Namespace, screen: Screen) -> int:
    """Load an example; refuse when anything else was ever delivered here."""
    from ketenkpi.contracts import load_contracts
    from ketenkpi.store import open_store

    store = open_store()
    earlier = store.uploads(Scope.everything())
    own = not (earlier["delivered_by"] == WHO).all()
    other = not own and _is_other(earlier, options.jaar)
    complete = set(earlier["contract"]) == set(load_contracts())
    if own or other or complete:
        if not options.als_leeg:
            raise UserError(_refusal(own, other))
        screen.data({"loaded": False, "files": 0, "rows": 0})
        return 0
    # Here also after somebody stopped it halfway: what was loaded already is
    # recognised by its name and its bytes.
    files, rows = _load(store, set(earlier["filename"]), options.jaar, screen)
    screen.tell(
        "demo_loaded" if options.jaar == FORMER else "demo_loaded_present",
        files=files,
        rows=screen.number(rows),
        folder=store.settings.home / FOLDER,
    )
    screen.data({"loaded": True, "files": files, "rows": rows})
    return 0


def _is_other(earlier: pd.DataFrame, year: str) -> bool:
    """Whether the example of another year was loaded: it covers other quarters."""
    from ketenkpi.example import FIRST, LAST
    from ketenkpi.example.present import load_plan

    plan = load_plan()
    first, last = (FIRST, LAST) if year == FORMER else (plan.first, plan.last)
    return not earlier["kwartaal"].between(first.index, last.index).all()


def _refusal(own: bool, other: bool) -> str:
    if own:
        return "cli.demo_own_data"
    return "cli.demo_other" if other else "cli.demo_complete"


def _load(store: Store, before: set[str], year: str, screen: Screen) -> tuple[int, int]:
    """Upload every file of the example in its order; how many files and rows."""
    from ketenkpi.jobs import JobQueue

    rows = 0
    with progress(screen.stage) as report:
        report("example", 0.0)
        made = _former if year == FORMER else _present
        files = list(made(store.settings.home / FOLDER))
        for place, file in enumerate(files):
            report("example", (place + 1) / (len(files) + 1))
            if file.path.name not in before:
                rows += _upload(store, file)
        store.count_ahead(report)
    # Half a minute that nobody has to wait for: who serves has it made ready.
    JobQueue(store).make_ready()
    return len(files), rows


def _upload(store: Store, file: Loaded) -> int:
    result = store.upload(
        file.path,
        file.contract,
        by=WHO,
        organisation=file.organisation,
        period=file.period,
        observed_from=file.observed_from,
        observed_until=file.observed_until,
        answers=file.answers,
        replace=file.replace,
        scope=Scope.everything(),
    )
    if result.status not in ("stored", "unchanged"):
        raise RuntimeError(f"{file.path.name} of the example was {result.status}")
    return result.rows_stored


def _former(folder: Path) -> Iterator[Loaded]:
    """The fifteen Werkpleinen of 2008-2010, delivered for all partners together."""
    from ketenkpi.example import write_example

    for file in write_example(folder).files:
        yield Loaded(
            file.contract,
            file.path,
            Period(file.quarter),
            TOGETHER,
            file.observed_from,
            file.observed_until,
            former_answers(file.contract),
            # One Werkplein registers outflow late (a planted truth), so its later
            # file changes what the quarter before knew.
            replace=True,
        )


def former_answers(contract: str) -> Mapping[str, str]:
    """What is stated along with a file of the example of 2008-2010."""
    if contract in WHOLE_YEARS:
        return {"leeg": "nul"}
    return EVERYWHERE if contract in WITH_NUMBERS else {}


def _present(folder: Path) -> Iterator[Loaded]:
    """The region of today, each partner for itself."""
    from ketenkpi.example.present import write_present

    for file in write_present(folder).files:
        yield Loaded(
            file.contract,
            file.path,
            file.period,
            file.organisation,
            file.observed_from,
            file.observed_until,
            file.answers,
            file.corrects,
        )
