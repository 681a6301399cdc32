"""Goals, agenda and norms, kept by `cached`."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard import reads
from dashboard.basis import Basis
from dashboard.cached import cached
from dashboard.views.programma import agenda, goals, norms
from ketenkpi.indicators import load_indicators
from ketenkpi.store import Programme
from ketenkpi.vocabulary import Quarter
from ketenkpi.wording import Language


@cached
def programme(basis: Basis, quarter: int) -> Programme:
    """Everything of the programme of a quarter, for all places at once."""
    return basis.store.programme(basis.scope, Quarter.from_index(quarter))


def _inside(basis: Basis, code: str, quarter: int) -> Programme:
    """The programme of one place: a Werkplein, a region with its Werkpleinen, or all."""
    whole = programme(basis, quarter)
    place = reads.places(basis)[code]
    return whole if place.kind == "all" else whole.narrowed(reads.werkpleinen(basis, place))


@dataclass(frozen=True)
class Goals:
    """The finding, the counts, and the tree as HTML; `none` when there is no goal at all."""

    said: str
    counts: pd.DataFrame
    tree: str
    none: bool


@cached
def goal_tree(basis: Basis, code: str, quarter: int, language: Language) -> Goals:
    """The goal register of one place."""
    register = _inside(basis, code, quarter).goals
    return Goals(
        goals.said(register, language),
        goals.counts_table(register, language),
        goals.tree(register, load_indicators(), language),
        not register.goals,
    )


@dataclass(frozen=True)
class PlaceAgenda:
    """The proposals for one place: the finding, and the list as HTML."""

    place: str
    said: str
    html: str


@dataclass(frozen=True)
class Agenda:
    """The finding over all places in view, the rule of the order, and the agenda of each."""

    said: str
    order: str
    places: tuple[PlaceAgenda, ...]


@cached
def agenda_of(basis: Basis, code: str, quarter: int, language: Language) -> Agenda:
    """The proposals of the Werkpleinen, and of the regions, of one place."""
    found = _inside(basis, code, quarter)
    place = reads.places(basis)[code]
    inside = [n for n in reads.werkpleinen(basis, place) if n in found.phase_of]
    regions = [each.place for each in found.agenda if each.place not in found.phase_of]
    names = [*inside, *dict.fromkeys(regions)]
    every = tuple(
        PlaceAgenda(
            name,
            agenda.said(
                found.of_place(name),
                name,
                found.phase_of.get(name),
                name in regions,
                found.model,
                language,
            ),
            agenda.html(found.of_place(name), found.model, language)
            + agenda.left_out([each for each in found.left_out if each.place == name], language),
        )
        for name in names
    )
    one = len(every) == 1
    said = every[0].said if one else agenda.said_of_all(found.agenda, len(names), language)
    return Agenda(said, found.model.order.in_(language), every)


@dataclass(frozen=True)
class Norms:
    """The finding and the matrix as HTML."""

    said: str
    html: str


@cached
def norm_matrix(basis: Basis, quarter: int, language: Language) -> Norms:
    """The norm register in a quarter."""
    matrix = basis.store.norm_register(basis.scope, Quarter.from_index(quarter))
    return Norms(norms.said(matrix, language), norms.html(matrix, language))
