"""The goal register: from the region to the Werkplein, and what may be asked of a goal (6).

Of every goal four things are asked. Is it measurable (an indicator and a
value)? Does it follow from a goal or plan of its region? Was it set before it
began? Is it on track? Each answer is yes, no or unknown, or the question does
not apply; a count names all four apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any, Literal

from ketenkpi.comparison.target_progress import CANNOT_TELL, NOT_REACHED, REACHED
from ketenkpi.comparison.targets import in_unit, is_possible
from ketenkpi.comparison.verdicts import NOT_APPLICABLE, ON_THE_WAY
from ketenkpi.indicators import Indicator
from ketenkpi.register.names import key as plain_name
from ketenkpi.vocabulary import Quarter

Answer = Literal["yes", "no", "unknown", "nvt"]
ANSWERS: tuple[Answer, ...] = ("yes", "no", "unknown", "nvt")
CHECKS = ("measurable", "derived", "in_advance", "on_track")
# Before the end of its period a goal is neither reached nor missed.
_ON_THE_WAY: Mapping[str, Answer] = dict.fromkeys(ON_THE_WAY, "nvt")
BY_VERDICT: Mapping[str, Answer] = MappingProxyType(
    {
        REACHED: "yes",
        NOT_REACHED: "no",
        CANNOT_TELL: "unknown",
        NOT_APPLICABLE: "nvt",
        **_ON_THE_WAY,
    }
)


@dataclass(frozen=True, slots=True)
class Goal:
    """One row of contract `doelen`.

    place: a Werkplein, or with `regional` an arbeidsmarktregio. region: that of
    the Werkplein (None when not known), or the region itself. text: the goal in
    words, None when only an indicator was given. value: as written (a share in
    per cent). set_on: the day it was set, None when not known. side: 'minstens' or
    'hoogstens' where the goal says so.
    """

    place: str
    regional: bool
    region: str | None
    text: str | None
    indicator: str | None
    soort: str
    first: date
    last: date | None
    value: float | None
    status: str
    set_on: date | None
    derived_from: str | None
    side: str | None = None

    def holds_in(self, quarter: Quarter) -> bool:
        """Whether it holds on every day of `quarter`."""
        ends = self.last is None or self.last >= quarter.last_day
        return self.first <= quarter.first_day and ends


@dataclass(frozen=True, slots=True)
class GoalCheck:
    """An answer to one question about a goal, with a wording key and params that say why."""

    answer: Answer
    reason: str | None = None
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Judged:
    """A goal with its four checks.

    number: its place in the register, from 1. parent: the number of the
    regional goal it follows from; plan: the name of the plan, where it follows
    from that. verdict: the row of `comparison.verdicts` it was judged by, in
    the last quarter it holds; None where there is none.
    """

    number: int
    goal: Goal
    checks: Mapping[str, GoalCheck]
    parent: int | None
    plan: str | None
    verdict: Mapping[str, Any] | None

    @property
    def is_on_the_way(self) -> bool:
        """Whether it is ahead, behind or on schedule: its period is not over yet."""
        return self.verdict is not None and self.verdict["verdict"] in ON_THE_WAY

    def answer(self, check: str) -> Answer:
        """The answer to one of CHECKS."""
        return self.checks[check].answer


@dataclass(frozen=True, slots=True)
class GoalTally:
    """How many goals answer a question with yes, no and unknown; `not_applicable` is apart."""

    yes: int
    no: int
    unknown: int
    not_applicable: int

    @property
    def of(self) -> int:
        """The goals that the question applies to."""
        return self.yes + self.no + self.unknown


@dataclass(frozen=True)
class GoalRegister:
    """Every goal in scope as judged in `quarter`: regional ones first, then by Werkplein."""

    quarter: Quarter
    goals: tuple[Judged, ...]

    def tally(self, check: str) -> GoalTally:
        """The answers to one of CHECKS, counted."""
        given = [judged.answer(check) for judged in self.goals]
        return GoalTally(*(given.count(each) for each in ANSWERS))

    def children(self, number: int) -> tuple[Judged, ...]:
        """The goals that follow from the goal with this number."""
        return tuple(judged for judged in self.goals if judged.parent == number)

    def of_place(self, place: str) -> tuple[Judged, ...]:
        """The goals of one Werkplein or region."""
        return tuple(judged for judged in self.goals if judged.goal.place == place)


def goals_of(rows: Iterable[Mapping[str, Any]], region_of: Mapping[str, str]) -> tuple[Goal, ...]:
    """The goals in rows of contract `doelen`; region_of: the region of each Werkplein."""
    return tuple(_goal(row, region_of) for row in rows)


def _goal(row: Mapping[str, Any], region_of: Mapping[str, str]) -> Goal:
    regional = row["werkplein"] is None
    place = row["arbeidsmarktregio"] if regional else row["werkplein"]
    return Goal(
        place=place,
        regional=regional,
        region=place if regional else region_of.get(place),
        text=row["doel"],
        indicator=row["indicator"],
        soort=row["soort"] or "onbekend",
        first=row["vanaf"],
        last=row["tot"],
        value=row["waarde"],
        status=row["status"] or "bekend",
        set_on=row["vastgesteld"],
        derived_from=row["afgeleid_van"],
        side=row.get("richting"),
    )


def judged_in(goal: Goal, quarter: Quarter) -> Quarter | None:
    """The last quarter up to `quarter` on every day of which the goal holds; None without one."""
    last = quarter if goal.last is None else min(quarter, _last_whole(goal.last))
    return last if goal.holds_in(last) else None


def _last_whole(day: date) -> Quarter:
    of = Quarter.of(day)
    return of if of.last_day == day else of + -1


# Place, whether it is a region, indicator, kind of target, quarter index.
Key = tuple[str, bool, str, str, int]


def judge(
    goals: Sequence[Goal],
    quarter: Quarter,
    known: Mapping[str, Indicator],
    verdicts: Mapping[Key, Mapping[str, Any]],
) -> GoalRegister:
    """The register of these goals at the end of `quarter`.

    verdicts: rows of `comparison.verdicts` by place, whether that is a region,
    indicator, kind and quarter. They are given by the target that was recorded
    in time, so a goal that is changed later does not alter them.
    """
    ordered = sorted(goals, key=_order)
    numbered = list(enumerate(ordered, start=1))
    sources = _Sources.of(numbered)
    return GoalRegister(
        quarter,
        tuple(
            _judged(number, goal, quarter, known, verdicts, sources) for number, goal in numbered
        ),
    )


def _order(goal: Goal) -> tuple[str, bool, str, date, str, str]:
    region = goal.region or ""
    return (region, not goal.regional, goal.place, goal.first, goal.indicator or "", goal.soort)


def _judged(
    number: int,
    goal: Goal,
    quarter: Quarter,
    known: Mapping[str, Indicator],
    verdicts: Mapping[Key, Mapping[str, Any]],
    sources: _Sources,
) -> Judged:
    measurable = _measurable(goal, known)
    derived, parent, plan = sources.resolve(goal, known)
    on_track, verdict = _on_track(goal, measurable, quarter, verdicts)
    checks = {
        "measurable": measurable,
        "derived": derived,
        "in_advance": _in_advance(goal),
        "on_track": on_track,
    }
    return Judged(number, goal, MappingProxyType(checks), parent, plan, verdict)


def _measurable(goal: Goal, known: Mapping[str, Indicator]) -> GoalCheck:
    if goal.status == "nvt":
        return GoalCheck("nvt", "programme.goal_not_applicable")
    if goal.indicator is None:
        return GoalCheck("no", "programme.goal_without_indicator")
    indicator = known.get(goal.indicator)
    if indicator is None:
        return GoalCheck("no", "programme.goal_unknown_indicator", {"indicator": goal.indicator})
    if goal.value is None:
        return GoalCheck("unknown", "programme.goal_value_unknown")
    if not is_possible(indicator, in_unit(indicator, goal.value)):
        return GoalCheck("no", "programme.goal_value_impossible")
    return GoalCheck("yes")


def _in_advance(goal: Goal) -> GoalCheck:
    if goal.set_on is None:
        return GoalCheck("unknown", "programme.goal_day_unknown")
    if goal.set_on <= goal.first:
        return GoalCheck("yes")
    late = (goal.set_on - goal.first).days
    return GoalCheck("no", "programme.goal_afterwards", {"days": late})


def _on_track(
    goal: Goal,
    measurable: GoalCheck,
    quarter: Quarter,
    verdicts: Mapping[Key, Mapping[str, Any]],
) -> tuple[GoalCheck, Mapping[str, Any] | None]:
    if measurable.answer == "nvt":
        return GoalCheck("nvt", measurable.reason), None
    if goal.first > quarter.last_day:
        return GoalCheck("nvt", "programme.goal_not_begun"), None
    if measurable.answer != "yes" or goal.indicator is None:
        return GoalCheck("unknown", "programme.goal_not_measurable"), None
    asked = judged_in(goal, quarter)
    if asked is None:
        return GoalCheck("nvt", "programme.goal_no_whole_quarter"), None
    at = (goal.place, goal.regional, goal.indicator, goal.soort, asked.index)
    row = verdicts.get(at)
    if row is None:
        return GoalCheck("unknown", "programme.goal_not_judged"), None
    # Of a figure that should be there and is not, being on track is unknown.
    answer = BY_VERDICT.get(row["verdict"], "unknown")
    reason = row["reason"] if isinstance(row["reason"], str) else None
    return GoalCheck(answer, reason), row


@dataclass(frozen=True)
class _Sources:
    """What goals can follow from, per region: its goals and the plans these name."""

    goals: Mapping[str, tuple[tuple[int, Goal], ...]]

    @classmethod
    def of(cls, numbered: Iterable[tuple[int, Goal]]) -> _Sources:
        found: dict[str, list[tuple[int, Goal]]] = {}
        for number, goal in numbered:
            if goal.regional:
                found.setdefault(plain_name(goal.place), []).append((number, goal))
        return cls({region: tuple(each) for region, each in found.items()})

    def resolve(
        self, goal: Goal, known: Mapping[str, Indicator]
    ) -> tuple[GoalCheck, int | None, str | None]:
        """Whether it follows from its region: the check, the number of the goal, the plan."""
        if goal.regional:
            return GoalCheck("nvt", "programme.goal_is_regional"), None, None
        if goal.derived_from is None:
            return GoalCheck("no", "programme.goal_of_its_own"), None, None
        if goal.region is None:
            return GoalCheck("unknown", "programme.goal_region_unknown"), None, None
        named = plain_name(goal.derived_from)
        regional = self.goals.get(plain_name(goal.region), ())
        for number, other in regional:
            if named in _names(other, known):
                return GoalCheck("yes"), number, None
        if any(named == plain_name(other.derived_from or "") for _, other in regional):
            return GoalCheck("yes"), None, goal.derived_from
        missing = {"name": goal.derived_from, "region": goal.region}
        return GoalCheck("unknown", "programme.goal_source_not_found", missing), None, None


def _names(goal: Goal, known: Mapping[str, Indicator]) -> set[str]:
    """Everything a regional goal may be called by: its text, its indicator."""
    called = {goal.text, goal.indicator}
    indicator = known.get(goal.indicator or "")
    if indicator is not None:
        called |= {indicator.name.nl, indicator.name.en}
    return {plain_name(name) for name in called if name}
