"""What every kind of indicator is computed from, and what it returns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from ketenkpi.indicators import reasons
from ketenkpi.indicators.definition import Indicator, Part
from ketenkpi.indicators.grouping import Grouping
from ketenkpi.indicators.reasons import Keys, replaced
from ketenkpi.indicators.tables import Tables
from ketenkpi.stats.interval import Bools, Floats


@dataclass(frozen=True)
class Asked:
    """One indicator asked for one grouping of one set of tallies."""

    indicator: Indicator
    tables: Tables
    grouping: Grouping
    where: Mapping[str, Sequence[object]]
    level: float

    def rows(self, part: Part) -> pd.DataFrame:
        """The rows of `part` within what was asked."""
        return self.tables.rows(part, self.where)

    def total(self, part: Part) -> Floats:
        """The measure of `part` added per group."""
        return self.grouping.total(self.rows(part), part.measure)

    def all_unknown(self) -> Bools:
        """Groups in which the wanted attribute was recorded of no case at all."""
        part = self.indicator.unknown
        if part is None:
            return np.zeros(self.grouping.size, dtype=np.bool_)
        known = self.total(replace(part, only={}, without=part.only))
        result: Bools = (self.total(part) > 0) & (known == 0)
        return result


@dataclass(frozen=True)
class Estimates:
    """One entry per group.

    value, low, high: the estimate and its limits. n: observations behind it.
    reason: why there is no value (see `reasons`), none where there is one. method: how the
    limits were made, or why there are none. beside: the figure that is easier
    to compute and biased, shown for comparison. NaN where there is none.
    """

    value: Floats
    low: Floats
    high: Floats
    n: Floats
    numerator: Floats
    denominator: Floats
    method: Keys
    reason: Keys
    beside: Floats

    def without(self, lacking: Bools, reason: str) -> Estimates:
        """The same, with nothing but `reason` where `lacking`."""
        if not lacking.any():
            return self
        gone = {
            name: np.where(lacking, np.nan, getattr(self, name))
            for name in ("value", "low", "high", "n", "numerator", "denominator", "beside")
        }
        return Estimates(
            **gone,
            method=replaced(self.method, lacking, None),
            reason=replaced(self.reason, lacking, reason),
        )


def estimates(
    *,
    value: Floats,
    low: Floats,
    high: Floats,
    n: Floats,
    numerator: Floats,
    denominator: Floats,
    method: str,
    reason: Keys,
    beside: Floats | None = None,
) -> Estimates:
    """Estimates in which a group with a reason keeps its counts but shows no figure.

    Raises AssertionError when a value is missing without a reason: that is a
    fault of the estimator, and must not reach a page.
    """
    how = reasons.all_of(len(value), f"indicators.method_{method}")
    shown = ~reasons.given(reason)
    # Who may or may not be the same person: the number lies between two others.
    between = reasons.equal(reason, reasons.PERSONS_UNKNOWN)
    assert not np.isnan(value[shown]).any(), "a missing value without a reason"
    # Who waits longer than the follow-up still waits at least `low` days.
    keep_low = shown | reasons.equal(reason, reasons.NOT_REACHED)
    return Estimates(
        value=np.where(shown, value, np.nan),
        low=np.where(keep_low | between, low, np.nan),
        high=np.where(shown | between, high, np.nan),
        n=n,
        numerator=numerator,
        denominator=denominator,
        method=replaced(how, ~keep_low, None),
        reason=reason,
        beside=np.full(len(value), np.nan)
        if beside is None
        else np.where(keep_low, beside, np.nan),
    )
