"""One text of a file as a column of a contract would read it, when a profile is proposed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, get_args

from ketenkpi.contracts.cell import UNDECIDED, Absent, Dash, DayOrder, Decimal, Doubt, Fault, Manner
from ketenkpi.contracts.contract import ContractColumn
from ketenkpi.contracts.normal import normal
from ketenkpi.contracts.questions import Answers


def read_cell(column: ContractColumn, text: str | None, manner: Manner = UNDECIDED) -> Any:
    """The value, None when empty, or the Fault, Absent or Doubt that it is instead."""
    seen = normal(text or "")
    if not seen:
        return Fault("verplicht") if column.required else None
    return column.kind.read(seen, manner)


def accepts(column: ContractColumn, text: str) -> bool:
    """Whether a text may stand in a column, perhaps after a question about its whole column."""
    return not isinstance(read_cell(column, text), Fault)


def manner_of(column: ContractColumn, texts: Iterable[str], answers: Answers) -> Manner:
    """How a column is written: as answered, else as its own texts show when all that do agree."""
    shown = [column.kind.shows(normal(text)) for text in texts]
    orders = {one.day_order for one in shown} - {None}
    signs = {one.decimal for one in shown} - {None}
    said = _said(column.name, answers)
    return Manner(
        said.day_order or (orders.pop() if len(orders) == 1 else None),
        said.decimal or (signs.pop() if len(signs) == 1 else None),
        said.dash,
    )


def _said(column: str, answers: Answers) -> Manner:
    order, sign, dash = (
        answers.to(about, column) for about in ("dagvolgorde", "decimaalteken", "streepje")
    )
    return Manner(
        day_order=next((one for one in get_args(DayOrder) if one == order), None),
        decimal=next((one for one in get_args(Decimal) if one == sign), None),
        dash=next((one for one in get_args(Dash) if one == dash), None),
    )


def doubts(column: ContractColumn, texts: Iterable[str], manner: Manner) -> dict[str, str]:
    """What is still in doubt in a column, each with the first text that shows it."""
    found: dict[str, str] = {}
    for text in texts:
        read = read_cell(column, text, manner)
        if isinstance(read, Doubt):
            found.setdefault(read.about, text)
    return found


def is_value(read: Any) -> bool:
    """Whether reading gave a value."""
    return read is not None and not isinstance(read, Fault | Absent | Doubt)
