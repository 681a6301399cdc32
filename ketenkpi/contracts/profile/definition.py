"""A profile: how a file that already exists fills one or more contracts.

One YAML file each in `config/profiles/`, or in `profiles/` in the home of an
installation. Whoever has such a file delivers it as it is; a new profile needs
no Python, and `ketenkpi profile` writes most of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import polars as pl

from ketenkpi.config_file import PROVENANCE, FolderState, Node, read_definition, state_of
from ketenkpi.contracts.cell import Fault
from ketenkpi.contracts.contract import Contract, find_contract, load_contracts
from ketenkpi.contracts.dialect import name_key
from ketenkpi.contracts.intake import ANYHOW, Wanted
from ketenkpi.contracts.profile.formats import Field, FixedWidth, Layout
from ketenkpi.contracts.profile.json_records import JsonRecords
from ketenkpi.contracts.profile.mapping import (
    TAKES,
    TIDIES,
    Constant,
    ContractMapping,
    Filling,
    FromColumn,
    Given,
    Joined,
    Keep,
    MonthOf,
    RowId,
    Unpivot,
    WhereEmpty,
)
from ketenkpi.contracts.profile.xml_records import XmlField, XmlRecords
from ketenkpi.contracts.questions import READING_KEYS
from ketenkpi.errors import UsageError
from ketenkpi.settings import CONFIG
from ketenkpi.vocabularies import own_folder, own_state
from ketenkpi.vocabulary import Text

FOLDER = CONFIG / "profiles"
# Where an installation keeps its own, below its home.
OWN = "profiles"
FORMATS = ("csv", "json_records", "fixed_width", "xml")
FILLINGS = ("column", "constant", "row_id", "join", "given", "empty_in")
READ = ("sheet", "header_line", "separator", "encoding")


@dataclass(frozen=True)
class Profile:
    """One kind of existing file.

    `layout` is how its records are found (None for a CSV), `empty` the texts
    that mean empty in any column, `not_computable` what an uploader cannot
    get out of such a file, each with the reason. `organisation` is who delivers
    such files when the uploader does not say; None when that differs. `no_persons`
    are columns called as those of persons ('Naam') that hold something else; only
    their name is not held against them, their values are looked at. `wanted`
    and `answers` say how such files are read, by the names of the questions that
    reading asks; what an uploader says goes before them. `continues` is the
    profile of which this one is the same with more codes, None where it stands alone.
    """

    key: str
    version: int
    name: Text
    note: Text
    format: str
    layout: Layout | None
    empty: tuple[str, ...]
    mappings: Mapping[str, ContractMapping]
    not_computable: tuple[tuple[str, Text], ...]
    author: str
    source: str
    reviewed_on: date
    organisation: str | None = None
    no_persons: tuple[str, ...] = ()
    wanted: Wanted = ANYHOW
    answers: Mapping[str, str] = field(default_factory=dict)
    continues: str | None = None

    @property
    def named_by_file(self) -> bool:
        """Whether the names of its columns stand in the file, and are not ours."""
        return self.format in ("csv", "json_records")

    @property
    def contracts(self) -> tuple[str, ...]:
        """The contracts it fills."""
        return tuple(self.mappings)

    @property
    def source_columns(self) -> tuple[str, ...]:
        """The columns (fields, keys) it reads from the file, for all its contracts."""
        used = [name for mapping in self.mappings.values() for name in mapping.sources]
        return tuple(dict.fromkeys(used))

    def of_persons(self, header: Iterable[str]) -> tuple[str, ...]:
        """The names in a header that may be those of columns about persons."""
        free = {name_key(name) for name in self.no_persons}
        return tuple(name for name in header if name_key(name) not in free)

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
        Raises UsageError for a contract the profile does not fill, a constant
        for a column the contract does not have, or a column that no file of
        this kind holds and no constant gives.
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
        missing = [name for name in mapping.given if name not in constants]
        if missing:
            raise UsageError("profiles.to_be_given", name=self.key, columns=", ".join(missing))
        filled = replace(mapping, columns={**mapping.columns, **given})
        return filled.rows(frame, names, self.empty)

    def months(self, frame: pl.LazyFrame, contract: str) -> pl.LazyFrame | None:
        """`_row`, `_year` and `_month` as text, of the same records as `map`; None: not named."""
        return self.mappings[contract].months(frame)


def own_profiles() -> Path:
    """The folder in which this installation keeps its own profiles."""
    return own_folder().parent / OWN


def load_profiles(folder: Path = FOLDER, own: Path | None = None) -> Mapping[str, Profile]:
    """All profiles by key, those of this installation (or of `own`) last.

    A changed file is noticed at the next call. Raises DefinitionError with file
    and line when one is faulty, or when an own one has the key of another.
    """
    return _loaded(folder, state_of(own or own_profiles()), own_state())


@lru_cache(maxsize=8)
def _loaded(folder: Path, own: FolderState, own_words: object) -> Mapping[str, Profile]:
    profiles: dict[str, Profile] = {}
    for file in (*sorted(folder.glob("*.yaml")), *(Path(path) for path, _, _ in own)):
        node = read_definition(file)
        profile = _continued(node, profiles) if "continues" in node else _profile(node)
        if profile.key in profiles:
            raise node.fail(f"there is a profile '{profile.key}' already", "profile")
        profiles[profile.key] = profile
    return MappingProxyType(profiles)


def read_profile(file: Path) -> Profile:
    """The profile in one file; raises DefinitionError with file and line when it is faulty."""
    return _profile(read_definition(file))


def find_profile(key: str) -> Profile:
    """The profile called `key`; raises UsageError that names the ones there are."""
    profiles = load_profiles()
    if key not in profiles:
        raise UsageError("profiles.unknown_profile", name=key, known=", ".join(profiles))
    return profiles[key]


def _continued(node: Node, known: Mapping[str, Profile]) -> Profile:
    """Another profile with more codes: what codes of a table mean is for the installation to say.

    `codes` holds per column of a contract what each code of the file is there.
    """
    node.only(("profile", "version", "name", "note", "continues", "codes", *PROVENANCE))
    _check_name(node)
    base = known[node.one_of("continues", known)]
    more = node["codes"]
    for name in more:
        if not any(isinstance(m.columns.get(name), FromColumn) for m in base.mappings.values()):
            raise more.fail(f"profile '{base.key}' reads no column '{name}' that has codes", name)
    mappings = {
        key: replace(mapping, columns=_with_codes(mapping.columns, more, find_contract(key)))
        for key, mapping in base.mappings.items()
    }
    kept = ("format", "layout", "empty", "not_computable", "organisation")
    same = {name: getattr(base, name) for name in (*kept, "no_persons", "wanted", "answers")}
    same |= {"mappings": MappingProxyType(mappings), "continues": base.key}
    return node.built(Profile, key=node["profile"], **same)


def _with_codes(
    columns: Mapping[str, Filling], more: Node, contract: Contract
) -> Mapping[str, Filling]:
    found = dict(columns)
    for name, filling in columns.items():
        if isinstance(filling, FromColumn) and name in more:
            codes = {str(old): str(new) for old, new in more[name].items()}
            for code in codes.values():
                _check_value(name, code, more[name], contract)
            found[name] = replace(filling, codes=MappingProxyType({**filling.codes, **codes}))
    return MappingProxyType(found)


def _check_name(node: Node) -> None:
    if node["profile"] != node.file.stem:
        raise node.fail(f"'profile' must equal the file's name, '{node.file.stem}'", "profile")


def _profile(node: Node) -> Profile:
    layout_keys = {
        "json_records": ("records",),
        "fixed_width": ("fields", "private"),
        "xml": ("records", "fields", "private"),
    }
    if "format" not in node:
        raise node.fail("missing key: format")
    form = node.one_of("format", FORMATS)
    node.only(
        (
            *("profile", "version", "name", "note", "format", "contracts", "not_computable"),
            *layout_keys.get(form, ()),
            *PROVENANCE,
        ),
        ("empty", "organisation", "no_persons", "answers", *(("read",) if form == "csv" else ())),
    )
    _check_name(node)
    profile = node.built(
        Profile,
        key=node["profile"],
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
        no_persons=_texts(node, "no_persons"),
        wanted=_wanted(node["read"]) if "read" in node else ANYHOW,
        answers=MappingProxyType(dict(_answers(node))),
    )
    _check_fields(profile, node)
    return profile


def _wanted(node: Node) -> Wanted:
    node.only((), READ)
    line = node.get("header_line")
    if line is not None and (type(line) is not int or line < 1):
        raise node.fail("'header_line' must be the number of a row, 1 or more", "header_line")
    for key in ("sheet", "separator", "encoding"):
        if key in node and not isinstance(node[key], str):
            raise node.fail(f"'{key}' must be a text", key)
    return Wanted(node.get("sheet"), line, node.get("separator"), node.get("encoding"))


def _answers(node: Node) -> Iterator[tuple[str, str]]:
    """Answers by the name of their question: 'dagvolgorde:instroom', or the key alone for all."""
    for name, answer in (node.get("answers") or {}).items():
        key = name.partition(":")[0]
        if key not in READING_KEYS:
            known = ", ".join(READING_KEYS)
            raise node["answers"].fail(
                f"'{key}' is no question about reading; those are: {known}", name
            )
        yield name, str(answer)


def _layout(form: str, node: Node) -> Layout | None:
    match form:
        case "json_records":
            return JsonRecords(str(node["records"]))
        case "xml":
            return _xml(node)
        case "fixed_width":
            fields = [item.only(("name", "width")) for item in node["fields"]]
            return FixedWidth(
                tuple(Field(field["name"], field["width"]) for field in fields),
                _texts(node, "private"),
            )
        case _:
            return None


def _xml(node: Node) -> XmlRecords:
    fields = node["fields"]
    found: dict[str, XmlField] = {}
    for name, path in fields.items():
        try:
            found[name] = XmlField.parse(str(path))
        except ValueError as fault:
            raise fields.fail(str(fault), name) from fault
    private = _texts(node, "private")
    for name, where in found.items():
        hidden = [step for step in where.steps if step in private]
        if hidden:
            raise fields.fail(f"element '{hidden[0]}' is private and may not be read", name)
    try:
        path = tuple(str(node["records"]).split("/"))
        return XmlRecords(path, MappingProxyType(found), private)
    except ValueError as fault:
        raise node.fail(str(fault), "records") from fault


def _check_fields(profile: Profile, node: Node) -> None:
    """A profile may only use fields that exist and are not private."""
    if isinstance(profile.layout, XmlRecords):
        for name in profile.source_columns:
            if name not in profile.layout.fields:
                raise node.fail(f"there is no field '{name}'", "fields")
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
    node = contracts[key].only(("columns",), ("keep", "one_per", "month", "unpivot"))
    if sum(way in node for way in ("month", "one_per", "unpivot")) > 1:
        raise node.fail(
            "records of a month are no events of one case, and no columns of one record: "
            "only one of 'month', 'one_per', 'unpivot'"
        )
    contract, columns = find_contract(key), node["columns"]
    wide = _unpivot(node["unpivot"], contract) if "unpivot" in node else None
    for name in wide.filled if wide else ():
        if name in columns:
            raise columns.fail(f"column '{name}' is filled by 'unpivot' already", name)
    for name in columns:
        if name not in contract.names:
            raise columns.fail(f"contract '{key}' has no column '{name}'", name)
    for column in contract.columns:
        if column.required and column.name not in (*columns, *(wide.filled if wide else ())):
            raise node.fail(f"required column '{column.name}' is not filled", "columns")
    return ContractMapping(
        columns=MappingProxyType(
            {name: _filling(name, columns[name], contract) for name in columns}
        ),
        keep=_keep(node["keep"]) if "keep" in node else None,
        one_per=_texts(node, "one_per"),
        month=_month(node["month"]) if "month" in node else None,
        unpivot=wide,
    )


def _unpivot(node: Node, contract: Contract) -> Unpivot:
    node.only(("columns", "name", "value"), ("absent",))
    name: str = node.one_of("name", contract.names)
    value: str = node.one_of("value", contract.names)
    columns = node["columns"]
    if not isinstance(columns, Node) or not columns:
        raise node.fail("'columns' must say what each source column is called", "columns")
    for text in columns.values():
        _check_value(name, str(text), node, contract)
    absent = None
    if "absent" in node:
        said = node["absent"].only(("column", "value"))
        absent = (said.one_of("column", contract.names), str(said["value"]))
        _check_value(*absent, said, contract)
    series = {column: str(text) for column, text in columns.items()}
    if len(set(series.values())) != len(series):
        raise node.fail("two source columns have the same name in the contract", "columns")
    if len({name, value, *(absent[:1] if absent else ())}) != 2 + bool(absent):
        raise node.fail("name, value and absent are three different columns")
    return Unpivot(MappingProxyType(series), name, value, absent)


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
        case "empty_in":
            node.only(("empty_in", "says"))
            _check_value(name, str(node["says"]), node, contract)
            return WhereEmpty(str(node["empty_in"]), str(node["says"]))
        case "given":
            node.only(("given",))
            node.one_of("given", ("per_delivery",))
            return Given()
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
