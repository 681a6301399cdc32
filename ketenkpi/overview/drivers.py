"""What a headline is made of, and which of it moved the headline since an earlier quarter.

Arithmetic, not cause: the shares of a change add up to the change by the
definition of the figure. They say where to look, not why.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ketenkpi.indicators import Decomposition, DrivenBy, Own, below, load_drivers, load_indicators
from ketenkpi.overview.asked import EVERY_CASE, CountedCases, quarterly_of
from ketenkpi.overview.placed import EVERYWHERE, PlacedFigure, PlacedFigures
from ketenkpi.overview.tiles import Tile

if TYPE_CHECKING:
    from ketenkpi.comparison.source import TargetSource
    from ketenkpi.scope import Scope

YEAR = 4
SIGN: Mapping[str, int] = {"plus": 1, "minus": -1, "times": 1, "over": -1}


@dataclass(frozen=True, slots=True)
class Driver:
    """One of what a figure is made of, now and then.

    now, then: None where there is no figure, or the part cannot be told. share: how
    much of the change of the figure above came with it, in the unit of that figure;
    None where a figure lacks, is not known yet or is zero in a product. above: that
    unit. level: how deep in the tree, 1 for what the headline itself is made of.
    """

    of: DrivenBy
    above: str
    level: int
    now: float | None
    then: float | None
    share: float | None


@dataclass(frozen=True, slots=True)
class DriverTree:
    """A headline with its drivers, each followed by its own.

    now, then: the headline itself in `quarter` and `since`; None where no file speaks of it.
    """

    indicator: str
    quarter: int
    since: int
    now: PlacedFigure | None
    then: PlacedFigure | None
    drivers: tuple[Driver, ...]

    @property
    def change(self) -> float | None:
        """How far the headline moved, None where one of the two is not known."""
        return _change(_known(self.now), _known(self.then))


def driver_tree(
    source: TargetSource,
    indicator: str,
    column: str | None,
    place: str,
    scope: Scope,
    quarter: int,
    *,
    cases: CountedCases = EVERY_CASE,
) -> DriverTree | None:
    """What a figure of one place is made of, beside the same quarter a year before.

    column: the kind of place (werkplein, regio), None for all together. A year, for
    most figures go with the seasons. None for a figure that is made of no others.
    """
    known = load_drivers()
    if indicator not in known:
        return None
    keys = (indicator, *below(indicator, known))
    since = quarter - YEAR
    tiles = [Tile(key) for key in keys]
    seen = quarterly_of(source, tiles, column, scope, quarters=[since, quarter], cases=cases)
    asked = _Asked(seen, place if column else EVERYWHERE, quarter, since, known)
    now, then = asked.both(indicator)
    return DriverTree(indicator, quarter, since, now, then, tuple(asked.drivers(indicator, 1)))


@dataclass(frozen=True, slots=True)
class _Asked:
    """The figures of all that is in one tree."""

    seen: PlacedFigures
    place: str
    quarter: int
    since: int
    known: Mapping[str, Decomposition]

    def both(self, indicator: str) -> tuple[PlacedFigure | None, PlacedFigure | None]:
        now, then = (self.seen.get(indicator, self.place, at) for at in (self.quarter, self.since))
        return now, then

    def drivers(self, indicator: str, level: int) -> Iterator[Driver]:
        made = self.known.get(indicator)
        if made is None:
            return
        now, then = self.both(indicator)
        parts = [self._values(each, now, then) for each in made.of]
        unit = load_indicators()[indicator].unit
        shares = shares_of(made, _known(now), _known(then), parts)
        for each, (value, before), share in zip(made.of, parts, shares, strict=True):
            yield Driver(each, unit, level, value, before, share)
            if each.indicator:
                yield from self.drivers(each.indicator, level + 1)

    def _values(
        self, driver: DrivenBy, now: PlacedFigure | None, then: PlacedFigure | None
    ) -> tuple[float | None, float | None]:
        if driver.indicator is not None:
            now, then = self.both(driver.indicator)
            return _known(now), _known(then)
        assert driver.own is not None
        return _part(now, driver.own), _part(then, driver.own)


def shares_of(
    made: Decomposition,
    now: float | None,
    then: float | None,
    parts: list[tuple[float | None, float | None]],
) -> list[float | None]:
    """How much of the change of a figure came with each of its parts; they add up to it.

    Of a sum the change of each part, with its sign. Of a product the logarithmic mean
    of the figure times the logarithm of how many times as large the part became
    (Ang 2004, LMDI-I): exact, without a rest, the same read backwards. None for all
    where a part is not known, or a product holds a zero.
    """
    nothing: list[float | None] = [None] * len(parts)
    values = [now, then, *(each for pair in parts for each in pair)]
    if any(value is None for value in values):
        return nothing
    pairs = [(value or 0.0, before or 0.0) for value, before in parts]
    signs = [SIGN[each.role] for each in made.of]
    if not made.is_product:
        return [sign * (value - before) for sign, (value, before) in zip(signs, pairs, strict=True)]
    if any(value is None or value <= 0 for value in values):
        return nothing
    mean = _logarithmic_mean(now or 0.0, then or 0.0)
    return [
        sign * mean * math.log(value / before)
        for sign, (value, before) in zip(signs, pairs, strict=True)
    ]


def _logarithmic_mean(a: float, b: float) -> float:
    # Of two equal numbers the mean is that number; the quotient would be zero by zero.
    return a if a == b else (a - b) / math.log(a / b)


def _known(placed: PlacedFigure | None) -> float | None:
    return None if placed is None or placed.immature else placed.figure.value


def _part(placed: PlacedFigure | None, part: Own) -> float | None:
    if _known(placed) is None or placed is None:
        return None
    return placed.figure.numerator if part == "numerator" else placed.figure.denominator


def _change(now: float | None, then: float | None) -> float | None:
    return None if now is None or then is None else now - then
