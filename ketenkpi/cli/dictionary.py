"""`ketenkpi dictionary`: what each column of a contract means, and the rules between them."""

from __future__ import annotations

import argparse
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from ketenkpi.cli.arguments import Parser
from ketenkpi.cli.screen import Screen
from ketenkpi.vocabulary import Text
from ketenkpi.wording import Language

if TYPE_CHECKING:
    from ketenkpi.contracts import DictionaryEntry, RuleEntry


def add_options(parser: Parser) -> None:
    parser.option("contract", "contract_name")
    parser.flag("--json", "json")


def run(options: argparse.Namespace, screen: Screen) -> int:
    """Print every column with its meaning, what may stand in it and what empty means."""
    from ketenkpi.contracts import entries, find_contract, rule_entries
    from ketenkpi.contracts.answers import dictionary

    contract = find_contract(options.contract)
    screen.sections(dictionary(contract))
    screen.data(
        {
            "contract": contract.key,
            "columns": [_data(entry, screen.language) for entry in entries(contract)],
            "rules": [_data(rule, screen.language) for rule in rule_entries(contract)],
        }
    )
    return 0


def _data(entry: DictionaryEntry | RuleEntry, language: Language) -> dict[str, Any]:
    return {each.name: _plain(getattr(entry, each.name), language) for each in fields(entry)}


def _plain(value: Any, language: Language) -> Any:
    if isinstance(value, tuple):
        return [_plain(each, language) for each in value]
    return value.in_(language) if isinstance(value, Text) else value
