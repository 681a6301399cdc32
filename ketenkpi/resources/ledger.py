"""The rows of contract `middelen` within one question, and who should have delivered them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ketenkpi.contracts.not_applicable import names_in
from ketenkpi.figure import Figure
from ketenkpi.resources.sums import EMPTY, NOT_APPLICABLE, summed
from ketenkpi.vocabularies import chain_partners

# The two partners of the chain; an installation cannot add a third.
UWV, GEMEENTE = PARTNERS = chain_partners()
STAFF, REINTEGRATION = "personeel", "re_integratie"
# Where a row names no task, its amount is not divided over tasks.
NOT_DIVIDED = "niet_verdeeld"
# A Werkplein and a quarter index.
Pair = tuple[str, int]


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One row: euros and fte of one partner; None where nobody filled it in, which is not 0.

    not_applicable: the columns of the contract of which the row says that they do not apply.
    """

    werkplein: str
    quarter: int
    partner: str
    kind: str
    task: str
    group: str
    budget: float | None
    spent: float | None
    fte: float | None
    joint: bool | None
    double_hours: float | None
    not_applicable: frozenset[str] = frozenset()

    @property
    def pair(self) -> Pair:
        return (self.werkplein, self.quarter)


Measure = Callable[[LedgerLine], float | None]


def budget(line: LedgerLine) -> float | None:
    """Euros budgeted."""
    return line.budget


def spent(line: LedgerLine) -> float | None:
    """Euros spent."""
    return line.spent


def fte(line: LedgerLine) -> float | None:
    """Full-time jobs, averaged over the quarter."""
    return line.fte


def double_hours(line: LedgerLine) -> float | None:
    """Hours of double registration."""
    return line.double_hours


COLUMNS: Mapping[Measure, str] = {
    budget: "begroot",
    spent: "besteed",
    fte: "fte",
    double_hours: "uren_dubbel",
}


def total(lines: Iterable[LedgerLine], measure: Measure) -> Figure:
    """The sum of what was filled in; of nothing filled in the reason why.

    Not applicable where every line says so; one that only left it open may still come.
    """
    mine = tuple(lines)
    return summed(map(measure, mine), none=why_none(mine, measure))


def why_none(lines: Collection[LedgerLine], measure: Measure) -> str:
    """Why none of these lines has a value."""
    said = [COLUMNS[measure] in line.not_applicable for line in lines]
    return NOT_APPLICABLE if said and all(said) else EMPTY


@dataclass(frozen=True)
class Ledger:
    """Lines, and the pairs of which both partners should have delivered some.

    A Werkplein that did not exist in a quarter is not expected.
    """

    lines: tuple[LedgerLine, ...]
    expected: frozenset[Pair]

    def of(self, partner: str, kind: str | None = None) -> tuple[LedgerLine, ...]:
        """The lines of one partner, of one kind where one is named."""
        return tuple(
            line for line in self.lines
            if line.partner == partner and kind in (None, line.kind)
        )  # fmt: skip

    def within(self, pairs: Iterable[Pair]) -> Ledger:
        """Only the lines and expectations of these pairs."""
        kept = frozenset(pairs)
        lines = tuple(line for line in self.lines if line.pair in kept)
        return Ledger(lines, self.expected & kept)

    def of_quarter(self, quarter: int) -> Ledger:
        """Only what is of one quarter."""
        return self.within(pair for pair in self.expected if pair[1] == quarter)

    def delivered(self, partner: str) -> frozenset[Pair]:
        """The pairs of which this partner delivered anything."""
        return self._delivered[partner] & self.expected

    def undelivered(self, partner: str) -> tuple[Pair, ...]:
        """The pairs of which this partner delivered nothing, sorted."""
        return tuple(sorted(self.expected - self._delivered[partner]))

    def filled(self, partner: str, measure: Measure, kind: str | None = None) -> frozenset[Pair]:
        """The pairs of which this partner filled in the measure in at least one line."""
        return frozenset(line.pair for line in self.of(partner, kind) if measure(line) is not None)

    def filled_by_both(self, measure: Measure, kind: str | None = None) -> frozenset[Pair]:
        """The same of both partners: with the money of one a ratio compares different places."""
        return self.filled(UWV, measure, kind) & self.filled(GEMEENTE, measure, kind)

    @cached_property
    def _delivered(self) -> Mapping[str, frozenset[Pair]]:
        return {
            partner: frozenset(line.pair for line in self.lines if line.partner == partner)
            for partner in PARTNERS
        }


def line_of(row: Mapping[str, Any]) -> LedgerLine:
    """A row of the contract, as a mapping from column to value; missing is None.

    `_nvt`, where it is there, names the columns that do not apply.
    """
    return LedgerLine(
        row["werkplein"],
        int(row["kwartaal"]),
        row["organisatie"],
        row["soort"],
        row["taak"] or NOT_DIVIDED,
        row["doelgroep"],
        row["begroot"],
        row["besteed"],
        row["fte"],
        row["gezamenlijk"],
        row.get("uren_dubbel"),
        names_in(row.get("_nvt")),
    )
