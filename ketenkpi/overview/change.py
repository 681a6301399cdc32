"""How far a figure moved between two quarters, and whether chance explains that."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from ketenkpi import stats
from ketenkpi.indicators import load_indicators
from ketenkpi.overview.placed import PlacedFigure

Chance = Literal[
    "beyond",
    "within",
    "full_count",
    "counted",
    "open",
    "unknown",
    "closed",
    "area",
    "held_back",
    "others",
]
# Of what was counted in full: there is no chance in it, at most something still to come.
COUNTED = ("full_count", "counted", "open")
# What is not the place itself that moved.
BROKEN = ("closed", "area", "others", "held_back")


@dataclass(frozen=True, slots=True)
class ChangeSince:
    """How far a figure moved since an earlier quarter, and whether chance explains that.

    `beyond`: zero lies outside the interval of the difference. `within`: it
    does not, so this may be chance. `full_count`: nothing was estimated, so
    there is no chance in it. `counted`, `open`: likewise, but later deliveries may
    still move it; that does not, or does, matter to which of the two is higher.
    `unknown`: a limit that is needed is missing. Of the place itself nothing is said
    where it did not exist all of one of the quarters (`closed`), got another area in
    between (`area`), or where much is still registered late (`held_back`); of several
    together nothing where they are not the same Werkpleinen in both (`others`).
    """

    since: int
    value: float
    chance: Chance

    @property
    def rose(self) -> bool:
        return self.value > 0


def change_since(
    now: PlacedFigure | None, before: PlacedFigure | None, since: int
) -> ChangeSince | None:
    """The change from `before` to `now`; None when either has no value, or is not known yet."""
    if now is None or before is None or now.immature or before.immature:
        return None
    if now.figure.value is None or before.figure.value is None:
        return None
    change = now.figure.value - before.figure.value
    broken = _broken(now, before, since)
    return ChangeSince(since, change, broken or _chance(now, before))


def _broken(now: PlacedFigure, before: PlacedFigure, since: int) -> Chance | None:
    if now.closed or before.closed:
        return "closed"
    if now.area_since > since:
        return "area"
    if now.lacking != before.lacking:
        return "others"
    return "held_back" if now.held_back or before.held_back else None


def _chance(now: PlacedFigure, before: PlacedFigure) -> Chance:
    if now.exact and before.exact:
        return "full_count"
    found = stats.difference(*_limits(now), *_limits(before))
    low, high = float(found.low), float(found.high)
    counted = now.full_count and before.full_count
    if low > 0 or high < 0:
        return "counted" if counted else "beyond"
    if math.isnan(low) or math.isnan(high):
        return "unknown"
    return "open" if counted else "within"


def _limits(estimate: PlacedFigure) -> tuple[float, float, float]:
    """The value and both limits; what was counted in full and is settled is its own."""
    figure = estimate.figure
    ends = (figure.value, figure.value) if estimate.exact else (figure.low, figure.high)
    value, low, high = (math.nan if end is None else end for end in (figure.value, *ends))
    return value, low, high


def verdict(move: ChangeSince, indicator: str) -> Literal["good", "bad", "neutral"]:
    """Whether a change is what one wants, by the direction in the indicator's definition.

    A change that may be chance is never good or bad.
    """
    direction = load_indicators()[indicator].direction
    if direction == "neutral" or move.value == 0:
        return "neutral"
    if move.chance not in ("beyond", "full_count", "counted"):
        return "neutral"
    return "good" if move.rose == (direction == "higher") else "bad"
