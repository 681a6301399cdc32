"""All figures of all Werkpleinen: rows by subject and name, columns by name, never by value."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from ketenkpi.answer import Mark, Measured, Said, count_of, phrase
from ketenkpi.comparison import telling_by_place
from ketenkpi.indicators import Indicator, split_name
from ketenkpi.overview.placed import UNSPLIT, PlacedFigure, placed_figure, text_of
from ketenkpi.overview.tiles import TILES, Tile
from ketenkpi.vocabulary import Quarter, Text, in_both
from ketenkpi.wording import Language

if TYPE_CHECKING:
    import pandas as pd

DOES_NOT_APPLY = frozenset(
    {"indicators.reason_norm_not_in_force", "indicators.reason_denominator_zero"}
)
NOT_DELIVERED = "indicators.reason_not_delivered"
SUPPRESSED = "disclosure."
# Units that the figure itself shows, or that need no word.
UNSAID = frozenset({"number", "share", "euro"})
# The parts a reader most often asks for come first; the others follow by name.
FIRST = ("algemeen", "365", "melding_besluit", "werk", "werkzoekende")
State = Literal["known", "between", "none"]
# By indicator, part and Werkplein.
Cells = Mapping[tuple[str, str | None, str], PlacedFigure]
# Of the same the verdict and the view of its least likely sure signal.
Signs = Mapping[tuple[str, str | None, str], tuple[Mark, str]]
# Of indicator and part the quarter, where it is another than the chosen one.
Quarters = Mapping[tuple[str, str | None], int]


@dataclass(frozen=True, slots=True)
class GridCell:
    """A value, or which kind of no value; verdict and sign where a sure signal is of it."""

    text: Said
    state: State
    verdict: Mark | None = None
    sign: Said = None


@dataclass(frozen=True)
class GridRow:
    """One figure: its name, its unit or quarter where these must be told, and a cell a place."""

    tile: Tile
    name: Said
    beside: tuple[Said, ...]
    cells: tuple[GridCell, ...]


@dataclass(frozen=True)
class Grid:
    """Rows by subject (result area), with a cell for each of `places`, in that order."""

    places: tuple[str, ...]
    areas: tuple[tuple[str, tuple[GridRow, ...]], ...]

    @property
    def cells(self) -> list[GridCell]:
        """All cells."""
        return [cell for _, rows in self.areas for row in rows for cell in row.cells]


def cells_of(frame: pd.DataFrame) -> Cells:
    """The figures of a frame of `Source.figures`."""
    return {
        (str(row["indicator"]), text_of(row["split"]), str(row["werkplein"])): placed_figure(row)
        for row in frame.to_dict("records")
    }


def signs_of(found: pd.DataFrame) -> Signs:
    """What is sure among the tests of a quarter (`Store.signals`)."""
    return {
        (row["indicator"], text_of(row["split"]), place): (row["verdict"], row["view"])
        for place, rows in telling_by_place(found).items()
        for row in rows.to_dict("records")
    }


def quarters_of(frame: pd.DataFrame, quarter: int) -> Quarters:
    """The quarters of figures that are not known of the chosen one yet."""
    other = frame[frame["kwartaal"] != quarter]
    named = other[["indicator", "split", "kwartaal"]].drop_duplicates()
    return {
        (str(row["indicator"]), text_of(row["split"])): int(row["kwartaal"])
        for row in named.to_dict("records")
    }


def grid(
    cells: Cells,
    signs: Signs,
    known: Mapping[str, Indicator],
    own: Collection[str],
    places: Sequence[str],
    subject: str | None = None,
    every_part: bool = False,
    quarters: Quarters | None = None,
) -> Grid:
    """The figures of these places; subject: one result area, None for all.

    own: the indicators of the installation itself. Each figure with all its
    parts, or the usual one and those that a sign is of. By the Dutch name: who
    draws it for another reader orders the rows of a subject anew.
    """
    areas = [
        (
            area,
            tuple(_row(tile, cells, signs, known, own, places, quarters or {}) for tile in tiles),
        )
        for area, tiles in tiles_by_area(cells, signs, known, every_part)
        if subject in (None, area)
    ]
    return Grid(tuple(places), tuple(areas))


def tiles_by_area(
    found: Iterable[tuple[str, str | None, str]],
    signs: Signs,
    known: Mapping[str, Indicator],
    every_part: bool,
) -> Iterator[tuple[str, list[Tile]]]:
    """The figures of each result area by the Dutch name; found: indicator, part and place."""
    signed = {(indicator, part) for indicator, part, _ in signs}
    there: dict[str, set[str]] = {}
    for indicator, part, _ in found:
        there.setdefault(indicator, set()).update([part] if part and part != UNSPLIT else [])
    by_name = sorted(there, key=lambda key: known[key].name.nl.casefold())
    for area in sorted({indicator.result_area for indicator in known.values()}):
        rows: list[Tile] = []
        for key in (key for key in by_name if known[key].result_area == area):
            parts = in_order(there[key], known[key], "nl")
            usual = [t.split for t in TILES if t.indicator == key and t.split in parts]
            first = (usual or parts)[:1]
            chosen = [p for p in parts if every_part or p in first or (key, p) in signed]
            rows += [Tile(key, part) for part in chosen or (None,)]
        if rows:
            yield area, rows


def in_order(parts: Iterable[str], indicator: Indicator, language: Language) -> list[str]:
    """The parts of a figure, the usual one first, then by name."""
    names = {part: split_name(indicator, part).in_(language).casefold() for part in parts}
    by_name = sorted(names, key=names.__getitem__)
    return sorted(by_name, key=lambda part: part not in FIRST)


def _row(
    tile: Tile,
    cells: Cells,
    signs: Signs,
    known: Mapping[str, Indicator],
    own: Collection[str],
    places: Sequence[str],
    quarters: Quarters,
) -> GridRow:
    unit, moved = known[tile.indicator].unit, quarters.get((tile.indicator, tile.split))
    beside: list[Said] = [] if unit in UNSAID else [in_both(f"units.{unit}")]
    if moved is not None:
        beside.append(phrase("overview.of_quarter", quarter=Quarter.from_index(moved)))
    name: Said = tile.name
    if tile.indicator in own:
        name = phrase("overview.own", name=name)
    found = tuple(_cell(tile, place, cells, signs) for place in places)
    return GridRow(tile, name, tuple(beside), found)


def _cell(tile: Tile, place: str, cells: Cells, signs: Signs) -> GridCell:
    key = (tile.indicator, tile.split, place)
    placed = cells.get(key) or cells.get((tile.indicator, UNSPLIT, place))
    text = cell_said(placed)
    if placed is None or not placed.known:
        return GridCell(text, "between" if placed is not None and placed.between else "none")
    if key not in signs:
        return GridCell(text, "known")
    verdict, view = signs[key]
    words = (in_both(f"overview.word_{verdict}"), in_both(f"overview.view_{view}"))
    return GridCell(text, "known", verdict, words)


def cell_said(placed: PlacedFigure | None) -> Said:
    """A value, or which kind of no value in a word: never empty, and never a zero that is none."""
    if placed is None or placed.figure.reason == NOT_DELIVERED:
        return in_both("overview.cell_not_delivered")
    figure, unit = placed.figure, placed.unit
    if placed.known:
        return Measured(figure, unit)
    if placed.between:
        ends = {end: Measured(getattr(figure, end), unit) for end in ("low", "high")}
        return phrase("indicators.between_people", **ends)
    if placed.at_least:
        return phrase("overview.cell_at_least", value=Measured(figure.low, unit))
    reason = figure.reason or ""
    if reason.startswith(SUPPRESSED):
        return in_both("overview.cell_suppressed")
    applies = reason not in DOES_NOT_APPLY
    return in_both(f"overview.cell_not_{'known' if applies else 'applicable'}")


def notes_of(
    cells: Cells, known: Mapping[str, Indicator], places: Sequence[str], subject: str | None
) -> tuple[Said, ...]:
    """What to know beside figures of the grid, each once with the names of those figures."""
    noted: dict[str, set[str]] = {}
    for (key, _, place), placed in cells.items():
        if place not in places or subject not in (None, known[key].result_area):
            continue
        reason = placed.figure.reason if placed.between else None
        about = placed.note if placed.known else reason
        if about:
            noted.setdefault(about, set()).add(key)
    return tuple(
        phrase("overview.note_of", names=_names(keys, known), note=in_both(about))
        for about, keys in sorted(noted.items())
    )


def _names(keys: set[str], known: Mapping[str, Indicator]) -> Text:
    names = [known[key].name for key in keys]
    dutch, english = (
        ", ".join(sorted({name.in_(language) for name in names}, key=str.casefold))
        for language in ("nl", "en")
    )
    return Text(dutch, english)


def grid_said(found: Grid, period: Said, judged: bool, *, regions: bool = False) -> Said:
    """How many figures there are, how many lack, and of how many a signal is sure.

    regions: whether the places are regions, of which nothing is judged.
    """
    cells = found.cells
    counts = {
        "cells": sum(cell.state == "known" for cell in cells),
        "missing": sum(cell.state != "known" for cell in cells),
        "sure": sum(cell.verdict is not None for cell in cells),
        "places": len(found.places),
    }
    fill = {name: count_of(number) for name, number in counts.items()}
    key = "grid" if judged else "grid_regions" if regions else "grid_together"
    return phrase(f"overview.{key}", period=period, **fill)
