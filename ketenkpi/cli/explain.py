"""`ketenkpi explain`: which values still need an explanation, giving one, and reading them."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ketenkpi.cli.arguments import Pair, Parser, by_name
from ketenkpi.cli.screen import Screen
from ketenkpi.errors import UsageError
from ketenkpi.person import who

if TYPE_CHECKING:
    from ketenkpi.store import Explanation, OddValue


def add_explanation_option(parser: Parser) -> None:
    """The option that explains what a rule asks about."""
    parser.pairs("--uitleg", "explanation", _pair, "NAAM=TEKST")


def add_options(parser: Parser) -> None:
    add_explanation_option(parser)
    parser.option("--door", "who", default=None, metavar="NAAM")
    parser.flag("--json", "json")


def run(options: argparse.Namespace, screen: Screen) -> int:
    """Keep what was explained; then list what waits for an explanation and what has one."""
    from ketenkpi.scope import Scope
    from ketenkpi.store import answers, open_store

    store, scope = open_store(), Scope.everything()
    said = explanations_of(options)
    if said:
        by = who(options.door, at_terminal=True)
        kept = store.explain(said, by=by, scope=scope)
        screen.tell("explained_now", count=len(kept))
    waiting, kept = store.to_explain(scope), store.explanations(scope)
    if kept:
        screen.sections([answers.explained(kept)])
    more = store.unlisted_to_explain(scope)
    show_unexplained(waiting, screen, "explain", more)
    screen.data(
        {
            "unexplained": points_data(waiting, screen),
            "unlisted": more,
            "explained": _kept_data(kept),
        }
    )
    return 0


def explanations_of(options: argparse.Namespace) -> Mapping[str, str]:
    """What was explained with options: the text by the name or number it was given under."""
    return by_name(options.uitleg)


def _pair(text: str) -> Pair:
    name, found, words = text.partition("=")
    # The values of a row may hold '=', but the name of a finding never does.
    if not (name.strip() and found and words.strip()):
        raise UsageError("cli.no_explanation", value=text)
    return name.strip(), words.strip()


def show_unexplained(
    points: Sequence[OddValue], screen: Screen, command: str, more: int = 0
) -> None:
    """Print each value that waits for an explanation with its number and name, and how to give it.

    command: 'explain', or 'upload' where the file was just delivered. more: how many
    others there are in files with more findings than are listed.
    """
    from ketenkpi.store import answers

    if more:
        screen.tell("explain_more", count=more)
    if not points:
        if command == "explain" and not more:
            screen.tell("explained_all")
        return
    screen.show("")
    screen.sections([answers.waiting(points)])
    screen.tell("explain_how")


def points_data(points: Sequence[OddValue], screen: Screen) -> list[dict[str, Any]]:
    """The values that wait for an explanation, for `--json`."""
    return [
        {
            "number": number,
            "name": point.name,
            "contract": point.contract,
            "werkplein": point.werkplein,
            "partner": point.partner,
            "rule": point.rule,
            "column": point.column,
            "row": point.row,
            "value": point.value,
            "message": point.finding.message(screen.language),
        }
        for number, point in enumerate(points, start=1)
    ]


def _kept_data(kept: Sequence[Explanation]) -> list[dict[str, Any]]:
    return [
        {
            "contract": each.contract,
            "werkplein": each.werkplein,
            "partner": each.partner,
            "rule": each.rule,
            "column": each.column,
            "row": each.row,
            "value": each.value,
            "text": each.text,
            "by": each.by,
            "on": each.on and each.on.isoformat(),
        }
        for each in kept
    ]
