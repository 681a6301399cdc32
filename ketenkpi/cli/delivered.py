"""Which file, and which contracts it fills: what `check` and `upload` both ask."""

from __future__ import annotations

import argparse
from pathlib import Path

from ketenkpi.cli.arguments import Parser
from ketenkpi.errors import UsageError


def add_file_options(parser: Parser) -> None:
    """The options that say what a file is."""
    parser.option("bestand", "file", type=Path)
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


def contracts_of(options: argparse.Namespace) -> tuple[str, ...]:
    """The contracts a file fills: as asked, as its profile says, or as its name begins.

    Raises UsageError when none of the three tells, or for an unknown name.
    """
    from ketenkpi.contracts import find_contract, load_contracts
    from ketenkpi.contracts.profile import find_profile

    if options.contract:
        return (find_contract(options.contract).key,)
    if options.profile:
        return find_profile(options.profile).contracts
    # The longest name first: a file of one contract may begin with another's.
    known = sorted(load_contracts(), key=len, reverse=True)
    name = options.bestand.name.lower()
    named = next((contract for contract in known if name.startswith(contract)), None)
    if named is None:
        raise UsageError("cli.which_contract", file=options.bestand.name, known=", ".join(known))
    return (named,)


def constants_of(options: argparse.Namespace) -> dict[str, str]:
    """The columns the uploader fills for every row."""
    return {"werkplein": options.werkplein} if options.werkplein else {}
