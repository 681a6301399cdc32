"""Which target stands for a Werkplein and quarter, out of everything that was ever recorded.

Targets come in uploads, one after another, and all of them are kept. For a
quarter that is over the target that was recorded by its last day keeps
standing, whatever is recorded later: otherwise a verdict could be mended by
changing the target. So what stands depends on when things were recorded, and
every answer says which recording it comes from.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Literal

from ketenkpi.indicators import Indicator, load_indicators
from ketenkpi.vocabulary import Quarter
from ketenkpi.wording import Language, say

Level = Literal["werkplein", "regio", "landelijk"]
NORM = "norm"

# Why there is no target, as wording keys.
NONE = "comparison.target_none"
PART_OF_QUARTER = "comparison.target_part_of_quarter"
NOT_APPLICABLE = "comparison.target_not_applicable"
VALUE_UNKNOWN = "comparison.target_value_unknown"
OVERLAP = "comparison.target_overlap"
IMPOSSIBLE = "comparison.target_impossible"
REGION_TOTAL = "comparison.target_region_total"
NEUTRAL = "comparison.target_neutral"
SPLIT = "comparison.target_split"

# What is wrong with a recorded target, as wording keys.
FOUND_UNKNOWN = "comparison.target_found_unknown_indicator"
FOUND_NEUTRAL = "comparison.target_found_neutral"
FOUND_SPLIT = "comparison.target_found_split"
FOUND_REGION_TOTAL = "comparison.target_found_region_total"
FOUND_IMPOSSIBLE = "comparison.target_found_impossible"
FOUND_OVERLAP = "comparison.target_found_overlap"
# A share of 0.85 where 85 was meant is below one per cent.
FOUND_SMALL_SHARE = "comparison.target_found_small_share"

# Numbers that a region reaches with all its Werkpleinen together, so that no
# single one can be held to them.
ADDING_UNITS = ("number", "euro")


@dataclass(frozen=True, slots=True, order=True)
class Recording:
    """The moment targets were recorded: `order` counts deliveries, `upload_id` names the file."""

    order: int
    on: date
    upload_id: int
    by: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """One row of contract `doelen` as it was recorded.

    place: a Werkplein, or with `regional` an arbeidsmarktregio. value: as
    written (a share in per cent), None where `status` is 'nvt' or 'nb'.
    replaced: the recording that took the place of the whole delivery; a row is
    also superseded by a later one with the same `key`, the later quarter and
    upload winning. withdrawn: why the delivery was taken back; it then counts
    as never recorded.
    """

    place: str
    regional: bool
    indicator: str
    soort: str
    first: date
    last: date | None
    value: float | None
    status: str
    derived_from: str | None
    recorded: Recording
    quarter: int = 0
    region_named: str | None = None
    replaced: Recording | None = None
    withdrawn: str | None = None

    def __post_init__(self) -> None:
        if self.last is not None and self.last < self.first:
            raise ValueError(f"a target ends before it starts: {self}")
        if (self.value is None) != (self.status in ("nvt", "nb")):
            raise ValueError(f"a target has a value or says why not: {self}")

    @property
    def key(self) -> tuple[object, ...]:
        """What a later row must share to take this one's place, as in the contract."""
        return (self.place, self.region_named, self.first, self.soort)

    def covers(self, quarter: Quarter) -> bool:
        """Whether it holds on every day of `quarter`."""
        ends = self.last is None or self.last >= quarter.last_day
        return self.first <= quarter.first_day and ends

    def touches(self, quarter: Quarter) -> bool:
        """Whether it holds on any day of `quarter`."""
        ends = self.last is None or self.last >= quarter.first_day
        return self.first <= quarter.last_day and ends

    def counts_after(self, order: int) -> bool:
        """Whether its delivery was recorded, and not yet replaced, after `order` deliveries."""
        begun = self.recorded.order <= order
        return begun and (self.replaced is None or self.replaced.order > order)


@dataclass(frozen=True, slots=True)
class Standing:
    """The target that stands for a Werkplein, indicator, kind and quarter.

    soort: None where there is no target of any kind. value: in the unit of the indicator (a share from 0 to 1); None with
    `reason`, a wording key. recorded: None for a norm of the register.
    afterwards: the quarter was over when it was recorded. now: what is
    recorded by now, where that is another value, and does not alter this one.
    """

    indicator: str
    werkplein: str
    quarter: Quarter
    soort: str | None
    level: Level
    value: float | None
    reason: str | None
    derived_from: str | None
    recorded: Recording | None
    afterwards: bool = False
    now: float | None = None


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

    def message(self, language: Language) -> str:
        """What is wrong, and what follows from it."""
        named = {"place": self.place, "indicator": self.indicator, "first": self.first.isoformat()}
        return say(self.rule, language, **(named | dict(self.params)))


