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


@dataclass(frozen=True, slots=True)
class ComparisonRules:
    """The closed lists and numbers of comparing.

    smallest_group: fewer peers is said. weak_below: with fewer locations the
    spread between them is called weakly known. neighbour_variables and
    pre_intake: what a location cannot influence; influenced: what it can, with
    why it is refused.
    """

    smallest_group: int
    weak_below: int
    size_classes: int
    neighbours: int
    neighbour_variables: Mapping[str, Variable]
    pre_intake: Mapping[str, Variable]
    influenced: Mapping[str, Variable]


@cache
def load_rules(file: Path = CONFIG / "comparison.yaml") -> ComparisonRules:
    """The rules of comparing; raises DefinitionError on any fault."""
    node = read_definition(file).only([*NUMBERS, *LISTS, *PROVENANCE])
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
    )


def _variables(node: Node) -> Mapping[str, Variable]:
    found = {}
    for key, each in node.items():
        each.only(("name", "why"), ("scheme",))
        scheme = each.one_of("scheme", vocabularies().schemes.stored) if "scheme" in each else None
        found[key] = Variable(key, each.text("name"), each.text("why"), scheme)
    return MappingProxyType(found)
