"""The policy theory: boxes from resources to outcomes, and the arrows between them (1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

from ketenkpi.config_file import PROVENANCE, Node, read_definition
from ketenkpi.indicators import shipped_indicators
from ketenkpi.programme.agenda import FOLDER
from ketenkpi.vocabulary import Text

EXPECTED = ("higher", "lower", "none")
SIGNS = ("+", "-")


@dataclass(frozen=True, slots=True)
class BoxMeasure:
    """A figure in a box. part: the value of the split it is about, None without one.

    expected: what the theory expects of it in a further phase.
    """

    indicator: str
    part: str | None
    expected: str


@dataclass(frozen=True, slots=True)
class Box:
    """A step of the theory; `column` is its place in the chain, the last are the outcomes."""

    key: str
    column: int
    name: Text
    meaning: Text
    section: str
    measures: tuple[BoxMeasure, ...]


@dataclass(frozen=True, slots=True)
class Arrow:
    """More of `start` goes with more (+) or less (-) of `end`, by the theory."""

    start: str
    end: str
    sign: str
    section: str


@dataclass(frozen=True)
class Theory:
    """The whole theory. least_werkpleinen: with fewer in a phase nothing is said of it."""

    least_werkpleinen: int
    caution: Text
    boxes: Mapping[str, Box]
    arrows: tuple[Arrow, ...]
    author: str
    source: str
    reviewed_on: date

    @property
    def measures(self) -> tuple[BoxMeasure, ...]:
        """The figures of all boxes, in their order."""
        return tuple(measure for box in self.boxes.values() for measure in box.measures)


@cache
def load_theory(folder: Path = FOLDER) -> Theory:
    """`config/cooperation/theory.yaml`; raises DefinitionError on any fault."""
    node = read_definition(folder / "theory.yaml")
    node.only([*PROVENANCE, "least_werkpleinen", "caution", "boxes", "arrows"])
    if type(node["least_werkpleinen"]) is not int or node["least_werkpleinen"] < 1:
        raise node.fail("'least_werkpleinen' must be a whole number above 0", "least_werkpleinen")
    boxes = {key: _box(key, each) for key, each in node["boxes"].items()}
    arrows = tuple(_arrow(each, boxes) for each in node["arrows"])
    return node.built(Theory, boxes=MappingProxyType(boxes), arrows=arrows)


def _box(key: str, node: Node) -> Box:
    node.only(["column", "name", "meaning", "section", "indicators"])
    if type(node["column"]) is not int or node["column"] < 1:
        raise node.fail("'column' must be a whole number above 0", "column")
    return node.built(Box, key=key, measures=tuple(map(_measure, node["indicators"])))


def _measure(node: Node) -> BoxMeasure:
    node.only(["indicator", "expected"], ["part"])
    known = shipped_indicators()
    indicator = known[node.one_of("indicator", known)]
    part = None if "part" not in node else str(node["part"])
    if indicator.always_split != (part is not None):
        raise node.fail(
            f"'{indicator.key}' {'needs a' if indicator.always_split else 'has no'} part",
            "indicator",
        )
    return BoxMeasure(indicator.key, part, node.one_of("expected", EXPECTED))


def _arrow(node: Node, boxes: Mapping[str, Box]) -> Arrow:
    node.only(["from", "to", "sign", "section"])
    start, end = node.one_of("from", boxes), node.one_of("to", boxes)
    if boxes[start].column >= boxes[end].column:
        raise node.fail("an arrow must point to a later column", "to")
    return Arrow(start, end, node.one_of("sign", SIGNS), str(node["section"]))
