"""What an upload, or taking one back, changes, as every surface says it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ketenkpi.answer import (
    Column,
    Listed,
    Measured,
    Said,
    Section,
    count_of,
    from_to,
    in_full,
    phrase,
    table_of,
)
from ketenkpi.contracts import load_contracts
from ketenkpi.contracts.partner_names import partner_name
from ketenkpi.store.answers.explanations import explained as explained
from ketenkpi.store.answers.explanations import waiting as waiting
from ketenkpi.vocabulary import Quarter, Text, in_both
from ketenkpi.wording import LANGUAGES

if TYPE_CHECKING:
    from ketenkpi.catalogue import Slot
    from ketenkpi.store.changes import Changes, FigureChange, RowChange

COUNTS = ("added", "removed", "changed")


def changed(found: Changes, most: int) -> Section:
    """The rows that come, go or differ, and the figures that move, largest first.

    most: so many figures are listed; the others are counted.
    """
    moved = sorted(found.telling, key=_size, reverse=True)
    finding = (*rows_changed(found), *_figures(found, moved, most))
    if not moved:
        return Section("changes", in_both("store.changes"), finding)
    table = table_of(
        moved[:most],
        (_column("place"), lambda one: one.werkplein),
        (_column("quarter"), lambda one: Quarter.from_index(one.kwartaal)),
        (_column("what"), lambda one: one.said),
        (_column("was", "number"), lambda one: _number(one.before)),
        (_column("becomes", "number"), lambda one: _number(one.after)),
    )
    return Section("changes", in_both("store.changes"), finding, table)


def _column(key: str, unit: str | None = None) -> Column:
    return Column(key, in_both(f"store.head_{key}"), unit)


def _size(one: FigureChange) -> float:
    return abs((one.after or 0) - (one.before or 0))


def _number(value: float | None) -> Measured:
    whole = value is None or float(value).is_integer()
    return Measured(value, "number" if whole else "number_tenths")


def rows_changed(found: Changes) -> tuple[Said, ...]:
    """How many rows come, go and get another content, per kind of file."""
    return tuple(phrase("store.changed_rows", **_counts(rows)) for rows in found.rows)


def earlier(found: Changes) -> tuple[Said, ...]:
    """What an earlier period knew already and that would be otherwise, per kind of file."""
    return tuple(
        (
            phrase("store.changed_earlier", until=in_full(rows.until), **_counts(rows)),
            phrase("store.earlier_examples", examples=", ".join(rows.examples))
            if rows.examples
            else None,
        )
        for rows in found.earlier
    )


def _counts(rows: RowChange) -> dict[str, Said]:
    counts = {name: count_of(getattr(rows, name)) for name in COUNTS}
    return {"contract": load_contracts()[rows.contract].name, **counts}


def _figures(found: Changes, moved: list[FigureChange], most: int) -> Iterator[Said]:
    """How many numbers move, where and when."""
    if not found.figures:
        yield in_both("store.changes_none")
    if moved:
        quarters = [Quarter.from_index(one.kwartaal) for one in moved]
        yield phrase(
            "store.changes_count",
            count=_number(len(moved)),
            places=_number(len({one.werkplein for one in moved})),
            when=from_to(min(quarters), max(quarters)),
        )
    if len(moved) > most:
        yield phrase("store.changes_shown", shown=_number(most))
    if len(found.figures) > len(moved):
        yield phrase("store.changes_unlisted", count=_number(len(found.figures) - len(moved)))


def slots(of: Iterable[Slot]) -> Listed:
    """Places of deliveries: what, where, for when, and by which partner."""
    return Listed(tuple(map(_slot, of)))


def _slot(slot: Slot) -> Said:
    told: dict[str, Said] = {
        "contract": load_contracts()[slot.contract].name,
        "werkplein": slot.werkplein,
        "period": str(slot.period),
    }
    if not slot.partner:
        return phrase("store.slot", **told)
    partner = Text(*(partner_name(slot.partner, language) for language in LANGUAGES))
    return phrase("store.slot_of_partner", **told, partner=partner)
