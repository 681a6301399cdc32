"""People: fte and cases in hand by partner and task, in one quarter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ketenkpi.resources import ledger
from ketenkpi.resources.figure import (
    NO_LINE,
    NOT_DELIVERED,
    NOTHING_BELOW,
    POISSON,
    STEPS_UNKNOWN,
    Figure,
    counted,
    lacking,
    summed,
)
from ketenkpi.resources.ledger import NOT_DIVIDED, PARTNERS, Ledger
from ketenkpi.stats import poisson_exact

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

    fte: of all Werkpleinen that delivered it. cases, running, joint and
    caseload are of `places` only: the Werkpleinen of which both fte and steps
    are known. cases: steps in hand in the quarter; joint: the part of them
    that is half a joint step; running: those still there on its last day.
    caseload: cases per fte of these same Werkpleinen, with the exact Poisson
    interval of the cases; fte is given and no sample.
    """

    partner: str
    task: str | None
    fte: Figure
    cases: Figure
    joint: Figure
    running: Figure
    caseload: Figure
    places: int


def caseloads(book: Ledger, cases: Cases, tasks: tuple[str, ...]) -> tuple[Caseload, ...]:
    """Every partner and task of the one quarter in `book`, each partner's total last."""
    found = []
    for partner in PARTNERS:
        found += [_caseload(book, cases, partner, (task,), task) for task in tasks]
        found.append(_caseload(book, cases, partner, tasks, None))
    return tuple(found)


def fte_of(book: Ledger, werkplein: str, partner: str, task: str) -> float | None:
    """The fte of one Werkplein, partner and task; None where no line gives it."""
    return summed(
        line.fte for line in book.of(partner) if (line.werkplein, line.task) == (werkplein, task)
    ).value


def _caseload(
    book: Ledger, cases: Cases, partner: str, tasks: tuple[str, ...], named: str | None
) -> Caseload:
    lines = [line for line in book.of(partner) if line.task in tasks and line.fte is not None]
    if not lines:
        none = lacking(NO_LINE if book.delivered(partner) else NOT_DELIVERED)
        return Caseload(partner, named, none, none, none, none, none, 0)
    fte = summed(map(ledger.fte, lines))
    known = [line for line in lines if line.werkplein in cases.known]
    cells = sorted({(line.werkplein, line.task) for line in known})
    places = len({werkplein for werkplein, _ in cells})
    if not known:
        none = lacking(cases.reason)
        return Caseload(partner, named, fte, none, none, none, none, 0)
    number = sum(cases.in_hand(place, task, partner) for place, task in cells)
    joint = sum(cases.joint(place, task) for place, task in cells) * JOINT_PART
    running = sum(cases.running(place, task, partner) for place, task in cells)
    return Caseload(
        partner,
        named,
        fte,
        counted(number, places),
        counted(joint, places),
        counted(running, places),
        per_fte(number, sum(line.fte or 0.0 for line in known)),
        places,
    )


def per_fte(cases: float, fte: float) -> Figure:
    """Cases per fte with the exact Poisson interval of the cases; of no fte there is none.

    Half steps are taken as whole ones that are half as many, which makes the
    interval a little too wide.
    """
    if fte <= 0:
        return lacking(NOTHING_BELOW)
    found = poisson_exact(cases, fte)
    return Figure(
        float(found.value),
        float(found.low),
        float(found.high),
        n=round(cases),
        numerator=cases,
        denominator=fte,
        method=POISSON,
    )


def undivided(book: Ledger, partner: str) -> Figure:
    """The fte that no line divides over tasks."""
    lines = [line for line in book.of(partner) if line.task == NOT_DIVIDED]
    return summed(map(ledger.fte, lines))
