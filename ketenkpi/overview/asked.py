"""The figures that the overview and the grid are made of, asked of a source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ketenkpi.comparison import with_breaks
from ketenkpi.indicators import drawn, load_indicators
from ketenkpi.overview.placed import PlacedFigures, placed_figures
from ketenkpi.overview.tiles import Tile

if TYPE_CHECKING:
    from ketenkpi.comparison.source import TargetSource
    from ketenkpi.scope import Scope


@dataclass(frozen=True, slots=True)
class CountedCases:
    """Which cases are counted: of one scheme and one target group (stored keys), None for all."""

    scheme: str | None = None
    group: str | None = None

    @property
    def where(self) -> dict[str, list[Any]]:
        """The same as `Source.figures` takes it."""
        asked = {"regeling": self.scheme, "doelgroep": self.group}
        return {name: [key] for name, key in asked.items() if key is not None}


EVERY_CASE = CountedCases()
# Stands where a quarter would, in the figures over all quarters together.
TOGETHER = 0


def quarterly_of(
    source: TargetSource,
    tiles: Sequence[Tile],
    column: str | None,
    scope: Scope,
    *,
    quarters: Sequence[int],
    cases: CountedCases = EVERY_CASE,
) -> PlacedFigures:
    """These figures by quarter of every place of one kind (werkplein, regio; None: all together).

    With what is no change of the place itself.
    """
    where = {"kwartaal": list(quarters)} | cases.where
    by = ("kwartaal",) if column is None else (column, "kwartaal")
    found = source.figures([tile.indicator for tile in tiles], by, scope, where)
    return placed_figures(
        drawn(with_breaks(source, found, column, scope, where.get("regeling", ()))), column, tiles
    )


def together_of(
    source: TargetSource,
    tiles: Sequence[Tile],
    column: str | None,
    scope: Scope,
    *,
    cases: CountedCases = EVERY_CASE,
) -> PlacedFigures:
    """The same over all quarters together, at `TOGETHER`, of indicators that add over them."""
    known = load_indicators()
    keys = [t.indicator for t in tiles if "kwartaal" in known[t.indicator].additive_over]
    if not keys:
        return PlacedFigures({}, (), ())
    found = source.figures(keys, () if column is None else (column,), scope, cases.where)
    # What may not be shown alone brings along what does not add over quarters.
    return placed_figures(found.assign(kwartaal=TOGETHER), column, tiles)
