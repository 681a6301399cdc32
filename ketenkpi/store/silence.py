"""What deliveries say besides their rows: that nothing happened, and who has not delivered.

A delivery without rows, and a file of events whose source said that no rows of a
place and quarter mean nothing, count as zero there. And where partners deliver
apart, a quarter of which one of them did not deliver is not complete, however
many rows the others gave: four of five complaints are no total of complaints.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ketenkpi.partner import TOGETHER
from ketenkpi.register import load_register
from ketenkpi.store.rows import RowsPart
from ketenkpi.store.series import SERIES
from ketenkpi.vocabulary import WHOLE_QUARTER, Quarter

# A contract, a Werkplein and a quarter.
Where = tuple[str, str, int]
MONTHS = 3
# Whether a Werkplein existed in a quarter (an index).
Existed = Callable[[str, int], bool]
# Who has no case files delivers totals of the same clients: one stands in for the other.
CLIENTS = ("trajecten", "stand_stroom")
# Of what somebody may be lacking beside contracts; figures know them by these words.
FLOWS, STOCK = "stroom", "stand"


def always(place: str, quarter: int) -> bool:
    """Of a Werkplein of which no list says when it existed."""
    return True


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


def nothing_happened(parts: Sequence[RowsPart], existed: Existed = always) -> frozenset[Where]:
    """Where it was delivered that nothing happened; of months only when all three say so.

    A month that has rows needs no such word: its quarter has rows. Silence is zero
    only in quarters in which a Werkplein existed: before it opened and after it
    closed there is nothing to be silent about.
    """
    reach: dict[tuple[str, str, str], Reach] = {}
    for part in parts:
        if part.nothing or part.silence_is_zero:
            for place, first, last in part.covers:
                here = reach.setdefault((part.contract, place, part.partner), Reach())
                here.add(first, last, part.month)
    said = {
        (part.contract, place, last)
        for part in parts
        if part.nothing
        for place, _, last in part.covers
    }
    found = {
        (contract, place, quarter)
        for (contract, place, _), mine in reach.items()
        for quarter in mine.quarters
    }
    return frozenset(each for each in found if each in said or existed(each[1], each[2]))


def lacking(parts: Iterable[RowsPart]) -> frozenset[Where]:
    """Where a partner that delivered before did not, while another one did.

    Only of contracts whose rows are added over partners (`Series.adds`): a mean
    of answers is no total. Who delivers for all together lacks nobody. Beside
    contracts: 'stroom' where a partner gave neither case files nor totals of its
    clients, and 'stand' where it went over to totals while others go on with case
    files: its last cases would count among theirs as running, and in its totals.
    """
    summed = [part for part in parts if SERIES[part.contract].adds]
    of_clients = [part for part in summed if part.contract in CLIENTS]
    told = [(part.contract, part) for part in summed] + [(FLOWS, part) for part in of_clients]
    spans = reach_of(
        (name, place, part.partner, first, last, part.month)
        for name, part in told
        for place, first, last in part.covers
    )
    absences = {
        (name, place, quarter)
        for (name, place), partners in spans.items()
        for quarter in _complete_for_some(partners)
        if any(code != TOGETHER for code in absent(partners, quarter))
    }
    return frozenset(absences | {(STOCK, *where) for where in _gone_over(spans)})


def _gone_over(spans: Mapping[tuple[str, str], Mapping[str, Reach]]) -> Iterator[tuple[str, int]]:
    """Werkpleinen and quarters where a partner delivers totals that delivered case files before."""
    for (contract, place), totals in spans.items():
        cases = spans.get((CLIENTS[0], place), {})
        if contract != CLIENTS[1]:
            continue
        for partner in totals.keys() & cases.keys() - {TOGETHER}:
            mine = cases[partner].begun
            others = (each.begun for code, each in cases.items() if code != partner)
            until = max((max(begun) for begun in others), default=0)
            late = (q for q in totals[partner].begun - mine if min(mine) < q <= until)
            yield from ((place, quarter) for quarter in late)


def alike(contract: str) -> tuple[str, ...]:
    """The contracts of which one will do, this one among them."""
    return CLIENTS if contract in CLIENTS else (contract,)


def totals_beside_cases(parts: Iterable[RowsPart]) -> frozenset[Where]:
    """Where totals come on top of case files: a partner has totals and others have case files.

    Each such partner with what of it counts ('stand_stroom/GM0758'), and each with
    case files and without totals ('trajecten/uwv'). Of one partner both are of the
    same clients, and the case files go before the totals; what was delivered for
    all together is of the clients of each. Totals of a quarter also say with how
    many it began, so the quarter before is told of as well.
    """
    spans = reach_of(
        (part.contract, place, part.partner, first, last, part.month)
        for part in parts
        if part.contract in CLIENTS
        for place, first, last in part.covers
    )
    cases, totals = (
        {place: mine for (contract, place), mine in spans.items() if contract == name}
        for name in CLIENTS
    )
    return frozenset(
        (f"{contract}/{partner}", place, quarter)
        for place in cases.keys() & totals.keys()
        for contract, quarter, partner in _apart(cases[place], totals[place])
    )


def _apart(
    cases: Mapping[str, Reach], totals: Mapping[str, Reach]
) -> Iterator[tuple[str, int, str]]:
    """Of one Werkplein the contract, quarter and partner of who has one of both beside others."""
    began = frozenset[int]().union(*(mine.begun for mine in totals.values()))
    for quarter in sorted(began | {each - 1 for each in began}):
        followed, added = _who(cases, quarter), _who(totals, quarter)
        soon, added = followed | _who(cases, quarter + 1), added | _who(totals, quarter + 1)
        if TOGETHER in soon:
            continue
        for partner in sorted(added - followed - {TOGETHER}):
            if soon - {partner}:
                yield CLIENTS[1], quarter, partner
        if added - followed:
            yield from ((CLIENTS[0], quarter, partner) for partner in sorted(followed - added))


def _who(partners: Mapping[str, Reach], quarter: int) -> frozenset[str]:
    return frozenset(code for code, mine in partners.items() if quarter in mine.begun)


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
