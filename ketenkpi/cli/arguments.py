"""Arguments of the command line: argparse, but in two languages and with our errors."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NoReturn

from ketenkpi.errors import UsageError, UserError
from ketenkpi.vocabulary import Period, Quarter
from ketenkpi.wording import Language, say

Pair = tuple[str, str]

# What argparse says in English, and our sentence for it. Its texts changed
# between Python versions only in quotes, which the patterns leave free.
_FAULTS = {
    r"unrecognized arguments: (?P<value>.+)": "cli.unknown_argument",
    r"arguments are required: (?P<value>.+)": "cli.missing_argument",
    r"argument (?P<name>\S+): invalid choice: '?(?P<value>.*?)'? \(.*from (?P<known>.+)\)": (
        "cli.no_such_choice"
    ),
    r"argument (?P<value>\S+)( \S+)?: expected .+": "cli.value_expected",
    r"argument (?P<value>\S+): not allowed with argument (?P<other>\S+)": "cli.not_together",
}


class _Help(argparse.RawDescriptionHelpFormatter):
    """Paragraphs as they are written, and room for our longer option names."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=30)
        # argparse measures the names of commands without their indent, so the
        # longest would get a line of its own.
        self._action_max_length = len("    dictionary")


class _Once(argparse.Action):
    """An option of one value: given a second time it is refused, where argparse drops the first."""

    _given = False

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: Any,
        option_string: str | None = None,
    ) -> None:
        if self._given:
            raise UsageError("cli.given_twice", name=option_string, program=parser.prog)
        self._given = True
        setattr(namespace, self.dest, values)


class _Listed(argparse.Action):
    """An option that is a list: given again it adds; what it names twice is in once."""

    _given: tuple[Any, ...] = ()

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: Any,
        option_string: str | None = None,
    ) -> None:
        self._given = tuple(dict.fromkeys((*self._given, *values)))
        setattr(namespace, self.dest, self._given)


class Parser(argparse.ArgumentParser):
    """An ArgumentParser that raises UsageError and whose help is in `language`."""

    def __init__(self, *, language: Language, **options: Any) -> None:
        super().__init__(add_help=False, allow_abbrev=False, formatter_class=_Help, **options)
        self.language = language
        self._positionals.title = say("cli.help_arguments", language)
        self._optionals.title = say("cli.help_options", language)
        self.add_argument("-h", "--help", action="help", help=say("cli.help_help", language))

    def option(self, name: str, wording: str, **options: Any) -> None:
        """An argument, or an option that may be given once.

        It is explained by the sentence `cli.option_<wording>`.
        """
        once = {"action": _Once} if name.startswith("-") else {}
        self.add_argument(name, help=self._explained(wording), **once | options)

    def listed(
        self, name: str, wording: str, read: Callable[[str], tuple[Any, ...]], **options: Any
    ) -> None:
        """An option that is a list, as `read` reads it; none where it is not given."""
        usual: dict[str, Any] = {"default": (), "metavar": "A,B"}
        self.option(name, wording, action=_Listed, type=read, **usual | options)

    def pairs(self, name: str, wording: str, read: Callable[[str], Pair], metavar: str) -> None:
        """An option NAAM=WAARDE that may be given for several names; see `by_name`."""
        self.option(name, wording, type=read, action="append", default=[], metavar=metavar)

    def flag(self, name: str, wording: str) -> None:
        """An option without a value."""
        self.option(name, wording, action="store_true")

    def json_or_csv(self) -> None:
        """The options of a command whose result is a table: as JSON, or as CSV, not both."""
        one = self.add_mutually_exclusive_group()
        one.add_argument("--json", action="store_true", help=self._explained("json"))
        one.add_argument("--csv", action="store_true", help=self._explained("csv"))

    def _explained(self, wording: str) -> str:
        return say(f"cli.option_{wording}", self.language)

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


def by_name(pairs: Iterable[Pair]) -> Mapping[str, str]:
    """What was given as NAAM=WAARDE; raises UsageError for a name with two different values."""
    found: dict[str, str] = {}
    for name, value in pairs:
        if found.setdefault(name, value) != value:
            raise UsageError("cli.two_values", name=name, value=value, other=found[name])
    return found


def quarters(text: str) -> tuple[int, ...]:
    """An option that is a list of quarters or spans (2009K1..2009K4) with commas, as indices."""
    return tuple(index for part in names(text) for index in _span(part))


def _span(text: str) -> range:
    first, _, last = text.partition("..")
    begin, end = quarter(first), quarter(last or first)
    if end.index < begin.index:
        raise UsageError("cli.span_backwards", value=text)
    return range(begin.index, end.index + 1)
