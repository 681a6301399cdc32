"""What all invited clients of several Werkpleinen would say, from those of each who answered.

The mean of the respondents lets a Werkplein count by who answered. Here every
Werkplein, quarter and client group is a stratum that counts by who was invited:
the one place where means are made below and then weighed (law 1's exception, in
docs/decisions.md). What is added are sums per stratum, and division comes last.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from ketenkpi.counts import TALLIES
from ketenkpi.indicators import reasons
from ketenkpi.indicators.definition import Part
from ketenkpi.indicators.estimates import Asked, Estimates, estimates
from ketenkpi.indicators.reasons import Keys, first_that_holds
from ketenkpi.stats import Strata, strata, stratified_mean
from ketenkpi.stats.interval import Bools, Ints

PLACES = 2
# A stratum of two has a spread, however uncertain: the degrees of freedom say so. Asking
# ten of each, as of a figure of one Werkplein, would leave out every third employer who
# answered in the example, and always those of small Werkpleinen.
LEAST = 2


def mean(asked: Asked) -> Estimates:
    """The mean mark of everybody invited, with Student's t and the population counted.

    n and numerator: the answers counted; denominator: the clients invited in the
    strata they came from, so numerator / denominator is the response. A stratum
    with one answer (its spread is not known), without a known number of invited,
    or with more answers than invited, is left out (see `note`). Fewer than two
    Werkpleinen are no estimate: of one the respondents' mean says the same.
    """
    rows = _strata(asked)
    counted, size = rows["counted"].to_numpy(), asked.grouping.size
    answers, used = (asked.grouping.total(rows, "n", of) for of in (None, counted))
    people = asked.grouping.total(rows, "people", counted)
    found = stratified_mean(_sums(asked, rows), level=asked.level)
    lowest, highest = asked.indicator.bounds or (-np.inf, np.inf)
    # Equal answers of some of a stratum show no spread; everybody's need none.
    unsure = found.flat & (people > used)
    invited = asked.grouping.total(rows, "people")
    result = estimates(
        value=found.value,
        low=np.where(unsure, np.nan, np.maximum(found.low, lowest)),
        high=np.where(unsure, np.nan, np.minimum(found.high, highest)),
        n=used,
        numerator=used,
        denominator=people,
        method=asked.indicator.interval,
        reason=first_that_holds(
            size,
            (answers == 0, reasons.NOTHING_OBSERVED),
            (invited == 0, reasons.INVITED_UNKNOWN),
            (used < max(asked.indicator.minimum, LEAST), reasons.TOO_FEW),
            (_places(asked, rows, counted) < PLACES, reasons.ONE_PLACE),
        ),
    )
    flat = unsure & reasons.given(result.method)
    return replace(result, method=reasons.replaced(result.method, flat, reasons.NO_SPREAD))


def note(asked: Asked) -> Keys:
    """Where answers of some strata are not counted: that is said beside the figure."""
    rows = _strata(asked)
    left_out = asked.grouping.total(rows, "n", ~rows["counted"].to_numpy()) > 0
    return first_that_holds(asked.grouping.size, (left_out, reasons.STRATA_LEFT_OUT))


def _strata(asked: Asked) -> pd.DataFrame:
    """The answers per Werkplein, quarter, client group and principle, with who was invited."""
    part = asked.indicator.numerator
    key = ("strata", str(part), str(asked.where))
    return asked.tables.once(key, lambda: _joined(asked, part, _population(asked)))


def _joined(asked: Asked, part: Part, population: Part) -> pd.DataFrame:
    marks, invited = asked.rows(part), asked.rows(population)
    on = [name for name in TALLIES[population.tally].dims if name in TALLIES[part.tally].dims]
    invited = invited[[*on, population.measure]].rename(columns={population.measure: "people"})
    texts = {name: "object" for name in on if name != "kwartaal"}
    rows = marks.astype(texts).merge(
        invited.astype(texts), on=on, how="left", validate="many_to_one"
    )
    n, people = (rows[name].to_numpy(np.float64) for name in ("n", "people"))
    return rows.assign(counted=(n >= LEAST) & (n <= people))


def _sums(asked: Asked, rows: pd.DataFrame) -> Strata:
    """What the strata that count say of their population, added per group."""
    counted = rows["counted"].to_numpy()
    numbers = [rows[name].to_numpy(np.float64) for name in ("n", "sum", "sum_sq", "people")]
    parts = strata(*(np.where(counted, each, np.nan) for each in numbers))
    names = Strata.__slots__
    filled = rows.assign(**{name: getattr(parts, name) for name in names})
    return Strata(*(asked.grouping.total(filled, name, counted) for name in names))


def _places(asked: Asked, rows: pd.DataFrame, counted: Bools) -> Ints:
    """Per group how many Werkpleinen count."""
    group = np.where(counted, asked.grouping.codes(rows), -1)
    of = pd.DataFrame({"group": group, "werkplein": rows["werkplein"].astype("str")})
    distinct = of[of["group"] >= 0].drop_duplicates()
    result: Ints = np.bincount(distinct["group"], minlength=asked.grouping.size)
    return result


def _population(asked: Asked) -> Part:
    part = asked.indicator.population
    assert part is not None, f"{asked.indicator.key} has no population"
    return part
