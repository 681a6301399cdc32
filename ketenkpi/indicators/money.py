"""Money of both partners: how it is divided, what is spent together, what an outflow costs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ketenkpi.indicators import reasons
from ketenkpi.indicators.definition import Part
from ketenkpi.indicators.estimates import Asked, Estimates, estimates
from ketenkpi.indicators.reasons import first_that_holds
from ketenkpi.stats import poisson_exact
from ketenkpi.stats.interval import Floats, divided
from ketenkpi.vocabularies import chain_partners

PARTNERS = chain_partners()
NONE_FILLED = reasons.NOTHING_OBSERVED


def money_ratio(asked: Asked) -> Estimates:
    """Euros of one partner per euro of the other: a full count, without an interval.

    Only Werkplein-quarters of which both filled in the amount count; n is
    their number.
    """
    above, below = asked.indicator.numerator, _denominator(asked)
    kept = _complete(asked, above, below)
    return _divided(kept, kept.total(above), kept.total(below))


def money_share(asked: Asked) -> Estimates:
    """Euros with a mark among all euros: a full count, without an interval.

    Euros of which the mark is unknown stay below the line; `beside` is the
    share among known euros. Only Werkplein-quarters of which every partner
    filled in the amount count; n is their number.
    """
    indicator, whole = asked.indicator, _denominator(asked)
    kept = _complete(asked, whole)
    unknown = indicator.unknown
    assert unknown is not None, f"{indicator.key} does not say what is unknown"
    marked, total = kept.total(indicator.numerator), kept.total(whole)
    known = total - kept.total(unknown)
    found = _divided(kept, marked, total, beside=divided(marked, known))
    return found.without((known == 0) & (total != 0), NONE_FILLED)


def cost(asked: Asked) -> Estimates:
    """Euros per event: the euros are known, the events have the exact Poisson interval.

    Few events say little about what one costs: below the minimum there is no
    value, and with no event none exists. `beside` is the cost when every event
    of unknown kind counts too. Only Werkplein-quarters of which every partner
    filled in the amount count.
    """
    indicator, below = asked.indicator, _denominator(asked)
    kept = _complete(asked, indicator.numerator)
    euros, events = kept.total(indicator.numerator), kept.total(below)
    limits = poisson_exact(events, level=asked.level)
    unknown = kept.total(indicator.unknown) if indicator.unknown else np.zeros_like(events)
    reason = first_that_holds(
        len(euros),
        (_filled_places(kept) == 0, NONE_FILLED),
        (kept.all_unknown(), reasons.NOT_RECORDED),
        (events == 0, reasons.DENOMINATOR_ZERO),
        (events < indicator.minimum, reasons.TOO_FEW),
    )
    return estimates(
        value=divided(euros, events),
        low=divided(euros, limits.high),
        high=divided(euros, limits.low),
        n=events,
        numerator=euros,
        denominator=events,
        method=indicator.interval,
        reason=reason,
        beside=divided(euros, events + unknown),
    )


def _divided(
    kept: Asked, above: Floats, below: Floats, *, beside: Floats | None = None
) -> Estimates:
    none = np.full_like(above, np.nan)
    reason = first_that_holds(
        len(above),
        (_filled_places(kept) == 0, NONE_FILLED),
        # Refunds can make a sum negative; a share of that means nothing.
        (below <= 0, reasons.DENOMINATOR_ZERO),
    )
    return estimates(
        value=divided(above, below),
        low=none,
        high=none,
        n=_filled_places(kept),
        numerator=above,
        denominator=below,
        method=kept.indicator.interval,
        reason=reason,
        beside=beside,
    )


def _complete(asked: Asked, *parts: Part) -> Asked:
    """The same question about the Werkplein-quarters of which each partner filled in each part.

    With the money of one partner only, a ratio of a region would compare one
    Werkplein's gemeente with another's UWV.
    """
    usable = asked.grouping.usable
    for part in parts:
        filled = asked.rows(part).dropna(subset=[part.measure])
        for partner in part.only.get("organisatie", _partners_asked(asked)):
            theirs = filled[filled["organisatie"] == partner]
            usable = usable & asked.grouping.network.seen_in(theirs)
    return replace(asked, grouping=replace(asked.grouping, usable=usable))


def _partners_asked(asked: Asked) -> tuple[str, ...]:
    return tuple(str(name) for name in asked.where.get("organisatie", PARTNERS))


def _filled_places(kept: Asked) -> Floats:
    return kept.grouping.places_in(kept.grouping.usable).astype(np.float64)


def _denominator(asked: Asked) -> Part:
    part = asked.indicator.denominator
    assert part is not None, f"{asked.indicator.key} has no denominator"
    return part
