"""The mean of answers, as a figure."""

from __future__ import annotations

from ketenkpi.figure import Figure, counted, lacking

NOTHING_KNOWN = "cooperation.reason_nothing_known"


def mean(values: list[float]) -> Figure:
    """The mean of what is known; of nothing known a reason."""
    return counted(sum(values) / len(values), len(values)) if values else lacking(NOTHING_KNOWN)
