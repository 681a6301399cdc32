"""`ketenkpi template`: an empty file to fill in."""

from __future__ import annotations

import argparse
import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

from ketenkpi.cli.arguments import Parser
from ketenkpi.cli.screen import Screen
from ketenkpi.errors import UsageError

if TYPE_CHECKING:
    from ketenkpi.contracts import Contract


def add_options(parser: Parser) -> None:
    parser.option("contract", "contract_name")
    parser.option("--naar", "template_file", type=Path, metavar="X.csv")


def run(options: argparse.Namespace, screen: Screen) -> int:
    """Write the template; an existing file is left alone and refused."""
    from ketenkpi.contracts import find_contract

    contract = find_contract(options.contract)
    file: Path = options.naar or Path(f"sjabloon_{contract.key}.csv")
    if file.exists():
        raise UsageError("cli.file_exists", file=file)
    file.write_bytes(template(contract))
    screen.tell("template_written", file=file, contract=contract.key)
    return 0


def template(contract: Contract) -> bytes:
    """The columns and one invented row, as Dutch Excel opens and saves it.

    With a BOM, because without one Excel reads UTF-8 as Windows-1252.
    """
    text = io.StringIO(newline="")
    rows = csv.writer(text, delimiter=";")
    rows.writerow(contract.names)
    rows.writerow(column.kind.examples()[0] for column in contract.columns)
    return text.getvalue().encode("utf-8-sig")
