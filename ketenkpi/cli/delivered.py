"""Which file, and which contracts it fills: what `check` and `upload` both ask."""

from __future__ import annotations

import argparse
from pathlib import Path

from ketenkpi.cli.arguments import Parser
from ketenkpi.errors import UsageError


def add_file_options(parser: Parser, *, needed: bool = True) -> None:
    """The options that say what a file is, which may be left out unless it is `needed`."""
    parser.option("bestand", "file", type=Path, nargs=None if needed else "?")
    parser.option("--contract", "contract", metavar="C")
    parser.option("--profile", "profile", metavar="P")
    parser.option("--werkplein", "werkplein_constant", metavar="W")
    parser.option("--rapport", "rapport", type=Path, metavar="X.xlsx")
    parser.flag("--json", "json")


def existing(file: Path) -> Path:
    """The file, when it is there; raises UsageError otherwise."""
    if not file.is_file():
        raise UsageError("cli.no_file", file=file)
    return file


def kind_of(options: argparse.Namespace) -> tuple[tuple[str, ...], str | None]:
    """The contracts a file fills and its profile: as asked, else by its name or columns.

    Raises UsageError when nothing tells, or for an unknown name.
    """
    from ketenkpi.contracts import find_contract, load_contracts, recognise
    from ketenkpi.contracts.profile import find_profile

    if options.contract:
        return (find_contract(options.contract).key,), options.profile
    profile = options.profile
    if not profile:
        found = recognise(existing(options.bestand), options.bestand.name)
        if found is None:
            known = ", ".join(load_contracts())
            raise UsageError("cli.which_contract", file=options.bestand.name, known=known)
        if found.contract:
            return (found.contract,), None
        profile = found.profile
    return find_profile(profile).contracts, profile


def constants_of(options: argparse.Namespace) -> dict[str, str]:
    """The columns the uploader fills for every row."""
    return {"werkplein": options.werkplein} if options.werkplein else {}
