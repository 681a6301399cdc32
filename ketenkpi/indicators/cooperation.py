"""Working together: scores of the scan, and how mixed caseloads are."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ketenkpi.indicators import reasons
from ketenkpi.indicators.estimates import Asked, Estimates, estimates
from ketenkpi.indicators.reasons import first_that_holds
from ketenkpi.stats import ratio_t
from ketenkpi.stats.interval import divided

MIX = ("staff", "mix_sum", "cases", "mix_sq", "cases_sq", "cross")


def scan(asked: Asked) -> Estimates:
    """The mean of all answers on one scale: a full count, without an interval.

    The partners answered for themselves; no sample was drawn of them. An item
    without an answer is left out above and below the line.
    """
    indicator = asked.indicator
    assert indicator.denominator is not None, f"{indicator.key} has no denominator"
    points, answers = asked.total(indicator.numerator), asked.total(indicator.denominator)
    none = np.full_like(points, np.nan)
    reason = first_that_holds(
        len(points),
        (answers == 0, reasons.NOTHING_OBSERVED),
        (answers < indicator.minimum, reasons.TOO_FEW),
    )
    return estimates(
        value=divided(points, answers),
        low=none,
        high=none,
        n=answers,
        numerator=points,
        denominator=answers,
        method=indicator.interval,
        reason=reason,
    )


def mix(asked: Asked) -> Estimates:
    """The mixed part of the caseloads, with limits from the spread between workers.

    n is the number of workers, not of cases: two hundred cases of three workers
    are three observations of how work is divided. Where all workers are
    equally mixed there is no interval.
    """
    indicator = asked.indicator
    rows = asked.rows(indicator.numerator)
    sums = [asked.grouping.total(rows, name) for name in MIX]
    staff, mixed, cases = sums[:3]
    found = ratio_t(*sums, level=asked.level, scale="odds")
    reason = first_that_holds(
        len(staff),
        (staff == 0, reasons.NOTHING_OBSERVED),
        # One worker has no spread to estimate, whatever the minimum says.
        (staff < max(indicator.minimum, 2), reasons.TOO_FEW),
    )
    flat = found.low == found.high
    result = estimates(
        value=found.value,
        low=np.where(flat, np.nan, found.low),
        high=np.where(flat, np.nan, found.high),
        n=staff,
        numerator=mixed,
        denominator=cases,
        method=indicator.interval,
        reason=reason,
    )
    shown = flat & reasons.given(result.method)
    return replace(result, method=reasons.replaced(result.method, shown, reasons.NO_SPREAD))
