"""Moves from a step to the next, with the days that clients waited in between."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any

from ketenkpi.chain.estimate import mean, share
from ketenkpi.chain.selection import Selection
from ketenkpi.counts import Counts
from ketenkpi.figure import Figure
from ketenkpi.indicators.handover_kinds import PAIR, TO, load_terms
from ketenkpi.vocabulary import Quarter

PARTIES = ("taak", "organisatie", "naar_taak", "naar_organisatie")
WARM, DOSSIER = "warm", "dossier"


@dataclass(frozen=True, slots=True, order=True)
class Parties:
    """Who hands over to whom: a task at an organisation, and the next."""

    task: str
    organisation: str
    next_task: str
    next_organisation: str

    @property
    def crosses(self) -> bool:
        """Whether another organisation goes on."""
        return self.organisation != self.next_organisation


@dataclass(frozen=True, slots=True)
class Waits:
    """Sums over moves; both kinds add.

    n: moves. waited: those of which the wait is known, with the sum of its
    days and of their squares. overlap: those of which the next step began
    before the earlier one had ended. warm, handed: moves in a talk, and in a
    talk or with the file only.
    """

    n: int = 0
    waited: int = 0
    days: int = 0
    squares: int = 0
    overlap: int = 0
    warm: int = 0
    handed: int = 0

    def __add__(self, other: Waits) -> Waits:
        return Waits(*(getattr(self, name) + getattr(other, name) for name in SUMS))

    def __sub__(self, other: Waits) -> Waits:
        return Waits(*(getattr(self, name) - getattr(other, name) for name in SUMS))

    def mean(self, level: float = 0.95) -> Figure:
        """The mean days of waiting, of the moves of which the wait is known."""
        return mean(self.waited, self.days, self.squares, level)

    @property
    def share_warm(self) -> Figure:
        """The share handed over in a talk, of those handed over in a talk or with the file."""
        return share(self.warm, self.handed)


SUMS = tuple(each.name for each in fields(Waits))


@dataclass(frozen=True, slots=True)
class Move:
    """All moves of one quarter (its index) at one Werkplein between the same parties."""

    werkplein: str
    quarter: int
    parties: Parties
    waits: Waits


def moves_of(counts: Counts, where: Selection, *without: str) -> tuple[Move, ...]:
    """The moves within a selection, without regard to the dimensions named."""
    by = ("werkplein", "kwartaal", *PARTIES, "overdracht")
    found = counts.roll_up("stroom", by, where=where.where(*without))
    sums: dict[tuple[str, int, Parties], Waits] = {}
    for row in found.to_dict("records"):
        parties = Parties(*(str(row[name]) for name in PARTIES))
        key = (str(row["werkplein"]), int(row["kwartaal"]), parties)
        sums[key] = sums.get(key, Waits()) + _waits(row)
    return tuple(Move(*key, waits) for key, waits in sums.items())


def long_enough(counts: Counts, moves: Iterable[Move]) -> tuple[Move, ...]:
    """The moves of quarters whose last day was followed for the term of that handover.

    Of a younger quarter only the quick moves have been seen, so it would shorten a mean.
    """
    until = {
        str(row["werkplein"]): date(1970, 1, 1) + timedelta(days=row["until"])
        for row in counts.observed.to_pylist()
        if row["source"] == "keten" and row["until"] is not None
    }
    terms = load_terms()

    def known(move: Move) -> bool:
        term = terms.of(f"{PAIR}{move.parties.task}{TO}{move.parties.next_task}")
        last = Quarter.from_index(move.quarter).last_day + timedelta(days=term)
        return move.werkplein in until and last <= until[move.werkplein]

    return tuple(move for move in moves if known(move))


def _waits(row: Mapping[Any, Any]) -> Waits:
    n, kind = int(row["n"]), row["overdracht"]
    return Waits(
        n,
        waited=int(row["waited"]),
        days=int(row["days_sum"]),
        squares=int(row["days_sq"]),
        overlap=int(row["overlap"]),
        warm=n if kind == WARM else 0,
        handed=n if kind in (WARM, DOSSIER) else 0,
    )


def total(moves: Iterable[Move]) -> Waits:
    """All of them added."""
    return sum((move.waits for move in moves), Waits())


def by_parties(moves: Iterable[Move]) -> dict[Parties, Waits]:
    """The sums per parties, in their order."""
    sums: dict[Parties, Waits] = {}
    for move in moves:
        sums[move.parties] = sums.get(move.parties, Waits()) + move.waits
    return dict(sorted(sums.items()))
