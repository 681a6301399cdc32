"""The phases of cooperation and the signs that show them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

from ketenkpi.config_file import PROVENANCE, Node, read_definition
from ketenkpi.research_model.scan import FOLDER, load_scan
from ketenkpi.vocabulary import Text


@dataclass(frozen=True, slots=True)
class Phase:
    """One phase. needs: items that must hold; without: items that must not; after: phases
    whose items must hold too."""

    key: str
    name: Text
    meaning: Text
    after: tuple[str, ...]
    needs: tuple[str, ...]
    without: tuple[str, ...]
    section: str


@dataclass(frozen=True, slots=True)
class Sign:
    """What the steps show: below `low` it is absent, from `high` on it is there.

    present_in, absent_in: the phases in which it must be one or the other; in
    the rest it says nothing.
    """

    key: str
    indicator: str
    low: float
    high: float
    present_in: tuple[str, ...]
    absent_in: tuple[str, ...]
    name: Text


@dataclass(frozen=True)
class PhaseModel:
    """phases in their order. An answer of at least `holds` of its scale means yes, of at
    most `fails` no."""

    holds: float
    fails: float
    phases: Mapping[str, Phase]
    signs: Mapping[str, Sign]
    author: str
    source: str
    reviewed_on: date


@cache
def load_phases(folder: Path = FOLDER) -> PhaseModel:
    """The phases of `config/cooperation/phases.yaml`; raises DefinitionError on any fault."""
    node = read_definition(folder / "phases.yaml")
    node.only([*PROVENANCE, "answers", "phases", "signs"])
    answers = node["answers"].only(["holds", "fails"])
    if not 0 <= answers["fails"] < answers["holds"] <= 1:
        raise answers.fail("'fails' must lie below 'holds', both between 0 and 1")
    items = set(load_scan(folder).items)
    phases: dict[str, Phase] = {}
    for key, each in node["phases"].items():
        phases[key] = _phase(key, each, items, phases)
    signs = {key: _sign(key, each, set(phases)) for key, each in node["signs"].items()}
    return node.built(
        PhaseModel, **answers, phases=MappingProxyType(phases), signs=MappingProxyType(signs)
    )


def _phase(key: str, node: Node, items: set[str], before: Mapping[str, Phase]) -> Phase:
    node.only(["name", "meaning", "after", "needs", "without", "section"])
    for name, known in (("needs", items), ("without", items), ("after", set(before))):
        unknown = [each for each in node[name] if each not in known]
        if unknown:
            raise node.fail(f"'{name}' holds what is not known: {', '.join(unknown)}", name)
    return node.built(Phase, key=key)


def _sign(key: str, node: Node, phases: set[str]) -> Sign:
    node.only(["indicator", "low", "high", "present_in", "absent_in", "name"])
    for name in ("present_in", "absent_in"):
        unknown = [each for each in node[name] if each not in phases]
        if unknown:
            raise node.fail(f"'{name}' holds what is no phase: {', '.join(unknown)}", name)
    if not 0 <= node["low"] < node["high"] <= 1:
        raise node.fail("'low' must lie below 'high', both between 0 and 1", "low")
    return node.built(Sign, key=key)
