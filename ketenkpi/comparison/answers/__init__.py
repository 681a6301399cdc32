"""What is found by comparing, as sections that every surface draws.

seen       a comparison as the others look at it
beside     whether one Werkplein differs from others
places     the figures of all by name; pictures: the charts of them
adjusting  what changes when it is allowed for who the clients are
card       what there is to know about a model of case mix
targets    norms and targets beside what was realised
course     a figure over the quarters against its own limits of chance
revised    how figures moved as later deliveries came in
bridged    how a figure of an earlier version became that of today
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ketenkpi.comparison.answers.adjusting import adjusting
from ketenkpi.comparison.answers.beside import adjustable, beside, to_know
from ketenkpi.comparison.answers.bridged import bridged
from ketenkpi.comparison.answers.card import model
from ketenkpi.comparison.answers.course import control
from ketenkpi.comparison.answers.places import figures_alone, places
from ketenkpi.comparison.answers.revised import revised, sizes
from ketenkpi.comparison.answers.seen import SeenComparison, span
from ketenkpi.comparison.answers.targets import card_line, no_targets, targets, verdict_said

if TYPE_CHECKING:
    from ketenkpi.answer import Said, Section
    from ketenkpi.comparison.compare import Comparison
    from ketenkpi.comparison.peers import PeerGroup

__all__ = [
    "adjustable",
    "bridged",
    "card_line",
    "compared",
    "control",
    "no_targets",
    "revised",
    "sizes",
    "span",
    "targets",
    "verdict_said",
]


def compared(
    made: Comparison, group: PeerGroup | None, name: Said, period: Said
) -> tuple[Section, ...]:
    """What was found, the figures by name, what adjusting changes, and the model behind it.

    group: those it was made with, None for all side by side. name, period: of
    which figure and over which quarters it is.
    """
    seen = SeenComparison(made, group)
    top = beside(seen, name)
    if not seen.compared:
        return (replace(top, table=figures_alone(seen), notes=(*top.notes, *to_know(seen))),)
    card = () if made.card is None else model(made.card)
    changed = (adjusting(seen),) if seen.adjusted else ()
    return (top, places(seen, name, period, top.finding), *changed, *card)
