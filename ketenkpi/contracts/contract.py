"""A contract: what one kind of upload holds. One YAML file each in `config/contracts/`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import polars as pl

from ketenkpi.config_file import PROVENANCE, Node, read_definition
from ketenkpi.contracts.across import AcrossRule, across_rule
from ketenkpi.contracts.cell import UNDECIDED, Absent, Doubt, Fault, Manner
from ketenkpi.contracts.dated import Stored, name_of_day, scheme_ended, stored
from ketenkpi.contracts.days import DateKind, QuarterKind
from ketenkpi.contracts.kind import Kind, plain
from ketenkpi.contracts.kinds import (
    SHAPES,
    ChoiceKind,
    NumberKind,
    PlaceKind,
    ShapedKind,
    TextKind,
    YesNoKind,
)
from ketenkpi.contracts.normal import normal
from ketenkpi.contracts.row_rules import LEVELS, Level, RowRule, row_rule
from ketenkpi.errors import UsageError
from ketenkpi.research_model import item_names
from ketenkpi.settings import CONFIG
from ketenkpi.shown import ByKey, shown
from ketenkpi.vocabularies import Vocabulary, own_state, vocabularies
from ketenkpi.vocabulary import Text

KINDS = (
    *("text", "code", "place", "pseudonym", "choice", "date", "quarter"),
    *("integer", "decimal", "yes_no"),
    *SHAPES,
)
LINE = "_line"
# Beside the contract's columns too: names of columns that do not apply in a row.
NVT = "_nvt"
# Codes that are defined elsewhere, so that a file and a definition cannot differ.
VALUES_FROM: Mapping[str, Callable[[], Mapping[str, Text]]] = {"samenwerkingsscan": item_names}
VOCABULARIES = ("regelingen", "doelgroepen", "redenen", "taken", "partnerrollen")
# Rules about words that have a date.
DATED_RULES: Mapping[str, Callable[[Node, Level], RowRule]] = {
    "scheme_ended": scheme_ended,
    "name_of_day": name_of_day,
}


@dataclass(frozen=True)
class ContractColumn:
    """One column: name, kind, and what an empty cell means.

    `if_empty` is the value an empty cell gets (only for a choice); with
    `if_empty_when` it is given only in rows where that other column is filled.
    `stored` is how words of a vocabulary are stored, None for all other columns.
    `nvt_of` are columns of which this one says why they are empty: where they say
    that they do not apply it has the code `nvt`.
    """

    name: str
    kind: Kind
    required: bool
    meaning: Text
    if_empty: str | None = None
    if_empty_when: str | None = None
    stored: Stored | None = None
    nvt_of: tuple[str, ...] = ()

    @property
    def values(self) -> Mapping[str, Text]:
        """The codes of a choice; empty for other kinds."""
        return self.kind.values if isinstance(self.kind, ChoiceKind) else {}

    def read(self, text: str | None, manner: Manner = UNDECIDED) -> Any | Fault | Absent | Doubt:
        """The value of one cell, None when it is empty, or why it has none.

        A cell of a required column that says there is no value is a Fault.
        """
        seen = normal(text or "")
        if not seen:
            return Fault("verplicht") if self.required else None
        found = self.kind.read(seen, manner)
        if self.required and isinstance(found, Absent):
            return Fault("verplicht_onbekend")
        return found


@shown
@dataclass(frozen=True)
class Contract:
    """One kind of upload.

    no_rows: what it means that a place has no rows for a period, None where that
    is no number: a stock of nought is a row that says so.
    """

    key: str
    version: int
    name: Text
    row: Text
    columns: tuple[ContractColumn, ...]
    unique: tuple[str, ...]
    rules: tuple[RowRule, ...]
    across: tuple[AcrossRule, ...]
    author: str
    source: str
    reviewed_on: date
    no_rows: Text | None = None

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    @cached_property
    def _by_name(self) -> dict[str, ContractColumn]:
        return {column.name: column for column in self.columns}

    def column(self, name: str) -> ContractColumn:
        """The column called `name`; KeyError when there is none."""
        return self._by_name[name]

    def settled(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """A row of values with every word of a vocabulary as it is stored."""
        return {
            column.name: row[column.name]
            if column.stored is None
            else column.stored.plain(row[column.name], row)
            for column in self.columns
        }

    @property
    def dates(self) -> tuple[str, ...]:
        """The names of its date columns."""
        return tuple(c.name for c in self.columns if isinstance(c.kind, DateKind))

    @property
    def amounts(self) -> tuple[str, ...]:
        """The names of its columns that hold amounts, which may be added.

        A number with a highest value is a mark or a share, and no amount.
        """
        return tuple(
            column.name
            for column in self.columns
            if isinstance(column.kind, NumberKind)
            and column.kind.high is None
            and column.name not in self.unique
        )

    @cached_property
    def places(self) -> tuple[str, ...]:
        """The names of its columns that hold places."""
        return tuple(c.name for c in self.columns if isinstance(c.kind, PlaceKind))

    def on(self, day: date) -> Contract:
        """The same contract for a file delivered on `day`: what happens later is refused."""
        return replace(self, columns=tuple(_on(column, day) for column in self.columns))

    @property
    def schema(self) -> dict[str, pl.DataType]:
        """Column types of typed rows on disk, `_nvt` and `_line` last."""
        types: dict[str, pl.DataType] = {c.name: c.kind.dtype for c in self.columns}
        return types | {NVT: pl.String(), LINE: pl.Int32()}


def load_contracts(folder: Path = CONFIG / "contracts") -> Mapping[str, Contract]:
    """All contracts by key, with the words that this installation adds to the vocabularies.

    Raises DefinitionError with file and line when one is faulty.
    """
    return _loaded(folder, own_state())


@lru_cache(maxsize=8)
def _loaded(folder: Path, own_words: object) -> Mapping[str, Contract]:
    contracts = [_contract(read_definition(file)) for file in sorted(folder.glob("*.yaml"))]
    return ByKey({contract.key: contract for contract in contracts})


def find_contract(key: str) -> Contract:
    """The contract called `key`; raises UsageError that names the ones there are."""
    contracts = load_contracts()
    if key not in contracts:
        raise UsageError("contracts.unknown_contract", name=key, known=", ".join(contracts))
    return contracts[key]


def _on(column: ContractColumn, day: date) -> ContractColumn:
    kind = column.kind
    if isinstance(kind, DateKind | QuarterKind) and not kind.future:
        return replace(column, kind=replace(kind, until=day))
    return column


def _contract(node: Node) -> Contract:
    node.only(
        ("contract", "version", "name", "row", "columns", "unique", "rules", *PROVENANCE),
        ("across", "no_rows"),
    )
    if node["contract"] != node.file.stem:
        raise node.fail(f"'contract' must equal the file's name, '{node.file.stem}'", "contract")
    columns = tuple(_column(item) for item in node["columns"])
    names = {column.name for column in columns}
    if len({plain(name) for name in names}) != len(columns):
        raise node.fail("two columns have the same name", "columns")
    for name in node["unique"]:
        if name not in names:
            raise node.fail(f"'unique' names a column that is not there: {name}", "unique")
    for column in columns:
        if not names >= set(column.nvt_of):
            raise node.fail(f"'nvt_of' of {column.name} names a column that is not there")
    rules = tuple(_checked_rule(item, names) for item in node["rules"])
    _refuse_needed_pseudonyms(node, columns, rules)
    across = tuple(_checked_across(item, names) for item in node.get("across", ()))
    key = node["contract"]
    return node.built(Contract, key=key, columns=columns, rules=rules, across=across)


def _refuse_needed_pseudonyms(
    node: Node, columns: tuple[ContractColumn, ...], rules: tuple[RowRule, ...]
) -> None:
    """A pseudonym may turn out to be unknown when the whole column is seen.

    By then cells and rows are read, so nothing may have leant on it.
    """
    asked = {*node["unique"], *(name for rule in rules for name in rule.columns_asked)}
    for column in columns:
        pseudonym = isinstance(column.kind, TextKind) and column.kind.described == "pseudonym"
        if pseudonym and (column.required or column.name in asked):
            raise node.fail(f"a pseudonym may be missing, so nothing can need it: {column.name}")


def _checked_rule(node: Node, names: set[str]) -> RowRule:
    used = [
        name
        for key in node
        if key not in ("rule", "level", "tolerance", "value", "certain")
        for name in (node[key] if isinstance(node[key], list) else [node[key]])
    ]
    for name in used:
        if name not in names:
            raise node.fail(f"rule names a column that is not there: {name}")
    if node["rule"] in DATED_RULES:
        level: Any = node.one_of("level", LEVELS)
        return DATED_RULES[node["rule"]](node, level)
    return row_rule(node)


def _checked_across(node: Node, names: set[str]) -> AcrossRule:
    rule = across_rule(node)
    unknown = [name for name in rule.columns_asked if name not in names]
    if unknown:
        raise node.fail(f"rule names a column that is not there: {', '.join(unknown)}")
    return rule


def _column(node: Node) -> ContractColumn:
    kind = node.one_of("kind", KINDS)
    extra: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
        "text": (("example",), ("max_length",)),
        "code": (("example",), ("max_length",)),
        "pseudonym": (("example",), ("max_length",)),
        "choice": (
            (),
            (
                *("values", "values_from", "without", "parts_by", "also"),
                *("if_empty", "if_empty_when", "nvt_of"),
            ),
        ),
        "place": (("example",), ("max_length",)),
        **dict.fromkeys(SHAPES, (("example",), ())),
        "date": (("example",), ("future", "open_end")),
        "quarter": ((), ("future",)),
        "integer": (("example",), ("min", "max")),
        "decimal": (("example",), ("min", "max")),
    }
    needed, allowed = extra.get(kind, ((), ()))
    node.only(("name", "kind", "required", "meaning", *needed), allowed)
    column = ContractColumn(
        name=node["name"],
        kind=_kind(kind, node),
        required=node["required"],
        meaning=node.text("meaning"),
        if_empty=node.get("if_empty"),
        if_empty_when=node.get("if_empty_when"),
        stored=_stored(node),
        nvt_of=tuple(node.get("nvt_of", ())),
    )
    if isinstance(column.kind, DateKind) and column.kind.open_end and column.required:
        raise node.fail("an end that may be open cannot be required", "open_end")
    if column.nvt_of and "nvt" not in column.values:
        raise node.fail("a column that says what does not apply needs the value 'nvt'", "nvt_of")
    if column.if_empty is not None and column.if_empty not in column.values:
        raise node.fail(f"'if_empty' is not one of the values: {column.if_empty}", "if_empty")
    return column


def _vocabulary(node: Node) -> Vocabulary[Any] | None:
    """The vocabulary that a column takes its words from; None where it takes none."""
    if node.get("values_from") not in VOCABULARIES:
        return None
    return vocabularies().named(node["values_from"])


def _stored(node: Node) -> Stored | None:
    """How the words of a column are stored; None for a column without a vocabulary."""
    vocabulary = _vocabulary(node)
    if vocabulary is None and "parts_by" in node:
        raise node.fail("'parts_by' needs the words of a vocabulary", "parts_by")
    return None if vocabulary is None else stored(vocabulary, node.get("parts_by"))


def _choices(node: Node) -> tuple[Mapping[str, Text], Mapping[str, str]]:
    """The codes of a choice with their meaning, and other ways to write them.

    Written out, or from another definition.
    """
    if ("values" in node) == ("values_from" in node):
        raise node.fail("a choice needs 'values' or 'values_from', and not both")
    also = {str(k): str(v) for k, v in (node.get("also") or {}).items()}
    vocabulary = _vocabulary(node)
    if vocabulary is not None:
        left_out = frozenset(node.get("without", ()))
        if not left_out <= set(vocabulary.entries):
            raise node.fail("'without' names a word that is not there", "without")
        words = {e.key: e.explained for e in vocabulary.entries.values() if e.key not in left_out}
        spelt = {text: key for text, key in vocabulary.spellings.items() if key in words}
        return words, {**spelt, **also}
    if "values_from" in node:
        return VALUES_FROM[node.one_of("values_from", (*VALUES_FROM, *VOCABULARIES))](), also
    values = node["values"]
    return {str(code): values.text(code) for code in values}, also


def _says(node: Node, key: str, word: str) -> bool:
    """Whether a column has the property `key`, which can only be said with this word."""
    return key in node and bool(node.one_of(key, (word,)))


def _kind(kind: str, node: Node) -> Kind:
    match kind:
        case "text" | "code" | "pseudonym":
            longest = 2000 if kind == "text" else 64
            return TextKind(node.get("max_length", longest), str(node["example"]), kind)
        case "choice":
            texts, also = _choices(node)
            return ChoiceKind(MappingProxyType(dict(texts)), MappingProxyType(dict(also)))
        case "series" | "cbs_area" | "cbs_period":
            return ShapedKind(64, str(node["example"]), kind)
        case "place":
            return PlaceKind(node.get("max_length", 64), str(node["example"]))
        case "date":
            example = str(node["example"])
            return DateKind(
                example, _says(node, "future", "allowed"), _says(node, "open_end", "missing")
            )
        case "quarter":
            return QuarterKind(_says(node, "future", "allowed"))
        case "yes_no":
            return YesNoKind()
        case _:
            return NumberKind(
                kind == "integer", node.get("min"), node.get("max"), str(node["example"])
            )
