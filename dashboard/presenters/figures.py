"""Figures by indicator, place and quarter, and the change between two of them."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from ketenkpi import stats
from ketenkpi.indicators import BETWEEN_LIMITS, load_indicators

EVERYWHERE = ""
# What the library says of an indicator with parts when it found no part at all:
# one row, with the reason why there is no figure.
UNSPLIT = "alle"


@dataclass(frozen=True)
class Tile:
    """One figure of the overview: an indicator, and which of its parts when it has parts."""

    indicator: str
    split: str | None = None

    @property
    def code(self) -> str:
        """How an address names it; the part that the overview shows needs no mention."""
        bare = self.split is None or self in TILES
        return self.indicator if bare else f"{self.indicator}:{self.split}"

    @classmethod
    def of(cls, code: str) -> Tile:
        """The figure that `code` names."""
        for tile in TILES:
            if tile.code == code:
                return tile
        indicator, _, split = code.partition(":")
        return cls(indicator, split or None)


# In the order of the seed: how long clients wait, who comes and who leaves,
# what they think of it, and with how many people it is done. Never by value.
TILES = (
    Tile("uitkeringsduur"),
    Tile("binnen_termijn"),
    Tile("instroom"),
    Tile("uitstroom"),
    Tile("uitstroom_werk"),
    Tile("stand"),
    Tile("uitstroomquote"),
    Tile("herinstroom", "365"),
    Tile("klanttevredenheid", "algemeen"),
    Tile("caseload_per_fte"),
    # Never alone: who is discouraged or refused counts as prevented, too.
    Tile("preventiequote"),
    Tile("herhaalde_melding"),
    Tile("afgewezen"),
)
KEYS = tuple(tile.indicator for tile in TILES)


# With revisions a full count gets limits: how far earlier provisional ones still moved.
FULL_COUNTS = ("indicators.method_full_count", "indicators.method_full_count_with_revision")


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One estimate as the library gives it; `value` is NaN exactly where `reason` says why."""

    indicator: str
    value: float
    low: float
    high: float
    n: int | None
    numerator: float
    denominator: float
    unit: str
    method: str | None
    reason: str | None
    beside: float
    undelivered: int
    note: str | None = None
    immature: bool = False
    # See `comparison.breaks`: no change of the place itself.
    closed: bool = False
    held_back: bool = False
    area_since: int = 0

    @property
    def known(self) -> bool:
        """Whether there is a value."""
        return not math.isnan(self.value)

    @property
    def at_least(self) -> bool:
        """Whether only a lower limit is known: too many cases still run."""
        return not self.known and not self.between and not math.isnan(self.low)

    @property
    def between(self) -> bool:
        """Whether it is a number of people of which only two limits are known."""
        return self.reason in BETWEEN_LIMITS

    @property
    def provisional(self) -> bool:
        """Whether its limits were widened, because figures of this age still moved."""
        return self.known and str(self.method).endswith("_with_revision")

    @property
    def exact(self) -> bool:
        """Whether it is a full count without an interval; answers all alike have none either."""
        return self.known and self.method in FULL_COUNTS and math.isnan(self.low)


@dataclass(frozen=True)
class Figures:
    """The figures of one kind of place (Werkpleinen, regions, or all together)."""

    by_place: Mapping[tuple[str, str, int], FigureRow]
    places: tuple[str, ...]
    quarters: tuple[int, ...]

    def get(self, indicator: str, place: str, quarter: int) -> FigureRow | None:
        """The figure, or None when no file speaks about that place and quarter."""
        return self.by_place.get((indicator, place, quarter))

    def known_by(self, indicator: str, place: str, quarter: int) -> int:
        """The newest quarter up to `quarter` of which the figure has been followed long enough.

        `quarter` itself where another reason keeps it away, or none is known yet.
        """
        now = self.get(indicator, place, quarter)
        if now is None or now.known or not now.immature:
            return quarter
        series = self.series(indicator, place)
        earlier = [at for at, f in series if at < quarter and f.known and not f.immature]
        return max(earlier, default=quarter)

    def speaks_of(self, indicator: str, place: str) -> bool:
        """Whether any quarter has a value for that place."""
        return any(figure.known for _, figure in self.series(indicator, place))

    def series(self, indicator: str, place: str) -> Iterator[tuple[int, FigureRow]]:
        """Quarter by quarter, those without a row left out."""
        for quarter in self.quarters:
            figure = self.get(indicator, place, quarter)
            if figure is not None:
                yield quarter, figure


