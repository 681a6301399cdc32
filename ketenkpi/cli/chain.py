"""`ketenkpi chain`: how clients go through the chain, where they wait, what is open."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ketenkpi.cli.arguments import Parser, names, quarters
from ketenkpi.cli.numbers import MISSING, number, percentage
from ketenkpi.cli.screen import Screen
from ketenkpi.cli.table import table
from ketenkpi.errors import UsageError
from ketenkpi.vocabulary import Quarter
from ketenkpi.wording import Language

if TYPE_CHECKING:
    from ketenkpi.chain import Chain, Figure


def add_options(parser: Parser) -> None:
    parser.option("--werkplein", "chain_werkplein", metavar="X")
    parser.option("--regio", "chain_regio", metavar="R")
    parser.option("--kwartaal", "filter_kwartaal", type=quarters, default=(), metavar="A..B")
    parser.option("--regeling", "filter_regeling", type=names, default=(), metavar="A,B")
    parser.option("--doelgroep", "filter_doelgroep", type=names, default=(), metavar="A,B")
    parser.flag("--json", "json")


def run(options: argparse.Namespace, screen: Screen) -> int:
    """Print one table per question about the chain; nothing delivered is refused with why."""
    from ketenkpi.chain import MINIMUM
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
    screen.tell("chain_missing", minimum=MINIMUM)
    if found.may_change:
        screen.show(f"* {may_change_said(found.may_change, screen.language)}")
    screen.data({"chain": found.as_data()})
    return 0


def _block(
    screen: Screen,
    title: str,
    heads: Iterable[str],
    lines: Sequence[Sequence[str]],
    left: int = 1,
    **said: object,
) -> None:
    """A title and its table; the first `left` columns are words; `said` fills the heads."""
    words = [screen.say(f"chain_{head}", **said) for head in heads]
    screen.show(f"\n{screen.say(title)}\n{table(words, lines, range(left, len(words)))}")


def _figure(found: Figure, language: Language, *, share: bool = False, decimals: int = 1) -> str:
    """A figure with its interval; a missing one as '-', explained below all tables."""
    if found.value is None:
        return MISSING
    write = percentage if share else number
    text = write(found.value, decimals, language)
    if found.low is None:
        return text
    high = MISSING if found.high is None else write(found.high, decimals, language)
    return f"{text} ({write(found.low, decimals, language)} - {high})"


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
    waiting, language = found.waiting, screen.language
    sides = (("inside", waiting.inside), ("between", waiting.between))
    lines = [
        [screen.say(f"chain_{name}"), number(side.n, 0, language), _figure(side, language)]
        for name, side in (*sides, ("difference", waiting.difference))
    ]
    _block(screen, "chain_waiting", ("wait", "n", "days"), lines)
    screen.tell(f"chain_verdict_{waiting.verdict}")


def _handovers(found: Chain, screen: Screen) -> None:
    language = screen.language
    lines = [
        [
            each.key,
            number(each.n, 0, language),
            _figure(each.share, language, share=True, decimals=0),
            _figure(each.median, language, decimals=0),
            _figure(each.p90, language, decimals=0),
            _figure(each.mean.inside, language),
            _figure(each.mean.between, language),
            number(each.days.value, 0, language),
            percentage(each.share_of_days, 0, language),
            _figure(each.warm, language, share=True, decimals=0),
        ]
        for each in found.handovers
    ]
    heads = (
        "handover",
        "n",
        "went",
        "median",
        "nine",
        "inside",
        "between",
        "total_days",
        "part",
        "warm",
    )
    _block(screen, "chain_handovers", heads, lines)


def _flow(found: Chain, screen: Screen) -> None:
    language = screen.language
    lines = [
        [
            f"{link.parties.task} ({link.parties.organisation})",
            f"{link.parties.next_task} ({link.parties.next_organisation})",
            number(link.n, 0, language),
            number(link.overlap, 0, language),
            _figure(link.wait, language),
        ]
        for link in found.flow.links
    ]
    _block(screen, "chain_flow", ("from", "to", "n", "overlap", "days"), lines, left=2)
    crossing = _figure(found.flow.crossing, language, share=True)
    screen.tell("chain_crossing", n=number(found.flow.moves, 0, language), share=crossing)


def _slower(found: Chain, screen: Screen) -> None:
    language, sought = screen.language, found.slower
    lines = [
        [
            each.werkplein,
            f"{each.parties.task} ({each.parties.organisation})",
            f"{each.parties.next_task} ({each.parties.next_organisation})",
            number(each.here.n, 0, language),
            _figure(each.here, language),
            _figure(each.elsewhere, language),
            _figure(each.longer, language),
        ]
        for each in sought.found
    ]
    if lines:
        heads = ("werkplein", "from", "to", "n", "here", "elsewhere", "longer")
        _block(screen, "chain_slower", heads, lines, left=3)
    level = percentage(sought.level, 3, language)
    tested = number(sought.tested, 0, language)
    screen.tell("chain_tested", tested=tested, found=len(lines), level=level)


def _repeats(found: Chain, screen: Screen) -> None:
    language = screen.language
    lines = [
        [
            each.task,
            number(each.spells, 0, language),
            _figure(each.share_again, language, share=True),
            _figure(each.share_elsewhere, language, share=True),
        ]
        for each in found.repeats
    ]
    _block(screen, "chain_repeats", ("task", "spells", "again", "again_elsewhere"), lines)


def _involved(found: Chain, screen: Screen) -> None:
    language = screen.language
    lines = [
        [
            screen.say(f"chain_{each.unit}"),
            *(number(spells, 0, language) for spells in each.spells),
            number(each.unknown, 0, language),
            _figure(each.share_more, language, share=True),
        ]
        for each in found.involved
    ]
    heads = ("met", "met_1", "met_2", "met_3", "met_4", "unknown", "share_more")
    _block(screen, "chain_involved", heads, lines)


def _open(found: Chain, screen: Screen) -> None:
    if not found.ended_known:
        screen.tell("chain_ends_unknown")
        return
    language = screen.language
    lines = [
        [
            f"{at.task} ({at.organisation})",
            screen.say(f"chain_{at.state}"),
            number(at.n, 0, language),
            _figure(at.median, language, decimals=0),
            number(at.long, 0, language),
        ]
        for at in found.open.at
    ]
    heads = ("last_step", "state", "n", "median", "long")
    _block(screen, "chain_open", heads, lines, left=2, days=found.open.long_days)
    if found.open.older:
        screen.tell("chain_older", n=number(found.open.older, 0, language))
