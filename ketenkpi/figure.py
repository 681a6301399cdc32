"""One figure: a value with how it was made, or the reason why there is none."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass
from typing import Any

FULL_COUNT = "indicators.method_full_count"


@dataclass(frozen=True, slots=True)
class Figure:
    """value with method, or a reason (wording keys); never both, never neither.

    low, high: limits where the method has any; `high` None beside `low`: the
    upper limit lies beyond what was followed. Of a lacking value they are all that
    is known. n: the observations behind it.
    numerator, denominator: what was divided, where something was.
    """

    value: float | None = None
    low: float | None = None
    high: float | None = None
    _: KW_ONLY
    n: int = 0
    numerator: float | None = None
    denominator: float | None = None
    method: str | None = None
    reason: str | None = None

    def __post_init__(self) -> None:
        if (self.value is None) == (self.reason is None):
            got = f"{self.value!r}, {self.reason!r}"
            raise ValueError(f"a figure has a value or a reason, got: {got}")
        if (self.value is None) != (self.method is None):
            got = f"{self.value!r}, {self.method!r}"
            raise ValueError(f"a value says how it was made, got: {got}")


def lacking(reason: str, n: int = 0) -> Figure:
    """No value, and why."""
    return Figure(n=n, reason=reason)


def counted(value: float, n: int) -> Figure:
    """Everything there is was counted, so no interval."""
    return Figure(value, n=n, method=FULL_COUNT)


def figure_of(row: Mapping[Any, Any]) -> Figure:
    """A row of a frame of figures; its missing numbers are None."""
    value, low, high, n, above, below = (number_of(row.get(name)) for name in _NUMBERS)
    if value is None:
        # Such as a median that is at least so many days, for too many cases still run.
        return Figure(None, low, high, n=int(n or 0), reason=str(row["reason"]))
    method = str(row["method"])
    return Figure(
        value, low, high, n=int(n or 0), numerator=above, denominator=below, method=method
    )


_NUMBERS = ("value", "low", "high", "n", "numerator", "denominator")


def number_of(found: Any) -> float | None:
    """A number of a frame, None where it is missing."""
    return None if found is None or math.isnan(found) else float(found)
