"""What is known about the chain, as sections that every surface draws.

names     what steps, handovers, ends and places are called
flow      how clients go from step to step, and the moves that nobody can see
in_order  days of each part of the chain on one axis
waiting   waits inside and between organisations, what costs most, what is slower; one handover
cases     repeated intakes and diagnoses, whom clients met, where open cases are
bars      one figure of a picture in words, and a bar of it
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketenkpi.chain.answers.bars import point
from ketenkpi.chain.answers.cases import involved, open_cases, repeats
from ketenkpi.chain.answers.flow import apart, flow
from ketenkpi.chain.answers.in_order import in_order
from ketenkpi.chain.answers.names import handover_name, organisation, outcome, place, span, task
from ketenkpi.chain.answers.waiting import (
    cost,
    course,
    handover,
    slower,
    waiting,
    waiting_drawn,
)
from ketenkpi.vocabulary import in_both

if TYPE_CHECKING:
    from ketenkpi.answer import Said, Section
    from ketenkpi.chain.chain import Chain

__all__ = [
    "apart",
    "cost",
    "course",
    "handover",
    "handover_name",
    "in_order",
    "nothing",
    "organisation",
    "outcome",
    "place",
    "point",
    "sections",
    "span",
    "task",
    "waiting_drawn",
]


def sections(found: Chain, where: Said) -> tuple[Section, ...]:
    """All of it in the order it is read. where: the `place` it is of."""
    return (
        flow(found, where),
        waiting(found),
        cost(found),
        slower(found),
        repeats(found),
        *map(involved, found.involved),
        open_cases(found, where),
    )


def nothing(found: Chain) -> Said:
    """That there are no steps in this choice; None where there are."""
    if found.flow.entries or found.flow.moves:
        return None
    return in_both("chain.nothing")