def figures(frame: pd.DataFrame, place: str | None, tiles: Sequence[Tile] = TILES) -> Figures:
    """Figures from a frame of `Store.figures`; `place` is its column of places, None for all."""
    wanted = {tile.indicator: tile.split for tile in tiles}
    known = load_indicators()
    # What estimates a figure for everybody comes with it, of several Werkpleinen together.
    for tile in tiles:
        if tile.indicator in known and (estimate := known[tile.indicator].estimated_by):
            wanted.setdefault(estimate, tile.split)
    by_place: dict[tuple[str, str, int], FigureRow] = {}
    for row in frame.to_dict("records"):
        indicator, split = str(row["indicator"]), _text(row["split"])
        if indicator not in wanted:
            continue
        where = EVERYWHERE if place is None else str(row[place])
        key = (indicator, where, int(row["kwartaal"]))
        if wanted[indicator] in (None, split):
            by_place[key] = figure_of(row)
        elif split == UNSPLIT:
            by_place.setdefault(key, figure_of(row))
    return Figures(
        by_place,
        tuple(sorted({where for _, where, _ in by_place})),
        tuple(sorted({quarter for _, _, quarter in by_place})),
    )


def figure_of(row: Mapping[Hashable, Any]) -> FigureRow:
    """The figure in one row of `Store.figures`."""
    numbers = {
        name: number(row[name])
        for name in ("value", "low", "high", "numerator", "denominator", "beside")
    }
    n = number(row["n"])
    return FigureRow(
        indicator=str(row["indicator"]),
        n=None if math.isnan(n) else int(n),
        unit=str(row["unit"]),
        method=_text(row["method"]),
        reason=_text(row["reason"]),
        undelivered=int(number(row["undelivered"])),
        note=_text(row.get("note")),
        immature=bool(row.get("immature", False)),
        closed=bool(row.get("closed", False)),
        held_back=bool(row.get("held_back", False)),
        area_since=int(row.get("area_since", 0)),
        **numbers,
    )


def number(value: object) -> float:
    """A cell of a frame as a number; NaN for one that is missing."""
    return math.nan if value is None or value is pd.NA else float(value)  # type: ignore[arg-type]


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


Chance = Literal[
    "beyond", "within", "full_count", "counted", "open", "unknown", "closed", "area", "held_back"
]
# Of what was counted in full: there is no chance in it, at most something still to come.
COUNTED = ("full_count", "counted", "open")
# What is not the place itself that moved.
BROKEN = ("closed", "area", "held_back")


@dataclass(frozen=True, slots=True)
class Change:
    """How far a figure moved since an earlier quarter, and whether chance explains that.

    `beyond`: zero lies outside the interval of the difference. `within`: it
    does not, so this may be chance. `full_count`: nothing was estimated, so
    there is no chance in it. `counted`, `open`: likewise, but later deliveries may
    still move it; that does not, or does, matter to which of the two is higher.
    `unknown`: a limit that is needed is missing. Of the place itself nothing is said
    where it did not exist all of one of the quarters (`closed`), got another area in
    between (`area`), or where much is still registered late (`held_back`).
    """

    since: int
    value: float
    chance: Chance

    @property
    def rose(self) -> bool:
        return self.value > 0


def _limits(figure: FigureRow) -> tuple[float, float]:
    """Both limits; what was counted in full and is settled is its own."""
    return (figure.value, figure.value) if figure.exact else (figure.low, figure.high)


def change(now: FigureRow | None, before: FigureRow | None, since: int) -> Change | None:
    """The change from `before` to `now`; None when either has no value, or is not known yet."""
    if now is None or before is None or not (now.known and before.known):
        return None
    if now.immature or before.immature:
        return None
    moved = now.value - before.value
    broken = _broken(now, before, since)
    if broken is not None:
        return Change(since, moved, broken)
    if now.exact and before.exact:
        return Change(since, moved, "full_count")
    found = stats.difference(now.value, *_limits(now), before.value, *_limits(before))
    low, high = float(found.low), float(found.high)
    counted = now.method in FULL_COUNTS and before.method in FULL_COUNTS
    if low > 0 or high < 0:
        return Change(since, moved, "counted" if counted else "beyond")
    if math.isnan(low) or math.isnan(high):
        return Change(since, moved, "unknown")
    return Change(since, moved, "open" if counted else "within")


def _broken(now: FigureRow, before: FigureRow, since: int) -> Chance | None:
    if now.closed or before.closed:
        return "closed"
    if now.area_since > since:
        return "area"
    return "held_back" if now.held_back or before.held_back else None


def verdict(moved: Change, indicator: str) -> Literal["good", "bad", "neutral"]:
    """Whether a change is what one wants, by the direction in the indicator's definition."""
    direction = load_indicators()[indicator].direction
    if direction == "neutral" or moved.value == 0:
        return "neutral"
    return "good" if moved.rose == (direction == "higher") else "bad"
