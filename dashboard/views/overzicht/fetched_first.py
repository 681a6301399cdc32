"""What the first screen shows, kept by `cached`: the chain, what stands out, goals."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from dashboard import reads
from dashboard.basis import Basis
from dashboard.cached import cached
from dashboard.views.overzicht import fetched
from ketenkpi.figure import number_of
from ketenkpi.indicators import load_indicators
from ketenkpi.overview import (
    EVERY_CASE,
    CountedCases,
    RugRow,
    Tile,
    load_first_screen,
    rug_of,
)


@dataclass(frozen=True)
class PlaceRows:
    """Figures of one place with the quarters drawn, and the verdict of each that has one."""

    rows: tuple[RugRow, ...]
    quarters: tuple[int, ...]
    verdicts: Mapping[Tile, str]


@cached
def chain(basis: Basis, code: str, quarter: int, cases: CountedCases) -> PlaceRows:
    """The steps of the chain."""
    tiles = tuple(each.tile for each in load_first_screen().chain)
    return _rows(basis, code, quarter, cases, tiles)


@cached
def signals(basis: Basis, code: str, quarter: int) -> PlaceRows:
    """The figures that stand out at one Werkplein."""
    told = fetched.discussed(basis, code, quarter).signals
    return _rows(basis, code, quarter, EVERY_CASE, tuple(each.tile for each in told))


def _rows(
    basis: Basis, code: str, quarter: int, cases: CountedCases, tiles: tuple[Tile, ...]
) -> PlaceRows:
    place, quarters = reads.places(basis)[code], reads.course_quarters(basis, quarter)
    rows = rug_of(
        basis.store.source,
        tiles,
        place.column,
        place.name,
        basis.scope,
        quarters=quarters,
        quarter=quarter,
        cases=cases,
    )
    verdicts = reads.verdicts(basis, place, quarter) if cases == EVERY_CASE else {}
    return PlaceRows(rows, quarters, verdicts)


@dataclass(frozen=True, slots=True)
class GoalShown:
    """One goal or norm of a place: how far it is, and what is said of it."""

    indicator: str
    target: float
    value: float | None
    low: float | None
    high: float | None
    unit: str
    verdict: str


@cached
def goals(basis: Basis, code: str, quarter: int) -> tuple[GoalShown, ...]:
    """The goals that hold for one Werkplein in a quarter, those not reached first."""
    place = reads.places(basis)[code]
    rows = fetched.judged(basis, quarter)
    rows = rows[(rows["werkplein"] == place.name) & rows["target"].notna()]
    order = {"niet_gehaald": 0, "niet_te_zeggen": 1, "gehaald": 2}
    found = [_goal(row) for row in rows.to_dict("records")]
    return tuple(sorted(found, key=lambda each: (order.get(each.verdict, 3), each.indicator)))


def _goal(row: Mapping[Hashable, Any]) -> GoalShown:
    return GoalShown(
        str(row["indicator"]),
        float(row["target"]),
        number_of(row["value"]),
        number_of(row["low"]),
        number_of(row["high"]),
        load_indicators()[str(row["indicator"])].unit,
        str(row["verdict"]),
    )
