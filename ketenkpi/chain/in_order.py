"""How many days each part of the chain takes, in the order of the chain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ketenkpi.chain.chain import Chain
from ketenkpi.chain.selection import Selection
from ketenkpi.figure import Figure, figure_of, lacking
from ketenkpi.indicators import Norm, load_indicators, load_norms
from ketenkpi.indicators.handover_kinds import load_terms
from ketenkpi.scope import Scope
from ketenkpi.source import Source
from ketenkpi.vocabularies import tasks_in_order
from ketenkpi.vocabulary import Quarter

HALF, NINE = "doorlooptijd", "doorlooptijd_p90"
# What comes before the first step, of the file of spells; then each step and what follows it.
MOMENTS = ("melding_aanvraag", "aanvraag_besluit", "aanvraag_eerste_betaling")
STEP = "stap:"
NOT_DELIVERED = lacking("indicators.reason_not_delivered")
Kinds = Mapping[tuple[str, str], Figure]


@dataclass(frozen=True, slots=True)
class PartOfChain:
    """Days between two moments, in a step, or from a step to the next.

    key: the kind of lead time ('aanvraag_besluit', 'stap:intake'), or the handover
    ('intake>diagnose'). waits: whether it is a handover. median, p90: the days by which half
    and nine in ten were done, of a handover of those who go on within its term. norm: the
    rule that sets a term to it, where one held throughout.
    """

    key: str
    waits: bool
    median: Figure
    p90: Figure
    norm: Norm | None = None


def days_in_order(source: Source, found: Chain, scope: Scope) -> tuple[PartOfChain, ...]:
    """The parts of a chain that have a median, in their order.

    Raises OutOfScope unless the scope holds rows.
    """
    scope.require_rows()
    rows = source.figures([HALF, NINE], ("split",), scope, found.chosen.where())
    kinds = {
        (str(row["indicator"]), str(row["split"])): figure_of(row)
        for row in rows.to_dict("records")
    }
    every = (*_moments(kinds, found.chosen), *_tasks(kinds, found))
    return tuple(part for part in every if part.median.value is not None)


def _moments(kinds: Kinds, chosen: Selection) -> Iterator[PartOfChain]:
    for key in MOMENTS:
        yield _lasting(key, kinds, norm_of(key, chosen))


def _tasks(kinds: Kinds, found: Chain) -> Iterator[PartOfChain]:
    order = [task.key for task in tasks_in_order("werk")]
    # When work is found says nothing of how soon somebody goes on.
    no_wait = load_terms().no_wait_for
    waits = [each for each in found.handovers if each.next_task not in no_wait]
    for task in order:
        yield _lasting(f"{STEP}{task}", kinds)
        after = [each for each in waits if each.task == task]
        for each in sorted(after, key=lambda each: order.index(each.next_task)):
            yield PartOfChain(each.key, True, each.median, each.p90)


def _lasting(key: str, kinds: Kinds, norm: Norm | None = None) -> PartOfChain:
    half, nine = (kinds.get((name, key), NOT_DELIVERED) for name in (HALF, NINE))
    return PartOfChain(key, False, half, nine, norm)


def norm_of(kind: str, chosen: Selection) -> Norm | None:
    """The rule with a term for this kind of lead time that held in all quarters chosen.

    None where it is of other schemes than the one chosen.
    """
    for norm in load_norms().values():
        if norm.indicator is None or norm.days is None:
            continue
        only = load_indicators()[norm.indicator].numerator.only
        schemes = only.get("regeling", ())
        mine = not chosen.regelingen or not schemes or {*chosen.regelingen} <= {*schemes}
        if only.get("soort") == (kind,) and mine and _held(norm, chosen):
            return norm
    return None


def _held(norm: Norm, chosen: Selection) -> bool:
    quarters = map(Quarter.from_index, chosen.quarters)
    return all(norm.validity(quarter) == "in_force" for quarter in quarters)
