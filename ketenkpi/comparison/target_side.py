"""On which side of a target one must be: the better side of the figure, unless the target says it.

Of inflow, of what is there and of other figures no side is better in itself, yet a place
may want at most so many, or at least. Then the target has to say which.
"""

from __future__ import annotations

from types import MappingProxyType

from ketenkpi.indicators import Indicator

AT_LEAST, AT_MOST = "minstens", "hoogstens"
# The side that a target names, as the direction that is then the better one.
DIRECTIONS = MappingProxyType({AT_LEAST: "higher", AT_MOST: "lower"})
NEUTRAL = "neutral"


def direction_of(indicator: Indicator, side: str | None) -> str:
    """Which way is better for this target: 'higher', 'lower', or 'neutral' where nothing says."""
    return indicator.direction if side is None else DIRECTIONS[side]


def is_against(indicator: Indicator, side: str | None) -> bool:
    """Whether the target asks for the side that is the worse one of this figure."""
    better = indicator.direction
    return side is not None and NEUTRAL != better != DIRECTIONS[side]
