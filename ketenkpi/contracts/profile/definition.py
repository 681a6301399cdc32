"""A profile: how a file that already exists fills one or more contracts.

One YAML file each in `config/profiles/`. Whoever has such a file delivers it
as it is; a new profile needs no Python.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import polars as pl

from ketenkpi.config_file import PROVENANCE, Node, read_definition
from ketenkpi.contracts.cell import Fault
from ketenkpi.contracts.contract import Contract, find_contract, load_contracts
from ketenkpi.contracts.profile.formats import Field, FixedWidth, JsonRecords
from ketenkpi.contracts.profile.mapping import (
    TAKES,
    TIDIES,
    Constant,
    ContractMapping,
    Filling,
    FromColumn,
    Joined,
    Keep,
    MonthOf,
    RowId,
)
from ketenkpi.errors import UsageError
from ketenkpi.settings import CONFIG
from ketenkpi.vocabulary import Text

FORMATS = ("csv", "json_records", "fixed_width")
FILLINGS = ("column", "constant", "row_id", "join")


@dataclass(frozen=True)
class Profile:
    """One kind of existing file.

    `layout` is how its records are found (None for a CSV), `empty` the texts
    that mean empty in any column, `not_computable` what an uploader cannot
    get out of such a file, each with the reason. `organisation` is who delivers
    such files when the uploader does not say; None when that differs.
    """

    key: str
    version: int
    name: Text
    note: Text
    format: str
    layout: FixedWidth | JsonRecords | None
    empty: tuple[str, ...]
    mappings: Mapping[str, ContractMapping]
    not_computable: tuple[tuple[str, Text], ...]
    author: str
    source: str
    reviewed_on: date
    organisation: str | None = None

    @property
    def contracts(self) -> tuple[str, ...]:
        """The contracts it fills."""
        return tuple(self.mappings)

    @property
    def source_columns(self) -> tuple[str, ...]:
        """The columns (fields, keys) it reads from the file, for all its contracts."""
        used = [name for mapping in self.mappings.values() for name in mapping.sources]
        return tuple(dict.fromkeys(used))

    def to_csv(self, source: Path, out: Path) -> Path:
        """Write a file that is not CSV as one, with the source columns only; returns `out`.

        Raises ProfileFault when the file does not have the promised form, and
        ValueError for a profile of CSV files, which are read as they are.
        """
        if self.layout is None:
            raise ValueError(f"files of profile {self.key} are CSV already")
        self.layout.write_csv(source, out, self.source_columns)
        return out

    def map(self, frame: pl.LazyFrame, contract: str, constants: Mapping[str, str]) -> pl.LazyFrame:
        """The rows of a contract as text, with `_row`.

        `frame` holds `_row` (0-based record number) and the source columns as
        text. A text in `constants` fills its column in every row, whatever
        the profile says of that column. A column that nothing fills is null.
        Raises UsageError for a contract the profile does not fill, or a
        constant for a column the contract does not have.
        """
        if contract not in self.mappings:
            known = ", ".join(self.contracts)
            raise UsageError("profiles.wrong_contract", name=self.key, asked=contract, known=known)
        names = find_contract(contract).names
        for name in constants:
            if name not in names:
                known = ", ".join(names)
                raise UsageError("profiles.unknown_constant", name=name, known=known)
        given = {name: Constant(text) for name, text in constants.items()}
        mapping = self.mappings[contract]
        filled = replace(mapping, columns={**mapping.columns, **given})
        return filled.rows(frame, names, self.empty)

    def months(self, frame: pl.LazyFrame, contract: str) -> pl.LazyFrame | None:
        """`_row`, `_year` and `_month` as text, of the same records as `map`; None: not named."""
        return self.mappings[contract].months(frame)


@cache
def load_profiles(folder: Path = CONFIG / "profiles") -> Mapping[str, Profile]:
    """All profiles by key; raises DefinitionError with file and line when one is faulty."""
    profiles = [_profile(read_definition(file)) for file in sorted(folder.glob("*.yaml"))]
    return MappingProxyType({profile.key: profile for profile in profiles})


def find_profile(key: str) -> Profile:
    """The profile called `key`; raises UsageError that names the ones there are."""
    profiles = load_profiles()
    if key not in profiles:
        raise UsageError("profiles.unknown_profile", name=key, known=", ".join(profiles))
    return profiles[key]


def _profile(node: Node) -> Profile:
    layout_keys = {"json_records": ("records",), "fixed_width": ("fields", "private")}
    if "format" not in node:
        raise node.fail("missing key: format")
    form = node.one_of("format", FORMATS)
    node.only(
        (
            *("profile", "version", "name", "note", "format", "contracts", "not_computable"),
            *layout_keys.get(form, ()),
            *PROVENANCE,
        ),
        ("empty", "organisation"),
    )
    if node["profile"] != node.file.stem:
        raise node.fail(f"'profile' must equal the file's name, '{node.file.stem}'", "profile")
    profile = Profile(
        key=node["profile"],
        version=node["version"],
        name=node.text("name"),
        note=node.text("note"),
        format=form,
        layout=_layout(form, node),
        empty=_texts(node, "empty"),
        mappings=MappingProxyType(
            {key: _mapping(key, node["contracts"]) for key in node["contracts"]}
        ),
        not_computable=tuple(
            (str(item.only(("key", "reason"))["key"]), item.text("reason"))
            for item in node["not_computable"]
        ),
        author=node["author"],
        source=node["source"],
        reviewed_on=node["reviewed_on"],
        organisation=node.get("organisation"),
    )
    _check_fields(profile, node)
    return profile


def _layout(form: str, node: Node) -> FixedWidth | JsonRecords | None:
    match form:
        case "json_records":
            return JsonRecords(node["records"])
        case "fixed_width":
            fields = [item.only(("name", "width")) for item in node["fields"]]
            return FixedWidth(
                tuple(Field(field["name"], field["width"]) for field in fields),
                _texts(node, "private"),
            )
        case _:
            return None


def _check_fields(profile: Profile, node: Node) -> None:
    """A fixed-width profile may only use fields that exist and are not private."""
    if not isinstance(profile.layout, FixedWidth):
        return
    names = [field.name for field in profile.layout.fields]
    if len(set(names)) != len(names):
        raise node.fail("two fields have the same name", "fields")
    for name in (*profile.source_columns, *profile.layout.private):
        if name not in names:
            raise node.fail(f"there is no field '{name}'", "fields")
    for name in profile.source_columns:
        if name in profile.layout.private:
            raise node.fail(f"field '{name}' is private and may not be mapped", "private")


def _mapping(key: str, contracts: Node) -> ContractMapping:
    if key not in load_contracts():
        known = ", ".join(load_contracts())
        raise contracts.fail(f"there is no contract '{key}'; known: {known}", key)
    node = contracts[key].only(("columns",), ("keep", "one_per", "month"))
    if "month" in node and "one_per" in node:
        raise node.fail("records of a month are no events of one case: 'month' or 'one_per'")
    contract, columns = find_contract(key), node["columns"]
    for name in columns:
        if name not in contract.names:
            raise columns.fail(f"contract '{key}' has no column '{name}'", name)
    for column in contract.columns:
        if column.required and column.name not in columns:
            raise node.fail(f"required column '{column.name}' is not filled", "columns")
    return ContractMapping(
        columns=MappingProxyType(
            {name: _filling(name, columns[name], contract) for name in columns}
        ),
        keep=_keep(node["keep"]) if "keep" in node else None,
        one_per=_texts(node, "one_per"),
        month=_month(node["month"]) if "month" in node else None,
    )


def _month(node: Node) -> MonthOf:
    node.only(("year", "month"))
    return MonthOf(str(node["year"]), str(node["month"]))


def _keep(node: Node) -> Keep:
    node.only(("column", "in"))
    return Keep(node["column"], _texts(node, "in"))


def _filling(name: str, node: Node, contract: Contract) -> Filling:
    ways = [way for way in FILLINGS if way in node]
    if len(ways) != 1:
        raise node.fail(f"fill '{name}' by exactly one of: {', '.join(FILLINGS)}")
    match ways[0]:
        case "column":
            return _from_column(name, node, contract)
        case "constant":
            node.only(("constant",))
            _check_value(name, str(node["constant"]), node, contract)
            return Constant(str(node["constant"]))
        case "row_id":
            node.only(("row_id",))
            return RowId(str(node["row_id"]))
        case _:
            node.only(("join",))
            return Joined(_texts(node, "join"))


def _from_column(name: str, node: Node, contract: Contract) -> FromColumn:
    node.only(("column",), ("tidy", "codes", "empty", "prefix", "take"))
    codes = {str(old): str(new) for old, new in (node.get("codes") or {}).items()}
    for code in codes.values():
        _check_value(name, code, node, contract)
    take: Any = node.one_of("take", TAKES) if "take" in node else "first"
    return FromColumn(
        column=str(node["column"]),
        tidy=node.one_of("tidy", TIDIES) if "tidy" in node else None,
        codes=MappingProxyType(codes),
        empty=_texts(node, "empty"),
        prefix=str(node.get("prefix") or ""),
        take=take,
    )


def _check_value(name: str, text: str, node: Node, contract: Contract) -> None:
    if isinstance(contract.column(name).read(text), Fault):
        raise node.fail(f"contract '{contract.key}' refuses '{text}' in column '{name}'")


def _texts(node: Node, key: str) -> tuple[str, ...]:
    return tuple(str(text) for text in node.get(key) or ())
