"""How soon target groups leave: who is still there, and who left to work, day by day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from math import comb
from typing import TYPE_CHECKING, Any

from ketenkpi import stats
from ketenkpi.figure import Figure
from ketenkpi.indicators import Leaving, leaving, load_indicators, needed, newest_mature
from ketenkpi.terms import days_of
from ketenkpi.vocabularies import vocabularies

if TYPE_CHECKING:
    from ketenkpi.comparison.source import TargetSource
    from ketenkpi.scope import Scope
    from ketenkpi.source import Where

# Everybody who began, followed to their leaving: to work, or in another way.
WORK, GROUP = "werk_binnen_182", "doelgroep"
HALF, YEAR = days_of("half_jaar"), days_of("jaar")
# Where the number still followed is told; a curve is drawn by week, for four of these.
EVERY, WEEK = days_of("dertien_weken"), 7
DAYS = range(0, 4 * EVERY + 1, WEEK)
COHORTS = 4
# More curves than this on one picture cannot be told apart.
MOST = 4
LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class OnDay:
    """One day of a group. followed: cases under observation that day (the number at risk);
    stays: the share still there after it; went: the share that had left to work by then."""

    day: int
    followed: int
    stays: Figure
    went: Figure


@dataclass(frozen=True, slots=True)
class GroupLeaving:
    """A target group. n: its cases; median: the day by which half had left, however they
    left; half, year: after half a year and a year; course: by week from day 0 on."""

    group: str
    n: int
    median: Figure
    half: OnDay
    year: OnDay
    course: tuple[OnDay, ...]


@dataclass(frozen=True)
class LeavingByGroup:
    """Target groups of one place beside each other.

    quarters: of begin, the last year of which all were followed for half a year.
    groups: in the order of their vocabulary. drawn: the largest that have a figure, at most
    `MOST`. sooner: pairs of these of which surely fewer of the first are there after
    half a year; to_work: of which surely more of the first left to work by then. `level` is
    that of each difference, so that in all together one in twenty would be by chance.
    """

    quarters: tuple[int, ...]
    groups: tuple[GroupLeaving, ...]
    drawn: tuple[GroupLeaving, ...]
    sooner: frozenset[tuple[str, str]]
    to_work: frozenset[tuple[str, str]]
    level: float


def leaving_of(
    source: TargetSource,
    column: str | None,
    place: str,
    scope: Scope,
    *,
    quarters: Sequence[int],
    quarter: int,
    scheme: str | None = None,
) -> LeavingByGroup:
    """Of a Werkplein, a region or all together (column None), who began up to a quarter.

    quarters: among which the last year is sought of which all were followed long enough.
    For who may see rows: a curve tells on which day each of a few people left. Raises
    OutOfScope for others.
    """
    scope.require_rows()
    within: dict[str, list[Any]] = {} if column is None else {column: [place]}
    within |= {} if scheme is None else {"regeling": [scheme]}
    before = [each for each in quarters if each <= quarter]
    last = _last_followed(source, column, scope, {**within, "kwartaal": before}) or quarter
    year = tuple(range(last - COHORTS + 1, last + 1))
    where = within | {"kwartaal": list(year)}
    read = needed([load_indicators()[WORK]], where, (GROUP,))
    counts = source.tallies(read, scope)
    return by_group(leaving(counts, WORK, GROUP, where, source.regions(scope)), year)


def _last_followed(
    source: TargetSource, column: str | None, scope: Scope, where: Where
) -> int | None:
    """The newest quarter of which all were followed for half a year; None where none was."""
    by = ("kwartaal",) if column is None else (column, "kwartaal")
    return newest_mature(source.figures([WORK], by, scope, where)).get(WORK)


def by_group(found: Leaving, quarters: tuple[int, ...]) -> LeavingByGroup:
    """The curves laid out by group, with what may be said of their differences."""
    order = {key: at for at, key in enumerate(vocabularies().groups.stored)}
    groups = sorted(_groups(found), key=lambda each: order.get(each.group, len(order)))
    known = [each for each in groups if each.half.stays.value is not None]
    largest = sorted(known, key=lambda each: -each.n)[:MOST]
    names = {each.group for each in largest}
    level = 1 - (1 - LEVEL) / max(comb(len(names), 2), 1)
    stays, went = (
        {name: figure for name, figure in zip(found.names, of_day, strict=True) if name in names}
        for of_day in (found.stays(HALF, level), found.went(HALF, level))
    )
    return LeavingByGroup(
        quarters,
        tuple(groups),
        tuple(each for each in groups if each.group in names),
        frozenset((least, most) for most, least in _surely_more(stays)),
        _surely_more(went),
        level,
    )


def _groups(found: Leaving) -> list[GroupLeaving]:
    days = {day: _on_day(found, day) for day in {*DAYS, HALF, YEAR}}
    told = zip(found.names, found.cases(), found.median(), strict=True)
    return [
        GroupLeaving(
            name, n, median, days[HALF][at], days[YEAR][at], tuple(days[day][at] for day in DAYS)
        )
        for at, (name, n, median) in enumerate(told)
        if n
    ]


def _on_day(found: Leaving, day: int) -> list[OnDay]:
    told = zip(found.followed(day), found.stays(day), found.went(day), strict=True)
    return [OnDay(day, *each) for each in told]


def _surely_more(figures: Mapping[str, Figure]) -> frozenset[tuple[str, str]]:
    """The pairs of which the first has surely more than the second; groups share no case."""
    return frozenset(
        (one, other)
        for one, other in permutations(figures, 2)
        if _above(figures[one], figures[other])
    )


def _above(one: Figure, other: Figure) -> bool:
    ends = (one.value, one.low, one.high, other.value, other.low, other.high)
    known = [end for end in ends if end is not None]
    return len(known) == len(ends) and bool(stats.difference(*known).low > 0)
