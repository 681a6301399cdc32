"""Handovers: who goes on to the next step, and how soon those who do (Aalen-Johansen)."""

from __future__ import annotations

import numpy as np

from ketenkpi.indicators import reasons
from ketenkpi.indicators.definition import Indicator
from ketenkpi.indicators.estimates import Asked, Estimates, estimates
from ketenkpi.indicators.grouping import Grouping
from ketenkpi.indicators.handover_kinds import KIND, OUTCOME, WANTED, load_terms
from ketenkpi.indicators.reasons import first_that_holds
from ketenkpi.stats import GoingOn, going_on
from ketenkpi.stats.interval import Ints


def next_within(asked: Asked) -> Estimates:
    """The share that went on in the wanted way within the days of that handover.

    n and denominator: steps that ended and could be followed by another; numerator:
    those seen to be followed in that way in time.
    """
    found = followed(asked)
    share, number = found.share(), found.n.astype(np.float64)
    return estimates(
        value=share.value,
        low=share.low,
        high=share.high,
        n=number,
        numerator=found.went.astype(np.float64),
        denominator=number,
        method=asked.indicator.interval,
        reason=first_that_holds(
            len(number),
            (found.n == 0, reasons.NOTHING_OBSERVED),
            (found.n < asked.indicator.minimum, reasons.TOO_FEW),
            (np.isnan(share.value), reasons.FOLLOW_UP_INCOMPLETE),
        ),
    )


def next_quantile(asked: Asked) -> Estimates:
    """The days by which a given part of those who go on in time did.

    n and numerator: those seen to go on in time; denominator: all who could.
    """
    found, part = followed(asked), asked.indicator.quantile
    assert part is not None, f"{asked.indicator.key} has no quantile"
    days, went = found.quantile(part), found.went.astype(np.float64)
    unknown = np.isnan(found.share().value)
    return estimates(
        value=days.value,
        low=days.low,
        high=days.high,
        n=went,
        numerator=went,
        denominator=found.n.astype(np.float64),
        method=asked.indicator.interval,
        reason=first_that_holds(
            len(went),
            (found.n == 0, reasons.NOTHING_OBSERVED),
            (unknown, reasons.FOLLOW_UP_INCOMPLETE),
            (found.went < asked.indicator.minimum, reasons.TOO_FEW),
            (np.isnan(days.value), reasons.NOTHING_OBSERVED),
        ),
    )


def followed(asked: Asked) -> GoingOn:
    """What became of the steps of each group; the share and both quantiles stand on it."""
    rows = asked.rows(asked.indicator.numerator)
    key = ("followed", id(rows), id(asked.grouping), asked.level)
    return asked.tables.once(key, lambda: (rows, _follow(asked)))[1]


def _follow(asked: Asked) -> GoingOn:
    rows = asked.rows(asked.indicator.numerator)
    wanted = (rows[OUTCOME] == WANTED).to_numpy()
    codes = asked.grouping.codes(rows)
    inside = codes >= 0
    events = rows["events"].to_numpy(dtype=np.int64)
    return going_on(
        rows["days"].to_numpy(dtype=np.int64)[inside],
        (events * wanted)[inside],
        (events * ~wanted)[inside],
        rows["censored"].to_numpy(dtype=np.int64)[inside],
        horizons(asked.indicator, asked.grouping),
        group=codes[inside],
        groups=asked.grouping.size,
        level=asked.level,
    )


def horizons(indicator: Indicator, grouping: Grouping) -> Ints:
    """For how many days each group is followed, by its kind of handover."""
    terms = load_terms()
    if grouping.has(KIND):
        return terms.of_each(grouping.key(KIND))
    kinds = indicator.numerator.only.get(KIND, ())
    assert len(kinds) == 1, f"{indicator.key} is of one kind of handover"
    return np.full(grouping.size, terms.of(str(kinds[0])), dtype=np.int64)
