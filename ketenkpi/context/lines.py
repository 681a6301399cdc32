"""Numbers by quarter as lines of an index, and how far two of them went apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log, log1p

from ketenkpi.context.result import CoursesApart, IndexLine, LinePoint, LineRole, Verdict
from ketenkpi.context.series import OutsideSeries
from ketenkpi.context.subjects import ContextRules, ContextSubject
from ketenkpi.stats import SEASONS, Drift, drift
from ketenkpi.vocabulary import Quarter


@dataclass(frozen=True, slots=True)
class CountedNumber:
    """A number of a quarter. population: what it may be divided by, None: not known."""

    value: float
    population: float | None
    open: bool


@dataclass(frozen=True)
class LineNumbers:
    """The numbers of one area by quarter, before they are an index; see `IndexLine`."""

    role: LineRole
    name: str | None
    series: OutsideSeries | None
    by_quarter: Mapping[Quarter, CountedNumber]
    brought: bool = False
    code: str | None = None

    def indexed(self, base: Quarter) -> IndexLine:
        """As a line that is 100 in `base`, in which it must be more than nothing."""
        at = self.by_quarter[base].value
        points = {when: _point(one, at) for when, one in sorted(self.by_quarter.items())}
        return IndexLine(self.role, self.name, self.series, points, self.brought, self.code)


def _point(one: CountedNumber, base: float) -> LinePoint:
    rate = 1000 * one.value / one.population if one.population else None
    return LinePoint(one.value, 100 * one.value / base, rate, one.open)


def common(lines: Iterable[LineNumbers]) -> list[Quarter]:
    """The quarters in which every line has more than nothing, in order."""
    held = [{when for when, one in line.by_quarter.items() if one.value > 0} for line in lines]
    return sorted(set.intersection(*held)) if held else []


def apart(
    subject: ContextSubject, own: LineNumbers | None, country: LineNumbers, rules: ContextRules
) -> CoursesApart:
    """Whether the own course goes with that of the country, by its changes from quarter to quarter.

    Of as many whole years as are unbroken up to the newest quarter that both have and that
    is settled: then what comes back each year adds up to nothing.
    """
    if own is None:
        return CoursesApart("no_own")
    if subject.another_kind is not None:
        return CoursesApart("another_kind")
    run = _unbroken([when for when in common((own, country)) if _settled(when, own, country)])
    years = (len(run) - 1) // SEASONS
    if years < rules.least_years:
        return CoursesApart("few")
    run = run[-1 - years * SEASONS :]
    ratios = [log(own.by_quarter[w].value / country.by_quarter[w].value) for w in run]
    found = drift([after - before for before, after in pairwise(ratios)])
    return CoursesApart(_verdict(found, rules.along_within), run[0], run[-1], found)


def _settled(when: Quarter, *lines: LineNumbers) -> bool:
    return not any(line.by_quarter[when].open for line in lines)


def _unbroken(quarters: Sequence[Quarter]) -> list[Quarter]:
    """The last of these quarters with those before it that follow each other."""
    run: list[Quarter] = []
    for when in reversed(quarters):
        if run and run[-1] - when != 1:
            break
        run.append(when)
    return run[::-1]


def _verdict(found: Drift, within: float) -> Verdict:
    if found.low > 0:
        return "higher"
    if found.high < 0:
        return "lower"
    margin = log1p(within)
    return "along" if -margin < found.low and found.high < margin else "unclear"
