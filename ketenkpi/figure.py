"""One figure: a value with how it was made, or the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass

FULL_COUNT = "indicators.method_full_count"


@dataclass(frozen=True, slots=True)
class Figure:
    """value with method, or a reason (wording keys); never both, never neither.

    low, high: limits where the method has any; `high` None beside `low`: the
    upper limit lies beyond what was followed. n: the observations behind it.
    """

    n: int
    value: float | None = None
    low: float | None = None
    high: float | None = None
    method: str | None = None
    reason: str | None = None

    def __post_init__(self) -> None:
        check(self.value, self.method, self.reason)


def check(value: float | None, method: str | None, reason: str | None) -> None:
    """Raise ValueError unless there is a value with its method, or else a reason."""
    if (value is None) == (reason is None):
        raise ValueError(f"a figure has a value or a reason, got: {value!r}, {reason!r}")
    if (value is None) != (method is None):
        raise ValueError(f"a value says how it was made, got: {value!r}, {method!r}")


def lacking(reason: str, n: int = 0) -> Figure:
    """No value, and why."""
    return Figure(n, reason=reason)


def counted(value: float, n: int) -> Figure:
    """Everything there is was counted, so no interval."""
    return Figure(n, value, method=FULL_COUNT)
