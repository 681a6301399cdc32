"""Day numbers and quarter indexes."""

from __future__ import annotations

from datetime import date, timedelta

EPOCH = date(1970, 1, 1)


def last_complete_quarter(until: int | None) -> int:
    """Index of the last quarter whose last day is observed; -1 when nothing is.

    Written on dates, not with `Quarter`: a file may hold a day in the year 9999.
    """
    if until is None:
        return -1
    day = EPOCH + timedelta(days=until)
    after = day + timedelta(days=1) if day < date.max else day
    return after.year * 4 + (after.month - 1) // 3 - 1


def quarter_of(day: int) -> int:
    """Index of the quarter that holds a day number."""
    found = EPOCH + timedelta(days=day)
    return found.year * 4 + (found.month - 1) // 3
