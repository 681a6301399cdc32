"""How the degree of integration is weighed, and the strategies on its line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

from ketenkpi.config_file import PROVENANCE, Node, read_definition
from ketenkpi.research_model.scan import FOLDER, load_scan
from ketenkpi.vocabulary import Text


@dataclass(frozen=True, slots=True)
class Strategy:
    """One of the strategies of Mulford and Rogers; it begins at `start` on the line 0-100."""

    key: str
    start: float
    name: Text


@dataclass(frozen=True, slots=True)
class MeasuredBy:
    """The indicator that counts what an item is about; part: one value of its split."""

    indicator: str
    part: str | None


@dataclass(frozen=True)
class Integration:
    """Weights per level of table 4 and per criterion; sensitivity: the factor by which
    each weight is divided and multiplied to see how far a result moves. measured: by item."""

    levels: Mapping[str, float]
    criteria: Mapping[str, float]
    sensitivity: float
    measured: Mapping[str, MeasuredBy]
    strategies: tuple[Strategy, ...]
    author: str
    source: str
    reviewed_on: date


@cache
def load_integration(folder: Path = FOLDER) -> Integration:
    """`config/cooperation/integration.yaml`; raises DefinitionError on any fault."""
    node = read_definition(folder / "integration.yaml")
    node.only([*PROVENANCE, "levels", "criteria", "sensitivity", "measured", "strategies"])
    scan = load_scan(folder)
    criteria = [item.key for item in scan.of("criteria")]
    if node["sensitivity"] <= 1:
        raise node.fail("'sensitivity' must be above 1", "sensitivity")
    return node.built(
        Integration,
        levels=_weights(node["levels"], scan.levels),
        criteria=_weights(node["criteria"], criteria),
        measured=_measured(node["measured"], scan.items),
        strategies=_strategies(node["strategies"]),
    )


def _weights(node: Node, parts: Iterable[str]) -> Mapping[str, float]:
    node.only(parts)
    for key, value in node.items():
        if type(value) not in (int, float) or value <= 0:
            raise node.fail(f"the weight of '{key}' must be a number above 0", key)
    return MappingProxyType({key: float(value) for key, value in node.items()})


def _measured(node: Node, items: Iterable[str]) -> Mapping[str, MeasuredBy]:
    node.only([], items)
    for each in node.values():
        each.only(["indicator", "part"])
    found = {key: MeasuredBy(str(each["indicator"]), each["part"]) for key, each in node.items()}
    return MappingProxyType(found)


def _strategies(node: Node) -> tuple[Strategy, ...]:
    for each in node.values():
        each.only(["from", "name"])
    found = tuple(
        Strategy(key, float(each["from"]), each.text("name")) for key, each in node.items()
    )
    starts = [strategy.start for strategy in found]
    if starts != sorted(starts) or starts[:1] != [0.0]:
        raise node.fail("the strategies must begin at 0 and rise")
    return found
