"""What is said of a target and of its period: one text for every surface."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from math import isnan
from typing import Any

from ketenkpi.answer import Listed, Measured, Said, phrase
from ketenkpi.comparison.target_period import NONE, SUM, TargetPeriod
from ketenkpi.figure import number_of
from ketenkpi.vocabulary import Quarter, in_both


def period_said(row: Mapping[Any, Any], unit: str) -> tuple[Said, ...]:
    """How far it is, what was due by now, where it may end, and what is not settled.

    row: of `verdicts`. unit: that of its figure. Empty for a target of one quarter.
    """
    return tuple(_sentences(row, unit))


def target_shown(row: Mapping[Any, Any], unit: str) -> Said:
    """The target of a row of `verdicts`, with 'at least' or 'at most' where it says so itself."""
    return with_side(_worded(row["target"], unit), row["side"])


def with_side(value: Said, side: object) -> Said:
    """A target with the side it names itself ('minstens', 'hoogstens')."""
    if not isinstance(side, str):
        return value
    return phrase(f"comparison.target_side_{side}", value=value)


def kind_said(kind: str, target: Said) -> Said:
    """What kind of target it is: 'norm 85%', 'streefwaarde minstens 70%'."""
    return phrase(f"comparison.target_kind_{kind}", value=target)


def _worded(value: float, unit: str) -> Measured:
    return Measured(number_of(value), unit, "worded")


def _sentences(row: Mapping[Any, Any], unit: str) -> Iterator[Said]:
    if row["judged_by"] in ("quarter", NONE):
        return
    period = TargetPeriod(row["period_first"], row["period_last"])
    over = period.is_over(Quarter.from_index(int(row["kwartaal"])))
    if not isnan(row["value"]):
        yield _so_far(row, period, over, unit)
    if row["judged_by"] == SUM and not over and not isnan(row["value"]):
        yield phrase(f"comparison.target_due_{row['pace']}", due=_worded(row["due"], unit))
        yield from _end(row, unit)
    yield from _open(row["open_quarters"])
    if row["lacking"]:
        yield phrase("comparison.target_lacking", places=Listed(tuple(row["lacking"])))


def _so_far(row: Mapping[Any, Any], period: TargetPeriod, over: bool, unit: str) -> Said:
    quarters = period.until(Quarter.from_index(int(row["kwartaal"])))
    state = "end" if row["judged_by"] == "end" else "whole" if over else "so_far"
    return phrase(
        f"comparison.target_{state}",
        first=quarters[0],
        last=quarters[-1],
        value=_worded(row["value"], unit),
        target=target_shown(row, unit),
    )


def _end(row: Mapping[Any, Any], unit: str) -> Iterator[Said]:
    if isnan(row["end_low"]):
        return
    low = _worded(row["end_low"], unit)
    if isnan(row["end_high"]):
        yield phrase("comparison.target_ends_from", low=low)
        return
    yield phrase("comparison.target_ends", low=low, high=_worded(row["end_high"], unit))


def _open(quarters: Iterable[tuple[str, str]]) -> Iterator[Said]:
    """The quarters that are not settled, those of one reason together."""
    by_reason = sorted(quarters, key=lambda each: each[1])
    for why, found in groupby(by_reason, key=lambda each: each[1]):
        named = Listed(tuple(quarter for quarter, _ in found))
        yield phrase("comparison.target_open", quarters=named, reason=in_both(why))
