"""The exact numbers of one course as a CSV that Dutch Excel opens as it should."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from dashboard import reads
from dashboard.basis import Basis
from dashboard.views.overzicht import fetched
from ketenkpi.harmless import harmless_frame
from ketenkpi.overview import CountedCases, PlacedFigure, PlacedFigures, Tile
from ketenkpi.vocabulary import Quarter

OF_FIGURE: Mapping[str, str] = {
    "value": "waarde", "low": "ondergrens", "high": "bovengrens", "n": "n", "numerator": "teller",
    "denominator": "noemer",
}  # fmt: skip


def export(basis: Basis, code: str, quarter: int, cases: CountedCases, figure_code: str) -> bytes:
    """The numbers behind one course, those of its peers included."""
    place = reads.places(basis)[code]
    last = reads.last_shown(basis, quarter)
    seen = fetched.figures_of(basis, figure_code, place.column, cases, last)
    return as_csv(seen, Tile.of(figure_code).indicator, basis.version)


def as_csv(seen: PlacedFigures, indicator: str, version: int) -> bytes:
    """A row a place and quarter.

    Missing stays empty, with its reason beside it; the version of the figures
    is in every row, because files are separated from where they came from.
    """
    rows = [
        {
            "indicator": indicator,
            "plaats": place,
            "kwartaal": str(Quarter.from_index(when)),
            **_numbers(placed),
            "versie": version,
        }
        for place in seen.places
        for when, placed in seen.series(indicator, place)
    ]
    frame = harmless_frame(pd.DataFrame(rows))
    text = frame.to_csv(index=False, sep=";", decimal=",", lineterminator="\r\n")
    return b"\xef\xbb\xbf" + text.encode()


def _numbers(placed: PlacedFigure) -> dict[str, object]:
    figure = placed.figure
    return {
        **{dutch: getattr(figure, name) for name, dutch in OF_FIGURE.items()},
        "ter_vergelijking": placed.beside,
        "methode": figure.method,
        "reden": figure.reason,
        "kanttekening": placed.note,
    }
