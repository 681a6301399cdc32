"""What may make two Werkpleinen comparable, and what never: `config/comparison.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from ketenkpi.config_file import PROVENANCE, Node, read_definition
from ketenkpi.settings import CONFIG
from ketenkpi.vocabularies import vocabularies
from ketenkpi.vocabulary import Text

NUMBERS = ("smallest_group", "weak_below", "size_classes", "neighbours")
LISTS = ("neighbour_variables", "pre_intake", "influenced")


@dataclass(frozen=True, slots=True)
class Variable:
    """A property of clients or areas, and why it may, or may not, be adjusted for.

    scheme: it is the share of this scheme in the inflow; None for all others.
    """

    key: str
    name: Text
    why: Text
    scheme: str | None = None


MONTHS_OF_A_DELIVERY = 3


@dataclass(frozen=True, slots=True)
class Maturing:
    """How long figures of some schemes are held back where nothing was measured.

    schemes: as they are stored. months: those after the month by the steps of its
    publication, in order. concluded_from: the step from which something is concluded.
    """

    schemes: tuple[str, ...]
    months: Mapping[str, int]
    concluded_from: str

    def __post_init__(self) -> None:
        steps = list(self.months.values())
        if self.concluded_from not in self.months or steps != sorted({*steps}):
            raise ValueError(f"no steps that follow each other: {self.months}")

    @property
    def deliveries(self) -> int:
        """How many quarterly deliveries must have come after that of a quarter."""
        return -(-self.months[self.concluded_from] // MONTHS_OF_A_DELIVERY)


@dataclass(frozen=True, slots=True)
class ComparisonRules:
    """The closed lists and numbers of comparing.

    smallest_group: fewer peers is said. weak_below: with fewer locations the
    spread between them is called weakly known. neighbour_variables and
    pre_intake: what a location cannot influence; influenced: what it can, with
    why it is refused. maturing: how long bijstand is held back by default.
    """

    smallest_group: int
    weak_below: int
    size_classes: int
    neighbours: int
    neighbour_variables: Mapping[str, Variable]
    pre_intake: Mapping[str, Variable]
    influenced: Mapping[str, Variable]
    maturing: Maturing


@cache
def load_rules(file: Path = CONFIG / "comparison.yaml") -> ComparisonRules:
    """The rules of comparing; raises DefinitionError on any fault."""
    node = read_definition(file).only([*NUMBERS, *LISTS, "maturing", *PROVENANCE])
    for name in NUMBERS:
        if type(node[name]) is not int or node[name] < 2:
            raise node.fail(f"'{name}' must be a whole number of two or more", name)
    allowed = {*node["neighbour_variables"], *node["pre_intake"]}
    for key in node["influenced"]:
        if key in allowed:
            raise node.fail(f"'{key}' is influenced by a location and may not be adjusted for")
    return ComparisonRules(
        smallest_group=node["smallest_group"],
        weak_below=node["weak_below"],
        size_classes=node["size_classes"],
        neighbours=node["neighbours"],
        neighbour_variables=_variables(node["neighbour_variables"]),
        pre_intake=_variables(node["pre_intake"]),
        influenced=_variables(node["influenced"]),
        maturing=_maturing(node["maturing"]),
    )


def _maturing(node: Node) -> Maturing:
    node.only(("schemes", "months", "concluded_from"))
    for scheme in node["schemes"]:
        if scheme not in vocabularies().schemes.stored:
            raise node.fail(f"there is no scheme '{scheme}'", "schemes")
    months = {str(step): int(count) for step, count in node["months"].items()}
    try:
        return Maturing(tuple(node["schemes"]), MappingProxyType(months), node["concluded_from"])
    except ValueError as fault:
        raise node.fail(str(fault), "months") from fault


def _variables(node: Node) -> Mapping[str, Variable]:
    found = {}
    for key, each in node.items():
        each.only(("name", "why"), ("scheme",))
        scheme = each.one_of("scheme", vocabularies().schemes.stored) if "scheme" in each else None
        found[key] = Variable(key, each.text("name"), each.text("why"), scheme)
    return MappingProxyType(found)
