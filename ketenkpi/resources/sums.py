"""Sums and quotients of what partners filled in, and the reasons why there is none."""

from __future__ import annotations

from collections.abc import Iterable

from ketenkpi.figure import FULL_COUNT, Figure, counted, lacking

MID_P = "indicators.method_mid_p"

NOT_DELIVERED = "resources.reason_not_delivered"
NO_LINE = "resources.reason_no_line"
EMPTY = "resources.reason_empty"
NOT_APPLICABLE = "resources.reason_not_applicable"
ONE_PARTNER = "resources.reason_one_partner"
NOTHING_BELOW = "resources.reason_nothing_below"
STEPS_UNKNOWN = "resources.reason_steps_unknown"
ROWS_NEEDED = "resources.reason_rows_needed"
CLIENTS_UNKNOWN = "resources.reason_clients_unknown"
OUTFLOW_UNKNOWN = "resources.reason_outflow_unknown"
NO_RATE = "resources.reason_no_rate"


def summed(values: Iterable[float | None], *, none: str = EMPTY) -> Figure:
    """The sum of what was filled in; of nothing filled in no zero but the reason `none`."""
    filled = [value for value in values if value is not None]
    return counted(sum(filled), len(filled)) if filled else lacking(none)


def divided(above: Figure, below: Figure, n: int) -> Figure:
    """One full count over another; without one of them, or over nothing, a reason."""
    if above.value is None or below.value is None:
        return lacking(above.reason or below.reason or EMPTY)
    if below.value <= 0:
        return lacking(NOTHING_BELOW)
    ratio = above.value / below.value
    return Figure(ratio, n=n, numerator=above.value, denominator=below.value, method=FULL_COUNT)
