"""Cases per whole day, and how many were under observation: what all survival estimates share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ketenkpi.stats.interval import Floats, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Histogram:
    """One row per group and day that has any case, groups and days ascending.

    first: per group its first row, and one past the last row at the end.
    events: one array per cause. at_risk: cases under observation on that day;
    after: those when the day is over, late entries of that day included.
    from_start: per group, cases observed from their own beginning; n: all.
    """

    group: Ints
    day: Ints
    first: Ints
    events: tuple[Ints, ...]
    at_risk: Ints
    after: Ints
    from_start: Ints
    n: Ints


def histogram(
    days: ArrayLike,
    events: Sequence[ArrayLike],
    censored: ArrayLike,
    entered: ArrayLike | None,
    group: ArrayLike | None,
    groups: int,
) -> Histogram:
    """The rows sorted and added, with the cases under observation.

    Raises ValueError for negative counts, for a group outside 0..groups-1 and
    for a group in which cases entered that do not leave on a later day.
    """
    day = np.asarray(days, dtype=np.int64)
    late = np.zeros_like(day) if entered is None else entered
    member = np.zeros_like(day) if group is None else np.asarray(group, dtype=np.int64)
    if day.size and not (member.min() >= 0 and member.max() < groups):
        raise ValueError(f"group must lie in 0..{groups - 1}")
    member, day, (e, c, *causes) = _one_row_per_day(member, day, (late, censored, *events))
    left = sum(causes, start=c)
    n = per_group(member, left, groups)
    from_start = n - per_group(member, e, groups)
    first = np.concatenate([[0], np.cumsum(np.bincount(member, minlength=groups))])
    there = from_start[member] + running(e, first, member) - running(left, first, member)
    at_risk = there + left - e
    if (from_start < 0).any() or (at_risk < left).any():
        raise ValueError("cases that entered late must also leave, on a later day")
    return Histogram(member, day, first, tuple(causes), at_risk, there, from_start, n)


def _one_row_per_day(
    member: Ints, day: Ints, measures: tuple[ArrayLike, ...]
) -> tuple[Ints, Ints, list[Ints]]:
    # One sort by one number is four times as fast as a sort by two columns.
    first = day.min(initial=0)
    number = member * (day.max(initial=0) - first + 1) + day - first
    columns = [np.asarray(measure, dtype=np.int64) for measure in measures]
    for values in columns:
        if (values < 0).any():
            raise ValueError(f"counts may not be negative, got: {values.min()}")
    step = np.diff(number)
    if (step < 0).any():
        order = np.argsort(number)
        step = np.diff(number[order])
        member, day, columns = member[order], day[order], [values[order] for values in columns]
    if (step > 0).all():
        return member, day, columns
    starts = np.concatenate([[0], np.flatnonzero(step) + 1])
    return member[starts], day[starts], [np.add.reduceat(values, starts) for values in columns]


def per_group(member: Ints, values: Ints, groups: int) -> Ints:
    """The total per group."""
    # bincount adds in floats, exact up to 2^53 cases.
    return np.bincount(member, weights=values, minlength=groups).astype(np.int64)


def running(values: Ints, first: Ints, member: Ints) -> Ints:
    """The running total within each group, this row included; integers, so exact."""
    total = np.concatenate([[0], np.cumsum(values)])
    result: Ints = total[1:] - total[first[member]]
    return result


def running_sums(first: Ints, *columns: Floats) -> Floats:
    """The running total within each group, one row per column of floats."""
    # Each group apart: one running total over all of them would leave the
    # rounding of 6,000 groups behind in the last.
    return np.stack([accumulated(np.add, first, column.copy()) for column in columns])


def accumulated(operation: np.ufunc, first: Ints, values: Floats) -> Floats:
    """`values` after `operation.accumulate` within each group, in place.

    Group by group takes 2 microseconds each, whatever their length; day by day
    (the second row of all groups, then the third) takes that per day. A million
    groups of a few rows want the latter, a hundred groups of 3,000 rows the
    former, and a mixture both: so many days of all groups at once as is
    cheapest, then the long groups one by one. The order within a group is the
    same either way, so the result is too, to the last bit.
    """
    length = np.diff(first)
    longer = _longer(length)
    days = _days_at_once(longer)
    longest_first = np.argsort(-length, kind="stable")
    start, length = first[:-1][longest_first], length[longest_first]
    for day in range(1, days):
        rows = start[: longer[day]] + day
        values[rows] = operation(values[rows - 1], values[rows])
    done = max(days, 1)
    rest = slice(longer[done] if done < len(longer) else 0)
    for begin, end in zip(start[rest] + done - 1, start[rest] + length[rest], strict=True):
        operation.accumulate(values[begin:end], out=values[begin:end])
    return values


def _longer(length: Ints) -> Ints:
    """For each number of rows from 0 on, how many groups have more than that."""
    groups = np.bincount(length)
    result: Ints = len(length) - np.cumsum(groups)
    return result


def _days_at_once(longer: Ints) -> int:
    # Measured costs: 1 per group one by one, 4 per day, and 1 for every 100
    # rows taken by index.
    rows = np.cumsum(longer) - longer
    return int(np.argmin(longer + 4 * np.arange(len(longer)) + rows / 100)) if longer.size else 0


def at(values: NDArray[np.float64 | np.int64], rows: Ints) -> Floats:
    """values[rows] as floats, NaN where the row lies outside."""
    if not len(values):
        return np.full(len(rows), np.nan)
    inside = (rows >= 0) & (rows < len(values))
    return np.where(inside, values[np.clip(rows, 0, len(values) - 1)], np.nan)


def log_log(share: Floats, variance: Floats, z: float) -> tuple[Floats, Floats]:
    """Limits share^exp(±z se / log share); variance: of log share. NaN where share is 0 or 1."""
    inside = np.where((share > 0) & (share < 1), share, np.nan)
    reach = z * np.sqrt(variance) / np.log(inside)
    return inside ** np.exp(-reach), inside ** np.exp(reach)
