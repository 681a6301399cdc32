"""All figures of one place, kept by `cached`: a row each, by result area."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from dashboard import reads
from dashboard.basis import Basis
from dashboard.cached import cached, drawing
from dashboard.components import rug_table
from dashboard.components.pickers import Choice
from dashboard.components.rug_table import RugShown
from dashboard.reads import Place
from dashboard.words import say
from ketenkpi.answer import Mark
from ketenkpi.indicators import drawn, load_indicators
from ketenkpi.overview import (
    EVERY_CASE,
    CountedCases,
    PlacedFigures,
    RugRow,
    Tile,
    rug_row,
    seen_by_tile,
    text_of,
)
from ketenkpi.overview.answers import (
    discussed_among,
    discussed_at,
    tiles_by_area,
)
from ketenkpi.surfaces import in_words
from ketenkpi.vocabulary import Quarter

# The sum of all stands beside none of its parts.
NOBODY = PlacedFigures({}, (), ())


def _figures(basis: Basis, column: str | None, cases: CountedCases, last: int) -> pd.DataFrame:
    """Every figure of every place of one kind in the quarters up to `last`."""
    if column == "werkplein" and cases == EVERY_CASE:
        return reads.everything(basis, last)
    return _other_figures(basis, column, cases, last)


@cached
def _other_figures(
    basis: Basis, column: str | None, cases: CountedCases, last: int
) -> pd.DataFrame:
    by = ("kwartaal",) if column is None else (column, "kwartaal")
    where = {"kwartaal": reads.listed_quarters(basis, last)} | cases.where
    return drawn(basis.store.figures(None, by, basis.scope, where))


@drawing
def headline(basis: Basis, code: str, quarter: int) -> str:
    """What stands out at this place, by name; of several together how much at how many."""
    place, tests = reads.places(basis)[code], reads.signalled(basis, quarter)
    when = Quarter.from_index(quarter)
    if place.kind != "werkplein":
        inside = reads.werkpleinen(basis, place)
        return in_words(discussed_among(tests, inside, when, place.said).section.finding)
    if not (tests["werkplein"] == place.name).any():
        found = discussed_at(tests, place.name, when, reads.delivered(basis))
        return in_words(found.section.finding)
    names = [in_words(tile.name) for tile in reads.verdicts(basis, place, quarter)]
    return say("raster.stands_out", names=", ".join(names)) if names else say("raster.none_stands")


@cached
def rug(basis: Basis, code: str, quarter: int, cases: CountedCases, every_part: bool) -> RugShown:
    """A row for each figure of a place: the usual part of it, or every part."""
    place, last = reads.places(basis)[code], reads.last_shown(basis, quarter)
    verdicts = reads.verdicts(basis, place, quarter) if cases == EVERY_CASE else {}
    frame = _figures(basis, place.column, cases, last)
    areas = _listed(frame, place, verdicts, every_part)
    tiles = [tile for _, those in areas for tile in those]
    rows = dict(zip(tiles, _rows(basis, frame, tiles, place, quarter, cases), strict=True))
    return RugShown(
        tuple((area, tuple(rows[tile] for tile in those)) for area, those in areas),
        reads.course_quarters(basis, quarter),
        quarter,
        verdicts,
    )


def _rows(
    basis: Basis,
    frame: pd.DataFrame,
    tiles: list[Tile],
    place: Place,
    quarter: int,
    cases: CountedCases,
) -> Iterator[RugRow]:
    """All together stand beside the Werkpleinen that they are made of, but for a number."""
    seen = seen_by_tile(frame, tiles, place.column)
    beside: Mapping[Tile, PlacedFigures] = {}
    if place.column is None:
        single = _figures(basis, "werkplein", cases, reads.last_shown(basis, quarter))
        counts = {key for key, one in load_indicators().items() if one.unit == "number"}
        beside = {
            tile: NOBODY if tile.indicator in counts else each
            for tile, each in seen_by_tile(single, tiles, "werkplein").items()
        }
    return (rug_row(seen[each], each, place.name, quarter, beside.get(each)) for each in tiles)


def _listed(
    frame: pd.DataFrame, place: Place, verdicts: dict[Tile, Mark], every_part: bool
) -> list[tuple[str, list[Tile]]]:
    named = frame[["indicator", "split"]].drop_duplicates()
    found = [
        (str(key), text_of(part), place.name)
        for key, part in zip(named["indicator"], named["split"], strict=True)
    ]
    signs = {
        (each.indicator, each.split, place.name): (mark, "") for each, mark in verdicts.items()
    }
    return list(tiles_by_area(found, signs, load_indicators(), every_part))


@drawing
def drawn_rug(basis: Basis, choice: Choice, every_part: bool, subject: str, asked: str) -> str:
    """The rug as HTML, of one subject or all, and of the names that were asked for."""
    found = rug(basis, choice.place, choice.quarter, choice.cases, every_part)
    kept = tuple(each for each in found.areas if subject in ("alle", each[0]))
    shown = RugShown(kept, found.quarters, found.quarter, found.verdicts)
    return rug_table.as_html(shown, choice.address, asked)
