"""What the first screen shows, kept by `cached`: the chain, what stands out, goals."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from dashboard import reads
from dashboard.basis import Basis
from dashboard.cached import cached
from dashboard.components.goal_bars import GoalBar
from dashboard.views.overzicht import fetched
from ketenkpi.comparison.answers import verdict_said
from ketenkpi.figure import figure_of
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


@cached
def goals(basis: Basis, code: str, quarter: int) -> tuple[GoalBar, ...]:
    """The goals that hold for one Werkplein in a quarter, those not reached first."""
    place = reads.places(basis)[code]
    rows = fetched.judged(basis, quarter)
    rows = rows[(rows["werkplein"] == place.name) & rows["target"].notna()]
    order = {"niet_gehaald": 0, "niet_te_zeggen": 1, "gehaald": 2}
    listed = sorted(
        rows.to_dict("records"), key=lambda row: (order.get(row["verdict"], 3), row["indicator"])
    )
    return tuple(map(_goal, listed))


def _goal(row: Mapping[Hashable, Any]) -> GoalBar:
    key = str(row["indicator"])
    return GoalBar(
        Tile(key).name,
        figure_of({str(name): value for name, value in row.items()}),
        float(row["target"]),
        load_indicators()[key].unit,
        verdict_said(str(row["verdict"])),
    )
