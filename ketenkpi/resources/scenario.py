"""What-if: moves of fte or budget between cells, as a short text for a link.

    fte 2,5 Noord/uwv/intake > Zuid/gemeente/diagnose; euro 1000 Noord/uwv/intake > ...

Names of Werkpleinen may hold the marks of this text; those are written with a
percent sign, as in a link.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import quote, unquote

from ketenkpi.errors import UserError
from ketenkpi.resources.allocation import STEP, UNITS, written

# Everything that means something in the text is written as %XX inside a name.
PLAIN = " ()'.,-&" + "".join(chr(code) for code in range(0xC0, 0x250))
MOVE = re.compile(r"(?P<unit>\S+) +(?P<amount>\S+) +(?P<source>[^>]+)>(?P<target>[^>]+)")
AMOUNT = re.compile(r"-?[0-9]{1,12}([.,][0-9]{1,2})?")
BETWEEN = ";"


@dataclass(frozen=True, order=True, slots=True)
class Cell:
    """One partner and task at one Werkplein."""

    werkplein: str
    partner: str
    task: str

    @property
    def text(self) -> str:
        return f"{_escaped(self.werkplein)}/{self.partner}/{self.task}"


@dataclass(frozen=True, slots=True)
class ScenarioMove:
    """An amount of fte or euro from one cell to another; above zero, in hundredths at most."""

    unit: str
    amount: Decimal
    source: Cell
    target: Cell

    def __post_init__(self) -> None:
        if self.unit not in UNITS:
            raise UserError("resources.move_unit", value=self.unit, known=", ".join(UNITS))
        if self.amount <= 0 or self.amount % STEP:
            raise UserError("resources.move_amount", value=written(self.amount))
        if self.source == self.target:
            raise UserError("resources.move_nowhere", place=self.source.text)

    @property
    def text(self) -> str:
        return f"{self.unit} {written(self.amount)} {self.source.text} > {self.target.text}"


@dataclass(frozen=True, slots=True)
class Scenario:
    """Moves, made one after the other."""

    moves: tuple[ScenarioMove, ...]

    @classmethod
    def parse(cls, text: str) -> Scenario:
        """Read the text of a link; raises UserError for anything that is no move."""
        parts = [part.strip() for part in text.split(BETWEEN)]
        return cls(tuple(_move(part) for part in parts if part))

    @property
    def text(self) -> str:
        """The text that `parse` reads; one scenario has one text."""
        return f"{BETWEEN} ".join(move.text for move in self.moves)

    def with_move(self, move: ScenarioMove) -> Scenario:
        """The same with one move more."""
        return Scenario((*self.moves, move))

    def without_last(self) -> Scenario:
        """The same without its last move."""
        return Scenario(self.moves[:-1])


def _move(text: str) -> ScenarioMove:
    found = MOVE.fullmatch(text)
    if found is None:
        raise UserError("resources.move_unreadable", value=text)
    amount = found["amount"]
    if not AMOUNT.fullmatch(amount):
        raise UserError("resources.move_amount", value=amount)
    number = Decimal(amount.replace(",", "."))
    return ScenarioMove(found["unit"], number, _cell(found["source"]), _cell(found["target"]))


def _cell(text: str) -> Cell:
    parts = text.strip().split("/")
    if len(parts) != 3:
        raise UserError("resources.move_unreadable", value=text.strip())
    werkplein, partner, task = (part.strip() for part in parts)
    return Cell(unquote(werkplein), partner, task)


def _escaped(name: str) -> str:
    return quote(name, safe=PLAIN)


# What each cell holds; None where nobody delivered it.
Stock = Mapping[Cell, Decimal | None]


def moved(scenario: Scenario, held: Mapping[str, Stock]) -> dict[str, dict[Cell, Decimal | None]]:
    """What every cell holds after the moves, by unit.

    Raises UserError when a move names a cell that does not exist or of which
    the amount is not known, or takes more than is there after the moves before.
    """
    now = {unit: dict(stock) for unit, stock in held.items()}
    for move in scenario.moves:
        stock = now[move.unit]
        source, target = (_held(stock, cell, move.unit) for cell in (move.source, move.target))
        if move.amount > source:
            raise UserError(
                "resources.move_too_much",
                unit=move.unit,
                amount=written(move.amount),
                there=written(source),
                place=move.source.text,
            )
        stock[move.source] = source - move.amount
        stock[move.target] = target + move.amount
    return now


def _held(stock: Stock, cell: Cell, unit: str) -> Decimal:
    if cell not in stock:
        raise UserError("resources.move_unknown", place=cell.text, **_known(stock))
    amount = stock[cell]
    if amount is None:
        raise UserError("resources.move_undelivered", place=cell.text, unit=unit)
    return amount


def _known(stock: Stock) -> dict[str, str]:
    def of(values: Iterable[str]) -> str:
        return ", ".join(sorted(set(values)))

    return {
        "werkpleinen": of(cell.werkplein for cell in stock),
        "partners": of(cell.partner for cell in stock),
        "tasks": of(cell.task for cell in stock),
    }
