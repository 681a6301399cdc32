"""Many figures of one place below each other: each with its course and among all places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ketenkpi.indicators import load_indicators
from ketenkpi.overview.placed import PlacedFigure, PlacedFigures
from ketenkpi.overview.tiles import Tile


@dataclass(frozen=True, slots=True)
class RugRow:
    """One figure of a place in a quarter.

    now: None where no file speaks of it. course: its known values by quarter, of what is
    not known yet none. others: the value of every other place in that quarter, by name;
    who has none, or one that is not known yet, is left out.
    """

    tile: Tile
    now: PlacedFigure | None
    course: Mapping[int, float]
    others: Mapping[str, float]

    @property
    def unit(self) -> str:
        return load_indicators()[self.tile.indicator].unit


def rug(seen: PlacedFigures, tiles: Sequence[Tile], place: str, quarter: int) -> tuple[RugRow, ...]:
    """A row for each of these figures, in their order."""
    return tuple(_row(seen, tile, place, quarter) for tile in tiles)


def _row(seen: PlacedFigures, tile: Tile, place: str, quarter: int) -> RugRow:
    key = tile.indicator
    course = {at: _value(each) for at, each in seen.series(key, place)}
    others = {name: _value(seen.get(key, name, quarter)) for name in seen.places if name != place}
    return RugRow(
        tile,
        seen.get(key, place, quarter),
        {at: value for at, value in course.items() if value is not None},
        {name: value for name, value in others.items() if value is not None},
    )


def _value(placed: PlacedFigure | None) -> float | None:
    return None if placed is None or placed.immature else placed.figure.value
