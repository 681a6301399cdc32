"""How much published figures move when later data arrive, and provisional figures widened by it.

A vintage is what was known when a Werkplein's data of one quarter had
arrived; `ketenkpi.store` makes their counts from the uploads it keeps. The age
of a figure is the number of quarterly deliveries that came after its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ketenkpi.counts import Counts
from ketenkpi.errors import UsageError
from ketenkpi.indicators import Indicator, indicators
from ketenkpi.stats.interval import Bools, Floats
from ketenkpi.vocabulary import Quarter

if TYPE_CHECKING:
    import pandas as pd

# A year of later deliveries; CBS too calls its last twelve months provisional.
SETTLED_AFTER = 4
# The share of revisions that must lie within the size that is measured.
COVERED = 0.90
# Who delivers before the quarter is over publishes a part of it.
RUNNING_AGE = -1

TOO_FEW = "comparison.revision_too_few"
STARTS_AT_ZERO = "comparison.revision_from_zero"
SETTLED = "comparison.revision_settled"
WIDENED = "comparison.revision_widened"
TRIANGLE = (
    *("indicator", "werkplein", "kwartaal", "split", "vintage", "age", "value"),
    *("change", "now", "to_now"),
)
SIZES = ("age", "n", "median", "size", "left_out", "reason")


@dataclass(frozen=True)
class Vintage:
    """The counts of one vintage and the Werkpleinen of which it is a publication.

    quarter: the quarter whose data had just arrived. published: the
    Werkpleinen that delivered for that quarter; of others nothing new was known.
    """

    quarter: Quarter
    counts: Counts
    published: frozenset[str]


@dataclass(frozen=True)
class Revisions:
    """What is known about the revisions of one indicator.

    triangle: see `revision_triangle`; sizes: see `revision_sizes`. ages: per
    Werkplein and quarter how many deliveries came after its own, and whether
    it is definitive: columns werkplein, kwartaal, age, definitive.
    """

    indicator: Indicator
    triangle: pd.DataFrame
    sizes: pd.DataFrame
    ages: pd.DataFrame


def revision_triangle(
    indicator: Indicator, vintages: Sequence[Vintage], now: Counts
) -> pd.DataFrame:
    """The value of each Werkplein and quarter as it was known in each vintage.

    One row per Werkplein, quarter, split and vintage in which it was
    published, in this order: indicator, werkplein, kwartaal (index), split,
    vintage (index), age, value, change (since the row before; NaN in the
    first), now (the value by all that is stored), to_now (now - value). age is
    vintage - kwartaal in quarters, or -1 when the quarter was still running for
    that Werkplein. A quarter without a value in a vintage has no row there.
    """
    import pandas as pd

    place = ["indicator", "werkplein", "kwartaal", "split"]
    last = _known(indicator, now)[[*place, "value"]].rename(columns={"value": "now"})
    none = last.iloc[:0].assign(vintage=0, age=0, value=0.0)
    parts = [_published(indicator, one) for one in vintages]
    rows = pd.concat([none.drop(columns="now"), *parts], ignore_index=True)
    rows = rows.sort_values([*place, "vintage"], kind="stable", ignore_index=True)
    rows["change"] = rows.groupby(place, dropna=False, sort=False)["value"].diff()
    rows = rows.merge(last, on=place, how="left")
    return rows.assign(to_now=rows["now"] - rows["value"])[list(TRIANGLE)]


def _known(indicator: Indicator, counts: Counts) -> pd.DataFrame:
    found = indicators(counts, keys=[indicator.key], definitions={indicator.key: indicator})
    return found[found["value"].notna()]


def _published(indicator: Indicator, vintage: Vintage) -> pd.DataFrame:
    """The figures of a vintage with their age, of the Werkpleinen that delivered for it."""
    found, quarter = _known(indicator, vintage.counts), vintage.quarter.index
    found = found[found["werkplein"].isin(vintage.published) & (found["kwartaal"] <= quarter)]
    age = (quarter - found["kwartaal"]).mask(found["incomplete"] > 0, RUNNING_AGE)
    return found.assign(vintage=quarter, age=age)[list(TRIANGLE[:-3])]


def revision_sizes(
    triangle: pd.DataFrame,
    indicator: Indicator,
    settled_after: int = SETTLED_AFTER,
    covered: float = COVERED,
) -> pd.DataFrame:
    """How far figures of each age ended up from their settled value.

    Only quarters that are followed for `settled_after` later deliveries count:
    the change of a younger one is not over. The settled value is the one by
    all that is stored. Changes of shares and marks are in their own unit,
    of all others relative to the value published (`is_relative`); one
    that was published as zero has no relative change and is counted in
    `left_out`.

    One row per age from -1 (running) to settled_after - 1: age, n, median (of
    the signed changes), size, left_out, reason. size is the k-th smallest of
    the n absolute changes with k = ceil((n + 1) * covered), so that a next
    change, exchangeable with these, lies within it with a probability of at
    least `covered` (split conformal; Vovk, Gammerman and Shafer, Algorithmic
    Learning in a Random World, 2005, proposition 2.4). With fewer changes than
    that asks (9 for 0.90) size is NaN and reason says so.
    """
    import pandas as pd

    relative = is_relative(indicator)
    followed = triangle.groupby(["werkplein", "kwartaal"])["age"].transform("max")
    old = triangle[(followed >= settled_after) & triangle["to_now"].notna()]
    rows = []
    for age in range(RUNNING_AGE, settled_after):
        mine = old[old["age"] == age]
        usable = mine[mine["value"] != 0] if relative else mine
        changes = usable["to_now"].to_numpy(dtype=np.float64)
        if relative:
            changes = changes / usable["value"].to_numpy(dtype=np.float64)
        rows.append((age, *_size(changes, covered), len(mine) - len(usable)))
    columns = ["age", "n", "median", "size", "reason", "left_out"]
    return pd.DataFrame(rows, columns=columns).astype({"reason": "str"})[list(SIZES)]


def _size(changes: Floats, covered: float) -> tuple[int, float, float, str | None]:
    n = len(changes)
    rank = ceil(round((n + 1) * covered, 9))
    middle = float(np.median(changes)) if n else np.nan
    if rank > n:
        return n, middle, np.nan, TOO_FEW
    return n, middle, float(np.sort(np.abs(changes))[rank - 1]), None


def is_relative(indicator: Indicator) -> bool:
    """Whether its revisions are measured relative to the value: not on a scale with two ends."""
    return indicator.unit != "share" and indicator.bounds is None


def widened(figures: pd.DataFrame, revisions: Revisions) -> pd.DataFrame:
    """The figures, with the limits of provisional ones widened by the measured revision size.

    figures: as `indicators` gives them by werkplein and kwartaal (other
    columns stay). Rows of another indicator, definitive ones, and those with
    `SETTLED_AFTER` later deliveries or more keep their limits. For the others
    with size s of their age (times the value where relative):

        low  = low - s,  high = high + s

    where a figure without interval has its value for both, cut at the ends of
    its scale; method gets the suffix `_with_revision`. Adds the columns
    revision_size (s in the unit of the value), settled_low and settled_high
    (value -+ s: where the settled value is expected, apart from chance) and
    revision (a wording key: widened, settled, or why it could not be measured;
    missing for definitive figures and where there is no value).

    Raises UsageError for figures that are not by werkplein and kwartaal.
    """
    import pandas as pd

    if not {"werkplein", "kwartaal"} <= set(figures.columns):
        raise UsageError("comparison.revision_by", by="werkplein, kwartaal")
    size, reason = _sizes_of(figures, revisions)
    value = _numbers(figures, "value")
    known = ~np.isnan(size)
    low, high = (np.where(_no_limits(figures), value, _numbers(figures, name))
                 for name in ("low", "high"))  # fmt: skip
    least, most = _scale(revisions.indicator)
    method = figures["method"].where(~known, figures["method"] + "_with_revision")
    return figures.assign(
        low=np.where(known, np.maximum(low - size, least), figures["low"]),
        high=np.where(known, np.minimum(high + size, most), figures["high"]),
        method=method,
        revision_size=size,
        settled_low=np.maximum(value - size, least),
        settled_high=np.minimum(value + size, most),
        revision=pd.Series(reason, index=figures.index, dtype="str"),
    )


def _sizes_of(figures: pd.DataFrame, revisions: Revisions) -> tuple[Floats, NDArray[np.object_]]:
    """Per figure the revision size in its own unit, NaN with a reason where it is not widened."""
    place = ["werkplein", "kwartaal"]
    rows = figures.reset_index(drop=True).merge(revisions.ages, on=place, how="left")
    age = rows["age"].mask(rows["incomplete"] > 0, RUNNING_AGE)
    by_age = revisions.sizes.set_index("age")
    size = age.map(by_age["size"]).to_numpy(dtype=np.float64, na_value=np.nan)
    value = _numbers(rows, "value")
    if is_relative(revisions.indicator):
        size = size * np.abs(value)
    theirs = (rows["indicator"] == revisions.indicator.key).to_numpy() & ~np.isnan(value)
    open_ = theirs & ~rows["definitive"].fillna(False).to_numpy(dtype=np.bool_)
    settled = open_ & (age >= SETTLED_AFTER).to_numpy(dtype=np.bool_)
    from_zero = open_ & ~np.isnan(size) & (value == 0) & is_relative(revisions.indicator)
    cases = (
        (open_, TOO_FEW),
        (open_ & ~np.isnan(size), WIDENED),
        (from_zero, STARTS_AT_ZERO),
        (settled, SETTLED),
    )
    reason = np.full(len(rows), None, dtype=object)
    for mask, key in cases:
        reason[mask] = key
    return np.where(reason == WIDENED, size, np.nan), reason


def _numbers(figures: pd.DataFrame, name: str) -> Floats:
    return figures[name].to_numpy(dtype=np.float64, na_value=np.nan)


def _no_limits(figures: pd.DataFrame) -> Bools:
    result: Bools = (figures["low"].isna() & figures["high"].isna()).to_numpy()
    return result


def _scale(indicator: Indicator) -> tuple[float, float]:
    """The least and the largest value the indicator can have."""
    if indicator.bounds is not None:
        return indicator.bounds
    return 0.0, 1.0 if indicator.unit == "share" else np.inf