@dataclass(frozen=True)
class TargetRegister:
    """Every target that was ever recorded, in the order of recording.

    Raises nothing for faulty targets: `findings` tells them, and they give no
    verdict.
    """

    targets: tuple[Target, ...]

    @cached_property
    def _held(self) -> Mapping[tuple[str, bool, str, str], tuple[Target, ...]]:
        grouped: dict[tuple[str, bool, str, str], list[Target]] = {}
        for target in self.targets:
            if target.withdrawn is None:
                at = (target.place, target.regional, target.indicator, target.soort)
                grouped.setdefault(at, []).append(target)
        return {at: tuple(found) for at, found in grouped.items()}

    def kinds(self, indicator: str) -> tuple[str, ...]:
        """The kinds of target (norm, streefwaarde, onbekend) recorded for an indicator."""
        return tuple(sorted({soort for _, _, key, soort in self._held if key == indicator}))

    def standing(
        self, indicator: Indicator, werkplein: str, region: str | None, quarter: Quarter, soort: str
    ) -> Standing | None:
        """The target of this kind that stands; None where none was recorded that touches it.

        The state recorded by the last day of the quarter holds. When that has
        no target, the first later state that has one. A Werkplein's own target
        goes before that of its region. More than one at the same level is an
        overlap: then none is chosen.
        """
        own = self._held.get((werkplein, False, indicator.key, soort), ())
        regional = self._held.get((region, True, indicator.key, soort), ()) if region else ()
        held, level = _holding(own, regional, quarter)
        if not held:
            part = any(t.touches(quarter) for t in (*own, *regional))
            return _without(indicator, werkplein, quarter, soort, PART_OF_QUARTER) if part else None
        newest, newest_level = _after(own, regional, quarter, _ALL)
        value, reason = _valued(indicator, held, level)
        now, _ = _valued(indicator, newest, newest_level)
        last = max(held, key=lambda target: target.recorded)
        derived = last.derived_from or (region if level == "regio" else None)
        return Standing(
            indicator=indicator.key,
            werkplein=werkplein,
            quarter=quarter,
            soort=soort,
            level=level,
            value=value,
            reason=reason,
            derived_from=derived,
            recorded=last.recorded,
            afterwards=last.recorded.on > quarter.last_day,
            now=now if now != value else None,
        )

    def findings(self) -> tuple[TargetFinding, ...]:
        """Faults of targets that count by now, in the order of recording."""
        found = [finding for target in self._now() for finding in _faults(target)]
        return tuple(found + [_overlap(one, other) for one, other in self._overlaps()])

    def _now(self) -> tuple[Target, ...]:
        current = [one for held in self._held.values() for one in _state(held, _ALL)]
        return tuple(sorted(current, key=lambda target: target.recorded))

    def _overlaps(self) -> Iterable[tuple[Target, Target]]:
        for held in self._held.values():
            current = sorted(_state(held, _ALL), key=lambda target: target.first)
            longest = next(iter(current), None)
            for later in current[1:]:
                if longest and _end(longest) >= later.first:
                    yield longest, later
                longest = max(longest or later, later, key=_end)


_ALL = 2**62


def _holding(
    own: Sequence[Target], regional: Sequence[Target], quarter: Quarter
) -> tuple[tuple[Target, ...], Level]:
    """The targets that stand for `quarter`: as recorded by its end, else the first afterwards."""
    events = _events((*own, *regional))
    in_time = [event.order for event in events if event.on <= quarter.last_day]
    afterwards = [event.order for event in events if event.on > quarter.last_day]
    for order in [*in_time[-1:], *afterwards]:
        held, level = _after(own, regional, quarter, order)
        if held:
            return held, level
    return (), "werkplein"


def _events(targets: Iterable[Target]) -> list[Recording]:
    """Every recording that changed these targets, in their order."""
    changes = {t.recorded for t in targets} | {t.replaced for t in targets if t.replaced}
    return sorted(changes)


def _after(
    own: Sequence[Target], regional: Sequence[Target], quarter: Quarter, order: int
) -> tuple[tuple[Target, ...], Level]:
    mine = tuple(target for target in _state(own, order) if target.covers(quarter))
    if mine:
        return mine, "werkplein"
    return tuple(target for target in _state(regional, order) if target.covers(quarter)), "regio"


