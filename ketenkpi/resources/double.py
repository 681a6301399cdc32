"""Hours that go into entering the same data twice (section 5.2)."""

from __future__ import annotations

from dataclasses import dataclass

from ketenkpi.figure import Figure, counted, lacking
from ketenkpi.resources import ledger
from ketenkpi.resources.assumptions import Assumptions
from ketenkpi.resources.ledger import PARTNERS, Ledger, double_hours, why_none
from ketenkpi.resources.sums import NO_RATE, NOT_DELIVERED, divided, summed


@dataclass(frozen=True, slots=True)
class DoubleRegistration:
    """One partner, or both together (None).

    hours: over all quarters. per_fte: hours for each fte and quarter, of the
    pairs that give both. equivalent: the full-time jobs that these hours are.
    cost: hours times the hourly rate that was given.
    """

    partner: str | None
    hours: Figure
    per_fte: Figure
    equivalent: Figure
    cost: Figure


def double_registration(
    book: Ledger, assumed: Assumptions, rate: float | None
) -> tuple[DoubleRegistration, ...]:
    """Each partner, then both. rate: euros per hour, None where none is given."""
    return tuple(_double(book, partner, assumed, rate) for partner in (*PARTNERS, None))


def _double(
    book: Ledger, partner: str | None, assumed: Assumptions, rate: float | None
) -> DoubleRegistration:
    lines = book.lines if partner is None else book.of(partner)
    given = [line for line in lines if line.double_hours is not None]
    if not given:
        none = lacking(why_none(lines, double_hours) if lines else NOT_DELIVERED)
        return DoubleRegistration(partner, none, none, none, none)
    hours = summed(map(double_hours, given))
    assert hours.value is not None
    places = {(line.pair, line.partner) for line in given}
    staffed = [line for line in lines if (line.pair, line.partner) in places]
    with_fte = {(line.pair, line.partner) for line in staffed if line.fte is not None}
    of_these = summed(line.double_hours for line in given if (line.pair, line.partner) in with_fte)
    quarters = len({line.quarter for line in given})
    equivalent = hours.value / (assumed.hours_per_fte_quarter * quarters)
    return DoubleRegistration(
        partner,
        hours,
        divided(of_these, summed(map(ledger.fte, staffed)), len(with_fte)),
        counted(equivalent, len(places)),
        lacking(NO_RATE) if rate is None else counted(hours.value * rate, len(places)),
    )
