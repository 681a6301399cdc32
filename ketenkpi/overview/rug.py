"""Many figures of one place below each other: each with its course and among all places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from statistics import median
from typing import TYPE_CHECKING

from ketenkpi.comparison import with_breaks
from ketenkpi.indicators import drawn, load_indicators
from ketenkpi.overview.asked import EVERY_CASE, CountedCases
from ketenkpi.overview.placed import PlacedFigure, PlacedFigures, placed_figures
from ketenkpi.overview.tiles import Tile

if TYPE_CHECKING:
    import pandas as pd

    from ketenkpi.comparison.source import TargetSource
    from ketenkpi.scope import Scope

# What grows with the size of a place.
SIZES = ("number", "euro")


@dataclass(frozen=True, slots=True)
class RugRow:
    """One figure of a place.

    at: the newest quarter, up to the one asked, of which it is known; the one asked where
    it is known in none. now: the figure there, None where no file speaks of it. course:
    its known values by quarter, of what is not known yet none. others: the value of every
    other place in that quarter, by name; who has none, or one that is not known yet, is
    left out. of_parts: the others are the places that this one is made of.
    """

    tile: Tile
    at: int
    now: PlacedFigure | None
    course: Mapping[int, float]
    others: Mapping[str, float]
    of_parts: bool = False

    @property
    def unit(self) -> str:
        return tile_unit(self.tile)

    @property
    def middle(self) -> float | None:
        """The middle of the others; None where none has a figure."""
        return middle_of(self.others)


def middle_of(others: Mapping[str, float]) -> float | None:
    """The median of these figures; None of none."""
    return median(others.values()) if others else None


def rug_of(
    source: TargetSource,
    tiles: Sequence[Tile],
    column: str | None,
    place: str,
    scope: Scope,
    *,
    quarters: Sequence[int],
    quarter: int,
    cases: CountedCases = EVERY_CASE,
) -> tuple[RugRow, ...]:
    """These figures of one place, asked of a source. column: werkplein or regio, None for all
    together, which stand beside the Werkpleinen they are made of. quarters: of the course."""
    beside = column or "werkplein"
    read = partial(placed_by_tile, source, tiles, scope=scope, quarters=quarters, cases=cases)
    seen = read(beside)
    if column is not None:
        return tuple(rug_row(seen[tile], tile, place, quarter) for tile in tiles)
    whole = read(None)
    # A number grows with the place, so a total stands beside none of its parts.
    parts = {tile: None if tile_unit(tile) in SIZES else seen[tile] for tile in tiles}
    return tuple(rug_row(whole[tile], tile, place, quarter, parts[tile]) for tile in tiles)


def tile_unit(tile: Tile) -> str:
    """The unit of its figure."""
    return load_indicators()[tile.indicator].unit


def placed_by_tile(
    source: TargetSource,
    tiles: Sequence[Tile],
    column: str | None,
    *,
    scope: Scope,
    quarters: Sequence[int],
    cases: CountedCases = EVERY_CASE,
) -> Mapping[Tile, PlacedFigures]:
    """The figures of each tile of every place of one kind, also of several parts of one
    indicator; read at once."""
    keys = list(dict.fromkeys(tile.indicator for tile in tiles))
    by = ("kwartaal",) if column is None else (column, "kwartaal")
    where = {"kwartaal": list(quarters)} | cases.where
    found = drawn(with_breaks(source, source.figures(keys, by, scope, where), column, scope))
    return seen_by_tile(found, tiles, column)


def seen_by_tile(
    found: pd.DataFrame, tiles: Sequence[Tile], column: str | None
) -> Mapping[Tile, PlacedFigures]:
    """The same of figures that were read already; found: rows of `indicators.drawn`."""
    of_key = dict(tuple(found.groupby("indicator")))
    nothing = found.head(0)
    return {
        tile: placed_figures(of_key.get(tile.indicator, nothing), column, [tile]) for tile in tiles
    }


def rug_row(
    seen: PlacedFigures,
    tile: Tile,
    place: str,
    quarter: int,
    beside: PlacedFigures | None = None,
) -> RugRow:
    """One of them. beside: the figures of the others, where these are another kind of place."""
    key, others = tile.indicator, beside or seen
    course = {at: _value(each) for at, each in seen.series(key, place)}
    at = seen.known_by(key, place, quarter)
    around = {name: _value(others.get(key, name, at)) for name in others.places}
    return RugRow(
        tile,
        at,
        seen.get(key, place, at),
        {at: value for at, value in course.items() if value is not None},
        {name: v for name, v in around.items() if v is not None and (beside or name != place)},
        of_parts=beside is not None,
    )


def _value(placed: PlacedFigure | None) -> float | None:
    return None if placed is None or placed.immature else placed.figure.value
