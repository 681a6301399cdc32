"""`ketenkpi dictionary`: what each column of a contract means."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from ketenkpi.cli.arguments import Parser
from ketenkpi.cli.screen import Screen

if TYPE_CHECKING:
    from ketenkpi.contracts import Column, Contract


def add_options(parser: Parser) -> None:
    parser.option("contract", "contract_name")
    parser.flag("--json", "json")


def run(options: argparse.Namespace, screen: Screen) -> int:
    """Print every column with its meaning, its kind and the values it knows."""
    from ketenkpi.contracts import find_contract

    contract = find_contract(options.contract)
    screen.show(_heading(contract, screen))
    for column in contract.columns:
        screen.show(f"\n{_column(column, screen)}")
    screen.data({"contract": contract.key, "columns": [_data(c, screen) for c in contract.columns]})
    return 0


def _heading(contract: Contract, screen: Screen) -> str:
    name, row = contract.name.in_(screen.language), contract.row.in_(screen.language)
    unique = ", ".join(contract.unique)
    lines = [f"{contract.key}: {name}", screen.say("one_row", row=row)]
    if unique:
        lines.append(screen.say("unique_together", columns=unique))
    source = screen.say("provenance", source=contract.source, day=contract.reviewed_on)
    return "\n".join([*lines, source])


def _column(column: Column, screen: Screen) -> str:
    need = screen.say("required" if column.required else "optional")
    lines = [
        f"{column.name} ({need})",
        f"  {column.meaning.in_(screen.language)}",
        f"  {screen.say('filled_as', kind=column.kind.describe(screen.language))}",
    ]
    lines += [f"    {code}: {text.in_(screen.language)}" for code, text in column.values.items()]
    if column.if_empty:
        lines.append(f"  {screen.say('if_empty', value=column.if_empty)}")
    return "\n".join(lines)


def _data(column: Column, screen: Screen) -> dict[str, Any]:
    return {
        "name": column.name,
        "required": column.required,
        "meaning": column.meaning.in_(screen.language),
        "kind": column.kind.describe(screen.language),
        "values": {code: text.in_(screen.language) for code, text in column.values.items()},
        "if_empty": column.if_empty,
    }
