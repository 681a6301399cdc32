"""What figures about resources mean and what is assumed in them: `config/resources.yaml`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

from ketenkpi.config_file import PROVENANCE, Node, read_definition
from ketenkpi.settings import CONFIG
from ketenkpi.vocabularies import tasks_in_order, vocabularies
from ketenkpi.vocabulary import Text

QUARTERS_A_YEAR = 4
# What a target group without a weight of its own weighs.
OTHERS = "overig"


@dataclass(frozen=True, slots=True)
class Assumed:
    """One number that nobody measured, and why it is taken."""

    value: float
    why: Text


@dataclass(frozen=True, slots=True)
class AssumedBy:
    """One such number per task or target group."""

    values: Mapping[str, float]
    why: Text


@dataclass(frozen=True, slots=True)
class SeedRatio:
    """The ratio the paper names; within a factor of `tolerance` a figure is about the same."""

    value: float
    tolerance: float
    section: str
    why: Text


@dataclass(frozen=True, slots=True)
class ResourceConcept:
    """A figure about resources: what it is, what the paper found and in which section, and
    the indicators whose definitions tell more."""

    name: Text
    meaning: Text
    section: str
    found: Text
    indicators: tuple[str, ...]


@dataclass(frozen=True)
class Assumptions:
    """hours_per_fte: per year. case_hours: per case in hand and quarter, by task.
    need_weights: by target group, against 1 for a client at short distance."""

    hours_per_fte: Assumed
    seed_ratio: SeedRatio
    case_hours: AssumedBy
    need_weights: AssumedBy
    concepts: Mapping[str, ResourceConcept]
    author: str
    source: str
    reviewed_on: date

    @property
    def hours_per_fte_quarter(self) -> float:
        """Hours of work that a full-time job yields in one quarter."""
        return self.hours_per_fte.value / QUARTERS_A_YEAR


@cache
def load_assumptions(file: Path = CONFIG / "resources.yaml") -> Assumptions:
    """The assumptions about resources; raises DefinitionError on any fault."""
    node = read_definition(file).only(
        [*PROVENANCE, "hours_per_fte", "seed_ratio", "case_hours", "need_weights", "concepts"]
    )
    concepts = {key: _concept(each) for key, each in node["concepts"].items()}
    return node.built(
        Assumptions,
        hours_per_fte=_assumed(node["hours_per_fte"]),
        seed_ratio=_seed_ratio(node["seed_ratio"]),
        case_hours=_by(node["case_hours"], [task.key for task in tasks_in_order("werk")]),
        need_weights=_by(node["need_weights"], _groups(node["need_weights"])),
        concepts=MappingProxyType(concepts),
    )


def _groups(node: Node) -> list[str]:
    """The target groups that have a weight of their own; the others weigh as `OTHERS`."""
    known, named = vocabularies().groups.entries, list(node["values"])
    unknown = [name for name in named if name not in known]
    if unknown or OTHERS not in named:
        reason = f"needs '{OTHERS}', and only target groups that exist: {', '.join(unknown)}"
        raise node.fail(reason, "values")
    return named


def _assumed(node: Node) -> Assumed:
    node.only(["value", "why"])
    return Assumed(_above_zero(node, "value"), node.text("why"))


def _seed_ratio(node: Node) -> SeedRatio:
    node.only(["value", "tolerance", "section", "why"])
    tolerance = _above_zero(node, "tolerance")
    if tolerance < 1:
        raise node.fail("'tolerance' is a factor of 1 or more", "tolerance")
    section = str(node["section"])
    return SeedRatio(_above_zero(node, "value"), tolerance, section, node.text("why"))


def _concept(node: Node) -> ResourceConcept:
    return node.only(["name", "meaning", "section", "found", "indicators"]).built(ResourceConcept)


def _by(node: Node, names: Iterable[str]) -> AssumedBy:
    node.only(["values", "why"])
    values = node["values"].only(names)
    found = {name: _above_zero(values, name) for name in names}
    return AssumedBy(MappingProxyType(found), node.text("why"))


def _above_zero(node: Node, name: str) -> float:
    value = node[name]
    if type(value) not in (int, float) or value <= 0:
        raise node.fail(f"'{name}' must be a number above 0", name)
    return float(value)
