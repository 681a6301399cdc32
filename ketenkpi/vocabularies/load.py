"""Reading the vocabularies: those of `config/vocabularies/` and those an installation adds.

An own vocabulary is a file of the same form in `<home>/vocabularia/` that adds
entries. It may continue a shipped series under a new name and may not change a
shipped entry: stored rows must mean tomorrow what they mean today.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from ketenkpi.config_file import PROVENANCE, FolderState, Node, read_definition, state_of
from ketenkpi.settings import CONFIG, Settings
from ketenkpi.vocabularies.entry import (
    LANES,
    PARTNER_KINDS,
    Break,
    ChainPartner,
    Group,
    OfficialCode,
    Reason,
    Scheme,
    Task,
    Word,
)
from ketenkpi.vocabulary import Text

FOLDER = CONFIG / "vocabularies"
OWN = "vocabularia"
DAY = timedelta(days=1)
CERTAINTY = ("source", "own")
# Path, time of the last change and size of every own file: what the cache goes by.
E = TypeVar("E", bound=Word)


@dataclass(frozen=True)
class Vocabulary(Generic[E]):
    """The words of one kind by key, in the order of their file, own ones last.

    codes: what the codes of official lists meant, by the name of the list.
    """

    key: str
    name: Text
    entries: Mapping[str, E]
    codes: Mapping[str, tuple[OfficialCode, ...]]
    author: str
    source: str
    reviewed_on: date

    def __getitem__(self, key: str) -> E:
        return self.entries[key]

    @property
    def stored(self) -> tuple[str, ...]:
        """The keys that rows are stored under, each once."""
        return tuple(dict.fromkeys(each.stored_as for each in self.entries.values()))

    @property
    def spellings(self) -> Mapping[str, str]:
        """Other ways to write an entry in a file, with its key."""
        return {text: each.key for each in self.entries.values() for text in each.also}

    def series(self, key: str) -> tuple[E, ...]:
        """Every name of the series `key` is stored as, the oldest first.

        Finer entries that are stored as it come after its names.
        """
        return tuple(each for each in self.entries.values() if each.stored_as == key)

    def meaning_of(self, official: str, code: str, day: date) -> E | None:
        """What a code of an official list meant on a day; None when it meant nothing then."""
        for each in self.codes[official]:
            if each.code == code and each.holds_on(day):
                return self.entries[each.entry]
        return None


@dataclass(frozen=True)
class Vocabularies:
    """All of them, as they hold for one installation."""

    schemes: Vocabulary[Scheme]
    groups: Vocabulary[Group]
    reasons: Vocabulary[Reason]
    tasks: Vocabulary[Task]
    partners: Vocabulary[ChainPartner]

    def named(self, key: str) -> Vocabulary[Any]:
        """The vocabulary whose file is called `key`; KeyError when there is none."""
        return {each.key: each for each in self.all}[key]

    @property
    def all(self) -> tuple[Vocabulary[Any], ...]:
        return (self.schemes, self.groups, self.reasons, self.tasks, self.partners)


_home: list[Path] = []


def use_home(home: Path) -> None:
    """From now on the own vocabularies are those of this installation.

    One process serves one installation; before a store is opened it is the home
    this process was started with.
    """
    _home[:] = [home]


def own_folder() -> Path:
    """Where own vocabularies of this process stand."""
    home = _home[0] if _home else _started_with(os.environ.get("KETENKPI_HOME"))
    return home / OWN


def vocabularies() -> Vocabularies:
    """All vocabularies, own entries too; a changed own file is noticed at the next call.

    Raises DefinitionError with file, line and reason for any fault.
    """
    return _loaded(FOLDER, own_state())


def load_vocabularies(folder: Path = FOLDER, own: Path | None = None) -> Vocabularies:
    """The vocabularies of `folder` with the entries that the files in `own` add.

    Raises DefinitionError with file, line and reason for any fault.
    """
    return _loaded(folder, state_of(own) if own else ())


def own_state() -> FolderState:
    """Changes whenever an own vocabulary does; part of the key of what is made of them."""
    return state_of(own_folder())


@cache
def _started_with(named: str | None) -> Path:
    return Settings.load(Path(named) if named else None).home


COMMON = ("name", "meaning", "certainty", "source")
OPTIONAL = ("from", "until", "also")


@lru_cache(maxsize=8)
def _loaded(folder: Path, own: FolderState) -> Vocabularies:
    added = [read_definition(Path(path)) for path, _, _ in own]
    for node in added:
        node.only(("vocabulary", "entries", *PROVENANCE), ("name",))
        node.one_of("vocabulary", READERS)
    partners = _vocabulary(folder, "partnerrollen", added, _partner)
    found = Vocabularies(
        _vocabulary(folder, "regelingen", added, _scheme),
        _vocabulary(folder, "doelgroepen", added, _group),
        _vocabulary(folder, "redenen", added, _reason),
        _vocabulary(folder, "taken", added, _task),
        partners,
    )
    for node in (read_definition(folder / "regelingen.yaml"), *added):
        _check_caseloads(node, partners)
    return found


def _check_caseloads(node: Node, partners: Vocabulary[ChainPartner]) -> None:
    if node["vocabulary"] != "regelingen":
        return
    for entry in node["entries"].values():
        if "caseload_of" in entry:
            entry.one_of("caseload_of", partners.entries)


def _vocabulary(
    folder: Path, key: str, added: list[Node], read: Callable[[Node, dict[str, Any]], E]
) -> Vocabulary[E]:
    node = read_definition(folder / f"{key}.yaml")
    node.only(("vocabulary", "name", "entries", *PROVENANCE), ("codes",))
    if node["vocabulary"] != key:
        raise node.fail(f"'vocabulary' must equal the file's name, '{key}'", "vocabulary")
    found: dict[str, E] = {}
    taken: dict[str, str] = {}
    for each in (node, *(one for one in added if one["vocabulary"] == key)):
        for name, entry in _entries(each):
            made = read(entry, _common(name, entry))
            if each is not node and isinstance(made, ChainPartner) and made.kind == "chain":
                raise entry.fail("the partners of the chain are two, and fixed", "kind")
            _refuse_double(entry, made, found, taken)
            _add(entry, made, found)
    _check_named(node, found)
    return Vocabulary(
        key,
        node.text("name"),
        MappingProxyType(_whole_codes(node, found)),
        MappingProxyType(_codes(node, found)),
        str(node["author"]),
        str(node["source"]),
        node["reviewed_on"],
    )


def _entries(node: Node) -> Iterator[tuple[str, Node]]:
    for name in node["entries"]:
        entry = node["entries"][name]
        if not isinstance(entry, Node):
            raise node["entries"].fail(f"'{name}' must hold keys of its own", name)
        yield name, entry


def _common(key: str, node: Node) -> dict[str, Any]:
    first, last = node.get("from"), node.get("until")
    for name, day in (("from", first), ("until", last)):
        if day is not None and type(day) is not date:
            raise node.fail(f"'{name}' must be a day such as 2015-01-01", name)
    if first and last and last < first:
        raise node.fail("'until' lies before 'from'", "until")
    return {
        "key": key,
        "name": node.text("name"),
        "meaning": node.text("meaning"),
        "first": first,
        "last": last,
        "also": tuple(str(text) for text in node.get("also", ())),
        "stored_as": key,
        "certain": node.one_of("certainty", CERTAINTY) == "source",
        "source": str(node["source"]),
    }


def plain(text: str) -> str:
    """A spelling as it is compared: without case and outer spaces."""
    return text.strip().casefold()


def _refuse_double(
    node: Node, made: Word, found: Mapping[str, Word], taken: dict[str, str]
) -> None:
    """Two entries that are written alike could not be told apart in a file."""
    if made.key in found:
        raise node.fail(f"there is an entry '{made.key}' already")
    for text in {plain(each) for each in (made.key, *made.also)}:
        if text in taken:
            raise node.fail(f"'{text}' is a way to write '{taken[text]}' already")
        taken[text] = made.key


def _add(node: Node, made: E, found: dict[str, E]) -> None:
    """Add an entry; one that continues another ends it, and is stored as it."""
    if isinstance(made, Scheme) and made.continues is not None:
        before = found.get(node.one_of("continues", found))
        assert isinstance(before, Scheme), "one_of refused all others"
        if any(isinstance(e, Scheme) and e.continues == before.key for e in found.values()):
            raise node.fail(f"'{before.key}' goes on under another name already", "continues")
        if made.first is None or (before.last and before.last + DAY != made.first):
            ended = f"'from' must be the day after '{before.key}' ended"
            raise node.fail(ended, "from" if "from" in node else None)
        found[before.key] = replace(before, last=made.first - DAY)
        made = replace(made, stored_as=before.stored_as)
    if "counts_as" in node:
        made = replace(made, stored_as=node.one_of("counts_as", found))
    found[made.key] = made


def _check_named(node: Node, found: Mapping[str, Word]) -> None:
    orders: dict[int, str] = {}
    for each in found.values():
        if isinstance(each, Scheme):
            for other in (each.merged_into, each.part_of):
                if other is not None and other not in found:
                    raise node.fail(f"'{each.key}' names '{other}', which does not exist")
        if isinstance(each, Reason) and each.to_work:
            base = found[each.stored_as]
            if each.key != TO_WORK and base.key != TO_WORK:
                raise node.fail(f"'{each.key}' is to work: it needs 'counts_as: {TO_WORK}'")
        if isinstance(each, Task):
            if each.order in orders:
                raise node.fail(f"'{each.key}' and '{orders[each.order]}' have one order")
            orders[each.order] = each.key


# Figures about work count this one reason.
TO_WORK = "werk"


def _whole_codes(node: Node, found: dict[str, E]) -> dict[str, E]:
    """Let the official code be a way to write the entry it can only mean.

    A code of several entries means the newest name when they are one series, and
    the whole when they are its parts: the date of the row decides the rest.
    """
    sharing: dict[str, list[Scheme]] = {}
    for each in found.values():
        if isinstance(each, Scheme) and each.income_code is not None:
            sharing.setdefault(each.income_code, []).append(each)
    for code, schemes in sharing.items():
        keys = {each.key for each in schemes}
        wholes = [each for each in schemes if each.part_of not in keys]
        if len({each.stored_as for each in wholes}) != 1:
            named = ", ".join(each.key for each in schemes)
            raise node.fail(
                f"income_code {code} is shared by {named}: no date decides between them"
            )
        meant = wholes[-1]
        found[meant.key] = replace(found[meant.key], also=(*meant.also, code))
    return found


def _codes(node: Node, found: Mapping[str, Word]) -> dict[str, tuple[OfficialCode, ...]]:
    lists: dict[str, tuple[OfficialCode, ...]] = {}
    for name, items in node.get("codes", {}).items():
        read: list[OfficialCode] = []
        for item in items:
            item.only(("code", "is"), ("from", "until"))
            made = OfficialCode(
                code=str(item["code"]),
                entry=item.one_of("is", found),
                first=item.get("from"),
                last=item.get("until"),
            )
            if any(one.code == made.code and _overlap(one, made) for one in read):
                raise item.fail(f"code {made.code} means two things at the same time", "code")
            read.append(made)
        lists[name] = tuple(read)
    return lists


def _overlap(one: OfficialCode, other: OfficialCode) -> bool:
    begin = max(one.first or date.min, other.first or date.min)
    return begin <= min(one.last or date.max, other.last or date.max)


def _scheme(node: Node, common: dict[str, Any]) -> Scheme:
    node.only(
        COMMON,
        (
            *OPTIONAL,
            *("continues", "merged_into", "part_of", "inflow_until"),
            *("caseload_of", "income_code", "breaks"),
        ),
    )
    code = node.get("income_code")
    return Scheme(
        **common,
        continues=node.get("continues"),
        merged_into=node.get("merged_into"),
        part_of=node.get("part_of"),
        inflow_until=node.get("inflow_until"),
        caseload_of=node.get("caseload_of"),
        income_code=None if code is None else str(code),
        breaks=tuple(_break(each) for each in node.get("breaks", ())),
    )


def _break(node: Node) -> Break:
    node.only(("from", "why"), ("until",))
    return Break(first=node["from"], last=node.get("until"), why=node.text("why"))


def _group(node: Node, common: dict[str, Any]) -> Group:
    node.only(COMMON, OPTIONAL)
    return Group(**common)


def _reason(node: Node, common: dict[str, Any]) -> Reason:
    node.only((*COMMON, "group"), (*OPTIONAL, "to_work", "counts_as"))
    return Reason(**common, group=str(node["group"]), to_work=_flag(node, "to_work"))


def _task(node: Node, common: dict[str, Any]) -> Task:
    node.only((*COMMON, "lane", "order"), (*OPTIONAL, "optional"))
    if type(node["order"]) is not int:
        raise node.fail("'order' must be a whole number", "order")
    lane: Any = node.one_of("lane", LANES)
    return Task(**common, lane=lane, order=node["order"], optional=_flag(node, "optional"))


def _partner(node: Node, common: dict[str, Any]) -> ChainPartner:
    node.only((*COMMON, "kind"), (*OPTIONAL, "team"))
    kind: Any = node.one_of("kind", PARTNER_KINDS)
    return ChainPartner(**common, kind=kind, team=_flag(node, "team"))


def _flag(node: Node, key: str) -> bool:
    value = node.get(key, False)
    if type(value) is not bool:
        raise node.fail(f"'{key}' must be true or false", key)
    return value


READERS: Mapping[str, Callable[[Node, dict[str, Any]], Word]] = MappingProxyType(
    {
        "regelingen": _scheme,
        "doelgroepen": _group,
        "redenen": _reason,
        "taken": _task,
        "partnerrollen": _partner,
    }
)
