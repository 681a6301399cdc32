"""Which target stands for a Werkplein and quarter, out of everything that was ever recorded.

Targets come in uploads, one after another, and all of them are kept. For a
quarter that is over the target that was recorded by its last day keeps
standing, whatever is recorded later: otherwise a verdict could be mended by
changing the target. So what stands depends on when things were recorded, and
every answer says which recording it comes from.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from ketenkpi.comparison.target_period import TargetPeriod
from ketenkpi.comparison.target_side import DIRECTIONS, direction_of
from ketenkpi.comparison.target_side import NEUTRAL as NO_SIDE
from ketenkpi.indicators import Indicator
from ketenkpi.vocabulary import Quarter

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

# Why a norm of the register gives no target, by its validity; any other is "not in force".
NORM_BEGIN_UNKNOWN = "indicators.reason_norm_begin_unknown"
NORM_SHARE_UNKNOWN = "indicators.reason_norm_share_unknown"
NO_NATIONAL_NORM = {"in_force": None, "begin_unknown": NORM_BEGIN_UNKNOWN}

# Numbers that a region reaches with all its Werkpleinen together, so that no
# single one can be held to them.
ADDING_UNITS = ("number", "euro")


@dataclass(frozen=True, slots=True, order=True)
class Recording:
    """The moment targets were recorded; uploads are numbered in the order of arrival."""

    upload_id: int
    on: date
    by: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """One row of contract `doelen` as it was recorded.

    place: a Werkplein, or with `regional` an arbeidsmarktregio. value: as
    written (a share in per cent), None where `status` is 'nvt' or 'nb'. text: the
    goal in words.
    replaced: the recording that took the place of the whole delivery; a row is
    also superseded by a later one with the same `key`, the later quarter and
    upload winning. withdrawn: why the delivery was taken back; it then counts
    as never recorded. side: 'minstens' or 'hoogstens'; None where the figure's own
    better side holds.
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
    text: str | None = None
    replaced: Recording | None = None
    withdrawn: str | None = None
    side: str | None = None

    def __post_init__(self) -> None:
        if self.side not in (None, *DIRECTIONS):
            raise ValueError(f"a target is at least or at most its value: {self}")
        if self.last is not None and self.last < self.first:
            raise ValueError(f"a target ends before it starts: {self}")
        if (self.value is None) != (self.status in ("nvt", "nb")):
            raise ValueError(f"a target has a value or says why not: {self}")

    @property
    def key(self) -> tuple[object, ...]:
        """What a later row must share to take this one's place, as in the contract."""
        return (self.place, self.region_named, self.text, self.first, self.soort)

    def covers(self, quarter: Quarter) -> bool:
        """Whether it holds on every day of `quarter`."""
        ends = self.last is None or self.last >= quarter.last_day
        return self.first <= quarter.first_day and ends

    def touches(self, quarter: Quarter) -> bool:
        """Whether it holds on any day of `quarter`."""
        ends = self.last is None or self.last >= quarter.first_day
        return self.first <= quarter.last_day and ends

    def counts_after(self, upload_id: int) -> bool:
        """Whether its delivery was recorded, and not yet replaced, when this upload had come."""
        begun = self.recorded.upload_id <= upload_id
        return begun and (self.replaced is None or self.replaced.upload_id > upload_id)


@dataclass(frozen=True, slots=True)
class Standing:
    """The target that stands for a Werkplein, indicator, kind and quarter.

    soort: None where there is no target of any kind. value: in the unit of
    the indicator (a share from 0 to 1); None with `reason`, a wording key.
    recorded: None for a norm of the register. period: the days it holds, where
    those are more than the quarter; then it is judged over all of them.
    afterwards: the quarter was over when it was recorded. now: what is
    recorded by now, where that is another value, and does not alter this one.
    side: 'minstens' or 'hoogstens' where the target says so itself.
    """

    indicator: Indicator
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
    period: TargetPeriod | None = None
    side: str | None = None

    @property
    def direction(self) -> str:
        """Which way is better: 'higher', 'lower', or 'neutral' where nothing says."""
        return direction_of(self.indicator, self.side)


@dataclass(frozen=True)
class TargetRegister:
    """Every target that was ever recorded, in the order of recording.

    Faulty targets raise nothing: `target_findings` tells them, and they give no
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
        no target to judge by, the first later state that has one. A
        Werkplein's own target goes before that of its region. More than one at
        the same level is an overlap: then none is chosen.
        """
        own = self._held.get((werkplein, False, indicator.key, soort), ())
        regional = self._held.get((region, True, indicator.key, soort), ()) if region else ()
        state = _standing_state(indicator, own, regional, quarter)
        if not state.held:
            part = any(t.touches(quarter) for t in (*_state(own, _ALL), *_state(regional, _ALL)))
            return _without(indicator, werkplein, quarter, soort, PART_OF_QUARTER) if part else None
        newest = _after(indicator, own, regional, quarter, _ALL)
        last = max(state.held, key=lambda target: target.recorded)
        derived = last.derived_from or (region if state.level == "regio" else None)
        return Standing(
            indicator=indicator,
            werkplein=werkplein,
            quarter=quarter,
            soort=soort,
            level=state.level,
            value=state.value,
            reason=state.reason,
            derived_from=derived,
            recorded=last.recorded,
            afterwards=last.recorded.on > quarter.last_day,
            now=newest.value if newest.value != state.value else None,
            period=_period(state.held) if state.value is not None else None,
            side=last.side,
        )

    def now(self) -> tuple[tuple[Target, ...], ...]:
        """The targets that count by now, per place, indicator and kind."""
        return tuple(_state(held, _ALL) for held in self._held.values())


