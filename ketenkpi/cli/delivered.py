"""Which file, and which contracts it fills: what `check` and `upload` both ask."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from ketenkpi.cli.answers import answer
from ketenkpi.cli.arguments import Parser, by_name
from ketenkpi.cli.report import name_shown
from ketenkpi.errors import UsageError, UserError
from ketenkpi.scratch import scratch
from ketenkpi.settings import Settings
from ketenkpi.wording import Language, say

if TYPE_CHECKING:
    from ketenkpi.contracts.findings import Finding
    from ketenkpi.contracts.intake import Wanted

# How a file is named that comes in by standard input, and how it is called from then on.
STANDARD_INPUT, INPUT_NAME = Path("-"), "standaardinvoer"
PIECE_BYTES = 1024**2
SEPARATORS = {"puntkomma": ";", "komma": ",", "tab": "\t", "streep": "|"}


def add_file_options(parser: Parser, *, needed: bool = True) -> None:
    """The options that say what a file is, which may be left out unless it is `needed`."""
    parser.option("bestand", "file", type=Path, nargs=None if needed else "?")
    parser.option("--contract", "contract", metavar="C")
    parser.option("--profile", "profile", metavar="P")
    parser.option("--werkplein", "werkplein_constant", metavar="W")
    parser.pairs("--vast", "constant", answer, "KOLOM=TEKST")
    add_reading_options(parser)
    parser.option("--rapport", "rapport", type=Path, metavar="X.xlsx")
    parser.flag("--json", "json")


def add_reading_options(parser: Parser) -> None:
    """The options that say how a file is read, where that is not found out."""
    parser.option("--blad", "sheet", metavar="B")
    parser.option("--kopregel", "header_line", type=header_line, metavar="N")
    parser.option("--scheidingsteken", "separator", type=separator, metavar="S")
    parser.option("--codering", "encoding", metavar="C")


def separator(text: str) -> str:
    """An option that is a separator: its sign, or its name where a shell takes the sign."""
    signs = {**SEPARATORS, **{sign: sign for sign in SEPARATORS.values()}, "\\t": "\t"}
    if text.casefold() not in signs:
        raise UsageError("cli.no_separator", value=text, known=", ".join(SEPARATORS))
    return signs[text.casefold()]


def header_line(text: str) -> int:
    """An option that is the number of a line."""
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 2**31):
        raise UsageError("cli.no_header_line", value=text)
    return int(text)


def wanted_of(options: argparse.Namespace) -> Wanted:
    """How the file is to be read, as far as the options say."""
    from ketenkpi.contracts.intake import Wanted

    return Wanted(options.blad, options.kopregel, options.scheidingsteken, options.codering)


class RefusedFile(UserError):
    """A file that is none of any kind; the finding says what it is instead."""

    def __init__(self, file: str, finding: Finding) -> None:
        self.file, self.finding = file, finding
        super().__init__("cli.file_refused", **self._said("nl"))

    def message(self, language: Language) -> str:
        return say(self.key, language, **self._said(language))

    def _said(self, language: Language) -> dict[str, str]:
        found = self.finding
        return {
            "file": self.file,
            "what": found.message(language),
            "remedy": found.remedy(language),
        }


def existing(file: Path) -> Path:
    """The file, when it is there; raises UsageError otherwise."""
    if not file.is_file():
        raise UsageError("cli.no_file", file=file)
    return file


@contextmanager
def delivered(file: Path, settings: Settings) -> Iterator[Path]:
    """The file, or for `-` one with what standard input holds, which is gone afterwards.

    Raises UsageError for a file that is not there.
    """
    from ketenkpi.store import open_store

    if file != STANDARD_INPUT:
        yield existing(file)
        return
    # Opened first: it says so where nothing can be written.
    parent = open_store(settings).settings.home / "staging"
    parent.mkdir(exist_ok=True)
    with scratch(parent, "stdin") as folder:
        kept = Path(folder) / INPUT_NAME
        _keep(sys.stdin.buffer, kept, settings.limits.upload_bytes)
        yield kept


def _keep(stream: BinaryIO, file: Path, most: int) -> None:
    """What comes in, a piece at a time; of more than `most` bytes enough to be refused for it."""
    with file.open("wb") as kept:
        while kept.tell() <= most and (piece := stream.read(PIECE_BYTES)):
            kept.write(piece)


def kind_of(options: argparse.Namespace, file: Path) -> tuple[tuple[str, ...], str | None]:
    """The contracts a file fills and its profile: as asked, else by its name or columns.

    Raises UsageError when nothing tells, or for an unknown name.
    """
    from ketenkpi.contracts import find_contract, load_contracts, recognise, unreadable
    from ketenkpi.contracts.profile import find_profile

    if options.contract:
        return (find_contract(options.contract).key,), options.profile
    profile = options.profile
    if not profile:
        found = recognise(file, file.name)
        if found is None:
            refused = unreadable(file)
            if refused:
                raise RefusedFile(name_shown(file), refused)
            known = ", ".join(load_contracts())
            raise UsageError("cli.which_contract", file=name_shown(file), known=known)
        if found.contract:
            return (found.contract,), None
        profile = found.profile
    return find_profile(profile).contracts, profile


def versions_of_contracts(keys: Iterable[str]) -> dict[str, int]:
    """By which version of each contract a file is read."""
    from ketenkpi.contracts import find_contract

    return {key: find_contract(key).version for key in keys}


def constants_of(options: argparse.Namespace) -> dict[str, str]:
    """The columns the uploader fills for every row; raises UsageError for two values of one."""
    place = [("werkplein", options.werkplein)] if options.werkplein else []
    return dict(by_name([*place, *options.vast]))
