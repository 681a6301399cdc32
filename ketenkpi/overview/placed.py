"""Figures by indicator, place and quarter, as a page or report looks them up."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import TYPE_CHECKING, Any, TypeAlias

from ketenkpi.figure import FULL_COUNT, Figure, figure_of, number_of
from ketenkpi.indicators import BETWEEN_LIMITS, load_indicators
from ketenkpi.overview.tiles import TILES, Tile

if TYPE_CHECKING:
    import pandas as pd

EVERYWHERE = ""
# What the library says of an indicator with parts when it found no part at all:
# one row, with the reason why there is no figure.
UNSPLIT = "alle"
# With revisions a full count gets limits: how far earlier provisional ones still moved.
FULL_COUNTS = (FULL_COUNT, f"{FULL_COUNT}_with_revision")
# What a figure is known by: its indicator, place and quarter.
Key: TypeAlias = tuple[str, str, int]
# The columns that a figure is made of.
READ = frozenset(
    {"indicator", "unit", "value", "low", "high", "n", "numerator", "denominator", "method"}
    | {"reason", "beside", "undelivered", "note", "immature", "closed", "held_back", "area_since"}
    | {"lacking"}
)


@dataclass(frozen=True, slots=True)
class PlacedFigure:
    """One figure of an indicator, with what else is known of it.

    beside: the figure that is easier to compute, None where there is none. undelivered:
    files that lack. note: what to know of it (wording key). immature: it is known later.
    closed, held_back, area_since, lacking: why no change is that of the place itself
    (`comparison.breaks`); area_since is a quarter, 0 for never, and lacking names the
    Werkpleinen that are not in it.
    """

    indicator: str
    figure: Figure
    unit: str
    beside: float | None = None
    undelivered: int = 0
    note: str | None = None
    immature: bool = False
    closed: bool = False
    held_back: bool = False
    area_since: int = 0
    lacking: tuple[str, ...] = ()

    @property
    def known(self) -> bool:
        """Whether there is a value."""
        return self.figure.value is not None

    @property
    def at_least(self) -> bool:
        """Whether only a lower limit is known: too many cases still run."""
        return not self.known and not self.between and self.figure.low is not None

    @property
    def between(self) -> bool:
        """Whether it is a number of people of which only two limits are known."""
        return self.figure.reason in BETWEEN_LIMITS

    @property
    def shown(self) -> bool:
        """Whether anything is known of how large it is."""
        return self.known or self.at_least or self.between

    @property
    def provisional(self) -> bool:
        """Whether its limits were widened, because figures of this age still moved."""
        return self.known and str(self.figure.method).endswith("_with_revision")

    @property
    def full_count(self) -> bool:
        """Whether everything there is was counted, though it may still change."""
        return self.figure.method in FULL_COUNTS

    @property
    def exact(self) -> bool:
        """Whether it is a full count without an interval; answers all alike have none either."""
        return self.full_count and self.figure.low is None


@dataclass(frozen=True)
class PlacedFigures:
    """The figures of one kind of place (Werkpleinen, regions, or all together)."""

    by_place: Mapping[Key, PlacedFigure]
    places: tuple[str, ...]
    quarters: tuple[int, ...]

    def get(self, indicator: str, place: str, quarter: int) -> PlacedFigure | None:
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
        earlier = [at for at, each in series if at < quarter and each.known and not each.immature]
        return max(earlier, default=quarter)

    def speaks_of(self, indicator: str, place: str) -> bool:
        """Whether any quarter has a value for that place."""
        return any(each.known for _, each in self.series(indicator, place))

    def series(self, indicator: str, place: str) -> Iterator[tuple[int, PlacedFigure]]:
        """Quarter by quarter, those without a row left out."""
        for quarter in self.quarters:
            found = self.get(indicator, place, quarter)
            if found is not None:
                yield quarter, found


def placed_figures(
    frame: pd.DataFrame, place: str | None, tiles: Sequence[Tile] = TILES
) -> PlacedFigures:
    """Those of a frame of `Source.figures`; `place` is its column of places, None for all."""
    wanted = {tile.indicator: tile.split for tile in tiles}
    known = load_indicators()
    # What estimates a figure for everybody comes with it, of several Werkpleinen together.
    for tile in tiles:
        if tile.indicator in known and (estimate := known[tile.indicator].estimated_by):
            wanted.setdefault(estimate, tile.split)
    at: dict[Key, int] = {}
    # As plain objects: one by one out of the frame's own cells takes five times as long.
    keyed, splits = (frame[name].to_numpy(object) for name in ("indicator", "split"))
    places = repeat(EVERYWHERE) if place is None else frame[place].astype(str).to_numpy(object)
    keys = zip(keyed, places, frame["kwartaal"].tolist(), strict=False)
    for row, (key, split) in enumerate(zip(keys, splits, strict=True)):
        if key[0] not in wanted:
            continue
        if wanted[key[0]] in (None, text_of(split)):
            at[key] = row
        elif split == UNSPLIT:
            at.setdefault(key, row)
    return PlacedFigures(
        FiguresOfRows(frame, at),
        tuple(sorted({where for _, where, _ in at})),
        tuple(sorted({quarter for _, _, quarter in at})),
    )


class FiguresOfRows(Mapping[Key, PlacedFigure]):
    """The figures in the rows `at` of a frame, each made when it is looked up.

    Three years of ten figures of a hundred Werkpleinen are 12,000 rows; a page
    looks up some hundreds.
    """

    def __init__(self, frame: pd.DataFrame, at: Mapping[Key, int]) -> None:
        self._at = at
        self._cells = {str(name): frame[name].to_numpy() for name in frame if name in READ}

    def __getitem__(self, key: Key) -> PlacedFigure:
        row = self._at[key]
        return placed_figure({name: cells[row] for name, cells in self._cells.items()})

    def __iter__(self) -> Iterator[Key]:
        return iter(self._at)

    def __len__(self) -> int:
        return len(self._at)


def placed_figure(row: Mapping[Hashable, Any]) -> PlacedFigure:
    """The figure in one row of `Source.figures`."""
    return PlacedFigure(
        str(row["indicator"]),
        figure_of(row),
        str(row["unit"]),
        beside=number_of(row["beside"]),
        undelivered=int(number_of(row["undelivered"]) or 0),
        note=text_of(row.get("note")),
        immature=bool(row.get("immature", False)),
        closed=bool(row.get("closed", False)),
        held_back=bool(row.get("held_back", False)),
        area_since=int(row.get("area_since", 0)),
        lacking=tuple(row.get("lacking", ())),
    )


def text_of(cell: object) -> str | None:
    """A cell of a frame as text; None for one that is missing."""
    return cell if isinstance(cell, str) else None
