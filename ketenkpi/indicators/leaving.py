"""How soon cases leave: who is still there on a day, and who left in the wanted way by then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ketenkpi.counts import Counts
from ketenkpi.figure import Figure, lacking, number_of
from ketenkpi.indicators import reasons
from ketenkpi.indicators.ask import asked_as
from ketenkpi.indicators.causes import by_cause, everyone_at_risk
from ketenkpi.indicators.reasons import first_that_holds
from ketenkpi.indicators.waiting import cut_short, too_little
from ketenkpi.stats import Incidence, Interval
from ketenkpi.stats.interval import Bools

LEVEL = 0.95
STAYS, WENT = "indicators.method_kaplan_meier", "indicators.method_aalen_johansen"
Lacks = tuple[Bools, str]


@dataclass(frozen=True, eq=False)
class Leaving:
    """Groups of cases followed from their begin until they leave, or as far as is known.

    names: of the groups. left: who left in the wanted way, and all together. scant: which
    groups have no figure on any day, with why. unrecorded: those of which no way of
    leaving is known.
    """

    names: tuple[str, ...]
    left: Incidence
    scant: tuple[Lacks, ...]
    unrecorded: Bools

    def cases(self) -> tuple[int, ...]:
        """The cases of each group, running ones included."""
        return tuple(self.left.together.n.tolist())

    def followed(self, day: int) -> tuple[int, ...]:
        """The cases of each group under observation on a day: the number at risk."""
        return tuple(self.left.together.followed(day).tolist())

    def stays(self, day: int, level: float = LEVEL) -> tuple[Figure, ...]:
        """The share of each group that is still there after a day (Kaplan-Meier)."""
        found = self._at(level).together.survival(day)
        cut = cut_short(self.left.together, found.value, day)
        return self._figures(found, STAYS, *self.scant, (cut, reasons.FOLLOW_UP_INCOMPLETE))

    def went(self, day: int, level: float = LEVEL) -> tuple[Figure, ...]:
        """The share of each group that left in the wanted way by a day (Aalen-Johansen).

        Who left otherwise stays below the line, so that this share, that of those who
        left otherwise and that of those who stay add up to one.
        """
        found = self._at(level).at(day)
        cut = cut_short(self.left.together, found.value, day)
        unknown = (self.unrecorded, reasons.NOT_RECORDED)
        return self._figures(found, WENT, unknown, *self.scant, (cut, reasons.FOLLOW_UP_INCOMPLETE))

    def median(self) -> tuple[Figure, ...]:
        """The day by which half of each group had left, however they left."""
        found = self.left.together.quantile(0.5)
        return self._figures(
            found, STAYS, *self.scant, (np.isnan(found.value), reasons.NOT_REACHED)
        )

    def _at(self, level: float) -> Incidence:
        return replace(self.left, together=replace(self.left.together, level=level))

    def _figures(self, found: Interval, method: str, *lacks: Lacks) -> tuple[Figure, ...]:
        whys = reasons.texts(first_that_holds(len(self.names), *lacks)).to_pylist()
        told = zip(found.value, found.low, found.high, self.cases(), strict=True)
        return tuple(
            lacking(why, n) if why else _figure(value, low, high, n, method)
            for (value, low, high, n), why in zip(told, whys, strict=True)
        )


def _figure(value: float, low: float, high: float, n: int, method: str) -> Figure:
    return Figure(float(value), number_of(low), number_of(high), n=n, method=method)


def leaving(
    counts: Counts,
    key: str,
    by: str,
    where: Mapping[str, Sequence[object]],
    regio_of: Mapping[str, str] | None = None,
) -> Leaving:
    """The cases of an indicator that follows who leaves in one way (kind incidence), day by day.

    by: what groups them (doelgroep or regeling). where, regio_of and errors as of
    `indicators`; which Werkpleinen and quarters count is as of that indicator.
    """
    asked = asked_as(counts, key, by=[by], where=where, regio_of=regio_of)
    rows, wanted = everyone_at_risk(asked)
    left = by_cause(asked, rows, wanted)
    names = tuple(map(str, asked.grouping.key(by)))
    return Leaving(names, left, too_little(left.together, asked.indicator), asked.all_unknown())
