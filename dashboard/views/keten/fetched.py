"""The chain as it runs, kept by `cached`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict

import pandas as pd

from dashboard import reads
from dashboard.basis import Basis
from dashboard.cached import cached, drawing
from ketenkpi.answer import Said, Section
from ketenkpi.chain import Chain, Point, answers, days_in_order, wait_curves
from ketenkpi.charts import FlowDrawn, flow_laid, recipes
from ketenkpi.charts import flow_rows as rows_of_flow
from ketenkpi.vocabulary import Quarter

# By what a handover is known in an address when none is chosen.
EVERY = "alle"
STEPS = "stappen"


@dataclass(frozen=True)
class ChainAsked:
    """What the reader chose; scheme and group None are all of them."""

    place: str
    quarters: tuple[int, ...]
    scheme: str | None
    group: str | None


class _Within(TypedDict):
    werkplein: str | None
    regio: str | None
    quarters: tuple[Quarter, ...]
    regelingen: tuple[str, ...]
    doelgroepen: tuple[str, ...]


def quarters(basis: Basis) -> tuple[int, ...]:
    """The quarters of which steps were delivered."""
    status = reads.delivered(basis).status
    return tuple(sorted({quarter for contract, _, quarter in status if contract == STEPS}))


@cached
def chain(basis: Basis, asked: ChainAsked) -> Chain:
    """The chain within what the reader chose."""
    return basis.store.chain(basis.scope, **_within(basis, asked))


@cached
def sections(basis: Basis, asked: ChainAsked) -> tuple[Section, ...]:
    """What there is to say of it, the days of each part first."""
    within, found = _within(basis, asked), chain(basis, asked)
    where = answers.place(within["werkplein"], within["regio"])
    parts = days_in_order(basis.store.source, found, basis.scope)
    curves = wait_curves(basis.store.source, found, basis.scope)
    drawn = answers.waiting_drawn(found, curves)
    every = answers.sections(found, where)
    told = (drawn if each.key == drawn.key else each for each in every)
    return (answers.in_order(parts), *told)


def headline(basis: Basis, asked: ChainAsked) -> Said:
    """Which handover costs clients the most days."""
    return next(each.finding for each in sections(basis, asked) if each.key == "cost")


@cached
def drawn(basis: Basis, asked: ChainAsked) -> FlowDrawn:
    """The flow laid out as a picture."""
    return flow_laid(chain(basis, asked).flow)


@drawing
def flow_rows(basis: Basis, asked: ChainAsked) -> pd.DataFrame:
    """Its rows with their words."""
    return rows_of_flow(drawn(basis, asked))


@cached
def course(basis: Basis, asked: ChainAsked, key: str) -> tuple[Point, ...]:
    """One handover quarter by quarter."""
    return basis.store.handover_course(key, basis.scope, **_within(basis, asked))


def recipe(basis: Basis, asked: ChainAsked, key: str) -> str:
    """The lines that draw the picture of one section elsewhere."""
    if key in ("in_order", "waiting"):
        made = {"in_order": recipes.in_order, "waiting": recipes.waiting}[key]
        return made(_without_quarters(basis, asked), asked.quarters)
    return recipes.chain(key, _without_quarters(basis, asked), asked.quarters)


def flow_recipe(basis: Basis, asked: ChainAsked, chosen: Sequence[str]) -> str:
    """Those that draw the flow."""
    return recipes.flow(_without_quarters(basis, asked), asked.quarters, chosen)


def course_recipe(basis: Basis, asked: ChainAsked, key: str) -> str:
    """Those that draw the course of one handover."""
    return recipes.handover(key, _without_quarters(basis, asked), asked.quarters)


def _without_quarters(basis: Basis, asked: ChainAsked) -> dict[str, object]:
    return {name: value for name, value in _within(basis, asked).items() if name != "quarters"}


def _within(basis: Basis, asked: ChainAsked) -> _Within:
    place = reads.places(basis)[asked.place]
    return {
        "werkplein": place.name if place.kind == "werkplein" else None,
        "regio": place.name if place.kind == "region" else None,
        "quarters": tuple(Quarter.from_index(quarter) for quarter in asked.quarters),
        "regelingen": (asked.scheme,) if asked.scheme else (),
        "doelgroepen": (asked.group,) if asked.group else (),
    }
