"""`ketenkpi context`: crisis or us, the course of a place beside its region and the country."""

from __future__ import annotations

import argparse
from pathlib import Path

from ketenkpi.cli.arguments import Parser, names, quarter, quarters
from ketenkpi.cli.screen import Screen
from ketenkpi.vocabulary import Quarter


def add_options(parser: Parser) -> None:
    parser.option("--werkplein", "context_werkplein", metavar="X")
    parser.option("--regio", "context_regio", metavar="R")
    parser.listed("--onderwerp", "context_subject", names)
    parser.option("--basis", "context_base", type=quarter, metavar="2009K1")
    parser.listed("--kwartaal", "context_quarters", quarters, metavar="A..B")
    parser.option("--uit", "workbook", type=Path, metavar="X.xlsx")
    parser.flag("--json", "json")


def run(options: argparse.Namespace, screen: Screen) -> int:
    """Print a section for each subject: the verdict, the lines, and whose they are."""
    from ketenkpi.context import load_context_rules
    from ketenkpi.context.answers import section
    from ketenkpi.scope import Scope
    from ketenkpi.store import open_store
    from ketenkpi.surfaces.plain_values import exact

    store, scope = open_store(), Scope.everything()
    found = [
        store.context(
            scope,
            subject,
            werkplein=options.werkplein,
            regio=options.regio,
            base=options.basis,
            quarters=[Quarter.from_index(index) for index in options.kwartaal],
        )
        for subject in options.onderwerp or load_context_rules().subjects
    ]
    screen.sections([section(one) for one in found], options.uit)
    used = sorted({one.subject.indicator for one in found if one.subject.indicator})
    versions = {key: store.indicators[key].version for key in used}
    screen.data({"context": exact(found)}, versions)
    return 0
