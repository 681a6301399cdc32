"""`ketenkpi template`: an empty file to fill in, as CSV or as a workbook."""

from __future__ import annotations

import argparse
from pathlib import Path

from ketenkpi.cli.arguments import Parser
from ketenkpi.cli.screen import Screen
from ketenkpi.errors import UsageError

FORMATS = ("csv", "xlsx")


def add_options(parser: Parser) -> None:
    parser.option("contract", "contract_name")
    parser.option("--naar", "template_file", type=Path, metavar="X.csv|X.xlsx")


def run(options: argparse.Namespace, screen: Screen) -> int:
    """Write the template; a file that exists is left alone and refused."""
    from ketenkpi.contracts import find_contract, template

    contract = find_contract(options.contract)
    file: Path = options.naar or Path(f"sjabloon_{contract.key}.csv")
    kind = file.suffix.lower().removeprefix(".")
    if kind not in FORMATS:
        raise UsageError("cli.no_template_format", file=file)
    if file.exists():
        raise UsageError("cli.file_exists", file=file)
    file.write_bytes(template(contract, "xlsx" if kind == "xlsx" else "csv", screen.language))
    screen.tell("template_written", file=file, contract=contract.key)
    return 0
