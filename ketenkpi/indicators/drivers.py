"""Of which figures a figure is made: `config/drivers.yaml`, arithmetic that holds by definition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from ketenkpi.config_file import PROVENANCE, Node, read_definition
from ketenkpi.indicators.load import shipped_indicators
from ketenkpi.settings import CONFIG
from ketenkpi.units import UNITS
from ketenkpi.vocabulary import Text

FILE = CONFIG / "drivers.yaml"
Own = Literal["numerator", "denominator"]
Role = Literal["plus", "minus", "times", "over"]
SUMS: tuple[Role, Role] = ("plus", "minus")
PRODUCTS: tuple[Role, Role] = ("times", "over")


@dataclass(frozen=True, slots=True)
class DrivenBy:
    """One of what a figure is made of: an indicator, or the figure's own numerator or denominator.

    name and unit of an indicator are those of its definition.
    """

    role: Role
    name: Text
    unit: str
    indicator: str | None = None
    own: Own | None = None

    def __post_init__(self) -> None:
        if (self.indicator is None) == (self.own is None):
            raise ValueError("a driver is an indicator, or the figure's own part")


@dataclass(frozen=True, slots=True)
class Decomposition:
    """What one figure is made of: a sum (plus, minus) or a product (times, over) times `scale`."""

    indicator: str
    of: tuple[DrivenBy, ...]
    scale: float = 1.0

    def __post_init__(self) -> None:
        roles = {each.role for each in self.of}
        if not self.of or not (roles <= {*SUMS} or roles <= {*PRODUCTS}):
            raise ValueError(f"'{self.indicator}' is a sum or a product, not both: {sorted(roles)}")

    @property
    def is_product(self) -> bool:
        return self.of[0].role in PRODUCTS

    @property
    def indicators(self) -> tuple[str, ...]:
        """The indicators it is made of."""
        return tuple(each.indicator for each in self.of if each.indicator)


@cache
def load_drivers(file: Path = FILE) -> Mapping[str, Decomposition]:
    """What each figure is made of, by indicator; of most nothing is said.

    Raises DefinitionError with file, line and reason for any fault: an unknown
    indicator or unit, a sum that is a product too, a figure that is made of itself.
    """
    node = read_definition(file).only([*PROVENANCE, "figures"])
    figures = node["figures"]
    found = {key: _decomposition(figures, key) for key in figures}
    for key in found:
        if key in below(key, found):
            raise figures.fail(f"'{key}' is made of itself", key)
    return MappingProxyType(found)


def below(key: str, known: Mapping[str, Decomposition]) -> tuple[str, ...]:
    """The indicators a figure is made of, and what those are made of, each once."""
    seen: dict[str, None] = {}
    waiting = [key]
    while waiting:
        for each in _made_of(waiting.pop(), known):
            if each not in seen:
                seen[each] = None
                waiting.append(each)
    return tuple(seen)


def _made_of(key: str, known: Mapping[str, Decomposition]) -> tuple[str, ...]:
    return known[key].indicators if key in known else ()


def _decomposition(figures: Node, key: str) -> Decomposition:
    node = figures[key]
    if key not in shipped_indicators() or not isinstance(node, Node):
        raise figures.fail(f"'{key}' is no indicator that is made of others", key)
    node.only([], [*SUMS, *PRODUCTS, "scale"])
    try:
        return Decomposition(key, tuple(_drivers(node)), float(node.get("scale", 1)))
    except ValueError as fault:
        raise figures.fail(str(fault), key) from fault


def _drivers(node: Node) -> Iterator[DrivenBy]:
    for role in (*SUMS, *PRODUCTS):
        for given in node.get(role, []):
            yield _driver(node, role, given)


def _driver(node: Node, role: Role, given: Any) -> DrivenBy:
    if isinstance(given, Node):
        given.only(["own", "unit", "nl", "en"])
        unit = given.one_of("unit", UNITS)
        own: Own = "numerator" if given.one_of("own", _OWN) == "numerator" else "denominator"
        return DrivenBy(role, Text(given["nl"], given["en"]), unit, own=own)
    if given not in shipped_indicators():
        raise node.fail(f"'{given}' is no indicator", role)
    found = shipped_indicators()[given]
    return DrivenBy(role, found.name, found.unit, indicator=found.key)


_OWN = ("numerator", "denominator")
