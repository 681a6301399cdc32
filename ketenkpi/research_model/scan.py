"""The samenwerkingsscan: items with question, scale and section of the paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

from ketenkpi.config_file import PROVENANCE, Node, read_definition
from ketenkpi.research_model.dependence import load_dependence
from ketenkpi.settings import CONFIG
from ketenkpi.vocabulary import Text

FOLDER = CONFIG / "cooperation"
COLUMNS = ("product", "proces", "score")
DIRECTIONS = ("helps", "hinders")


@dataclass(frozen=True, slots=True)
class Scale:
    """How an item is answered: in these columns, from 0 to `top`, each step with its words."""

    key: str
    columns: tuple[str, ...]
    top: int
    name: Text
    steps: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class ItemGroup:
    """Items that belong together, on one scale."""

    key: str
    name: Text
    scale: Scale
    section: str


@dataclass(frozen=True, slots=True)
class Item:
    """One question of the scan.

    level: the level of table 4, for its items. low, high: the two ends of a
    criterion of Mulford and Rogers. direction: whether a factor helps or
    hinders. All three are None for other items.
    """

    key: str
    group: ItemGroup
    section: str
    name: Text
    question: Text
    level: str | None
    low: Text | None
    high: Text | None
    direction: str | None

    @property
    def scale(self) -> Scale:
        return self.group.scale


@dataclass(frozen=True)
class ScanModel:
    """All groups, levels of table 4 and items, in the order of the file."""

    groups: Mapping[str, ItemGroup]
    levels: Mapping[str, Text]
    items: Mapping[str, Item]
    author: str
    source: str
    reviewed_on: date

    def of(self, group: str) -> tuple[Item, ...]:
        """The items of one group."""
        return tuple(item for item in self.items.values() if item.group.key == group)

    def of_level(self, level: str) -> tuple[Item, ...]:
        """The items of one level of table 4."""
        return tuple(item for item in self.items.values() if item.level == level)


def in_paper(section: str) -> Text:
    """A section of the paper as it is told: '2.3 en 2.5, tabel 4', '2.3 and 2.5, table 4'."""
    return Text(section, section.replace("tabel", "table").replace(" en ", " and "))


@cache
def load_scan(folder: Path = FOLDER) -> ScanModel:
    """The scan of `config/cooperation/scan.yaml`; raises DefinitionError on any fault."""
    node = read_definition(folder / "scan.yaml")
    node.only([*PROVENANCE, "scales", "groups", "levels", "items"])
    scales = {key: _scale(key, each) for key, each in node["scales"].items()}
    groups = {key: _group(key, each, scales) for key, each in node["groups"].items()}
    levels = {key: node["levels"].text(key) for key in node["levels"]}
    items = {key: _item(key, each, groups, levels) for key, each in node["items"].items()}
    return node.built(
        ScanModel,
        groups=MappingProxyType(groups),
        levels=MappingProxyType(levels),
        items=MappingProxyType(items),
    )


def item_names(folder: Path = FOLDER) -> Mapping[str, Text]:
    """Every value of column `onderdeel`: the items of the scan, then the pairs of tasks."""
    items = {key: item.name for key, item in load_scan(folder).items.items()}
    pairs = {pair.key: pair.name for pair in load_dependence(folder).pairs}
    return MappingProxyType(items | pairs)


def _scale(key: str, node: Node) -> Scale:
    node.only(["columns", "top", "name", "steps"])
    for column in node["columns"]:
        if column not in COLUMNS:
            raise node.fail(f"'columns' holds '{column}'; allowed: {', '.join(COLUMNS)}", "columns")
    steps = node["steps"].only(["nl", "en"])
    words = tuple(Text(nl, en) for nl, en in zip(steps["nl"], steps["en"], strict=True))
    if len(words) != node["top"] + 1:
        raise node.fail(f"'steps' needs {node['top'] + 1} words, from 0 to 'top'", "steps")
    return node.built(Scale, key=key, steps=words)


def _group(key: str, node: Node, scales: Mapping[str, Scale]) -> ItemGroup:
    node.only(["name", "scale", "section"])
    return node.built(ItemGroup, key=key, scale=scales[node.one_of("scale", scales)])


def _item(
    key: str, node: Node, groups: Mapping[str, ItemGroup], levels: Mapping[str, Text]
) -> Item:
    group = groups[node.one_of("group", groups)]
    needs = {"tabel_4": ("level",), "criteria": ("low", "high"), "factoren": ("direction",)}
    node.only(["group", "section", "name", "question", *needs.get(group.key, ())])
    for name, allowed in (("level", levels), ("direction", DIRECTIONS)):
        if name in node:
            node.one_of(name, allowed)
    return node.built(Item, key=key, group=group)
