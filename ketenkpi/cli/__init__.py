"""The `ketenkpi` command: the same figures as the dashboard, on a terminal.

One command a file, each with `add_options` and `run`. A command asks the
library and prints; it computes nothing. Exit codes: 0 fine, 1 findings or
refused, 2 wrong use, 3 our own fault.
"""

from __future__ import annotations

import argparse
import codecs
import gc
import io
import os
import sys
from collections.abc import Mapping, Sequence
from types import ModuleType

from ketenkpi import __version__
from ketenkpi.cli import (
    annotate,
    chain,
    check,
    compare,
    completion,
    context,
    cooperation,
    demo,
    dictionary,
    doctor,
    explain,
    export,
    kpi,
    profile,
    programme,
    recount,
    resources,
    review,
    serve,
    template,
    upload,
    withdraw,
    worker,
)
from ketenkpi.cli.arguments import Parser, language_of
from ketenkpi.cli.faults import keep
from ketenkpi.cli.screen import Output, Screen
from ketenkpi.errors import UserError
from ketenkpi.surfaces.reader import reading
from ketenkpi.wording import LANGUAGES, Language, say

COMMANDS: Mapping[str, ModuleType] = {
    "demo": demo,
    "check": check,
    "upload": upload,
    "explain": explain,
    "withdraw": withdraw,
    "template": template,
    "profile": profile,
    "dictionary": dictionary,
    "annotate": annotate,
    "review": review,
    "kpi": kpi,
    "compare": compare,
    "context": context,
    "cooperation": cooperation,
    "resources": resources,
    "programme": programme,
    "chain": chain,
    "export": export,
    "serve": serve,
    "worker": worker,
    "recount": recount,
    "doctor": doctor,
    "completion": completion,
}
OWN_FAULT, STOPPED = 3, 130

# What stands for signs that a console may lack.
PLAIN = {"−": "-", "–": "-", "€": "EUR"}
PLAINLY = "ketenkpi.plainly"


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command with these arguments (those of the process by default); its exit code."""
    if argv is None:
        # Imports make some hundred thousand objects that stay; to look through them for
        # garbage, as Python does after every 700 new ones, took 0.35 of 1.5 s.
        gc.set_threshold(50_000, 20, 20)
    arguments = sys.argv[1:] if argv is None else list(argv)
    language = language_of(arguments)
    _print_anything()
    try:
        options = _parser(language).parse_args(arguments)
        with reading(language):
            return int(options.run(options, Screen(language, _output(options))))
    except UserError as fault:
        print(fault.message(language), file=sys.stderr)
        return fault.exit_code
    except KeyboardInterrupt:
        return STOPPED
    except BrokenPipeError:
        # `ketenkpi kpi | head` closes our output early; what is left in the
        # buffer must go nowhere, or Python complains while it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception:
        print(say("cli.own_fault", language, file=keep(arguments)), file=sys.stderr)
        return OWN_FAULT


def _output(options: argparse.Namespace) -> Output:
    if getattr(options, "csv", False):
        return "csv"
    return "json" if getattr(options, "json", False) else "words"


def _print_anything() -> None:
    # A console that lacks a character must not stop a command halfway, nor show a
    # number below zero without its minus, which older code pages of Windows lack.
    codecs.register_error(PLAINLY, _plainly)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=PLAINLY)


def _plainly(fault: UnicodeError) -> tuple[str, int]:
    if not isinstance(fault, UnicodeEncodeError):
        raise fault
    return "".join(
        PLAIN.get(sign, "?") for sign in fault.object[fault.start : fault.end]
    ), fault.end


def _parser(language: Language) -> Parser:
    top = Parser(
        prog="ketenkpi",
        language=language,
        description=say("cli.about", language),
        epilog=say("cli.afterword", language),
    )
    top.add_argument(
        *("--version", "-V"),
        action="version",
        version=f"%(prog)s {__version__}",
        help=say("cli.help_version", language),
    )
    top.set_defaults(whole=top)
    commands = top.add_subparsers(
        title=say("cli.help_commands", language),
        metavar=say("cli.help_command", language),
        dest="command",
        required=True,
    )
    for name, command in COMMANDS.items():
        explained = say(f"cli.do_{name}", language)
        parser = commands.add_parser(name, language=language, help=explained, description=explained)
        command.add_options(parser)
        parser.option("--taal", "taal", choices=LANGUAGES)
        parser.set_defaults(run=command.run)
    return top
