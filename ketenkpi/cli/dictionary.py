"""`ketenkpi dictionary`: what each column of a contract means, and the rules between them."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import TYPE_CHECKING

from ketenkpi.cli.arguments import Parser
from ketenkpi.cli.numbers import day
from ketenkpi.cli.screen import Screen

if TYPE_CHECKING:
    from ketenkpi.contracts import DictionaryEntry


def add_options(parser: Parser) -> None:
    parser.option("contract", "contract_name")
    parser.flag("--json", "json")


def run(options: argparse.Namespace, screen: Screen) -> int:
    """Print every column with its meaning, what may stand in it and what empty means."""
    from ketenkpi.contracts import entries, find_contract, rule_entries

    contract = find_contract(options.contract)
    columns = entries(contract, screen.language)
    rules = rule_entries(contract, screen.language)
    screen.show(f"{contract.key}: {contract.name.in_(screen.language)}")
    screen.tell("one_row", row=contract.row.in_(screen.language))
    screen.tell("provenance", source=contract.source, day=day(contract.reviewed_on))
    for column in columns:
        screen.show(f"\n{_column(column, screen)}")
    for rule in rules:
        screen.show(f"\n- {rule.rule} ({rule.level})")
    screen.data(
        {
            "contract": contract.key,
            "columns": [asdict(column) for column in columns],
            "rules": [asdict(rule) for rule in rules],
        }
    )
    return 0


def _column(column: DictionaryEntry, screen: Screen) -> str:
    need = screen.say("required" if column.required else "optional")
    lines = [f"{column.column} ({need})", f"  {column.meaning}"]
    if column.values:
        lines += [f"    {code}: {text}" for code, text in column.values]
    else:
        lines.append(f"  {screen.say('filled_as', allowed=column.allowed)}")
    if not column.required:
        lines.append(f"  {column.empty}")
    return "\n".join(lines)