def _state(targets: Iterable[Target], order: int) -> tuple[Target, ...]:
    """The rows that count after `order` deliveries: per key the last of the latest quarter.

    Two equal keys in one upload cannot be (the contract refuses them).
    """
    latest: dict[tuple[object, ...], Target] = {}
    for target in targets:
        if target.counts_after(order):
            other = latest.get(target.key)
            if other is None or _rank(other) < _rank(target):
                latest[target.key] = target
    return tuple(latest.values())


def _rank(target: Target) -> tuple[int, int]:
    return (target.quarter, target.recorded.upload_id)


def _valued(
    indicator: Indicator, held: Sequence[Target], level: Level
) -> tuple[float | None, str | None]:
    """The value in the indicator's unit, or the reason that there is none."""
    if not held:
        return None, NONE
    if len(held) > 1:
        return None, OVERLAP
    (target,) = held
    if target.value is None:
        return None, NOT_APPLICABLE if target.status == "nvt" else VALUE_UNKNOWN
    if level == "regio" and indicator.unit in ADDING_UNITS:
        return None, REGION_TOTAL
    value = in_unit(indicator, target.value)
    return (value, None) if is_possible(indicator, value) else (None, IMPOSSIBLE)


def _without(
    indicator: Indicator, werkplein: str, quarter: Quarter, soort: str | None, reason: str
) -> Standing:
    return Standing(indicator.key, werkplein, quarter, soort, "werkplein", None, reason, None, None)


def in_unit(indicator: Indicator, written: float) -> float:
    """A target as written, in the unit of the indicator: 35 is the share 0.35."""
    return written / 100 if indicator.unit == "share" else written


def is_possible(indicator: Indicator, value: float) -> bool:
    """Whether the indicator can have this value: a share up to 1, a mark within its scale."""
    if indicator.bounds is not None:
        return indicator.bounds[0] <= value <= indicator.bounds[1]
    return 0 <= value <= (1 if indicator.unit == "share" else float("inf"))


def _faults(target: Target) -> Iterable[TargetFinding]:
    indicator = load_indicators().get(target.indicator)
    if indicator is None:
        yield _finding(FOUND_UNKNOWN, target)
        return
    if indicator.direction == "neutral":
        yield _finding(FOUND_NEUTRAL, target)
    if indicator.always_split:
        yield _finding(FOUND_SPLIT, target)
    if target.regional and indicator.unit in ADDING_UNITS:
        yield _finding(FOUND_REGION_TOTAL, target)
    if target.value is not None and not is_possible(indicator, in_unit(indicator, target.value)):
        yield _finding(FOUND_IMPOSSIBLE, target, value=target.value)
    elif indicator.unit == "share" and target.value is not None and 0 < target.value < 1:
        yield _finding(FOUND_SMALL_SHARE, target, value=target.value)


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


def standing_targets(
    register: TargetRegister,
    keys: Sequence[str],
    werkpleinen: Iterable[str],
    quarters: Collection[Quarter],
    region_of: Mapping[tuple[str, Quarter], str],
) -> tuple[Standing, ...]:
    """What stands for every indicator, Werkplein and quarter, per kind of target.

    A norm of the register of norms with a share stands for every Werkplein, in
    the quarters in which it is in force. It is left out where the Werkplein or
    its region has a norm of the same value, and stands beside one of another
    value: a place cannot make a norm lower for itself. region_of: the region a
    Werkplein belongs to in a quarter. Where no target holds there is one
    Standing without value that says why.
    """
    found: list[Standing] = []
    for key in keys:
        indicator, kinds = load_indicators()[key], register.kinds(key)
        for werkplein in sorted(werkpleinen):
            for quarter in sorted(quarters):
                region = region_of.get((werkplein, quarter))
                asked = (register.standing(indicator, werkplein, region, quarter, k) for k in kinds)
                own = [one for one in asked if one is not None]
                found += _with_norm(indicator, werkplein, quarter, own)
    return tuple(found)


def _with_norm(
    indicator: Indicator, werkplein: str, quarter: Quarter, own: Sequence[Standing]
) -> Sequence[Standing]:
    national = _national(indicator, werkplein, quarter)
    if national and any(s.soort == NORM and s.value == national.value for s in own):
        return own
    if national and (national.value is not None or not own):
        return [*own, national]
    return own or [_without(indicator, werkplein, quarter, None, NONE)]


def _national(indicator: Indicator, werkplein: str, quarter: Quarter) -> Standing | None:
    norm = indicator.norm
    if norm is None or norm.share is None:
        return None
    reason = None if norm.in_force(quarter) else "indicators.reason_norm_not_in_force"
    value = norm.share if reason is None else None
    return Standing(
        indicator.key, werkplein, quarter, NORM, "landelijk", value, reason, norm.rule, None
    )
