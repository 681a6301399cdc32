"""What is said of a target over more than a quarter: one text for every surface."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from math import isnan
from typing import Any

from ketenkpi.comparison.target_period import NONE, SUM, TargetPeriod
from ketenkpi.vocabulary import Quarter
from ketenkpi.wording import Language, say

Shown = Callable[[float], str]


def period_said(row: Mapping[Any, Any], shown: Shown, language: Language) -> str:
    """How far it is, what was due by now, where it may end, and what is not settled.

    row: of `verdicts`. shown: a figure in its unit. Empty for a target of one quarter.
    """
    return " ".join(_sentences(row, shown, language))


def target_shown(row: Mapping[Any, Any], shown: Shown, language: Language) -> str:
    """The target of a row of `verdicts`, with 'at least' or 'at most' where it says so itself."""
    return with_side(shown(row["target"]), row["side"], language)


def with_side(value: str, side: object, language: Language) -> str:
    """A target as it is shown, with the side it names itself ('minstens', 'hoogstens')."""
    if not isinstance(side, str):
        return value
    return say(f"comparison.target_side_{side}", language, value=value)


def _sentences(row: Mapping[Any, Any], shown: Shown, language: Language) -> Iterator[str]:
    if row["judged_by"] in ("quarter", NONE):
        return
    period = TargetPeriod(row["period_first"], row["period_last"])
    over = period.is_over(Quarter.from_index(int(row["kwartaal"])))
    if not isnan(row["value"]):
        yield _so_far(row, period, over, shown, language)
    if row["judged_by"] == SUM and not over and not isnan(row["value"]):
        yield say(f"comparison.target_due_{row['pace']}", language, due=shown(row["due"]))
        yield from _end(row, shown, language)
    yield from _open(row["open_quarters"], language)
    if row["lacking"]:
        named = ", ".join(row["lacking"])
        yield say("comparison.target_lacking", language, places=named)


def _so_far(
    row: Mapping[Any, Any], period: TargetPeriod, over: bool, shown: Shown, language: Language
) -> str:
    quarters = period.until(Quarter.from_index(int(row["kwartaal"])))
    state = "end" if row["judged_by"] == "end" else "whole" if over else "so_far"
    return say(
        f"comparison.target_{state}",
        language,
        first=str(quarters[0]),
        last=str(quarters[-1]),
        value=shown(row["value"]),
        target=target_shown(row, shown, language),
    )


def _end(row: Mapping[Any, Any], shown: Shown, language: Language) -> Iterator[str]:
    if isnan(row["end_low"]):
        return
    if isnan(row["end_high"]):
        yield say("comparison.target_ends_from", language, low=shown(row["end_low"]))
        return
    low, high = shown(row["end_low"]), shown(row["end_high"])
    yield say("comparison.target_ends", language, low=low, high=high)


def _open(quarters: Iterable[tuple[str, str]], language: Language) -> Iterator[str]:
    """The quarters that are not settled, those of one reason together."""
    by_reason = sorted(quarters, key=lambda each: each[1])
    for why, found in groupby(by_reason, key=lambda each: each[1]):
        named = ", ".join(quarter for quarter, _ in found)
        reason = say(why, language)
        yield say("comparison.target_open", language, quarters=named, reason=reason)