_ALL = 2**62


@dataclass(frozen=True, slots=True)
class _State:
    """The targets that hold for a Werkplein and quarter by one state of what is recorded."""

    held: tuple[Target, ...]
    level: Level
    value: float | None
    reason: str | None
    sided: bool = True

    @property
    def usable(self) -> bool:
        """Whether it gives a verdict, or says that there is none to give."""
        return self.reason == NOT_APPLICABLE or (self.reason is None and self.sided)


def _standing_state(
    indicator: Indicator, own: Sequence[Target], regional: Sequence[Target], quarter: Quarter
) -> _State:
    """The state that stands for `quarter`: as recorded by its end, else the first usable one.

    Where none is usable the first that holds anything, which tells what is wrong.
    """
    events = _events((*own, *regional))
    in_time = [event.upload_id for event in events if event.on <= quarter.last_day]
    afterwards = [event.upload_id for event in events if event.on > quarter.last_day]
    orders = [*in_time[-1:], *afterwards]
    states = [_after(indicator, own, regional, quarter, order) for order in orders]
    found = [state for state in states if state.held]
    usable = [state for state in found if state.usable]
    return next(iter(usable or found), _State((), "werkplein", None, NONE))


def _events(targets: Iterable[Target]) -> list[Recording]:
    """Every recording that changed these targets, in their order."""
    changes = {t.recorded for t in targets} | {t.replaced for t in targets if t.replaced}
    return sorted(changes)


def _after(
    indicator: Indicator,
    own: Sequence[Target],
    regional: Sequence[Target],
    quarter: Quarter,
    order: int,
) -> _State:
    level: Level = "werkplein"
    held = tuple(target for target in _state(own, order) if target.covers(quarter))
    if not held:
        held = tuple(target for target in _state(regional, order) if target.covers(quarter))
        level = "regio"
    # One that says neither at least nor at most, of a figure that does not either.
    sided = all(direction_of(indicator, target.side) != NO_SIDE for target in held)
    return _State(held, level, *_valued(indicator, held, level), sided)


def _state(targets: Iterable[Target], order: int) -> tuple[Target, ...]:
    """The rows that count when upload `order` had come: per key the last of the latest quarter.

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


def _period(held: Sequence[Target]) -> TargetPeriod | None:
    """The days the one target holds, if it ends and they are more than one quarter."""
    (target,) = held
    if target.last is None:
        return None
    found = TargetPeriod(target.first, target.last)
    return found if found.exceeds_quarter else None


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
    return Standing(indicator, werkplein, quarter, soort, "werkplein", None, reason, None, None)


def in_unit(indicator: Indicator, written: float) -> float:
    """A target as written, in the unit of the indicator: 35 is the share 0.35."""
    return written / 100 if indicator.unit == "share" else written


def is_possible(indicator: Indicator, value: float) -> bool:
    """Whether the indicator can have this value: a share up to 1, a mark within its scale."""
    if indicator.bounds is not None:
        return indicator.bounds[0] <= value <= indicator.bounds[1]
    return 0 <= value <= (1 if indicator.unit == "share" else float("inf"))


def standing_targets(
    register: TargetRegister,
    indicators: Iterable[Indicator],
    werkpleinen: Iterable[str],
    quarters: Collection[Quarter],
    region_of: Mapping[tuple[str, Quarter], str],
) -> tuple[Standing, ...]:
    """What stands for every indicator, Werkplein and quarter, per kind of target.

    A norm of the register of norms with a share stands for every Werkplein, in
    the quarters of which it is known that it was in force. It is left out where the Werkplein or
    its region has a norm of the same value, and stands beside one of another
    value: a place cannot make a norm lower for itself. region_of: the region a
    Werkplein belongs to in a quarter. Where no target holds there is one
    Standing without value that says why.
    """
    found: list[Standing] = []
    for indicator in indicators:
        kinds = register.kinds(indicator.key)
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
    if norm is None or not norm.shares:
        return None
    # Of a norm whose begin was not found nobody may say that it was reached.
    reason = NO_NATIONAL_NORM.get(norm.validity(quarter), "indicators.reason_norm_not_in_force")
    value = norm.share_in(quarter) if reason is None else None
    if reason is None and value is None:
        reason = NORM_SHARE_UNKNOWN
    return Standing(
        indicator, werkplein, quarter, NORM, "landelijk", value, reason, norm.rule, None
    )
