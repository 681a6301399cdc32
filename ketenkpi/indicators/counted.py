"""Numbers as they are counted: flows, stocks, and sums of money."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from ketenkpi.indicators import reasons
from ketenkpi.indicators.estimates import Asked, Estimates, estimates
from ketenkpi.indicators.reasons import Keys, first_that_holds
from ketenkpi.stats import poisson_exact
from ketenkpi.stats.interval import Floats, divided


def count(asked: Asked) -> Estimates:
    """How many events there were, with the exact Poisson interval.

    All events were counted; the interval is about the number that the same
    Werkplein, working the same way, would see in another quarter like this one.
    Where the wanted attribute was recorded of no case, there is no value.
    """
    events = asked.total(asked.indicator.numerator)
    limits = poisson_exact(events, level=asked.level)
    return estimates(
        value=events,
        low=limits.low,
        high=limits.high,
        n=events,
        numerator=events,
        denominator=np.full_like(events, np.nan),
        method=asked.indicator.interval,
        reason=first_that_holds(len(events), (asked.all_unknown(), reasons.NOT_RECORDED)),
    )


def stock(asked: Asked) -> Estimates:
    """How many there are at one moment: a full count, without an interval.

    A stock is not a number of independent events and was not sampled, so no
    interval is drawn; one of zero width would claim a certainty that late
    processing does not give.
    """
    number = asked.total(asked.indicator.numerator)
    return _full_count(asked, number, number, first_that_holds(len(number)))


def persons(asked: Asked) -> Estimates:
    """How many people there are at one moment: a full count where everybody can be told apart.

    Where not, there is no value and the number lies between low and high: nobody
    could be somebody counted already, or everybody. n is the most there can be.
    """
    part = asked.indicator.numerator
    low, high = (asked.total(replace(part, measure=name)) for name in ("low", "high"))
    known = low == high
    return estimates(
        value=low,
        low=np.where(known, np.nan, low),
        high=np.where(known, np.nan, high),
        n=high,
        numerator=np.where(known, low, np.nan),
        denominator=np.full_like(low, np.nan),
        method=asked.indicator.interval,
        reason=first_that_holds(len(low), (~known, reasons.PERSONS_UNKNOWN)),
    )


def begin_stock(asked: Asked) -> Estimates:
    """How many there were when the quarter began: the stock at the end of the one before."""
    number = asked.grouping.total(*_stock_rows(asked, begin=1, end=0))
    return _full_count(asked, number, number, first_that_holds(len(number)))


def mean_stock(asked: Asked) -> Estimates:
    """The mean of the stock at the begin and at the end of the quarter; n is their sum."""
    number = asked.grouping.total(*_stock_rows(asked, begin=0.5, end=0.5))
    return _full_count(asked, number, 2 * number, first_that_holds(len(number)))


def stock_ratio(asked: Asked) -> Estimates:
    """One stock over another at the same moment: full counts, without an interval.

    n is the stock below the line. A few more or less of those change the ratio
    much, so below the minimum there is no value.
    """
    part = asked.indicator.denominator
    assert part is not None, f"{asked.indicator.key} has no denominator"
    above, below = asked.total(asked.indicator.numerator), asked.total(part)
    reason = first_that_holds(
        len(below),
        (below == 0, reasons.DENOMINATOR_ZERO),
        (below < asked.indicator.minimum, reasons.TOO_FEW),
    )
    found = _full_count(asked, divided(above, below), below, reason)
    return replace(found, numerator=above, denominator=below)


def _stock_rows(asked: Asked, *, begin: float, end: float) -> tuple[pd.DataFrame, str]:
    # The quarters asked for are chosen afterwards: a quarter begins in the one before.
    part = asked.indicator.numerator
    other = {name: values for name, values in asked.where.items() if name != "kwartaal"}
    now = asked.tables.rows(part, other)
    before = now.assign(kwartaal=now["kwartaal"] + 1, weighed=now[part.measure] * begin)
    return pd.concat([now.assign(weighed=now[part.measure] * end), before]), "weighed"


def money(asked: Asked) -> Estimates:
    """A sum of euros: a full count, without an interval.

    n is the number of Werkplein-quarters that delivered. Deliveries that leave
    the amount empty give no value: an amount that nobody filled in is not zero.
    """
    part = asked.indicator.numerator
    rows = asked.rows(part)
    amount = asked.grouping.total(rows, part.measure)
    empty = asked.grouping.filled(rows, part.measure) == 0
    delivered = asked.grouping.places_in(asked.grouping.usable).astype(np.float64)
    reason = first_that_holds(len(amount), (empty, reasons.NOTHING_OBSERVED))
    return _full_count(asked, np.where(empty, np.nan, amount), delivered, reason)


def _full_count(asked: Asked, number: Floats, n: Floats, reason: Keys) -> Estimates:
    none = np.full_like(number, np.nan)
    return estimates(
        value=number,
        low=none,
        high=none,
        n=n,
        numerator=number,
        denominator=none,
        method=asked.indicator.interval,
        reason=reason,
    )
