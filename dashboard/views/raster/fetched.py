"""All figures of a quarter as one table, kept by `cached`."""

from __future__ import annotations

import pandas as pd

from dashboard import formats, reads
from dashboard.basis import Basis
from dashboard.cached import cached
from dashboard.views.raster import words
from dashboard.words import say
from ketenkpi.indicators import load_indicators, on_own_quarter, shipped_indicators
from ketenkpi.wording import Language

EVERY = "alle"
YEAR = 4


@cached
def _shown(basis: Basis, quarter: int, together: bool) -> pd.DataFrame:
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
def grid(
    basis: Basis,
    quarter: int,
    together: bool,
    region: str,
    subject: str,
    every_part: bool,
    language: Language,
) -> words.Grid:
    """All figures of the Werkpleinen of a region as a table."""
    places = reads.werkpleinen(basis, reads.places(basis)[region])
    figures = _shown(basis, quarter, together)
    cells = words.cells_of(figures)
    marks = {} if together else words.marks_of(reads.signalled(basis, quarter))
    known, area = load_indicators(), None if subject == EVERY else subject
    html, filled, missing, marked = words.grid(
        cells,
        marks,
        known,
        shipped_indicators(),
        places,
        area,
        every_part,
        {} if together else words.quarters_of(figures, quarter),
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
    return words.Grid(said, html, words.notes_of(cells, known, places, area, language))


def period_name(quarter: int, together: bool, language: Language) -> str:
    """A quarter, or the four up to it."""
    if not together:
        return formats.quarter(quarter)
    ends = {"first": formats.quarter(quarter - YEAR + 1), "last": formats.quarter(quarter)}
    return say("raster.four_quarters", language, **ends)
