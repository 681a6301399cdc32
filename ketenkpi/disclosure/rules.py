"""What is protected and how strongly: the schema of `config/disclosure.yaml`."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ketenkpi.config_file import PROVENANCE, Node, read_definition
from ketenkpi.settings import CONFIG

MODES = ("suppress", "round")
ZEROS = ("shown", "protected")
AXES = ("regeling", "doelgroep", "split")
PLACES = ("werkplein", "regio", "alle")
TIMES = ("kwartaal", "jaar", "alle")
BASES = (5, 10)
KEYS = (
    *("threshold", "width", "mode", "base", "zeros", "breakdowns", "same_people", "identity"),
    *PROVENANCE,
)


@dataclass(frozen=True, slots=True)
class Breakdown:
    """One table that is published: an axis (None: no breakdown) and its indicators (None: all)."""

    axis: str | None
    indicators: frozenset[str] | None

    def shows(self, indicator: str) -> bool:
        """Whether the indicator is shown by this axis."""
        return self.indicators is None or indicator in self.indicators


@dataclass(frozen=True, slots=True)
class Rules:
    """The settings of disclosure control.

    threshold: a count of people from 1 up to but not including this number is
    small. width: how wide the range of possible values of a small count must
    stay. mode: 'suppress' or 'round' (to `base`). zeros: whether nobody and
    everybody (0 % and 100 %) may be shown. breakdowns: the closed list of
    tables. same_people: indicators that count the same people, the widest
    first. identity: indicators of stock, inflow and outflow that add up.
    """

    threshold: int
    width: int
    mode: str
    base: int
    zeros: str
    breakdowns: tuple[Breakdown, ...]
    same_people: tuple[tuple[str, ...], ...]
    identity: tuple[str, str, str]

    @property
    def key(self) -> str:
        """A short text that differs when any rule differs: part of every name of a kept file."""
        plain = repr([(name, _stable(getattr(self, name))) for name in self.__slots__])
        return hashlib.sha256(plain.encode()).hexdigest()[:12]


def _stable(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_stable(each) for each in value]
    if isinstance(value, Breakdown):
        return [value.axis, sorted(value.indicators or ())]
    return value


@cache
def load_rules(file: Path = CONFIG / "disclosure.yaml") -> Rules:
    """The rules of this installation; raises DefinitionError on any fault."""
    node = read_definition(file)
    node.only(KEYS)
    return Rules(
        threshold=_whole(node, "threshold", 2),
        width=_whole(node, "width", 1),
        mode=node.one_of("mode", MODES),
        base=_base(node),
        zeros=node.one_of("zeros", ZEROS),
        breakdowns=tuple(_breakdown(each) for each in node["breakdowns"]),
        same_people=tuple(tuple(group) for group in node["same_people"]),
        identity=_identity(node),
    )


def _whole(node: Node, key: str, least: int) -> int:
    if type(node[key]) is not int or node[key] < least:
        raise node.fail(f"'{key}' must be a whole number of at least {least}", key)
    return int(node[key])


def _base(node: Node) -> int:
    if node["base"] not in BASES:
        raise node.fail("'base' must be 5 or 10", "base")
    return int(node["base"])


def _breakdown(node: Node) -> Breakdown:
    node.only(["axis", "indicators"])
    axis = node.one_of("axis", AXES) if node["axis"] else None
    named = node["indicators"]
    return Breakdown(axis, None if named == "all" else frozenset(named))


def _identity(node: Node) -> tuple[str, str, str]:
    named = node["identity"].only(["stock", "inflow", "outflow"])
    return named["stock"], named["inflow"], named["outflow"]
