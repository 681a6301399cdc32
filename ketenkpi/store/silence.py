"""What deliveries say besides their rows: that nothing happened, and who has not delivered.

A delivery without rows, and a file of events whose source said that no rows of a
place and quarter mean nothing, count as zero there. And where partners deliver
apart, a quarter of which one of them did not deliver is not complete, however
many rows the others gave: four of five complaints are no total of complaints.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ketenkpi.partner import TOGETHER
from ketenkpi.register import load_register
from ketenkpi.store.rows import Part
from ketenkpi.store.series import SERIES
from ketenkpi.vocabulary import WHOLE_QUARTER, Quarter

# A contract, a Werkplein and a quarter.
Where = tuple[str, str, int]
MONTHS = 3
# Who has no case files delivers totals of the same clients: one stands in for the other.
CLIENTS = ("trajecten", "stand_stroom")


@dataclass
class Reach:
    """The quarters of which one partner delivered one contract of one Werkplein.

    `whole`: as a whole or in three months; `begun`: at least a month of them.
    """

    whole: set[int] = field(default_factory=set)
    months: dict[int, set[int]] = field(default_factory=dict)

    @property
    def quarters(self) -> frozenset[int]:
        """Those that are there as a whole."""
        full = {quarter for quarter, found in self.months.items() if len(found) == MONTHS}
        return frozenset(self.whole | full)

    @property
    def begun(self) -> frozenset[int]:
        """Those of which at least a month is there."""
        return frozenset({*self.whole, *self.months})

    def add(self, first: int, last: int, month: int) -> None:
        """A delivery that speaks from the first quarter up to the last, or a month of that."""
        if month == WHOLE_QUARTER:
            self.whole.update(range(first, last + 1))
            return
        self.whole.update(range(first, last))
        self.months.setdefault(last, set()).add(month)


def nothing_happened(parts: Iterable[Part]) -> frozenset[Where]:
    """Where it was delivered that nothing happened; of months only when all three say so.

    A month that has rows needs no such word: its quarter has rows.
    """
    reach: dict[tuple[str, str, str], Reach] = {}
    for part in parts:
        if part.nothing or part.silence_is_zero:
            for place, first, last in part.covers:
                here = reach.setdefault((part.contract, place, part.partner), Reach())
                here.add(first, last, part.month)
    return frozenset(
        (contract, place, quarter)
        for (contract, place, _), found in reach.items()
        for quarter in found.quarters
    )


def lacking(parts: Iterable[Part]) -> frozenset[Where]:
    """Where a partner that delivered before did not, while another one did.

    Only of contracts whose rows are added over partners (`Series.adds`): a mean
    of answers is no total. Who delivers for all together lacks nobody.
    """
    summed = [part for part in parts if SERIES[part.contract].adds]
    spans = reach_of(
        (alike(part.contract)[0], place, part.partner, first, last, part.month)
        for part in summed
        for place, first, last in part.covers
    )
    return frozenset(
        (contract, place, quarter)
        for (first_alike, place), partners in spans.items()
        for quarter in _complete_for_some(partners)
        if any(code != TOGETHER for code in absent(partners, quarter))
        for contract in alike(first_alike)
    )


def alike(contract: str) -> tuple[str, ...]:
    """The contracts of which one will do, this one among them."""
    return CLIENTS if contract in CLIENTS else (contract,)


def totals_beside_cases(parts: Iterable[Part]) -> frozenset[Where]:
    """Where totals come on top of case files: they are of other partners, who deliver apart.

    Else they are of the same clients, and the case files go before them.
    """
    spans = reach_of(
        (part.contract, place, part.partner, first, last, part.month)
        for part in parts
        if part.contract in CLIENTS and not part.nothing
        for place, first, last in part.covers
    )
    cases, totals = (
        {place: mine for (contract, place), mine in spans.items() if contract == name}
        for name in CLIENTS
    )
    return frozenset(
        (CLIENTS[1], place, quarter)
        for place in cases.keys() & totals.keys()
        for quarter in set().union(*(mine.begun for mine in totals[place].values()))
        if _apart(_who(cases[place], quarter), _who(totals[place], quarter))
    )


def _who(partners: Mapping[str, Reach], quarter: int) -> frozenset[str]:
    return frozenset(code for code, mine in partners.items() if quarter in mine.begun)


def _apart(some: frozenset[str], others: frozenset[str]) -> bool:
    return bool(some) and not some & others and TOGETHER not in some | others


def reach_of(
    told: Iterable[tuple[str, str, str, int, int, int]],
) -> Mapping[tuple[str, str], Mapping[str, Reach]]:
    """What each partner covers, by contract and Werkplein.

    told: contract, Werkplein, partner, first and last quarter, and month.
    """
    spans: dict[tuple[str, str], dict[str, Reach]] = {}
    for contract, place, partner, first, last, month in told:
        mine = spans.setdefault((contract, place), {}).setdefault(partner, Reach())
        mine.add(first, last, month)
    return spans


def absent(partners: Mapping[str, Reach], quarter: int) -> tuple[str, ...]:
    """The partners that delivered before and not, or not all months, of this quarter.

    A gemeente that had merged before it delivers no more.
    """
    if TOGETHER in partners and quarter in partners[TOGETHER].quarters:
        return ()
    return tuple(
        code
        for code, mine in sorted(partners.items())
        if min(mine.begun) <= quarter and quarter not in mine.quarters and not _gone(code, quarter)
    )


def _gone(code: str, quarter: int) -> bool:
    until = load_register().gemeente_until(code) if code.startswith("GM") else None
    return until is not None and until < Quarter.from_index(quarter).first_day


def _complete_for_some(partners: Mapping[str, Reach]) -> Sequence[int]:
    """Quarters that one partner delivered as a whole: there the figures could read as complete."""
    return sorted(set().union(*(mine.quarters for mine in partners.values())))
