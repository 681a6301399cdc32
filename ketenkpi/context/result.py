"""What is found: courses of a place, its region and the country, and how far they went apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from ketenkpi.context.series import OutsideSeries
from ketenkpi.context.subjects import ContextSubject
from ketenkpi.shown import shown
from ketenkpi.stats import Drift
from ketenkpi.vocabulary import Quarter

LineRole = Literal["own", "region", "country"]
# along, higher and lower by the limits; else why nothing can be said.
Verdict = Literal["along", "higher", "lower", "unclear", "few", "another_kind", "no_own"]


@dataclass(frozen=True, slots=True)
class LinePoint:
    """One quarter of a line: the number itself, as an index, and per 1,000 of the population.

    per_1000: None where the population is not known. open: may still change, so nothing is
    concluded from it.
    """

    value: float
    index: float
    per_1000: float | None
    open: bool


@dataclass(frozen=True)
class IndexLine:
    """The course of one area. name: of the place or region, None of the country.

    series: whose numbers these are, None where they are of what was delivered about clients;
    brought: they came with a file of the installation. code: of the area at CBS.
    """

    role: LineRole
    name: str | None
    series: OutsideSeries | None
    points: Mapping[Quarter, LinePoint]
    brought: bool = False
    code: str | None = None


@dataclass(frozen=True, slots=True)
class CoursesApart:
    """How far the own course went away from that of the country between two quarters.

    drift: of the logarithm of own divided by country; None where nothing was worked out.
    """

    verdict: Verdict
    first: Quarter | None = None
    last: Quarter | None = None
    drift: Drift | None = None


@shown
@dataclass(frozen=True)
class ContextCourse:
    """What stands beside each other of one subject and place, as an index with `base` = 100.

    lines: the own one first, then the region, then the country; those without numbers are
    not there. region: its name; None where it is not known, or the place itself is one.
    area_since: the quarter since which the place has the area it has, None: all the time.
    """

    subject: ContextSubject
    place: str
    region: str | None
    base: Quarter
    lines: tuple[IndexLine, ...]
    apart: CoursesApart
    area_since: Quarter | None

    @property
    def quarters(self) -> tuple[Quarter, ...]:
        """Every quarter that a line has, in order."""
        return tuple(sorted({quarter for line in self.lines for quarter in line.points}))

    def line(self, role: LineRole) -> IndexLine | None:
        """The line of this role, None where there is none."""
        return next((line for line in self.lines if line.role == role), None)
