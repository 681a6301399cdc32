"""What the invented region of today is made of: `config/example/region_2025.yaml`, checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from ketenkpi.config_file import PROVENANCE, Node, read_definition
from ketenkpi.settings import CONFIG
from ketenkpi.vocabulary import Period, Quarter

FILE = CONFIG / "example" / "region_2025.yaml"
Shares = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Site:
    """One location of a Werkcentrum; `share` divides its gemeentelijke cases over partners."""

    name: str
    region: str
    labour_force: int
    weight: float
    share: Shares
    phase: str


@dataclass(frozen=True, slots=True)
class Deliverer:
    """One partner as it delivers.

    months: from this quarter on per month, None for per quarter. late: the
    quarter that comes after the next one. written: schemes in its own words.
    aggregates: sites of which it has no case files.
    """

    code: str
    organisation: str
    role: str
    response: float
    months: Quarter | None = None
    late: Quarter | None = None
    written: Mapping[str, str] = field(default_factory=dict)
    aggregates: tuple[str, ...] = ()

    def periods(self, first: Quarter, last: Quarter) -> tuple[Period, ...]:
        """For which periods its case files come, in the order in which they come."""
        quarters = [first + number for number in range(last - first + 1)]
        if self.late is not None:
            place = quarters.index(self.late)
            quarters[place : place + 2] = reversed(quarters[place : place + 2])
        return tuple(period for quarter in quarters for period in self._of(quarter))

    def _of(self, quarter: Quarter) -> Sequence[Period]:
        if self.months is None or quarter < self.months:
            return [Period(quarter)]
        months = range(quarter.number * 3 - 2, quarter.number * 3 + 1)
        return [Period(quarter, month) for month in months]


@dataclass(frozen=True, slots=True)
class SchemeMix:
    """How many cases of a scheme there are and how they end; days, and new cases a month."""

    key: str
    role: str
    inflow: float
    days: float
    term: int
    lead: float
    due: int
    reasons: Shares


@dataclass(frozen=True, slots=True)
class StepMix:
    """One task in the order of the chain: mean days, and who does it for the cases of a role.

    beside: it runs from application to decision, beside the others.
    """

    task: str
    days: float
    doers: Mapping[str, Shares]
    beside: bool = False


@dataclass(frozen=True)
class RegionPlan:
    """The whole region; `truths` are the planted parameters by name."""

    first: Quarter
    last: Quarter
    sites: tuple[Site, ...]
    partners: Mapping[str, Deliverer]
    shared_numbering: str
    schemes: Mapping[str, SchemeMix]
    follows: Node
    returns: Node
    groups: Mapping[str, Shares]
    steps: tuple[StepMix, ...]
    wait: Node
    truths: Node

    def __post_init__(self) -> None:
        named = {code for site in self.sites for code in site.share}
        if not named <= set(self.partners):
            raise ValueError(f"sites name partners that are not there: {named}")

    @property
    def quarters(self) -> tuple[Quarter, ...]:
        """All quarters, from early to late."""
        return tuple(self.first + number for number in range(self.last - self.first + 1))

    def quarters_of(self, last: Quarter) -> tuple[Quarter, ...]:
        """The quarters of the year that ends with `last`."""
        return tuple(quarter for quarter in self.quarters if quarter.year == last.year)

    def sites_of(self, partner: Deliverer) -> tuple[Site, ...]:
        """Where a partner has cases: its own sites, or all where it names none."""
        return tuple(site for site in self.sites if self.part(site, partner) > 0)

    def part(self, site: Site, partner: Deliverer) -> float:
        """Which part of the cases of its role a partner has at a site."""
        roles = {self.partners[code].role for code in site.share}
        return site.share.get(partner.code, 0.0) if partner.role in roles else 1.0

    def numbering(self, site: Site, partner: Deliverer) -> str:
        """In which series of numbers a case stands: of the region, or of the partner alone."""
        return site.region if site.region == self.shared_numbering else partner.code


@cache
def load_plan() -> RegionPlan:
    """The plan as the file says it; raises DefinitionError on any fault."""
    root = read_definition(FILE).only(
        [
            *("first", "last", "sites", "partners", "shared_numbering", "schemes", "follows"),
            *("returns", "groups", "steps", "wait", "truths", *PROVENANCE),
        ]
    )
    return RegionPlan(
        first=Quarter.parse(root["first"]),
        last=Quarter.parse(root["last"]),
        sites=tuple(_site(node) for node in root["sites"]),
        partners={code: _partner(code, node) for code, node in root["partners"].items()},
        shared_numbering=root["shared_numbering"],
        schemes={key: _scheme(key, node) for key, node in root["schemes"].items()},
        follows=root["follows"].only(["before", "after", "share", "within"]),
        returns=root["returns"].only(["share", "within"]),
        groups=root["groups"],
        steps=tuple(_step(node) for node in root["steps"]),
        wait=root["wait"].only(["inside", "between"]),
        truths=root["truths"].only(["inflow", "newcomers", "handover", "correction", "content"]),
    )


def _site(node: Node) -> Site:
    known: Any = node.only(["name", "region", "labour_force", "weight", "share", "phase"])
    return Site(**known)


def _partner(code: str, node: Node) -> Deliverer:
    known = node.only(
        ["organisation", "role", "response"], ["months", "late", "written", "aggregates"]
    )
    return Deliverer(
        code=code,
        organisation=known["organisation"],
        role=known["role"],
        response=known["response"],
        months=Quarter.parse(known["months"]) if "months" in known else None,
        late=Quarter.parse(known["late"]) if "late" in known else None,
        written=known.get("written", {}),
        aggregates=tuple(known.get("aggregates", ())),
    )


def _scheme(key: str, node: Node) -> SchemeMix:
    known: Any = node.only(["role", "inflow", "days", "term", "lead", "due", "reasons"])
    return SchemeMix(key=key, **known)


def _step(node: Node) -> StepMix:
    known: Any = node.only(["task", "days", "doers"], ["beside"])
    return StepMix(**known)
