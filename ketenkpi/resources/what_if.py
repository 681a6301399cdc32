"""Before and after a scenario: fte, caseload, and capacity against what the cases ask."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from ketenkpi.figure import Figure, counted, lacking
from ketenkpi.resources.allocation import UNITS
from ketenkpi.resources.assumptions import Assumptions
from ketenkpi.resources.ledger import NOT_DIVIDED, PARTNERS, Ledger
from ketenkpi.resources.scenario import Cell, Scenario, Stock, moved
from ketenkpi.resources.staff import Cases, per_fte
from ketenkpi.resources.sums import EMPTY
from ketenkpi.shown import shown


@dataclass(frozen=True, slots=True)
class WhatIfState:
    """A cell, or several together, before or after the moves.

    fte, euro: what is there, None where it is not known. caseload: cases in
    hand per fte. available: hours that the fte yield in a quarter. gap: these
    minus the hours that the cases ask for.
    """

    fte: Decimal | None
    euro: Decimal | None
    caseload: Figure
    available: Figure
    gap: Figure


@dataclass(frozen=True, slots=True)
class Changed:
    """A cell with its cases, the hours they ask for, and both states."""

    cell: Cell
    cases: Figure
    required: Figure
    before: WhatIfState
    after: WhatIfState

    @property
    def touched(self) -> bool:
        """Whether the scenario changes anything here."""
        return (self.before.fte, self.before.euro) != (self.after.fte, self.after.euro)


@dataclass(frozen=True, slots=True)
class Checked:
    """All of one unit before and after; equal, or the sum is at fault."""

    unit: str
    before: Decimal
    after: Decimal

    def __post_init__(self) -> None:
        if self.before != self.after:
            raise ValueError(f"{self.unit}: {self.before} became {self.after}")


@shown
@dataclass(frozen=True)
class WhatIf:
    """A scenario worked out over every cell of one quarter. Nothing appears or vanishes:
    `checks` holds the sums that prove it."""

    scenario: Scenario
    quarter: int
    cells: tuple[Changed, ...]
    checks: tuple[Checked, ...]

    @property
    def touched(self) -> tuple[Changed, ...]:
        """The cells that change."""
        return tuple(cell for cell in self.cells if cell.touched)


def what_if(
    scenario: Scenario,
    quarter: int,
    book: Ledger,
    cases: Cases,
    assumed: Assumptions,
) -> WhatIf:
    """Work out `scenario` on the one quarter in `book`.

    Clients stay where they are; a budget that moves buys no hours. Raises
    UserError for a move that cannot be made; see `moved`.
    """
    werkpleinen = sorted({werkplein for werkplein, _ in book.expected})
    cells = [
        Cell(werkplein, partner, task)
        for werkplein in werkpleinen
        for partner in PARTNERS
        for task in (*assumed.case_hours.values, NOT_DIVIDED)
    ]
    held = {"fte": _stock(book, cells, "fte"), "euro": _stock(book, cells, "euro")}
    after = moved(scenario, held)
    found = tuple(_changed(cell, held, after, cases, assumed) for cell in cells)
    checks = tuple(Checked(unit, _total(held[unit]), _total(after[unit])) for unit in UNITS)
    return WhatIf(scenario, quarter, found, checks)


def _stock(book: Ledger, cells: Iterable[Cell], unit: str) -> dict[Cell, Decimal | None]:
    stock: dict[Cell, Decimal | None] = dict.fromkeys(cells)
    for line in book.lines:
        amount = line.fte if unit == "fte" else line.budget
        cell = Cell(line.werkplein, line.partner, line.task)
        if amount is not None and cell in stock:
            stock[cell] = (stock[cell] or Decimal(0)) + Decimal(str(amount))
    return stock


def _total(stock: Stock) -> Decimal:
    return sum((amount for amount in stock.values() if amount is not None), Decimal(0))


def _changed(
    cell: Cell,
    before: dict[str, dict[Cell, Decimal | None]],
    after: dict[str, dict[Cell, Decimal | None]],
    cases: Cases,
    assumed: Assumptions,
) -> Changed:
    in_hand, required = _asked(cell, cases, assumed)
    states = (
        _state(stock["fte"][cell], stock["euro"][cell], in_hand, required, assumed)
        for stock in (before, after)
    )
    return Changed(cell, in_hand, required, *states)


def _asked(cell: Cell, cases: Cases, assumed: Assumptions) -> tuple[Figure, Figure]:
    """The cases in hand in a cell, and the hours of work they ask for in the quarter."""
    if cell.task == NOT_DIVIDED:
        return lacking(EMPTY), lacking(EMPTY)
    if cell.werkplein not in cases.known:
        return lacking(cases.reason), lacking(cases.reason)
    number = cases.in_hand(cell.werkplein, cell.task, cell.partner)
    return counted(number, 1), counted(number * assumed.case_hours.values[cell.task], 1)


def _state(
    fte: Decimal | None,
    euro: Decimal | None,
    cases: Figure,
    required: Figure,
    assumed: Assumptions,
) -> WhatIfState:
    if fte is None:
        none = lacking(EMPTY)
        return WhatIfState(None, euro, none, none, none)
    hours = float(fte) * assumed.hours_per_fte_quarter
    available = counted(hours, 1)
    if cases.value is None or required.value is None:
        none = lacking(str(cases.reason))
        return WhatIfState(fte, euro, none, available, none)
    gap = counted(hours - required.value, 1)
    return WhatIfState(fte, euro, per_fte(cases.value, float(fte)), available, gap)


def added(cells: Iterable[Changed]) -> tuple[Figure, Figure, Figure]:
    """Hours asked for, available before and available after, over cells that know all three."""
    whole = [
        (cell.required.value, cell.before.available.value, cell.after.available.value)
        for cell in cells
    ]
    known = [each for each in whole if None not in each]
    if not known:
        return (lacking(EMPTY),) * 3
    sums = [sum(value or 0.0 for value in column) for column in zip(*known, strict=True)]
    required, before, after = (counted(value, len(known)) for value in sums)
    return required, before, after
