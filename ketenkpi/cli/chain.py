"""`ketenkpi chain`: how clients go through the chain, where they wait, what is open."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from ketenkpi.cli.arguments import Parser, names, quarters
from ketenkpi.cli.numbers import number, percentage
from ketenkpi.cli.screen import Screen
from ketenkpi.errors import UsageError
from ketenkpi.vocabulary import Quarter

if TYPE_CHECKING:
    from ketenkpi.answer import Table
    from ketenkpi.chain import Chain


def add_options(parser: Parser) -> None:
    parser.option("--werkplein", "chain_werkplein", metavar="X")
    parser.option("--regio", "chain_regio", metavar="R")
    parser.option("--kwartaal", "filter_kwartaal", type=quarters, default=(), metavar="A..B")
    parser.option("--regeling", "filter_regeling", type=names, default=(), metavar="A,B")
    parser.option("--doelgroep", "filter_doelgroep", type=names, default=(), metavar="A,B")
    parser.flag("--json", "json")


def run(options: argparse.Namespace, screen: Screen) -> int:
    """Print one table per question about the chain; nothing delivered is refused with why."""
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
    for block in (_apart, _waiting, _handovers, _flow, _slower, _repeats, _involved, _open):
        block(found, screen)
    if found.may_change:
        screen.show(f"* {may_change_said(found.may_change, screen.language)}")
    screen.data({"chain": found.as_data()})
    return 0


def _block(screen: Screen, title: str, table: Table) -> None:
    """A title and its table."""
    screen.show(f"\n{screen.say(title)}")
    screen.table(table)


def _apart(found: Chain, screen: Screen) -> None:
    """First what is not in any table: moves that nobody can see."""
    for each in found.apart:
        quarters = ", ".join(_span(*span) for span in each.spans)
        screen.tell("chain_apart", werkplein=each.werkplein, quarters=quarters)


def _span(first: int, last: int) -> str:
    """Quarters as the option --kwartaal takes them."""
    ends = [str(Quarter.from_index(quarter)) for quarter in sorted({first, last})]
    return "..".join(ends)


def _waiting(found: Chain, screen: Screen) -> None:
    from ketenkpi.chain.answers import waiting_table

    _block(screen, "chain_waiting", waiting_table(found.waiting))
    screen.tell(f"chain_verdict_{found.waiting.verdict}")


def _handovers(found: Chain, screen: Screen) -> None:
    from ketenkpi.chain.answers import handover_table

    _block(screen, "chain_handovers", handover_table(found.handovers))


def _flow(found: Chain, screen: Screen) -> None:
    from ketenkpi.answer import Measured, phrase
    from ketenkpi.chain.answers import flow_table

    _block(screen, "chain_flow", flow_table(found.flow))
    n, crossing = Measured(found.flow.moves, "number"), Measured(found.flow.crossing, "share")
    screen.say_of(phrase("cli.chain_crossing", n=n, share=crossing))


def _slower(found: Chain, screen: Screen) -> None:
    from ketenkpi.chain.answers import slower_table

    sought = found.slower
    if sought.found:
        _block(screen, "chain_slower", slower_table(sought))
    level = percentage(sought.level, 3, screen.language)
    tested = number(sought.tested, 0, screen.language)
    screen.tell("chain_tested", tested=tested, found=len(sought.found), level=level)


def _repeats(found: Chain, screen: Screen) -> None:
    from ketenkpi.chain.answers import repeat_table

    _block(screen, "chain_repeats", repeat_table(found))


def _involved(found: Chain, screen: Screen) -> None:
    from ketenkpi.chain.answers import involved_table

    for each in found.involved:
        _block(screen, f"chain_{each.unit}", involved_table(each))


def _open(found: Chain, screen: Screen) -> None:
    from ketenkpi.chain.answers import open_table

    if not found.ended_known:
        screen.tell("chain_ends_unknown")
        return
    _block(screen, "chain_open", open_table(found.open))
    if found.open.older:
        screen.tell("chain_older", n=number(found.open.older, 0, screen.language))
