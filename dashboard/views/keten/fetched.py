"""The chain as it runs, kept by `cached`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypedDict

import pandas as pd

from dashboard import reads
from dashboard.basis import Basis
from dashboard.cached import cached, drawing
from dashboard.views.keten import layout, pictures
from ketenkpi.answer import Section
from ketenkpi.chain import Chain, Point, answers
from ketenkpi.charts import recipes
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
    """What there is to say of it."""
    within = _within(basis, asked)
    where = answers.place(within["werkplein"], within["regio"])
    return answers.sections(chain(basis, asked), where)


@cached
def drawn(basis: Basis, asked: ChainAsked) -> layout.FlowDrawn:
    """The flow laid out as a picture."""
    return layout.drawn(chain(basis, asked).flow)


@drawing
def flow_rows(basis: Basis, asked: ChainAsked) -> pd.DataFrame:
    """Its rows with their words."""
    return pictures.flow_rows(drawn(basis, asked))


@cached
def course(basis: Basis, asked: ChainAsked, key: str) -> tuple[Point, ...]:
    """One handover quarter by quarter."""
    return basis.store.handover_course(key, basis.scope, **_within(basis, asked))


def recipe(basis: Basis, asked: ChainAsked, key: str) -> str:
    """The lines that draw the picture of one section elsewhere."""
    within = dict(_within(basis, asked))
    del within["quarters"]
    return recipes.chain(key, within, asked.quarters)


def _within(basis: Basis, asked: ChainAsked) -> _Within:
    place = reads.places(basis)[asked.place]
    return {
        "werkplein": place.name if place.kind == "werkplein" else None,
        "regio": place.name if place.kind == "region" else None,
        "quarters": tuple(Quarter.from_index(quarter) for quarter in asked.quarters),
        "regelingen": (asked.scheme,) if asked.scheme else (),
        "doelgroepen": (asked.group,) if asked.group else (),
    }
