"""What each partner puts in, beside what is done and reached; never one because of the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ketenkpi.figure import FULL_COUNT, Figure, lacking
from ketenkpi.resources import ledger
from ketenkpi.resources.ledger import GEMEENTE, UWV, Ledger, Measure, Pair
from ketenkpi.resources.sums import MID_P, NOTHING_BELOW, ONE_PARTNER
from ketenkpi.stats import mid_p

# Per partner a number per pair; a pair that is not there is not known.
Results = Mapping[str, Mapping[Pair, float]]
FTE, SPENT, STEPS, TO_WORK = MEASURED = ("fte", "besteed", "stappen", "uitstroom_werk")


@dataclass(frozen=True, slots=True)
class Effort:
    """The share of UWV in one thing; that of the gemeente is the rest.

    uwv, gemeente: the numbers. pairs: Werkplein-quarters counted. The shares
    of what is put in are full counts, those of results have the mid-p interval.
    """

    measured: str
    share_uwv: Figure
    uwv: float
    gemeente: float
    pairs: int


def effort(
    book: Ledger, steps: Results, to_work: Results, reasons: Mapping[str, str]
) -> tuple[Effort, ...]:
    """Fte, spending, steps begun and outflow to work, over the pairs where both partners
    filled in fte and spending; the results as far as known of these. reasons: why a
    result is not known of a pair."""
    base = book.filled_by_both(ledger.fte) & book.filled_by_both(ledger.spent) & book.expected
    kept = book.within(base)
    return (
        _put_in(kept, FTE, ledger.fte),
        _put_in(kept, SPENT, ledger.spent),
        _result(base, STEPS, steps, reasons[STEPS]),
        _result(base, TO_WORK, to_work, reasons[TO_WORK]),
    )


def _put_in(kept: Ledger, measured: str, measure: Measure) -> Effort:
    uwv, gemeente = (
        sum(measure(line) or 0.0 for line in kept.of(partner)) for partner in (UWV, GEMEENTE)
    )
    pairs = len(kept.expected)
    if not pairs:
        return Effort(measured, lacking(ONE_PARTNER), 0, 0, 0)
    whole = uwv + gemeente
    share = (
        Figure(uwv / whole, n=pairs, numerator=uwv, denominator=whole, method=FULL_COUNT)
        if whole > 0
        else lacking(NOTHING_BELOW)
    )
    return Effort(measured, share, uwv, gemeente, pairs)


def _result(base: frozenset[Pair], measured: str, of: Results, reason: str) -> Effort:
    pairs = base & of[UWV].keys() & of[GEMEENTE].keys()
    if not pairs:
        return Effort(measured, lacking(reason if base else ONE_PARTNER), 0, 0, 0)
    uwv, gemeente = (sum(of[partner][pair] for pair in pairs) for partner in (UWV, GEMEENTE))
    whole = uwv + gemeente
    if whole <= 0:
        return Effort(measured, lacking(NOTHING_BELOW), uwv, gemeente, len(pairs))
    found = mid_p(uwv, whole)
    share = Figure(
        float(found.value),
        float(found.low),
        float(found.high),
        n=round(whole),
        numerator=uwv,
        denominator=whole,
        method=MID_P,
    )
    return Effort(measured, share, uwv, gemeente, len(pairs))
