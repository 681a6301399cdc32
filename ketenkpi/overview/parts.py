"""A figure of a region as the sum of its Werkpleinen: each part beside the whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ketenkpi.overview.placed import PlacedFigure, PlacedFigures
from ketenkpi.overview.tiles import Tile


@dataclass(frozen=True, slots=True)
class PartsOfWhole:
    """One count of several places together, and of each of them by name.

    A figure is None where no file speaks of it.
    """

    tile: Tile
    whole: PlacedFigure | None
    parts: Mapping[str, PlacedFigure | None]

    @property
    def known(self) -> dict[str, float]:
        """The parts that have a number."""
        found = {name: each.figure.value for name, each in self.parts.items() if each is not None}
        return {name: value for name, value in found.items() if value is not None}

    @property
    def lacking(self) -> tuple[str, ...]:
        """Of whom there is no number."""
        return tuple(name for name in self.parts if name not in self.known)


def parts_of_whole(
    tile: Tile,
    whole: PlacedFigures,
    seen: PlacedFigures,
    region: str,
    places: Sequence[str],
    quarter: int,
) -> PartsOfWhole:
    """A count that adds over Werkpleinen; whole: figures of regions, seen: of Werkpleinen."""
    key = tile.indicator
    parts = {name: seen.get(key, name, quarter) for name in places}
    return PartsOfWhole(tile, whole.get(key, region, quarter), parts)
