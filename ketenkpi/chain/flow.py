"""How clients go from step to step, where they enter the chain and how they leave it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ketenkpi.chain.estimate import share
from ketenkpi.chain.moves import Move, Parties, by_parties, total
from ketenkpi.chain.selection import Selection
from ketenkpi.counts import Counts
from ketenkpi.figure import Figure


@dataclass(frozen=True, slots=True)
class Link:
    """From a task at one organisation to the next; wait: the mean days, warm: the share."""

    parties: Parties
    n: int
    overlap: int
    wait: Figure
    warm: Figure


@dataclass(frozen=True, slots=True)
class FlowEntry:
    """Spells of which this was the first step."""

    task: str
    organisation: str
    n: int


@dataclass(frozen=True, slots=True)
class Exit:
    """Spells of which this was the last step; reason: werk, anders, onbekend, geen_uitkering."""

    task: str
    organisation: str
    reason: str
    n: int


@dataclass(frozen=True, slots=True)
class Flow:
    """The moves, entries and exits within a selection.

    crossing: the share of the moves in which another organisation goes on.
    warm: of those, the share handed over in a talk.
    """

    links: tuple[Link, ...]
    entries: tuple[FlowEntry, ...]
    exits: tuple[Exit, ...]
    moves: int
    crossing: Figure
    warm: Figure


def flow_of(counts: Counts, moves: Iterable[Move], where: Selection) -> Flow:
    """The flow of `moves`, and of the spells that began or ended in the selection."""
    every = tuple(moves)
    crossing = total(move for move in every if move.parties.crosses)
    whole = total(every)
    links = tuple(
        Link(parties, waits.n, waits.overlap, waits.mean(), waits.share_warm)
        for parties, waits in by_parties(every).items()
    )
    return Flow(
        links,
        _entries(counts, where),
        _exits(counts, where),
        whole.n,
        share(crossing.n, whole.n),
        crossing.share_warm,
    )


def _entries(counts: Counts, where: Selection) -> tuple[FlowEntry, ...]:
    found = counts.roll_up("keten_begin", ["taak", "organisatie"], where=where.where())
    columns = (found[name] for name in ("taak", "organisatie", "n"))
    return tuple(FlowEntry(str(t), str(o), int(n)) for t, o, n in zip(*columns, strict=True))


def _exits(counts: Counts, where: Selection) -> tuple[Exit, ...]:
    found = counts.roll_up("keten_einde", ["taak", "organisatie", "reden"], where=where.where())
    columns = (found[name] for name in ("taak", "organisatie", "reden", "n"))
    return tuple(Exit(str(t), str(o), str(r), int(n)) for t, o, r, n in zip(*columns, strict=True))
