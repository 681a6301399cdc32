"""Divided numbers: shares, rates per year, means of marks, cases per fte."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from ketenkpi.indicators import reasons
from ketenkpi.indicators.definition import Part
from ketenkpi.indicators.estimates import Asked, Estimates, estimates
from ketenkpi.indicators.norm_held import in_force, outside_norm
from ketenkpi.indicators.reasons import first_that_holds
from ketenkpi.stats import Mean, mean_skewed, mean_t, mid_p, poisson_exact
from ketenkpi.stats.interval import Bools, Floats, divided
from ketenkpi.vocabulary import Quarter

DAYS_PER_YEAR = 365.25


def proportion(asked: Asked) -> Estimates:
    """Events among all that could have been one, with the mid-p interval.

    Cases whose attribute is unknown stay in the denominator, so the share is
    what is known for certain; `beside` is the share among known cases only.
    """
    indicator = asked.indicator
    events, trials = asked.total(indicator.numerator), asked.total(_denominator(asked))
    # More answers than clients invited: a fault in the file, not a share.
    impossible = events > trials
    limits = mid_p(np.minimum(events, trials), trials, level=asked.level)
    beside = None
    if indicator.unknown:
        beside = divided(events, trials - asked.total(indicator.unknown))
    reason = first_that_holds(
        len(events),
        (_nobody_known(asked), reasons.CLIENT_MISSING),
        (trials == 0, _when_empty(asked)),
        (impossible, reasons.MORE_THAN_ALL),
        (asked.all_unknown(), reasons.NOT_RECORDED),
        (trials < indicator.minimum, reasons.TOO_FEW),
    )
    return estimates(
        value=limits.value,
        low=limits.low,
        high=limits.high,
        n=trials,
        numerator=events,
        denominator=trials,
        method=indicator.interval,
        reason=reason,
        beside=beside,
    )


def share_within(asked: Asked) -> Estimates:
    """What was done in time of all that was done, as both were counted where they came from.

    Only quarters in which the norm was in force count, and of those the rows that hold
    both numbers; the interval is mid-p.
    """
    above, below = asked.indicator.numerator, _denominator(asked)
    rows = asked.rows(below)
    both = (rows[above.measure].notna() & rows[below.measure].notna()).to_numpy()
    counting = both & in_force(rows, asked.indicator)
    done, everything = (
        asked.grouping.total(rows, part.measure, counting) for part in (above, below)
    )
    limits = mid_p(np.minimum(done, everything), everything, level=asked.level)
    reason = first_that_holds(
        asked.grouping.size,
        (outside_norm(asked), reasons.NORM_NOT_IN_FORCE),
        # The columns are optional: an older file holds neither.
        (everything == 0, reasons.NOTHING_OBSERVED),
        (done > everything, reasons.MORE_THAN_ALL),
        (everything < asked.indicator.minimum, reasons.TOO_FEW),
    )
    return estimates(
        value=limits.value,
        low=limits.low,
        high=limits.high,
        n=everything,
        numerator=done,
        denominator=everything,
        method=asked.indicator.interval,
        reason=reason,
    )


def per_1000(asked: Asked) -> Estimates:
    """Events per 1,000 people: the exact Poisson interval of the events, the people as given."""
    events = asked.total(asked.indicator.numerator)
    people = asked.total(_denominator(asked)) / 1_000
    return _rate_of(asked, events, people)


def composition(asked: Asked) -> Estimates:
    """The part of each split value in all of them together, with the mid-p interval each."""
    indicator = asked.indicator
    events = asked.total(indicator.numerator)
    # Groups that differ in the split only share one denominator.
    together = asked.grouping.apart_from(str(indicator.split))
    trials: Floats = np.bincount(together, weights=events)[together].astype(np.float64)
    limits = mid_p(events, trials, level=asked.level)
    return estimates(
        value=limits.value,
        low=limits.low,
        high=limits.high,
        n=trials,
        numerator=events,
        denominator=trials,
        method=indicator.interval,
        reason=first_that_holds(
            len(events),
            (trials == 0, reasons.DENOMINATOR_ZERO),
            (trials < indicator.minimum, reasons.TOO_FEW),
        ),
    )


def rate(asked: Asked) -> Estimates:
    """Events per year of benefit, with the exact Poisson interval.

    The years of benefit of a quarter are the mean of the stock at its begin and
    its end times its days / 365.25. They add over quarters and Werkpleinen,
    so a rate over a year divides a year's events by a year's exposure. A
    quarter whose begin stock is unknown is left out above and below the line.
    """
    events = asked.total(asked.indicator.numerator)
    years = asked.grouping.total(exposure(asked, _denominator(asked)), "years")
    return _rate_of(asked, events, years)


def _rate_of(asked: Asked, events: Floats, years: Floats) -> Estimates:
    limits = poisson_exact(events, years, level=asked.level)
    reason = first_that_holds(
        len(events),
        (years == 0, reasons.DENOMINATOR_ZERO),
        (events < asked.indicator.minimum, reasons.TOO_FEW),
    )
    return estimates(
        value=limits.value,
        low=limits.low,
        high=limits.high,
        n=events,
        numerator=events,
        denominator=years,
        method=asked.indicator.interval,
        reason=reason,
    )


def rate_per_1000(asked: Asked) -> Estimates:
    """Events per 1,000 years of benefit: `rate`, times a thousand."""
    found = rate(asked)
    scaled = {name: getattr(found, name) * 1_000 for name in ("value", "low", "high")}
    return replace(found, **scaled)


def rate_year(asked: Asked) -> Estimates:
    """`rate` over the quarter and the three before it, so that seasons do not show.

    Only where the stock at both ends of all four quarters is known.
    """
    indicator = asked.indicator
    other = {name: values for name, values in asked.where.items() if name != "kwartaal"}
    ended = asked.tables.rows(indicator.numerator, other)
    events = asked.grouping.total(_four_quarters(ended), indicator.numerator.measure)
    lived = _four_quarters(exposure(asked, _denominator(asked)))
    return _rate_of(asked, events, asked.grouping.total(lived, "years"))


def _four_quarters(rows: pd.DataFrame) -> pd.DataFrame:
    # Each row counts in its own quarter and in the next three.
    return pd.concat([rows.assign(kwartaal=rows["kwartaal"] + later) for later in range(4)])


def exposure(asked: Asked, part: Part) -> pd.DataFrame:
    """The years of benefit per row of stock: half of the quarter it ends, half of the one it opens.

    The measure is called `years`. The sum over the rows of one quarter is
    (begin stock + end stock) / 2 * days / 365.25.
    """
    other = {name: values for name, values in asked.where.items() if name != "kwartaal"}
    end = asked.tables.rows(part, other)
    begin = end.assign(kwartaal=end["kwartaal"] + 1)
    halves = pd.concat([begin, end], ignore_index=True)
    days = {index: _days(int(index)) for index in halves["kwartaal"].unique()}
    years = halves[part.measure] / 2 * halves["kwartaal"].map(days) / DAYS_PER_YEAR
    return halves.assign(years=years.astype(np.float64))


def mean(asked: Asked) -> Estimates:
    """The mean mark with limits that follow the skewness of the marks.

    Where all marks are equal there is a mean and no interval, and so where few are
    nearly alike: no spread in a few answers is not certainty.
    """
    marks, bounds = asked.indicator.marks, asked.indicator.bounds
    assert marks is not None, f"{asked.indicator.key} has no marks"
    assert bounds is not None, f"{asked.indicator.key} has no bounds"
    n, total, squares = _sums(asked, ("n", "sum", "sum_sq"))
    rows = asked.rows(marks)
    cubes = rows["score"].to_numpy(dtype=np.float64) ** 3 * rows["n"].to_numpy(dtype=np.float64)
    cubed = asked.grouping.total(rows.assign(cubes=cubes), "cubes")
    found = mean_skewed(n, total, squares, cubed, bounds=bounds, level=asked.level)
    return _mean_of(asked, n, total, found)


def gap(asked: Asked) -> Estimates:
    """The mean of priority minus mark, over answers that gave both, with Student's t limits.

    The two belong to one client, so it is the spread of their difference that
    counts, not that of each. Limits are cut at the ends of the scale.
    """
    n, total, squares = _sums(asked, ("prio_n", "gap_sum", "gap_sq"))
    return _mean_of(asked, n, total, mean_t(n, total, squares, level=asked.level))


def _sums(asked: Asked, measures: tuple[str, str, str]) -> tuple[Floats, Floats, Floats]:
    rows = asked.rows(asked.indicator.numerator)
    n, total, squares = (asked.grouping.total(rows, name) for name in measures)
    return n, total, squares


def _mean_of(asked: Asked, n: Floats, total: Floats, found: Mean) -> Estimates:
    indicator = asked.indicator
    lowest, highest = indicator.bounds or (-np.inf, np.inf)
    reason = first_that_holds(
        len(found.value),
        (n == 0, reasons.NOTHING_OBSERVED),
        # One answer has no spread to estimate, whatever the minimum says.
        (n < max(indicator.minimum, 2), reasons.TOO_FEW),
    )
    result = estimates(
        value=found.value,
        low=np.where(found.constant, np.nan, np.maximum(found.low, lowest)),
        high=np.where(found.constant, np.nan, np.minimum(found.high, highest)),
        n=n,
        numerator=total,
        denominator=n,
        method=indicator.interval,
        reason=reason,
    )
    shown = reasons.given(result.method)
    method = reasons.replaced(result.method, found.constant & shown, reasons.NO_SPREAD)
    alike = np.isnan(found.low) & shown
    return replace(result, method=reasons.replaced(method, alike, reasons.ALIKE))


def ratio(asked: Asked) -> Estimates:
    """Cases per fte: two full counts, without an interval.

    Who runs on the last day is counted and not drawn, and how many fte stand beside
    them is decided: there is no chance that an interval could speak of. Only
    Werkplein-quarters that delivered both count. Deliveries without any fte give no
    value; fte that add up to zero neither.
    """
    below = _denominator(asked)
    rows = asked.rows(below)
    cases, fte = asked.total(asked.indicator.numerator), asked.grouping.total(rows, below.measure)
    reason = first_that_holds(
        len(cases),
        (asked.grouping.filled(rows, below.measure) == 0, reasons.NOTHING_OBSERVED),
        (fte == 0, reasons.DENOMINATOR_ZERO),
        (cases < asked.indicator.minimum, reasons.TOO_FEW),
    )
    none = np.full(len(cases), np.nan)
    return estimates(
        value=divided(cases, fte),
        low=none,
        high=none,
        n=cases,
        numerator=cases,
        denominator=fte,
        method=asked.indicator.interval,
        reason=reason,
    )


def _denominator(asked: Asked) -> Part:
    part = asked.indicator.denominator
    assert part is not None, f"{asked.indicator.key} has no denominator"
    return part


def _when_empty(asked: Asked) -> str:
    # Returns are counted among known clients whose look-back was observed; an
    # empty denominator there is a matter of observation.
    if asked.indicator.when_empty == "client_missing":
        return reasons.LOOK_BACK_INCOMPLETE
    return reasons.DENOMINATOR_ZERO


def _nobody_known(asked: Asked) -> Bools:
    # Without pseudonyms a Werkplein has no row in the tally, in any quarter.
    grouping = asked.grouping
    if asked.indicator.when_empty != "client_missing":
        return np.zeros(grouping.size, dtype=np.bool_)
    seen = asked.tables.seen(_denominator(asked).tally)
    with_clients = np.broadcast_to(seen.any(axis=1, keepdims=True), seen.shape)
    result: Bools = grouping.places_in(with_clients & grouping.usable) == 0
    return result


def _days(quarter: int) -> int:
    asked = Quarter.from_index(quarter)
    return (asked.last_day - asked.first_day).days + 1
