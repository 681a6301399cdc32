"""All figures of a quarter as one grid, kept by `cached`."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard import reads
from dashboard.basis import Basis
from dashboard.cached import cached, drawing
from dashboard.views.raster.grid import as_html
from ketenkpi.answer import Said, phrase
from ketenkpi.indicators import load_indicators, on_own_quarter, shipped_indicators
from ketenkpi.overview import answers
from ketenkpi.vocabulary import Quarter

EVERY = "alle"
YEAR = 4


@dataclass(frozen=True)
class GridAsked:
    """Which cells: a quarter, or the four up to it together; of a region and a subject."""

    quarter: int
    together: bool
    region: str
    subject: str
    every_part: bool


@dataclass(frozen=True)
class GridAnswer:
    """The grid with what is said above and below it."""

    said: Said
    grid: answers.Grid
    notes: tuple[Said, ...]


@cached
def _figures(basis: Basis, quarter: int, together: bool) -> pd.DataFrame:
    """Every figure of a quarter, or of the four up to it together where they add.

    What is not known of the quarter yet is of the newest one it is known of.
    """
    if not together:
        seen = reads.everything(basis, reads.last_shown(basis, quarter))
        return on_own_quarter(seen, quarter)
    known = load_indicators()
    keys = [key for key, one in known.items() if "kwartaal" in one.additive_over]
    four = [q for q in reads.delivered(basis).quarters if quarter - YEAR < q <= quarter]
    return basis.store.figures(keys, ("werkplein",), basis.scope, {"kwartaal": four})


@cached
def shown(basis: Basis, asked: GridAsked) -> GridAnswer:
    """All figures of the Werkpleinen of a region."""
    places = reads.werkpleinen(basis, reads.places(basis)[asked.region])
    figures = _figures(basis, asked.quarter, asked.together)
    cells = answers.cells_of(figures)
    known, area = load_indicators(), None if asked.subject == EVERY else asked.subject
    judged = not asked.together
    shipped = shipped_indicators()
    found = answers.grid(
        cells,
        answers.signs_of(reads.signalled(basis, asked.quarter)) if judged else {},
        known,
        {key for key in known if key not in shipped},
        places,
        area,
        asked.every_part,
        answers.quarters_of(figures, asked.quarter) if judged else {},
    )
    said = answers.grid_said(found, period(asked.quarter, asked.together), judged)
    return GridAnswer(said, found, answers.notes_of(cells, known, places, area))


@drawing
def drawn(basis: Basis, asked: GridAsked) -> str:
    """The grid as HTML: 1,300 cells."""
    address = {"kwartaal": str(Quarter.from_index(asked.quarter)), "plek": asked.region}
    return as_html(shown(basis, asked).grid, address)


def period(quarter: int, together: bool) -> Said:
    """A quarter, or the four up to it."""
    last = Quarter.from_index(quarter)
    if not together:
        return last
    return phrase("overview.four_quarters", first=last + (1 - YEAR), last=last)
