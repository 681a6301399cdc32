"""`ketenkpi dictionary`: what the columns of a file mean, or what a figure or concept is."""

from __future__ import annotations

import argparse
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from ketenkpi.cli.arguments import Parser
from ketenkpi.cli.screen import Screen
from ketenkpi.vocabulary import Text
from ketenkpi.wording import Language

if TYPE_CHECKING:
    from ketenkpi.answer import Section
    from ketenkpi.contracts import DictionaryEntry, RuleEntry


def add_options(parser: Parser) -> None:
    parser.option("contract", "defined_name")
    parser.flag("--json", "json")


def run(options: argparse.Namespace, screen: Screen) -> int:
    """Print the columns of a kind of file, or the definition of an indicator or a concept."""
    from ketenkpi.contracts import answers, entries, find_contract, load_contracts, rule_entries

    found = None if options.contract in load_contracts() else _definition(options.contract)
    if found is not None:
        screen.sections([found])
        defined = {"definition": found.key, "fields": _fields(found, screen)}
        screen.data(defined, _version(options.contract))
        return 0
    contract = find_contract(options.contract)
    screen.sections(answers.dictionary(contract))
    screen.data(
        {
            "contract": contract.key,
            "columns": [_data(entry, screen.language) for entry in entries(contract)],
            "rules": [_data(rule, screen.language) for rule in rule_entries(contract)],
        },
        {contract.key: contract.version},
    )
    return 0


def _definition(name: str) -> Section | None:
    """What an indicator or a concept of that name is; None where there is neither."""
    from ketenkpi.concepts import answers as of_concepts
    from ketenkpi.concepts import names
    from ketenkpi.indicators import answers as of_indicators
    from ketenkpi.indicators import load_indicators

    known = load_indicators()
    if name in known:
        return of_indicators.definition(known[name])
    return of_concepts.definition(name) if name in names() else None


def _version(name: str) -> dict[str, int]:
    """Of an indicator the version of its definition; a concept has none."""
    from ketenkpi.indicators import load_indicators

    known = load_indicators()
    return {name: known[name].version} if name in known else {}


def _fields(found: Section, screen: Screen) -> list[dict[str, Any]]:
    from ketenkpi.surfaces import in_words

    told = [(item.of, item.lines) for item in found.items]
    return [{"field": in_words(of), "text": [*map(in_words, lines)]} for of, lines in told]


def _data(entry: DictionaryEntry | RuleEntry, language: Language) -> dict[str, Any]:
    return {each.name: _plain(getattr(entry, each.name), language) for each in fields(entry)}


def _plain(value: Any, language: Language) -> Any:
    if isinstance(value, tuple):
        return [_plain(each, language) for each in value]
    return value.in_(language) if isinstance(value, Text) else value
