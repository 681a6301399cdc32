"""People: fte and cases in hand by partner and task, in one quarter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ketenkpi.figure import FULL_COUNT, Figure, counted, lacking
from ketenkpi.resources import ledger
from ketenkpi.resources.assumptions import Assumptions
from ketenkpi.resources.ledger import PARTNERS, Ledger
from ketenkpi.resources.sums import (
    NO_LINE,
    NOT_APPLICABLE,
    NOT_DELIVERED,
    NOTHING_BELOW,
    STEPS_UNKNOWN,
    summed,
)

# Who of both did the work of a joint step is not in the files: half for each.
# The halves add up to the steps there are.
JOINT = ("duo", "integraal_team")
JOINT_PART = 0.5

# Steps by Werkplein, task and organisation.
Steps = Mapping[tuple[str, str, str], int]


@dataclass(frozen=True)
class Cases:
    """The steps of one quarter.

    begun: steps that began in it; before, after: steps that ran at the end of
    the quarter before and of this one. known: the Werkpleinen of which all
    three are known. reason: why it is of no other Werkplein.
    """

    begun: Steps
    before: Steps
    after: Steps
    known: frozenset[str]
    reason: str = STEPS_UNKNOWN

    @classmethod
    def unknown(cls, reason: str) -> Cases:
        """No steps of any Werkplein, and why."""
        return cls({}, {}, {}, frozenset(), reason)

    def in_hand(self, werkplein: str, task: str, partner: str) -> float:
        """Steps that ran on any day of the quarter, joint ones for half."""
        return _of_partner((self.begun, self.before), werkplein, task, partner)

    def running(self, werkplein: str, task: str, partner: str) -> float:
        """Steps that ran on its last day, joint ones for half."""
        return _of_partner((self.after,), werkplein, task, partner)

    def started(self, werkplein: str, task: str, partner: str) -> float:
        """Steps that began in it, joint ones for half."""
        return _of_partner((self.begun,), werkplein, task, partner)

    def joint(self, werkplein: str, task: str) -> float:
        """The joint steps in hand, whole, of both partners together."""
        return sum(
            steps.get((werkplein, task, who), 0)
            for steps in (self.begun, self.before)
            for who in JOINT
        )


def _of_partner(every: Iterable[Steps], werkplein: str, task: str, partner: str) -> float:
    parts = ((partner, 1.0), *((who, JOINT_PART) for who in JOINT))
    return sum(
        steps.get((werkplein, task, who), 0) * part for steps in every for who, part in parts
    )


@dataclass(frozen=True, slots=True)
class Caseload:
    """One partner and task (None: all tasks with fte of their own).

    fte: of all Werkpleinen that delivered it. All else is of `places` only:
    the Werkpleinen of which both fte and steps are known. cases: steps in hand
    in the quarter; joint: the part of them that is half a joint step; running:
    those still there on its last day. caseload: cases per fte of these same
    Werkpleinen. required, available: the hours that the cases ask for and that
    the fte yield, both by assumption; gap: available minus required.
    """

    partner: str
    task: str | None
    fte: Figure
    cases: Figure
    joint: Figure
    running: Figure
    caseload: Figure
    required: Figure
    available: Figure
    gap: Figure
    places: int


def caseloads(book: Ledger, cases: Cases, assumed: Assumptions) -> tuple[Caseload, ...]:
    """Every partner and task of the one quarter in `book`, each partner's total last."""
    tasks = tuple(assumed.case_hours.values)
    return tuple(
        _caseload(book, cases, assumed, partner, task)
        for partner in PARTNERS
        for task in (*tasks, None)
    )


def _caseload(
    book: Ledger, cases: Cases, assumed: Assumptions, partner: str, named: str | None
) -> Caseload:
    hours = assumed.case_hours.values
    mine = [
        line for line in book.of(partner) if (line.task == named if named else line.task in hours)
    ]
    lines = [line for line in mine if line.fte is not None]
    if not lines:
        reason = NO_LINE if book.delivered(partner) else NOT_DELIVERED
        if ledger.why_none(mine, ledger.fte) == NOT_APPLICABLE:
            reason = NOT_APPLICABLE
        return _without(partner, named, lacking(reason), reason)
    fte = summed(map(ledger.fte, lines))
    known = [line for line in lines if line.werkplein in cases.known]
    if not known:
        return _without(partner, named, fte, cases.reason)
    cells = sorted({(line.werkplein, line.task) for line in known})
    places = len({werkplein for werkplein, _ in cells})
    in_hand = {cell: cases.in_hand(*cell, partner) for cell in cells}
    required = sum(number * hours[task] for (_, task), number in in_hand.items())
    staff = sum(line.fte or 0.0 for line in known)
    available = staff * assumed.hours_per_fte_quarter
    return Caseload(
        partner,
        named,
        fte,
        cases=counted(sum(in_hand.values()), places),
        joint=counted(sum(cases.joint(*cell) for cell in cells) * JOINT_PART, places),
        running=counted(sum(cases.running(*cell, partner) for cell in cells), places),
        caseload=per_fte(sum(in_hand.values()), staff),
        required=counted(required, places),
        available=counted(available, places),
        gap=counted(available - required, places),
        places=places,
    )


def _without(partner: str, task: str | None, fte: Figure, reason: str) -> Caseload:
    none = lacking(reason)
    return Caseload(partner, task, fte, none, none, none, none, none, none, none, 0)


def per_fte(cases: float, fte: float) -> Figure:
    """Cases per fte, both counted in full; of no fte there is none."""
    if fte <= 0:
        return lacking(NOTHING_BELOW)
    return Figure(cases / fte, n=round(cases), numerator=cases, denominator=fte, method=FULL_COUNT)
