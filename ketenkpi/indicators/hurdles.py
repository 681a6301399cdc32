"""What a Werkplein-quarter must have before its rows are in a figure."""

from __future__ import annotations

import numpy as np

from ketenkpi.counts import TALLIES
from ketenkpi.indicators import maturity, reasons
from ketenkpi.indicators.definition import Indicator
from ketenkpi.indicators.estimates import Estimates
from ketenkpi.indicators.grouping import Grouping
from ketenkpi.indicators.handover_kinds import TALLY as HANDOVERS
from ketenkpi.indicators.tables import FROM_AGGREGATE, SOURCE_OF, Tables
from ketenkpi.stats.interval import Bools

FOLLOWED = frozenset({"duur", "duur_ongeldig", "afloop", "terugkeer", "vacature_duur", HANDOVERS})
# Known at the end of a quarter once the quarter was observed, zero or not.
STOCKS = ("stand", "stand_kort", "vacature_stand")


def hurdles_of(indicator: Indicator, tables: Tables) -> list[tuple[Bools, str]]:
    """What a Werkplein-quarter must have before its rows are added, with the reason if not."""
    parts = [part for part in (indicator.numerator, indicator.denominator) if part]
    tallies = {part.tally for part in parts}
    delivered = np.logical_and.reduce([tables.delivered(tally) for tally in sorted(tallies)])
    hurdles = [
        (~_unobserved(tallies, tables), reasons.BEFORE_OBSERVATION),
        (delivered, reasons.NOT_DELIVERED),
    ]
    if tallies & {*FROM_AGGREGATE, "stand_kort", "personen"}:
        hurdles.append((tables.inflow_recorded, reasons.INFLOW_MISSING))
    for tally in sorted(tallies & {"stand_kort", "personen", "vacature_stand"}):
        hurdles.append((tables.seen(tally), reasons.FOLLOW_UP_INCOMPLETE))
    if "stand" in tallies and indicator.kind != "begin_stock":
        hurdles.append((tables.stock_known(), reasons.FOLLOW_UP_INCOMPLETE))
    if indicator.of_kind.begin:
        # A quarter begins with the stock at the end of the one before.
        quarters = 4 if indicator.kind == "rate_year" else 1
        known = [tables.stock_known(quarters_later=later + 1) for later in range(quarters)]
        seen = ~tables.unobserved(stock=False, quarters_back=quarters - 1)
        hurdles.append((np.logical_and.reduce([*known, seen]), reasons.BEGIN_STOCK_UNKNOWN))
    hurdles.append((~maturity.left_out(indicator, tables), reasons.IMMATURE))
    return hurdles


def _unobserved(tallies: set[str], tables: Tables) -> Bools:
    # Histograms of days are safe: a case that began before observation enters
    # late (see counts), so its cohort may be older than the first quarter.
    masks = [
        tables.unobserved(stock=tally in STOCKS, source=SOURCE_OF[TALLIES[tally].contract])
        for tally in sorted(tallies)
        if TALLIES[tally].contract in SOURCE_OF and tally not in FOLLOWED
    ]
    return np.logical_or.reduce(masks) if masks else np.zeros_like(tables.incomplete)


def stopped_at(found: Estimates, grouping: Grouping, hurdles: list[tuple[Bools, str]]) -> Estimates:
    """Estimates without those of groups that no Werkplein-quarter is left in, with the reason."""
    # The first hurdle that no Werkplein-quarter of a group takes is its reason.
    taken = np.ones_like(hurdles[0][0])
    for next_taken, reason in hurdles:
        came_here = grouping.places_in(taken) > 0
        taken = taken & next_taken
        found = found.without(came_here & (grouping.places_in(taken) == 0), reason)
    return found
