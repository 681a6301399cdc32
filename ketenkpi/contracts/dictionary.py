"""The data dictionary: what may stand in each column, made from the contracts themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ketenkpi.contracts.contract import Column, Contract, load_contracts
from ketenkpi.contracts.kinds import ChoiceKind
from ketenkpi.wording import Language, say


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
    allowed: str
    meaning: str
    values: tuple[tuple[str, str], ...]
    also: tuple[tuple[str, str], ...]
    empty: str
    example: str


@dataclass(frozen=True, slots=True)
class RuleEntry:
    """One rule between the columns of a row, in words, and its level in words."""

    contract: str
    level: str
    rule: str


def dictionary(language: Language) -> tuple[DictionaryEntry, ...]:
    """Every column of every contract."""
    return tuple(e for contract in load_contracts().values() for e in entries(contract, language))


def entries(contract: Contract, language: Language) -> tuple[DictionaryEntry, ...]:
    """Every column of one contract, in order."""
    return tuple(_entry(contract, column, language) for column in contract.columns)


def rule_entries(contract: Contract, language: Language) -> tuple[RuleEntry, ...]:
    """Every rule between columns of one contract, and the one about its key."""
    rules = [
        RuleEntry(
            contract.key, say(f"contracts.level_{rule.level}", language), rule.describe(language)
        )
        for rule in contract.rules
    ]
    fout = say("contracts.level_fout", language)
    rules += [RuleEntry(contract.key, fout, rule.describe(language)) for rule in contract.across]
    if contract.unique:
        key = "unique" if len(contract.unique) > 1 else "unique_one"
        sentence = say(f"templates.{key}", language, columns=", ".join(contract.unique))
        rules.append(RuleEntry(contract.key, fout, sentence))
    return tuple(rules)


def _entry(contract: Contract, column: Column, language: Language) -> DictionaryEntry:
    also = column.kind.also if isinstance(column.kind, ChoiceKind) else {}
    return DictionaryEntry(
        contract=contract.key,
        column=column.name,
        required=column.required,
        allowed=column.kind.describe(language),
        meaning=column.meaning.in_(language),
        values=tuple((code, text.in_(language)) for code, text in column.values.items()),
        also=tuple(also.items()),
        empty=_empty(column, language),
        example=column.kind.examples()[0],
    )


def _empty(column: Column, language: Language) -> str:
    if column.required:
        return say("templates.empty_never", language)
    if column.if_empty is None:
        return say("templates.empty_missing", language)
    code = column.if_empty
    if column.if_empty_when is None:
        return say("templates.empty_counts_as", language, code=code)
    return say("templates.empty_counts_as_when", language, code=code, other=column.if_empty_when)


def dictionary_markdown(language: Language) -> str:
    """The data dictionary as Markdown, one section per contract."""
    return "\n".join(line for c in load_contracts().values() for line in _section(c, language))


def _section(contract: Contract, language: Language) -> Iterator[str]:
    yield f"### {contract.name.in_(language)} (`{contract.key}`)\n"
    yield f"{contract.row.in_(language)}\n"
    headings = [
        say(f"templates.{key}", language)
        for key in ("column", "required", "allowed", "meaning", "empty", "example")
    ]
    yield _line(headings)
    yield _line(["---"] * len(headings))
    found = entries(contract, language)
    for entry in found:
        needed = say(f"templates.{'yes' if entry.required else 'no'}", language)
        name, example = f"`{entry.column}`", f"`{entry.example}`"
        yield _line([name, needed, entry.allowed, entry.meaning, entry.empty, example])
    yield ""
    yield from _codes(found, language)
    rules = rule_entries(contract, language)
    if rules:
        yield f"{say('templates.rules', language)}\n"
        yield from (f"- {rule.rule} ({rule.level})" for rule in rules)
        yield ""
    provenance = say(
        "templates.provenance",
        language,
        author=contract.author,
        source=contract.source,
        reviewed_on=f"{contract.reviewed_on:%d-%m-%Y}",
        version=contract.version,
    )
    yield f"{provenance}\n"


def _codes(found: tuple[DictionaryEntry, ...], language: Language) -> Iterator[str]:
    chosen = [entry for entry in found if entry.values]
    if not chosen:
        return
    yield _line(
        [say(f"templates.{key}", language) for key in ("column", "code", "meaning", "also")]
    )
    yield _line(["---"] * 4)
    for entry in chosen:
        for code, text in entry.values:
            also = ", ".join(spelling for spelling, to in entry.also if to == code)
            yield _line([f"`{entry.column}`", f"`{code}`", text, also])
    yield ""


def _line(cells: list[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
