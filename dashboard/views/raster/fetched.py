"""All figures of a quarter as one grid, kept by `cached`."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard import reads
from dashboard.basis import Basis
from dashboard.cached import cached, drawing
from dashboard.reads import Place
from dashboard.views.raster.grid import as_html
from ketenkpi.answer import Said, phrase
from ketenkpi.indicators import drawn as drawn_only
from ketenkpi.indicators import load_indicators, on_own_quarter, shipped_indicators
from ketenkpi.overview import answers
from ketenkpi.vocabulary import Quarter

EVERY, WERKPLEIN = "alle", "werkplein"
YEAR = 4


@dataclass(frozen=True)
class GridAsked:
    """Which cells: a quarter, or the four up to it together; of which places and a subject.

    region: the code of a place whose Werkpleinen are the columns; None for the regions.
    """

    quarter: int
    together: bool
    region: str | None
    subject: str
    every_part: bool


@dataclass(frozen=True)
class GridAnswer:
    """The grid with what is said above and below it."""

    said: Said
    grid: answers.Grid
    notes: tuple[Said, ...]


@cached
def _figures(basis: Basis, column: str, quarter: int, together: bool) -> pd.DataFrame:
    """Every figure of a quarter, or of the four up to it together where they add.

    What is not known of the quarter yet is of the newest one it is known of.
    """
    if not together:
        last = reads.last_shown(basis, quarter)
        seen = reads.everything(basis, last) if column == WERKPLEIN else _of_regions(basis, last)
        return on_own_quarter(seen, quarter)
    known = load_indicators()
    keys = [key for key, one in known.items() if "kwartaal" in one.additive_over]
    four = [q for q in reads.delivered(basis).quarters if quarter - YEAR < q <= quarter]
    return basis.store.figures(keys, (column,), basis.scope, {"kwartaal": four})


def _of_regions(basis: Basis, last: int) -> pd.DataFrame:
    where = {"kwartaal": reads.listed_quarters(basis, last)}
    return drawn_only(basis.store.figures(None, ("regio", "kwartaal"), basis.scope, where))


@cached
def shown(basis: Basis, asked: GridAsked) -> GridAnswer:
    """All figures of the Werkpleinen of a region, or of the regions."""
    column = WERKPLEIN if asked.region is not None else "regio"
    places = tuple(each.name for each in columns(basis, asked.region))
    figures = _figures(basis, column, asked.quarter, asked.together)
    figures = figures.rename(columns={column: WERKPLEIN})
    cells = answers.cells_of(figures)
    known, area = load_indicators(), None if asked.subject == EVERY else asked.subject
    # Of several Werkpleinen together nothing is tested.
    judged = not asked.together and asked.region is not None
    now = not asked.together
    shipped = shipped_indicators()
    found = answers.grid(
        cells,
        answers.signs_of(reads.signalled(basis, asked.quarter)) if judged else {},
        known,
        {key for key in known if key not in shipped},
        places,
        area,
        asked.every_part,
        answers.quarters_of(figures, asked.quarter) if now else {},
    )
    when, regions = period(asked.quarter, asked.together), asked.region is None
    said = answers.grid_said(found, when, judged, regions=regions)
    return GridAnswer(said, found, answers.notes_of(cells, known, places, area))


def columns(basis: Basis, region: str | None) -> tuple[Place, ...]:
    """The places of the columns, by name."""
    places = reads.places(basis)
    if region is None:
        return tuple(each for each in places.values() if each.kind == "region")
    return tuple(places[name] for name in reads.werkpleinen(basis, places[region]))


@drawing
def drawn(basis: Basis, asked: GridAsked) -> str:
    """The grid as HTML: 1,300 cells."""
    address = {"kwartaal": str(Quarter.from_index(asked.quarter))}
    if asked.region is not None:
        address["plek"] = asked.region
    codes = {each.name: each.code for each in columns(basis, asked.region)}
    return as_html(shown(basis, asked).grid, address, codes)


def period(quarter: int, together: bool) -> Said:
    """A quarter, or the four up to it."""
    last = Quarter.from_index(quarter)
    if not together:
        return last
    return phrase("overview.four_quarters", first=last + (1 - YEAR), last=last)
