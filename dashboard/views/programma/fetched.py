"""Goals, agenda and norms, kept by `cached`."""

from __future__ import annotations

from dashboard import reads
from dashboard.basis import Basis
from dashboard.cached import cached
from dashboard.components.goal_bars import GoalBar
from ketenkpi.answer import Section, phrase
from ketenkpi.figure import figure_of
from ketenkpi.programme import Programme, answers, coherence_of
from ketenkpi.vocabulary import Quarter


@cached
def programme(basis: Basis, quarter: int) -> Programme:
    """Everything of the programme of a quarter, for all places at once."""
    return basis.store.programme(basis.scope, Quarter.from_index(quarter))


def _inside(basis: Basis, code: str, quarter: int) -> Programme:
    """The programme of one place: a Werkplein, a region with its Werkpleinen, or all."""
    whole = programme(basis, quarter)
    place = reads.places(basis)[code]
    return whole if place.kind == "all" else whole.narrowed(reads.werkpleinen(basis, place))


@cached
def goals(basis: Basis, code: str, quarter: int) -> Section:
    """The goal register of one place."""
    return answers.goals(_inside(basis, code, quarter).goals, basis.store.indicators)


@cached
def agenda(basis: Basis, code: str, quarter: int) -> tuple[Section, ...]:
    """What is proposed in all, then for each Werkplein and region of a place."""
    return answers.agenda(_inside(basis, code, quarter))


@cached
def coherence(basis: Basis, code: str, quarter: int) -> tuple[Section, ...]:
    """How the norms of a quarter fit each other, and what one place agreed for itself."""
    register = basis.store.norm_register(basis.scope, Quarter.from_index(quarter))
    goals = [judged.goal for judged in _inside(basis, code, quarter).goals.goals]
    return answers.coherence(coherence_of(register, goals))


@cached
def norms(basis: Basis, quarter: int) -> tuple[Section, ...]:
    """The norm register in a quarter, by step of the chain."""
    return answers.norms(basis.store.norm_register(basis.scope, Quarter.from_index(quarter)))


@cached
def bars(basis: Basis, code: str, quarter: int) -> tuple[GoalBar, ...]:
    """Each goal of one place, as the register lists them."""
    known = basis.store.indicators
    found = []
    for each in _inside(basis, code, quarter).goals.goals:
        goal, indicator = each.goal, known.get(each.goal.indicator or "")
        name = phrase("programme.goal_of", place=goal.place, goal=answers.goal_named(each, known))
        figure = None if each.verdict is None else figure_of(each.verdict)
        unit = "number" if indicator is None else indicator.unit
        target = answers.target_of(each, known)
        found.append(GoalBar(name, figure, target, unit, answers.standing(each)))
    return tuple(found)
