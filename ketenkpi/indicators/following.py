"""Cohorts followed to their end: shares that left for a cause, shares that last, open cases."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ketenkpi.indicators import reasons
from ketenkpi.indicators.causes import by_cause, everyone_at_risk
from ketenkpi.indicators.estimates import Asked, Estimates, estimates
from ketenkpi.indicators.reasons import first_that_holds
from ketenkpi.indicators.waiting import curves, cut_short, too_little
from ketenkpi.stats import kaplan_meier
from ketenkpi.stats.interval import divided


def incidence(asked: Asked) -> Estimates:
    """The share that left for the wanted cause within so many days (Aalen-Johansen).

    The shares of all causes and the share still there add up to one. `beside`
    is 1 - Kaplan-Meier with the other causes as censored: it is too high, for
    it tells what would happen if nobody left in another way.
    """
    indicator, days = asked.indicator, _days(asked)
    rows, wanted = everyone_at_risk(asked)
    found = by_cause(asked, rows, wanted)
    limits, n = found.at(days), found.together.n.astype(np.float64)
    in_time = wanted & (rows["days"] <= days).to_numpy()
    return estimates(
        value=limits.value,
        low=limits.low,
        high=limits.high,
        n=n,
        numerator=asked.grouping.total(rows, "events", in_time),
        denominator=n,
        method=indicator.interval,
        reason=first_that_holds(
            len(n),
            (asked.all_unknown(), reasons.NOT_RECORDED),
            *too_little(found.together, indicator),
            (
                cut_short(found.together, limits.value, days),
                reasons.FOLLOW_UP_INCOMPLETE,
            ),
        ),
        beside=1 - curves(asked, rows, wanted).survival(days).value,
    )


def remaining(asked: Asked) -> Estimates:
    """The share of which nothing had come after so many days (Kaplan-Meier).

    numerator: cases followed that long to which it had not happened;
    denominator: all cases. `beside` counts everybody to whom it had not
    happened yet, however short they were followed, and is too high.
    """
    indicator, days = asked.indicator, _days(asked)
    rows = asked.rows(indicator.numerator)
    found = curves(asked, rows)
    share, n = found.survival(days), found.n.astype(np.float64)
    early = asked.grouping.total(rows, "events", (rows["days"] <= days).to_numpy())
    return estimates(
        value=share.value,
        low=share.low,
        high=share.high,
        n=n,
        numerator=_lasted(asked, rows, days),
        denominator=n,
        method=indicator.interval,
        reason=first_that_holds(
            len(n),
            *too_little(found, indicator),
            (cut_short(found, share.value, days), reasons.FOLLOW_UP_INCOMPLETE),
        ),
        beside=1 - divided(early, n),
    )


def _lasted(asked: Asked, rows: pd.DataFrame, days: int) -> np.ndarray:
    # Who was last seen on the very day was followed that long too.
    after, total = rows["days"].to_numpy(), asked.grouping.total
    return total(rows, "events", after > days) + total(rows, "censored", after >= days)


def open_age(asked: Asked) -> Estimates:
    """The age below which half of the open cases are, on the last day they were seen.

    A full count of what lies open, so without an interval. n: the open cases.
    """
    rows = asked.rows(asked.indicator.numerator)
    codes = asked.grouping.codes(rows)
    inside = codes >= 0
    still_open = rows["censored"].to_numpy(dtype=np.int64)[inside]
    ages = kaplan_meier(
        rows["days"].to_numpy(dtype=np.int64)[inside],
        still_open,
        np.zeros_like(still_open),
        group=codes[inside],
        groups=asked.grouping.size,
    )
    number, none = ages.n.astype(np.float64), np.full(len(ages.n), np.nan)
    return estimates(
        value=ages.quantile(0.5).value,
        low=none,
        high=none,
        n=number,
        numerator=number,
        denominator=none,
        method=asked.indicator.interval,
        reason=first_that_holds(
            len(number),
            (number == 0, reasons.NOTHING_OPEN),
            (number < asked.indicator.minimum, reasons.TOO_FEW),
        ),
    )


def _days(asked: Asked) -> int:
    days = asked.indicator.days
    assert days is not None, f"{asked.indicator.key} has no days"
    return days
