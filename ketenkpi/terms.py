"""Terms in days that code counts with: the horizons of `config/norms.yaml`.

A number of days that comes from a law or an agreement is a norm; see
`ketenkpi.indicators.norms`. How far an indicator looks ahead is a choice, and
stands beside the norms with its reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from ketenkpi.config_file import PROVENANCE, Node, read_definition
from ketenkpi.settings import CONFIG
from ketenkpi.vocabulary import Text


@dataclass(frozen=True, slots=True)
class Horizon:
    """How many days ahead an indicator looks, with why so many."""

    key: str
    days: int
    name: Text
    source: str


def norms_file() -> Node:
    """The sections of `config/norms.yaml`; raises DefinitionError on an unknown one."""
    sections = ("steps", "duties", "norms", "horizons")
    return read_definition(CONFIG / "norms.yaml").only([*PROVENANCE, *sections])


@cache
def load_horizons() -> Mapping[int, Horizon]:
    """The horizons of `config/norms.yaml` by days; raises DefinitionError on any fault."""
    found = [_horizon(key, node) for key, node in norms_file()["horizons"].items()]
    return MappingProxyType({horizon.days: horizon for horizon in found})


def _horizon(key: str, node: Node) -> Horizon:
    node.only(["days", "name", "source"])
    if type(node["days"]) is not int or node["days"] <= 0:
        raise node.fail("'days' must be a whole number of days above 0", "days")
    return Horizon(key, node["days"], node.text("name"), str(node["source"]))


def days_of(key: str) -> int:
    """The days of one horizon; KeyError for one that is not in the file."""
    return {horizon.key: horizon.days for horizon in load_horizons().values()}[key]
