"""What is wrong with the targets that count: overlaps, values that cannot be, no such indicator."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from ketenkpi.answer import Phrase, phrase
from ketenkpi.comparison.target_period import NONE, TargetPeriod, judged_by
from ketenkpi.comparison.target_side import NEUTRAL, direction_of, is_against
from ketenkpi.comparison.targets import ADDING_UNITS, Target, TargetRegister, in_unit, is_possible
from ketenkpi.indicators import Indicator

# Wording keys.
FOUND_UNKNOWN = "comparison.target_found_unknown_indicator"
FOUND_NEUTRAL = "comparison.target_found_neutral"
FOUND_AGAINST = "comparison.target_found_against"
FOUND_SPLIT = "comparison.target_found_split"
FOUND_REGION_TOTAL = "comparison.target_found_region_total"
FOUND_IMPOSSIBLE = "comparison.target_found_impossible"
FOUND_OVERLAP = "comparison.target_found_overlap"
FOUND_EACH_QUARTER = "comparison.target_found_each_quarter"
FOUND_NOT_OVER_PERIOD = "comparison.target_found_not_over_period"
# A share of 0.85 where 85 was meant is below one per cent.
FOUND_SMALL_SHARE = "comparison.target_found_small_share"


@dataclass(frozen=True, slots=True)
class TargetFinding:
    """Something wrong with recorded targets; `rule` is the wording key of the sentence."""

    rule: str
    place: str
    indicator: str
    soort: str
    first: date
    upload_id: int
    params: Mapping[str, object] = field(default_factory=dict)

    @property
    def said(self) -> Phrase:
        """What is wrong, and what follows from it."""
        named = {"place": self.place, "indicator": self.indicator, "first": self.first.isoformat()}
        return phrase(self.rule, **named, **{key: str(it) for key, it in self.params.items()})


def target_findings(
    register: TargetRegister, known: Mapping[str, Indicator]
) -> tuple[TargetFinding, ...]:
    """Faults of the targets that count by now, in the order of recording; overlaps come last.

    known: the indicators there are, by key.
    """
    groups = register.now()
    targets = sorted((t for group in groups for t in group), key=lambda target: target.recorded)
    found = [finding for target in targets for finding in _faults(target, known)]
    return tuple(found + [_overlap(*pair) for group in groups for pair in _overlaps(group)])


def _overlaps(group: Sequence[Target]) -> Iterable[tuple[Target, Target]]:
    """Each target that begins before the longest one before it has ended, after that one."""
    ordered = sorted(group, key=lambda target: target.first)
    longest = next(iter(ordered), None)
    for later in ordered[1:]:
        if longest and _end(longest) >= later.first:
            yield longest, later
        longest = max(longest or later, later, key=_end)


def _faults(target: Target, known: Mapping[str, Indicator]) -> Iterable[TargetFinding]:
    indicator = known.get(target.indicator)
    if indicator is None:
        yield _finding(FOUND_UNKNOWN, target)
        return
    if direction_of(indicator, target.side) == NEUTRAL:
        yield _finding(FOUND_NEUTRAL, target)
    if is_against(indicator, target.side):
        yield _finding(FOUND_AGAINST, target, side=target.side)
    if indicator.always_split:
        yield _finding(FOUND_SPLIT, target)
    if target.regional and indicator.unit in ADDING_UNITS:
        yield _finding(FOUND_REGION_TOTAL, target)
    yield from _about_period(target, indicator)
    if target.value is not None and not is_possible(indicator, in_unit(indicator, target.value)):
        yield _finding(FOUND_IMPOSSIBLE, target, value=target.value)
    elif indicator.unit == "share" and target.value is not None and 0 < target.value < 1:
        yield _finding(FOUND_SMALL_SHARE, target, value=target.value)


def _about_period(target: Target, indicator: Indicator) -> Iterable[TargetFinding]:
    """A number without an end, and a figure whose quarters do not make a period."""
    if target.last is None:
        if indicator.of_kind.target == "sum":
            yield _finding(FOUND_EACH_QUARTER, target)
        return
    period = TargetPeriod(target.first, target.last)
    if period.exceeds_quarter and judged_by(indicator, period) == NONE:
        yield _finding(FOUND_NOT_OVER_PERIOD, target)


def _finding(rule: str, target: Target, **params: object) -> TargetFinding:
    return TargetFinding(
        rule,
        target.place,
        target.indicator,
        target.soort,
        target.first,
        target.recorded.upload_id,
        params,
    )


def _end(target: Target) -> date:
    return target.last or date.max


def _overlap(earlier: Target, later: Target) -> TargetFinding:
    before = later.first - timedelta(days=1)
    return _finding(
        FOUND_OVERLAP, later, other=earlier.first.isoformat(), before=before.isoformat()
    )
