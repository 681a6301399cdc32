"""Werkpleinen beside each other: of each result area a figure, or the one that stands out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ketenkpi.answer import Mark
from ketenkpi.indicators import load_indicators
from ketenkpi.overview.answers.grid import Signs
from ketenkpi.overview.first_screen import Shown
from ketenkpi.overview.placed import PlacedFigures
from ketenkpi.overview.rug import RugRow, rug_row
from ketenkpi.overview.tiles import Tile


@dataclass(frozen=True, slots=True)
class BoardCell:
    """A figure of one place in one result area.

    verdict: of a sure signal of this very figure. moved: it is not the figure of its column
    but the surest one that stands out. more: how many others of the area stand out as well.
    """

    row: RugRow
    verdict: Mark | None = None
    moved: bool = False
    more: int = 0


def board_tiles(columns: Sequence[Shown], signs: Signs) -> tuple[Tile, ...]:
    """Every figure that a cell can show: those of the columns, and those with a signal."""
    signed = [Tile(indicator, part) for indicator, part, _ in signs]
    return tuple(dict.fromkeys([*(each.tile for each in columns), *signed]))


def board(
    seen: Mapping[Tile, PlacedFigures],
    columns: Sequence[Shown],
    signs: Signs,
    places: Sequence[str],
    quarter: int,
) -> dict[str, tuple[BoardCell, ...]]:
    """A cell for each column of each place; seen: the figures of `board_tiles`.

    A mark never stands beside a number that it is not about.
    """
    return {
        place: tuple(_cell(seen, column, _signed(signs, column, place), place, quarter)
                     for column in columns)
        for place in places
    }  # fmt: skip


def _signed(signs: Signs, column: Shown, place: str) -> dict[Tile, Mark]:
    """What stands out at a place in the area of a column, the surest first."""
    known = load_indicators()
    return {
        Tile(key, part): verdict
        for (key, part, where), (verdict, _) in signs.items()
        if where == place and known[key].result_area == column.area
    }


def _cell(
    seen: Mapping[Tile, PlacedFigures],
    column: Shown,
    signed: Mapping[Tile, Mark],
    place: str,
    quarter: int,
) -> BoardCell:
    tile = column.tile if column.tile in signed else next(iter(signed), column.tile)
    row = rug_row(seen[tile], tile, place, quarter)
    more = max(len(signed) - 1, 0)
    return BoardCell(row, signed.get(tile), tile != column.tile, more)
