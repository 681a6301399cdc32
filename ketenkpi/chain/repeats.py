"""Intakes and diagnoses done again, and how many organisations and workers a client met."""

from __future__ import annotations

from dataclasses import dataclass

from ketenkpi.chain.estimate import share
from ketenkpi.chain.selection import Selection
from ketenkpi.counts import Counts
from ketenkpi.figure import Figure

TASKS = ("intake", "diagnose")
UNITS = ("organisaties", "medewerkers")
# The last of these stands for as many or more.
NUMBERS = (1, 2, 3, 4)


@dataclass(frozen=True, slots=True)
class Repeat:
    """Of the spells with a task the share with more than one, and with more than one
    organisation doing it; `again` and `elsewhere` are their numbers."""

    task: str
    spells: int
    again: int
    elsewhere: int
    share_again: Figure
    share_elsewhere: Figure


@dataclass(frozen=True, slots=True)
class Involved:
    """Spells by how many organisations (or workers) took a step in them: 1, 2, 3, 4 or more.

    unknown: spells of which it is not known, because not every step names a worker.
    """

    unit: str
    spells: tuple[int, ...]
    share_more: Figure
    unknown: int


def repeats_of(counts: Counts, where: Selection) -> tuple[Repeat, ...]:
    """The intakes and the diagnoses of the spells that began in the selection."""
    found = counts.roll_up("herhaalde_stap", ["taak"], where=where.where())
    columns = (found[name] for name in ("taak", "n", "herhaald", "elders"))
    sums = {str(task): (int(n), int(a), int(e)) for task, n, a, e in zip(*columns, strict=True)}
    return tuple(_repeat(task, *sums.get(task, (0, 0, 0))) for task in TASKS)


def _repeat(task: str, n: int, again: int, elsewhere: int) -> Repeat:
    return Repeat(task, n, again, elsewhere, share(again, n), share(elsewhere, n))


def involved_of(counts: Counts, where: Selection) -> tuple[Involved, ...]:
    """How many organisations, and how many workers, the spells of the selection met so far."""
    found = counts.roll_up("betrokken", ["eenheid", "aantal"], where=where.where())
    columns = (found[name] for name in ("eenheid", "aantal", "n"))
    by = {(str(unit), int(met)): int(n) for unit, met, n in zip(*columns, strict=True)}
    every = {unit: tuple(by.get((unit, number), 0) for number in NUMBERS) for unit in UNITS}
    known = max(sum(spells) for spells in every.values())
    return tuple(
        Involved(unit, spells, share(sum(spells[1:]), sum(spells)), known - sum(spells))
        for unit, spells in every.items()
    )
