"""A figure about cooperation: a value with how it was made, or the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass

FULL_COUNT = "indicators.method_full_count"
NOTHING_KNOWN = "cooperation.reason_nothing_known"


@dataclass(frozen=True, slots=True)
class Figure:
    """value with method, or a reason (wording keys); never both, never neither.

    low, high: limits where the method has any. n: what it was made of.
    """

    n: int
    value: float | None = None
    low: float | None = None
    high: float | None = None
    method: str | None = None
    reason: str | None = None

    def __post_init__(self) -> None:
        if (self.value is None) == (self.reason is None):
            raise ValueError(f"a figure has a value or a reason, got: {self!r}")
        if (self.value is None) != (self.method is None):
            raise ValueError(f"a value says how it was made, got: {self!r}")


def lacking(reason: str, n: int = 0) -> Figure:
    """No value, and why."""
    return Figure(n, reason=reason)


def counted(value: float, n: int) -> Figure:
    """Everything there is was counted, so no interval."""
    return Figure(n, value, method=FULL_COUNT)


def mean(values: list[float]) -> Figure:
    """The mean of what is known; of nothing known a reason."""
    return counted(sum(values) / len(values), len(values)) if values else lacking(NOTHING_KNOWN)
