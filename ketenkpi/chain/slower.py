"""Handovers that take longer at one Werkplein than at the others, more than chance explains."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ketenkpi.chain.estimate import MINIMUM, difference
from ketenkpi.chain.moves import Move, Parties, Waits, by_parties
from ketenkpi.figure import Figure

LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Slower:
    """A handover at a Werkplein: the mean days here, at all others together, and the difference."""

    werkplein: str
    parties: Parties
    here: Figure
    elsewhere: Figure
    longer: Figure


@dataclass(frozen=True, slots=True)
class Sought:
    """What was found among `tested` handovers of Werkpleinen; `level` is that of each interval.

    So high, that of all tests together one time in twenty anything is found
    where nothing differs (Bonferroni).
    """

    tested: int
    level: float
    found: tuple[Slower, ...]


def slower_of(moves: Iterable[Move], werkpleinen: Sequence[str] = ()) -> Sought:
    """Per Werkplein, by name, the handovers whose mean wait lies above that of all others.

    Only where there are enough waits here and elsewhere to say anything.
    werkpleinen: those to test, all when empty; the others are compared with.
    """
    every = tuple(moves)
    network = by_parties(every)
    sides = [
        (place, parties, here, network[parties] - here)
        for place in sorted({move.werkplein for move in every})
        if not werkpleinen or place in werkpleinen
        for parties, here in by_parties(m for m in every if m.werkplein == place).items()
    ]
    tested = [each for each in sides if min(each[2].waited, each[3].waited) >= MINIMUM]
    level = 1 - (1 - LEVEL) / max(len(tested), 1)
    judged = (_slower(*each, level) for each in tested)
    return Sought(len(tested), level, tuple(each for each in judged if _surely(each.longer)))


def _slower(place: str, parties: Parties, here: Waits, elsewhere: Waits, level: float) -> Slower:
    one, other = here.mean(level), elsewhere.mean(level)
    return Slower(place, parties, one, other, difference(one, other))


def _surely(longer: Figure) -> bool:
    return longer.low is not None and longer.low > 0
