"""A contract: what one kind of upload holds. One YAML file each in `config/contracts/`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import polars as pl

from ketenkpi.config_file import PROVENANCE, Node, read_definition
from ketenkpi.contracts.across import AcrossRule, across_rule
from ketenkpi.contracts.kinds import (
    ChoiceKind,
    DateKind,
    Fault,
    Kind,
    NumberKind,
    QuarterKind,
    TextKind,
    YesNoKind,
    plain,
)
from ketenkpi.contracts.row_rules import RowRule, row_rule
from ketenkpi.errors import UsageError
from ketenkpi.research_model import item_names
from ketenkpi.settings import CONFIG
from ketenkpi.vocabulary import Text

KINDS = ("text", "code", "pseudonym", "choice", "date", "quarter", "integer", "decimal", "yes_no")
LINE = "_line"
# Codes that are defined elsewhere, so that a file and a definition cannot differ.
VALUES_FROM = {"samenwerkingsscan": item_names}


@dataclass(frozen=True)
class Column:
    """One column: name, kind, and what an empty cell means.

    `if_empty` is the value an empty cell gets (only for a choice); with
    `if_empty_when` it is given only in rows where that other column is filled.
    """

    name: str
    kind: Kind
    required: bool
    meaning: Text
    if_empty: str | None = None
    if_empty_when: str | None = None

    @property
    def values(self) -> Mapping[str, Text]:
        """The codes of a choice; empty for other kinds."""
        return self.kind.values if isinstance(self.kind, ChoiceKind) else {}

    def read(self, text: str | None) -> Any | Fault:
        """The value of one cell, None when empty, or the Fault. Outer spaces do not count."""
        stripped = (text or "").strip()
        if not stripped:
            return Fault("verplicht") if self.required else None
        return self.kind.read(stripped)


@dataclass(frozen=True)
class Contract:
    """One kind of upload."""

    key: str
    version: int
    name: Text
    row: Text
    columns: tuple[Column, ...]
    unique: tuple[str, ...]
    rules: tuple[RowRule, ...]
    across: tuple[AcrossRule, ...]
    author: str
    source: str
    reviewed_on: date

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """The column called `name`; KeyError when there is none."""
        return {column.name: column for column in self.columns}[name]

    @property
    def dates(self) -> tuple[str, ...]:
        """The names of its date columns."""
        return tuple(c.name for c in self.columns if isinstance(c.kind, DateKind))

    @property
    def schema(self) -> dict[str, pl.DataType]:
        """Column types of typed rows on disk, `_line` last."""
        types: dict[str, pl.DataType] = {c.name: c.kind.dtype for c in self.columns}
        return types | {LINE: pl.Int32()}


@cache
def load_contracts(folder: Path = CONFIG / "contracts") -> Mapping[str, Contract]:
    """All contracts by key; raises DefinitionError with file and line when one is faulty."""
    contracts = [_contract(read_definition(file)) for file in sorted(folder.glob("*.yaml"))]
    return MappingProxyType({contract.key: contract for contract in contracts})


def find_contract(key: str) -> Contract:
    """The contract called `key`; raises UsageError that names the ones there are."""
    contracts = load_contracts()
    if key not in contracts:
        raise UsageError("contracts.unknown_contract", name=key, known=", ".join(contracts))
    return contracts[key]


def _contract(node: Node) -> Contract:
    node.only(
        ("contract", "version", "name", "row", "columns", "unique", "rules", *PROVENANCE),
        ("across",),
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
    return Contract(
        key=node["contract"],
        version=node["version"],
        name=node.text("name"),
        row=node.text("row"),
        columns=columns,
        unique=tuple(node["unique"]),
        rules=tuple(_checked_rule(item, names) for item in node["rules"]),
        across=tuple(_checked_across(item, names) for item in node.get("across", ())),
        author=node["author"],
        source=node["source"],
        reviewed_on=node["reviewed_on"],
    )


def _checked_rule(node: Node, names: set[str]) -> RowRule:
    used = [
        name
        for key in node
        if key not in ("rule", "level", "tolerance", "value")
        for name in (node[key] if isinstance(node[key], list) else [node[key]])
    ]
    for name in used:
        if name not in names:
            raise node.fail(f"rule names a column that is not there: {name}")
    return row_rule(node)


def _checked_across(node: Node, names: set[str]) -> AcrossRule:
    rule = across_rule(node)
    unknown = [name for name in rule.columns_asked if name not in names]
    if unknown:
        raise node.fail(f"rule names a column that is not there: {', '.join(unknown)}")
    return rule


def _column(node: Node) -> Column:
    kind = node.one_of("kind", KINDS)
    extra: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
        "text": (("example",), ("max_length",)),
        "code": (("example",), ("max_length",)),
        "pseudonym": (("example",), ("max_length",)),
        "choice": ((), ("values", "values_from", "also", "if_empty", "if_empty_when")),
        "date": (("example",), ()),
        "integer": (("example",), ("min", "max")),
        "decimal": (("example",), ("min", "max")),
    }
    needed, allowed = extra.get(kind, ((), ()))
    node.only(("name", "kind", "required", "meaning", *needed), allowed)
    column = Column(
        name=node["name"],
        kind=_kind(kind, node),
        required=node["required"],
        meaning=node.text("meaning"),
        if_empty=node.get("if_empty"),
        if_empty_when=node.get("if_empty_when"),
    )
    if column.if_empty is not None and column.if_empty not in column.values:
        raise node.fail(f"'if_empty' is not one of the values: {column.if_empty}", "if_empty")
    return column


def _choices(node: Node) -> Mapping[str, Text]:
    """The codes of a choice with their meaning: written out, or from another definition."""
    if ("values" in node) == ("values_from" in node):
        raise node.fail("a choice needs 'values' or 'values_from', and not both")
    if "values_from" in node:
        return VALUES_FROM[node.one_of("values_from", VALUES_FROM)]()
    values = node["values"]
    return {str(code): values.text(code) for code in values}


def _kind(kind: str, node: Node) -> Kind:
    match kind:
        case "text" | "code" | "pseudonym":
            longest = 2000 if kind == "text" else 64
            return TextKind(node.get("max_length", longest), str(node["example"]), kind)
        case "choice":
            texts = _choices(node)
            also = {str(k): str(v) for k, v in (node.get("also") or {}).items()}
            return ChoiceKind(MappingProxyType(texts), MappingProxyType(also))
        case "date":
            return DateKind(str(node["example"]))
        case "quarter":
            return QuarterKind()
        case "yes_no":
            return YesNoKind()
        case _:
            return NumberKind(
                kind == "integer", node.get("min"), node.get("max"), str(node["example"])
            )
