"""Waiting inside one organisation against at its boundary, over all and per handover."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from ketenkpi.chain.estimate import HISTOGRAM, difference, median
from ketenkpi.chain.moves import Move, total
from ketenkpi.chain.selection import Selection
from ketenkpi.counts import Counts
from ketenkpi.figure import Figure, counted

INSIDE, BETWEEN = "overdracht_binnen", "overdracht_tussen"
Verdict = Literal["longer", "shorter", "cannot_tell"]


@dataclass(frozen=True, slots=True)
class Compared:
    """The wait inside one organisation and at its boundary, and the boundary less the inside.

    The difference takes the two as independent, though one client may be in both.
    """

    inside: Figure
    between: Figure
    difference: Figure

    @property
    def verdict(self) -> Verdict:
        """Whether clients wait longer at the boundary; 'cannot_tell' where it may be chance."""
        low, high = self.difference.low, self.difference.high
        if low is not None and low > 0:
            return "longer"
        return "shorter" if high is not None and high < 0 else "cannot_tell"


@dataclass(frozen=True, slots=True)
class Handover:
    """From one task to another.

    median: days, of all its moves. mean: the mean days inside one organisation
    and at its boundary. days: the days that all clients waited together, and
    days_between those of them at a boundary; share_of_days: of all handovers.
    overlap: moves of which the next step began before the earlier one had ended.
    """

    task: str
    next_task: str
    n: int
    between: int
    overlap: int
    median: Figure
    mean: Compared
    days: Figure
    days_between: Figure
    share_of_days: float | None
    warm: Figure

    @property
    def key(self) -> str:
        """How an address names it: 'intake>diagnose'."""
        return f"{self.task}>{self.next_task}"


def compared(inside: Figure, between: Figure) -> Compared:
    """Both, with the boundary less the inside."""
    return Compared(inside, between, difference(between, inside))


def waiting_of(counts: Counts, where: Selection) -> Compared:
    """The median days inside one organisation and at its boundary, over all handovers."""
    inside, between = (wait_median(counts, soort, where) for soort in (INSIDE, BETWEEN))
    return compared(inside, between)


def wait_median(counts: Counts, soort: str, where: Selection) -> Figure:
    """The median days of one kind of duration."""
    chosen = {**where.where(), "soort": [soort]}
    return median(counts.roll_up("duur", ["days"], HISTOGRAM[1:], chosen))


def handovers_of(counts: Counts, moves: Iterable[Move], where: Selection) -> tuple[Handover, ...]:
    """Every handover, the one that costs clients the most days first."""
    every = tuple(moves)
    whole = total(every)
    pairs = sorted({(move.parties.task, move.parties.next_task) for move in every})
    found = [_handover(counts, pair, every, where, whole.days) for pair in pairs]
    return tuple(sorted(found, key=lambda each: -(each.days.value or 0)))


def _handover(
    counts: Counts,
    pair: tuple[str, str],
    every: Iterable[Move],
    where: Selection,
    days_of_all: int,
) -> Handover:
    mine = [move for move in every if (move.parties.task, move.parties.next_task) == pair]
    sums = total(mine)
    inside, between = (
        total(m for m in mine if m.parties.crosses is side) for side in (False, True)
    )
    return Handover(
        *pair,
        n=sums.n,
        between=between.n,
        overlap=sums.overlap,
        median=wait_median(counts, "overdracht:" + ">".join(pair), where),
        mean=compared(inside.mean(), between.mean()),
        days=counted(sums.days, sums.waited),
        days_between=counted(between.days, between.waited),
        share_of_days=sums.days / days_of_all if days_of_all else None,
        warm=sums.share_warm,
    )


@dataclass(frozen=True, slots=True)
class Point:
    """The median days of a handover in one quarter (its index): that in which the wait began."""

    quarter: int
    median: Figure


def course_of(counts: Counts, key: str, where: Selection) -> tuple[Point, ...]:
    """A handover ('intake>diagnose') over the quarters of the selection in which it happened."""
    chosen = {**where.where(), "soort": [f"overdracht:{key}"]}
    found = counts.roll_up("duur", ["kwartaal", "days"], HISTOGRAM[1:], chosen)
    quarters = sorted({int(quarter) for quarter in found["kwartaal"]})
    return tuple(
        Point(quarter, median(found[found["kwartaal"] == quarter])) for quarter in quarters
    )
