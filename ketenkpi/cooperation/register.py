"""The phases of cooperation as they were registered: periods, approvals, transitions (7.3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby, pairwise
from typing import Any

from ketenkpi.contracts.not_applicable import names_in
from ketenkpi.cooperation.scan import GEMEENTE, PARTNERS, UWV
from ketenkpi.shown import shown
from ketenkpi.vocabulary import Quarter

APPROVED, ONE_LACKS, NONE = "approved", "one_lacks", "none"
OVERLAP, GAP = "overlap", "gap"
APPROVALS = {UWV: "akkoord_uwv", GEMEENTE: "akkoord_gemeente"}
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PhasePeriod:
    """A phase of one Werkplein and target group, from the first day up to and with the last.

    last None: it still runs. approvals: per partner the day of its approval,
    None without one. not_asked: partners whose approval does not apply.
    """

    werkplein: str
    doelgroep: str
    phase: str
    first: date
    last: date | None
    evidence: str | None
    approvals: Mapping[str, date | None]
    not_asked: tuple[str, ...] = ()

    def holds_on(self, day: date) -> bool:
        """Whether this phase holds on a day."""
        return self.first <= day and (self.last is None or day <= self.last)

    def days(self, until: date) -> int:
        """How many days it lasted, up to and with `until` when it still runs."""
        end = until if self.last is None else min(self.last, until)
        return max((end - self.first).days + 1, 0)

    @property
    def lacking(self) -> tuple[str, ...]:
        """The partners that did not approve and had to."""
        asked = (partner for partner in PARTNERS if partner not in self.not_asked)
        return tuple(partner for partner in asked if self.approvals[partner] is None)

    @property
    def approval(self) -> str:
        """'approved' by both, 'one_lacks' or 'none'."""
        return (APPROVED, ONE_LACKS, NONE)[len(self.lacking)]


@dataclass(frozen=True, slots=True)
class Transition:
    """From one phase to the next, on the first day of the next one."""

    werkplein: str
    doelgroep: str
    day: date
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PhaseBreak:
    """Days on which a target group has two phases ('overlap') or none between two ('gap').

    last None: without end.
    """

    werkplein: str
    doelgroep: str
    kind: str
    first: date
    last: date | None


@shown
@dataclass(frozen=True)
class Timeline:
    """All periods by Werkplein, target group and day; until: the last day delivered about."""

    periods: tuple[PhasePeriod, ...]
    until: date

    def of(self, werkplein: str, doelgroep: str | None = None) -> tuple[PhasePeriod, ...]:
        """The periods of one Werkplein, of one target group where one is named."""
        return tuple(
            each for each in self.periods
            if each.werkplein == werkplein and doelgroep in (None, each.doelgroep)
        )  # fmt: skip

    def at(self, werkplein: str, quarter: Quarter) -> tuple[PhasePeriod, ...]:
        """The periods that hold on the last day of a quarter."""
        return tuple(each for each in self.of(werkplein) if each.holds_on(quarter.last_day))

    @property
    def transitions(self) -> tuple[Transition, ...]:
        """Every move from one phase to another, in the order of the periods."""
        found = []
        for _, periods in groupby(self.periods, key=lambda each: (each.werkplein, each.doelgroep)):
            for one, other in pairwise(periods):
                if one.phase != other.phase:
                    place = (other.werkplein, other.doelgroep, other.first)
                    found.append(Transition(*place, one.phase, other.phase))
        return tuple(found)

    @property
    def breaks(self) -> tuple[PhaseBreak, ...]:
        """Where periods do not follow each other.

        New files with such periods are refused; those stored before that rule
        may hold them.
        """
        found = []
        for place, periods in groupby(
            self.periods, key=lambda each: (each.werkplein, each.doelgroep)
        ):
            before, *others = periods
            reach = before.last
            for each in others:
                if reach is None or each.first <= reach:
                    end = _earlier(reach, each.last)
                    found.append(PhaseBreak(*place, OVERLAP, each.first, end))
                elif each.first > reach + DAY:
                    found.append(PhaseBreak(*place, GAP, reach + DAY, each.first - DAY))
                reach = None if reach is None or each.last is None else max(reach, each.last)
        return tuple(found)


def _earlier(one: date | None, other: date | None) -> date | None:
    return min((day for day in (one, other) if day is not None), default=None)


def timeline(rows: Iterable[Mapping[str, Any]], until: date) -> Timeline:
    """The register of phases.

    rows: those of contract `fasen` as mappings from column to value, missing is
    None, and `_nvt` names columns that do not apply. Rows from before the columns
    of approvals have none.
    """
    periods = [
        PhasePeriod(
            row["werkplein"],
            row["doelgroep"],
            row["fase"],
            row["vanaf"],
            row["tot"],
            row["bewijs"],
            {partner: row.get(column) for partner, column in APPROVALS.items()},
            tuple(p for p, column in APPROVALS.items() if column in names_in(row.get("_nvt"))),
        )
        for row in rows
    ]
    order = sorted(periods, key=lambda each: (each.werkplein, each.doelgroep, each.first))
    return Timeline(tuple(order), until)
