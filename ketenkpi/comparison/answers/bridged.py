"""How a figure of an earlier version became that of today, in three steps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ketenkpi.answer import Cell, Column, Section, table_of
from ketenkpi.comparison.answers.seen import column
from ketenkpi.indicators import split_name, with_unit
from ketenkpi.units import difference_of
from ketenkpi.vocabulary import Quarter, in_both

if TYPE_CHECKING:
    from ketenkpi.indicators import Bridge, Indicator


def bridged(indicator: Indicator, bridges: Sequence[Bridge], by: Sequence[str]) -> Section:
    """What it was, what other data, definition and population changed, and what it became."""
    unit = indicator.unit
    moved = difference_of(unit)
    places: dict[str, tuple[Column, Callable[[Bridge], Cell]]] = {
        "werkplein": (column("werkplein"), lambda one: str(one.place["werkplein"])),
        "kwartaal": (column("quarter"), _quarter),
    }
    split = (column("part"), lambda one: split_name(indicator, str(one.place["split"])))
    has_split = any(one.place.get("split") is not None for one in bridges)
    table = table_of(
        bridges,
        *(places[name] for name in by),
        *([split] if has_split else []),
        (column("was", unit), lambda one: one.values[0]),
        (column("data", moved, "signed"), lambda one: one.data),
        (column("definition", moved, "signed"), lambda one: one.definition),
        (column("population", moved, "signed"), lambda one: one.population),
        (column("becomes", unit), lambda one: one.values[3]),
    )
    points = (in_both("comparison.in_points"),) if moved != unit else ()
    finding = in_both("comparison.bridged")
    return Section("bridge", with_unit(indicator), finding, table, notes=points)


def _quarter(one: Bridge) -> Quarter:
    return Quarter.from_index(int(str(one.place["kwartaal"])))
