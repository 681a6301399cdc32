"""The days a target holds: the quarters of them, and by what figure a target over them is judged.

A number belongs to a period: 120 in a year is not 120 in each of its quarters.
A target without a last day, or of one quarter, is judged quarter by quarter.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from ketenkpi.indicators import Indicator
from ketenkpi.vocabulary import Quarter

By = Literal["sum", "pooled", "end", "none"]
SUM: By = "sum"
POOLED: By = "pooled"
END: By = "end"
NONE: By = "none"

YEAR = 4


@dataclass(frozen=True, slots=True)
class TargetPeriod:
    """From `first` up to and including `last`; raises ValueError when it ends before it starts."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"a period ends before it starts: {self}")

    @property
    def exceeds_quarter(self) -> bool:
        """Whether it holds any day beyond one quarter."""
        return Quarter.of(self.first) != Quarter.of(self.last)

    @property
    def quarters(self) -> tuple[Quarter, ...]:
        """Every quarter of which it holds a day."""
        first = Quarter.of(self.first)
        return tuple(first + later for later in range(Quarter.of(self.last) - first + 1))

    def until(self, quarter: Quarter) -> tuple[Quarter, ...]:
        """Those of its quarters that are over when `quarter` is."""
        return tuple(each for each in self.quarters if each <= quarter)

    def is_over(self, quarter: Quarter) -> bool:
        """Whether nothing of it is left when `quarter` is over."""
        return self.last <= quarter.last_day

    def share_of(self, quarter: Quarter) -> float:
        """The share of the days of `quarter` that it holds, 0 to 1."""
        first, last = max(self.first, quarter.first_day), min(self.last, quarter.last_day)
        held = (last - first).days + 1
        return max(held, 0) / ((quarter.last_day - quarter.first_day).days + 1)


def judged_by(indicator: Indicator, period: TargetPeriod) -> By:
    """By what figure a target over `period` is judged.

    'sum': the sum of the quarters (numbers and amounts). 'pooled': the figure
    over all cases of the period (shares, rates, durations, marks). 'end': the
    figure of its last day (stocks), or of its last quarter where that looks
    back over exactly this year. 'none': the quarters cannot be brought together.
    """
    if indicator.of_kind.target == "sum":
        return SUM
    year = indicator.kind == "rate_year" and len(period.quarters) == YEAR
    if indicator.of_kind.target == "end" or year:
        return END
    return POOLED if "kwartaal" in indicator.additive_over else NONE
