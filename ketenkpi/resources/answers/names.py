"""What partners, kinds, tasks and places are called in answers about resources."""

from __future__ import annotations

from collections.abc import Iterable

from ketenkpi.answer import Column, Form, Said
from ketenkpi.contracts import find_contract
from ketenkpi.resources.scenario import Cell
from ketenkpi.vocabulary import Text, in_both


def named(column: str, code: str | None) -> Text:
    """A partner, kind, task or target group of `middelen`; None is all of them together."""
    if code is None:
        return in_both("resources.all_together")
    values = find_contract("middelen").column(column).values
    return values[code] if code in values else in_both(f"resources.{code}")


def short(column: str, code: str | None) -> Text:
    """The same without what stands between brackets, where room is scarce."""
    return named(column, code).each(lambda text: text.split(" (")[0])


def inside(column: str, code: str) -> Text:
    """The same within a sentence: 'gemeente', but 'UWV' and 'ICT'."""
    return short(column, code).each(_lowered)


def who(partner: str, *, first: bool = False) -> Text:
    """A partner within a sentence, or as its first words: 'UWV', 'de gemeente'."""
    text = in_both(f"resources.who_{partner}")
    return text.each(lambda name: name[0].upper() + name[1:]) if first else text


def cell_name(cell: Cell) -> Text:
    """'Noord, UWV, intake'."""
    partner, task = short("organisatie", cell.partner), short("taak", cell.task).each(str.lower)
    return Text(
        f"{cell.werkplein}, {partner.nl}, {task.nl}", f"{cell.werkplein}, {partner.en}, {task.en}"
    )


def weights(column: str, values: Iterable[tuple[str, Said]]) -> tuple[Said, ...]:
    """Names with a number behind each, within a sentence."""
    return tuple((short(column, code), number) for code, number in values)


def column(key: str, unit: str | None = None, form: Form = "value") -> Column:
    """A column by its key, with the head that goes with it."""
    return Column(key, in_both(f"resources.head_{key}"), unit, form)


def _lowered(text: str) -> str:
    return text if text[:2].isupper() else text[0].lower() + text[1:]
