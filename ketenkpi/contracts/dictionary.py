"""The data dictionary: what may stand in each column, made from the contracts themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ketenkpi.contracts.contract import Contract, ContractColumn
from ketenkpi.contracts.kinds import ChoiceKind
from ketenkpi.vocabulary import Text, in_both
from ketenkpi.wording import LANGUAGES, Language


@dataclass(frozen=True, slots=True)
class DictionaryEntry:
    """One column in words.

    `values` are the codes of a choice with their meaning, `also` other
    accepted spellings with their code; both empty for other kinds. `empty`
    says what an empty cell means.
    """

    contract: str
    column: str
    required: bool
    allowed: Text
    meaning: Text
    values: tuple[tuple[str, Text], ...]
    also: tuple[tuple[str, str], ...]
    empty: Text
    example: str


@dataclass(frozen=True, slots=True)
class RuleEntry:
    """One rule between the columns of a row, in words, and its level in words."""

    contract: str
    level: Text
    rule: Text


def entries(contract: Contract) -> tuple[DictionaryEntry, ...]:
    """Every column of one contract, in order."""
    return tuple(_entry(contract, column) for column in contract.columns)


def rule_entries(contract: Contract) -> tuple[RuleEntry, ...]:
    """Every rule between columns of one contract, and the one about its key."""
    told: list[tuple[Text, str]] = [
        *((_described(rule.describe), rule.level) for rule in contract.rules),
        *((_described(rule.describe), "fout") for rule in contract.across),
    ]
    if contract.unique:
        key = "unique" if len(contract.unique) > 1 else "unique_one"
        told.append((in_both(f"templates.{key}", columns=", ".join(contract.unique)), "fout"))
    return tuple(
        RuleEntry(contract.key, in_both(f"contracts.level_{level}"), rule) for rule, level in told
    )


def _described(describe: Callable[[Language], str]) -> Text:
    return Text(*map(describe, LANGUAGES))


def _entry(contract: Contract, column: ContractColumn) -> DictionaryEntry:
    also = column.kind.also if isinstance(column.kind, ChoiceKind) else {}
    return DictionaryEntry(
        contract=contract.key,
        column=column.name,
        required=column.required,
        allowed=_described(column.kind.describe),
        meaning=column.meaning,
        values=tuple(column.values.items()),
        also=tuple(also.items()),
        empty=_empty(column),
        example=column.kind.examples()[0],
    )


def _empty(column: ContractColumn) -> Text:
    if column.required:
        return in_both("templates.empty_never")
    if column.if_empty is None:
        return in_both("templates.empty_missing")
    code = column.if_empty
    if column.if_empty_when is None:
        return in_both("templates.empty_counts_as", code=code)
    return in_both("templates.empty_counts_as_when", code=code, other=column.if_empty_when)
