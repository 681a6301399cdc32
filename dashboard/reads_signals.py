"""Signals of a quarter and the grid of all figures, kept like the reads in `reads.py`."""

from __future__ import annotations

import pandas as pd

from dashboard import formats, reads
from dashboard.basis import Basis
from dashboard.cached import cached
from dashboard.presenters import parts, raster, signals
from dashboard.presenters.cards import name_of
from dashboard.presenters.figures import TILES, UNSPLIT, Tile
from dashboard.words import say
from ketenkpi.indicators import drawn, load_indicators, on_own_quarter, shipped_indicators
from ketenkpi.vocabulary import Quarter
from ketenkpi.wording import Language

# Three years before the quarter itself, so that every season was there three times.
PAST = 13
EVERY = "alle"
YEAR = 4


@cached
def everything(basis: Basis, last: int) -> pd.DataFrame:
    """Every figure of every Werkplein in the quarters up to `last`; not to be changed."""
    quarters = [q for q in reads.delivered(basis).quarters if last - PAST < q <= last]
    by = ("werkplein", "kwartaal")
    return drawn(basis.store.figures(None, by, basis.scope, {"kwartaal": quarters}))


@cached
def found(basis: Basis, quarter: int) -> pd.DataFrame:
    """Every test of a quarter, with how sure it is; not to be changed."""
    return basis.store.signals(Quarter.from_index(quarter), basis.scope)


@cached
def discussed(basis: Basis, code: str, quarter: int, language: Language) -> signals.Discussed:
    """What there is to discuss about a place and quarter."""
    place, known = reads.places(basis)[code], load_indicators()
    tests = found(basis, quarter)
    inside = reads.werkpleinen(basis, place)
    if place.kind != "werkplein":
        name = place.label(language)
        return signals.of_places(tests, inside, quarter, known, name, language)
    state = reads.delivered(basis)
    provisional = {key for key in known if state.is_provisional(key, inside, quarter)}
    return signals.of_place(tests, place.name, quarter, known, provisional, language)


@cached
def choices(basis: Basis, quarter: int, language: Language) -> dict[str, str]:
    """Every figure whose course can be seen: those of the cards, then all others by subject."""
    known = load_indicators()
    every = everything(basis, reads.last_shown(basis, quarter))
    seen = every[["indicator", "split"]].drop_duplicates()
    split_of = seen.groupby("indicator")["split"].agg(
        lambda s: [x for x in s if isinstance(x, str)]
    )
    tiles = list(TILES)
    for key in parts.listed(known, language):
        there = [part for part in split_of.get(key, []) if part != UNSPLIT]
        if known[key].always_split:
            tiles += [Tile(key, part) for part in parts.in_order(there, known[key], language)]
        else:
            tiles.append(Tile(key))
    return {tile.code: name_of(tile, language) for tile in dict.fromkeys(tiles)}


@cached
def _shown(basis: Basis, quarter: int, together: bool) -> pd.DataFrame:
    """Every figure of a quarter, or of the four up to it together where they add.

    What is not known of the quarter yet is of the newest one it is known of.
    """
    if not together:
        seen = everything(basis, reads.last_shown(basis, quarter))
        return on_own_quarter(seen, quarter)
    known = load_indicators()
    keys = [key for key, one in known.items() if "kwartaal" in one.additive_over]
    four = [q for q in reads.delivered(basis).quarters if quarter - YEAR < q <= quarter]
    return basis.store.figures(keys, ("werkplein",), basis.scope, {"kwartaal": four})


@cached
def grid(
    basis: Basis,
    quarter: int,
    together: bool,
    region: str,
    subject: str,
    every_part: bool,
    language: Language,
) -> raster.Grid:
    """All figures of the Werkpleinen of a region as a table."""
    places = reads.werkpleinen(basis, reads.places(basis)[region])
    figures = _shown(basis, quarter, together)
    cells = raster.cells_of(figures)
    marks = {} if together else raster.marks_of(found(basis, quarter))
    known, area = load_indicators(), None if subject == EVERY else subject
    html, filled, missing, marked = raster.grid(
        cells,
        marks,
        known,
        shipped_indicators(),
        places,
        area,
        every_part,
        {} if together else raster.quarters_of(figures, quarter),
        {"kwartaal": formats.quarter(quarter), "plek": region},
        language,
    )
    said = say(
        "raster.said_together" if together else "raster.said",
        language,
        period=period_name(quarter, together, language),
        cells=formats.number(filled, 0, language),
        places=len(places),
        missing=formats.number(missing, 0, language),
        **({} if together else {"sure": formats.number(marked, 0, language)}),
    )
    return raster.Grid(said, html, raster.notes_of(cells, known, places, area, language))


def period_name(quarter: int, together: bool, language: Language) -> str:
    """A quarter, or the four up to it."""
    if not together:
        return formats.quarter(quarter)
    ends = {"first": formats.quarter(quarter - YEAR + 1), "last": formats.quarter(quarter)}
    return say("raster.four_quarters", language, **ends)
