"""Arguments of the command line: argparse, but in two languages and with our errors."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from datetime import date
from typing import Any, NoReturn

from ketenkpi.errors import UsageError, UserError
from ketenkpi.vocabulary import Period, Quarter
from ketenkpi.wording import Language, say

# What argparse says in English, and our sentence for it. Its texts changed
# between Python versions only in quotes, which the patterns leave free.
_FAULTS = {
    r"unrecognized arguments: (?P<value>.+)": "cli.unknown_argument",
    r"arguments are required: (?P<value>.+)": "cli.missing_argument",
    r"argument (?P<name>\S+): invalid choice: '?(?P<value>.*?)'? \(.*from (?P<known>.+)\)": (
        "cli.no_such_choice"
    ),
    r"argument (?P<value>\S+)( \S+)?: expected .+": "cli.value_expected",
}


class _Help(argparse.RawDescriptionHelpFormatter):
    """Paragraphs as they are written, and room for our longer option names."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=30)
        # argparse measures the names of commands without their indent, so the
        # longest would get a line of its own.
        self._action_max_length = len("    dictionary")


class Parser(argparse.ArgumentParser):
    """An ArgumentParser that raises UsageError and whose help is in `language`."""

    def __init__(self, *, language: Language, **options: Any) -> None:
        super().__init__(add_help=False, allow_abbrev=False, formatter_class=_Help, **options)
        self.language = language
        self._positionals.title = say("cli.help_arguments", language)
        self._optionals.title = say("cli.help_options", language)
        self.add_argument("-h", "--help", action="help", help=say("cli.help_help", language))

    def option(self, name: str, wording: str, **options: Any) -> None:
        """An argument or option with a value, explained by the sentence `cli.option_<wording>`."""
        self.add_argument(name, help=say(f"cli.option_{wording}", self.language), **options)

    def flag(self, name: str, wording: str) -> None:
        """An option without a value."""
        self.option(name, wording, action="store_true")

    def error(self, message: str) -> NoReturn:
        for pattern, key in _FAULTS.items():
            found = re.search(pattern, message)
            if found:
                raise UsageError(key, program=self.prog, **found.groupdict())
        raise UsageError("cli.wrong_use", program=self.prog, reason=message)

    def format_usage(self) -> str:
        return super().format_usage().replace("usage:", say("cli.help_usage", self.language), 1)

    def format_help(self) -> str:
        return super().format_help().replace("usage:", say("cli.help_usage", self.language), 1)


def language_of(arguments: Sequence[str]) -> Language:
    """The language asked for with `--taal`, read before the rest so that help and errors obey."""
    english = re.search(r"--taal[= ]en\b", " ".join(arguments))
    return "en" if english else "nl"


def quarter(text: str) -> Quarter:
    """An option that is a quarter, in any accepted spelling."""
    try:
        return Quarter.parse(text)
    except UserError as fault:
        raise UsageError(fault.key, **fault.params) from fault


def month(text: str) -> Period:
    """An option that is one month: 2025-07, 2025M07 or 202507."""
    try:
        found = Period.parse(text)
    except UserError as fault:
        raise UsageError("cli.no_month", value=text) from fault
    if found.month is None:
        raise UsageError("cli.no_month", value=text)
    return found


def day(text: str) -> date:
    """An option that is a day: 2009-03-31 or 31-03-2009."""
    turned = re.sub(r"^(\d{2})-(\d{2})-(\d{4})$", r"\3-\2-\1", text)
    try:
        return date.fromisoformat(turned)
    except ValueError:
        raise UsageError("cli.no_day", value=text) from None


def names(text: str) -> tuple[str, ...]:
    """An option that is a list with commas; empty parts are dropped."""
    return tuple(part.strip() for part in text.split(",") if part.strip())


def quarters(text: str) -> tuple[int, ...]:
    """An option that is a list of quarters or spans (2009K1..2009K4) with commas, as indices."""
    return tuple(index for part in names(text) for index in _span(part))


def _span(text: str) -> range:
    first, _, last = text.partition("..")
    begin, end = quarter(first), quarter(last or first)
    if end.index < begin.index:
        raise UsageError("cli.span_backwards", value=text)
    return range(begin.index, end.index + 1)
