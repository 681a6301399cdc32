"""The data dictionary of a contract, as sections that every surface draws."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketenkpi.answer import Bullet, Listed, Said, Section, in_full, phrase
from ketenkpi.contracts.dictionary import entries, rule_entries
from ketenkpi.vocabulary import in_both

if TYPE_CHECKING:
    from ketenkpi.contracts.contract import Contract
    from ketenkpi.contracts.dictionary import DictionaryEntry


def dictionary(contract: Contract) -> tuple[Section, ...]:
    """What a row is and each column holds, then the rules between columns where there are any."""
    columns = Section(
        "columns",
        phrase("templates.title", name=contract.name, key=contract.key),
        phrase("templates.row", row=contract.row),
        notes=(
            phrase(
                "templates.provenance",
                author=contract.author,
                source=contract.source,
                reviewed_on=in_full(contract.reviewed_on),
                version=str(contract.version),
            ),
        ),
        items=tuple(map(_column, entries(contract))),
    )
    rules = tuple(
        Bullet(phrase("templates.rule", rule=each.rule, level=each.level))
        for each in rule_entries(contract)
    )
    if not rules:
        return (columns,)
    return (columns, Section("rules", in_both("templates.rules"), None, items=rules))


def _column(entry: DictionaryEntry) -> Bullet:
    need = in_both(f"templates.{'needed' if entry.required else 'optional'}")
    lines: tuple[Said, ...] = (
        entry.meaning,
        None if entry.values else phrase("templates.filled_as", allowed=entry.allowed),
        phrase("templates.such_as", example=entry.example),
        None if entry.required else entry.empty,
    )
    below = tuple(_code(code, meaning, entry) for code, meaning in entry.values)
    return Bullet(phrase("templates.of_column", column=entry.column, need=need), lines, below)


def _code(code: str, meaning: Said, entry: DictionaryEntry) -> Bullet:
    """A code, what it means, and other spellings of it that are read too."""
    also = tuple(spelling for spelling, to in entry.also if to == code)
    said = phrase("templates.of_code", code=code, meaning=meaning)
    return Bullet((said, phrase("templates.also_read", spellings=Listed(also))) if also else said)
