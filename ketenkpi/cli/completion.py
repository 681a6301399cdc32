"""`ketenkpi completion`: what makes a shell complete commands, options and their values."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from ketenkpi.cli.arguments import Parser
from ketenkpi.cli.screen import Screen

SHELLS = ("bash", "zsh", "tcsh")


def add_options(parser: Parser) -> None:
    parser.option("schil", "shell", choices=SHELLS)


def run(options: argparse.Namespace, screen: Screen) -> int:
    """Print the script for that shell, with the indicators and contracts of this installation."""
    import shtab

    for each in _arguments(options.whole):
        _complete(each)
    screen.show(shtab.complete(options.whole, options.schil))
    return 0


def _arguments(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    """What may be typed, also behind each command."""
    for each in parser._actions:
        if isinstance(each, argparse._SubParsersAction):
            for command in each.choices.values():
                yield from _arguments(command)
        else:
            yield each


def _complete(argument: argparse.Action) -> None:
    """Say of an argument what completes it, where it is a file or has names of ours."""
    import shtab

    from ketenkpi.contracts import load_contracts
    from ketenkpi.indicators import load_indicators

    if argument.type is Path:
        argument.complete = shtab.FILE  # type: ignore[attr-defined]
    elif argument.dest in ("indicator", "key"):
        argument.choices = list(load_indicators())
    elif argument.dest in ("contract", "niets", "rijen"):
        argument.choices = list(load_contracts())
