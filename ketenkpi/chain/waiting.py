"""Waiting inside one organisation against at its boundary, over all and per handover.

Shares and days of those who go on within the term are the indicators of handovers,
asked of the same counts; a page of the chain and one of figures cannot differ.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from ketenkpi.chain.estimate import difference
from ketenkpi.chain.moves import Move, total
from ketenkpi.chain.selection import Selection
from ketenkpi.counts import Counts
from ketenkpi.figure import Figure, counted, figure_of, lacking
from ketenkpi.indicators import indicators
from ketenkpi.indicators.handover_kinds import PAIR, TO, load_terms

INSIDE, BETWEEN = "wachttijd_binnen", "wachttijd_tussen"
NOT_SEEN = "indicators.reason_nothing_observed"
# The share that goes on within the term, and the days by which half and nine in ten did.
SHARE, HALF, NINE = "overdracht_aandeel", "overdracht_mediaan", "overdracht_p90"
Verdict = Literal["longer", "shorter", "cannot_tell"]
if TYPE_CHECKING:
    import pandas as pd

    # (keys, by, where) -> the rows of these indicators, for example widened ones.
    Ask = Callable[[Sequence[str], Sequence[str], Mapping[str, Sequence[object]]], pd.DataFrame]


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

    share: of those who ended the first task, who began the next within `term` days;
    median, p90: the days by which half and nine in ten of these did. mean: the mean
    days inside one organisation and at its boundary, of quarters that were followed to
    the end of the term. days: the days that all clients waited together so far, and
    days_between those of them at a boundary; share_of_days: of all handovers.
    overlap: moves of which the next step began before the earlier one had ended.
    """

    task: str
    next_task: str
    n: int
    between: int
    overlap: int
    term: int
    share: Figure
    median: Figure
    p90: Figure
    mean: Compared
    days: Figure
    days_between: Figure
    share_of_days: float | None
    warm: Figure

    @property
    def key(self) -> str:
        """How an address names it: 'intake>diagnose'."""
        return f"{self.task}{TO}{self.next_task}"


def compared(inside: Figure, between: Figure) -> Compared:
    """Both, with the boundary less the inside."""
    return Compared(inside, between, difference(between, inside))


def waiting_of(counts: Counts, where: Selection, ask: Ask | None = None) -> Compared:
    """The median days inside one organisation and at its boundary, over all handovers.

    Of those who went on to a next step within the term; waiting for placement is no
    such wait.
    """
    found = _figures(counts, (INSIDE, BETWEEN), (), where, ask)
    inside, between = (found[key, "", None] for key in (INSIDE, BETWEEN))
    return compared(inside, between)


def handovers_of(
    counts: Counts,
    every: Sequence[Move],
    followed: Sequence[Move],
    where: Selection,
    ask: Ask | None = None,
) -> tuple[Handover, ...]:
    """Every handover, the one that costs clients the most days first.

    followed: those of `every` that are `moves.long_enough`.
    """
    whole = total(every)
    pairs = sorted({(move.parties.task, move.parties.next_task) for move in every})
    figures = _figures(counts, (SHARE, HALF, NINE), (), where, ask) if pairs else {}
    found = [_handover(pair, every, followed, figures, whole.days) for pair in pairs]
    return tuple(sorted(found, key=lambda each: -(each.days.value or 0)))


Figures = Mapping[tuple[str, str, int | None], Figure]


def _handover(
    pair: tuple[str, str],
    every: Sequence[Move],
    old: Sequence[Move],
    figures: Figures,
    days_of_all: int,
) -> Handover:
    mine, followed = (
        [move for move in moves if (move.parties.task, move.parties.next_task) == pair]
        for moves in (every, old)
    )
    sums, between = total(mine), total(move for move in mine if move.parties.crosses)
    sides = [total(m for m in followed if m.parties.crosses is side) for side in (False, True)]
    kind = PAIR + TO.join(pair)
    share, half, nine = (
        figures.get((key, kind, None), lacking(NOT_SEEN)) for key in (SHARE, HALF, NINE)
    )
    return Handover(
        *pair,
        n=sums.n,
        between=between.n,
        overlap=sums.overlap,
        term=load_terms().of(kind),
        share=share,
        median=half,
        p90=nine,
        mean=compared(*(side.mean() for side in sides)),
        days=counted(sums.days, sums.waited),
        days_between=counted(between.days, between.waited),
        share_of_days=sums.days / days_of_all if days_of_all else None,
        warm=sums.share_warm,
    )


def term_of(key: str) -> int:
    """The days that a handover ('intake>diagnose') is followed; '' for one at a border."""
    return load_terms().of(PAIR + key if key else "")


@dataclass(frozen=True, slots=True)
class Point:
    """A handover in one quarter (its index): that in which the first step ended."""

    quarter: int
    share: Figure
    median: Figure
    p90: Figure


def course_of(
    counts: Counts, key: str, where: Selection, ask: Ask | None = None
) -> tuple[Point, ...]:
    """A handover ('intake>diagnose') over the quarters of the selection in which it could happen.

    A quarter whose first day was not followed for the term yet has a reason and no figure.
    """
    found = _figures(counts, (SHARE, HALF, NINE), ("kwartaal",), where, ask)
    kind = PAIR + key
    quarters = sorted({q for _, of, q in found if of == kind and q is not None})
    points = (Point(q, *(found[k, kind, q] for k in (SHARE, HALF, NINE))) for q in quarters)
    return tuple(point for point in points if point.share.n)


def _figures(
    counts: Counts,
    keys: Sequence[str],
    by: Sequence[str],
    where: Selection,
    ask: Ask | None,
) -> dict[tuple[str, str, int | None], Figure]:
    """Figures by indicator, kind of handover ('' for an indicator of one kind) and quarter."""
    if ask is None:
        rows = indicators(counts, keys=keys, by=by, where=where.where(), by_day=False)
    else:
        rows = ask(keys, by, where.where())
    found = {}
    for row in rows.to_dict("records"):
        kind = row["split"] if isinstance(row["split"], str) else ""
        quarter = int(row["kwartaal"]) if "kwartaal" in by else None
        found[str(row["indicator"]), kind, quarter] = figure_of(row)
    return found
