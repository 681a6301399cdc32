"""What the page on resources asks: money and people, an amount divided, moves worked out."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dashboard import reads
from dashboard.basis import Basis
from dashboard.cached import cached
from ketenkpi.answer import Section, from_to, phrase
from ketenkpi.charts import recipes
from ketenkpi.resources import (
    Resources,
    Scenario,
    WhatIf,
    answers,
    load_assumptions,
    read_amount,
    written,
)
from ketenkpi.vocabulary import Quarter

CONTRACT = "middelen"


@dataclass(frozen=True, slots=True)
class ResourcesAsked:
    """What the reader chose; rate is the text of an hourly rate, '' for none."""

    place: str
    quarters: tuple[int, ...]
    rate: str


@dataclass(frozen=True, slots=True)
class Division:
    """An amount to divide: by which key, in which unit, of whom (None: both)."""

    key: str
    amount: str
    unit: str
    partner: str | None


def quarters(basis: Basis) -> tuple[int, ...]:
    """The quarters of which resources were delivered."""
    status = reads.delivered(basis).status
    return tuple(sorted({quarter for contract, _, quarter in status if contract == CONTRACT}))


def _within(basis: Basis, place: str) -> dict[str, Any]:
    chosen = reads.places(basis)[place]
    return {
        "werkplein": chosen.name if chosen.kind == "werkplein" else None,
        "regio": chosen.name if chosen.kind == "region" else None,
    }


@cached
def resources(basis: Basis, asked: ResourcesAsked) -> Resources:
    """Everything about the resources of a place; raises UserError where nobody delivered any."""
    return basis.store.resources(
        basis.scope,
        **_within(basis, asked.place),
        quarters=[Quarter.from_index(quarter) for quarter in asked.quarters],
        rate=float(read_amount(asked.rate)) if asked.rate else None,
    )


@cached
def section(basis: Basis, asked: ResourcesAsked, key: str) -> Section:
    """One part of the page, by the key of its concept."""
    places = reads.places(basis)[asked.place].said
    when = from_to(*(Quarter.from_index(asked.quarters[at]) for at in (0, -1)))
    where = phrase("resources.where", places=places, when=when)
    return answers.section(resources(basis, asked), key, where)


def recipe(basis: Basis, asked: ResourcesAsked, key: str) -> str:
    """The lines that draw the picture of one part elsewhere."""
    rate = {"rate": float(read_amount(asked.rate)) if asked.rate else None}
    return recipes.resources(key, _within(basis, asked.place) | rate, asked.quarters)


@cached
def keys(basis: Basis, asked: ResourcesAsked) -> tuple[str, ...]:
    """The keys that an amount can be divided by here: those of the program, then own ones."""
    regio = _within(basis, asked.place)["regio"]
    return basis.store.allocation_keys(
        basis.scope, regio=regio, quarter=Quarter.from_index(asked.quarters[-1])
    )


def present_fte(basis: Basis, asked: ResourcesAsked) -> str:
    """The fte that there is, as an amount to begin dividing with."""
    known = [each.fte.value for each in resources(basis, asked).caseloads if each.task is None]
    return written(round(Decimal(sum(value or 0.0 for value in known)), 1) or Decimal(100))


@cached
def allocation(basis: Basis, asked: ResourcesAsked, division: Division) -> Section:
    """An amount divided over the Werkpleinen of a region, or all; raises UserError when refused."""
    found = basis.store.allocation(
        basis.scope,
        key=division.key,
        unit=division.unit,
        amount=read_amount(division.amount),
        regio=_within(basis, asked.place)["regio"],
        quarters=[Quarter.from_index(quarter) for quarter in asked.quarters],
        partner=division.partner,
    )
    return answers.allocation(found, load_assumptions())


@cached
def tried(basis: Basis, asked: ResourcesAsked, text: str) -> WhatIf:
    """A scenario worked out on the last quarter; raises UserError for a move that is refused."""
    return basis.store.what_if(
        basis.scope,
        Scenario.parse(text),
        **_within(basis, asked.place),
        quarter=Quarter.from_index(asked.quarters[-1]),
    )


@cached
def what_if(basis: Basis, asked: ResourcesAsked, text: str) -> Section:
    """What a scenario changes."""
    return answers.what_if(tried(basis, asked, text), load_assumptions())
