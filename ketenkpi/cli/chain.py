"""`ketenkpi chain`: how clients go through the chain, where they wait, what is open."""

from __future__ import annotations

import argparse
from pathlib import Path

from ketenkpi.cli.arguments import Parser, names, quarters
from ketenkpi.cli.screen import Screen
from ketenkpi.errors import UsageError
from ketenkpi.vocabulary import Quarter


def add_options(parser: Parser) -> None:
    parser.option("--werkplein", "chain_werkplein", metavar="X")
    parser.option("--regio", "chain_regio", metavar="R")
    parser.listed("--kwartaal", "filter_kwartaal", quarters, metavar="A..B")
    parser.listed("--regeling", "filter_regeling", names)
    parser.listed("--doelgroep", "filter_doelgroep", names)
    parser.option("--uit", "workbook", type=Path, metavar="X.xlsx")
    parser.flag("--json", "json")


def run(options: argparse.Namespace, screen: Screen) -> int:
    """Print what is known about the chain; nothing delivered is refused with why."""
    from ketenkpi.chain import answers
    from ketenkpi.comparison import may_change_said
    from ketenkpi.scope import Scope
    from ketenkpi.store import open_store

    if options.werkplein and options.regio:
        raise UsageError("cli.chain_one_place")
    found = open_store().chain(
        Scope.everything(),
        werkplein=options.werkplein,
        regio=options.regio,
        quarters=[Quarter.from_index(index) for index in options.kwartaal],
        regelingen=options.regeling,
        doelgroepen=options.doelgroep,
    )
    nothing = answers.nothing(found)
    if nothing is not None:
        screen.say_of(nothing)
    else:
        for said in answers.apart(found):
            screen.say_of(said)
        if found.may_change:
            screen.say_of(("*", may_change_said(found.may_change)))
            screen.show("")
        where = answers.place(options.werkplein, options.regio)
        screen.sections(answers.sections(found, where), options.uit)
    screen.data({"chain": found.as_data()})
    return 0
