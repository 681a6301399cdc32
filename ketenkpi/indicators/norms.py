"""The norm register: terms from laws and agreements, with when they hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType

from ketenkpi.config_file import PROVENANCE, Node, read_definition
from ketenkpi.settings import CONFIG
from ketenkpi.vocabulary import Quarter, Text

ADDRESSEES = ("institution", "citizen")
REQUIRED = ("name", "rule", "article", "addressee", "days", "share", "valid_from", "valid_to")


@dataclass(frozen=True, slots=True)
class Norm:
    """A term in days and whom it binds.

    share: the part of cases that must meet it, None where the rule binds every
    case. valid_from None: in force before the first quarter we know of;
    valid_to None: still in force.
    """

    key: str
    name: Text
    rule: str
    article: str
    addressee: str
    days: int
    share: float | None
    valid_from: date | None
    valid_to: date | None
    note: Text
    source: str

    def in_force(self, quarter: Quarter) -> bool:
        """Whether it holds on any day of `quarter`."""
        begun = self.valid_from is None or self.valid_from <= quarter.last_day
        return begun and (self.valid_to is None or quarter.first_day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Horizon:
    """How many days ahead an indicator looks, with why so many."""

    key: str
    days: int
    name: Text
    source: str


@cache
def load_horizons() -> Mapping[int, Horizon]:
    """The horizons of `config/norms.yaml` by days; raises DefinitionError on any fault."""
    found = [_horizon(key, node) for key, node in _file()["horizons"].items()]
    return MappingProxyType({horizon.days: horizon for horizon in found})


def _horizon(key: str, node: Node) -> Horizon:
    node.only(["days", "name", "source"])
    if type(node["days"]) is not int or node["days"] <= 0:
        raise node.fail("'days' must be a whole number of days above 0", "days")
    return Horizon(key, node["days"], node.text("name"), str(node["source"]))


def _file() -> Node:
    return read_definition(CONFIG / "norms.yaml").only([*PROVENANCE, "norms", "horizons"])


@cache
def load_norms() -> Mapping[str, Norm]:
    """The norms of `config/norms.yaml` by key; raises DefinitionError on any fault."""
    return MappingProxyType({key: _norm(key, node) for key, node in _file()["norms"].items()})


def _norm(key: str, node: Node) -> Norm:
    node.only([*REQUIRED, "note", "source"])
    if type(node["days"]) is not int or node["days"] < 0:
        raise node.fail("'days' must be a whole number of days", "days")
    if node["share"] is not None and not 0 < node["share"] <= 1:
        raise node.fail("'share' must lie between 0 and 1, or be null", "share")
    for end in ("valid_from", "valid_to"):
        if node[end] is not None and type(node[end]) is not date:
            raise node.fail(f"'{end}' must be a date, or null", end)
    return Norm(
        key=key,
        name=node.text("name"),
        rule=str(node["rule"]),
        article=str(node["article"]),
        addressee=node.one_of("addressee", ADDRESSEES),
        days=node["days"],
        share=node["share"],
        valid_from=node["valid_from"],
        valid_to=node["valid_to"],
        note=node.text("note"),
        source=str(node["source"]),
    )
