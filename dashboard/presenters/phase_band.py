"""The registered phases of one Werkplein as a chart over quarters takes them."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from ketenkpi.answer import Picture
from ketenkpi.surfaces import in_words, reading
from ketenkpi.wording import Language

COLUMNS = ("row", "first", "last", "phase", "text")


def _no_bands() -> pd.DataFrame:
    return pd.DataFrame(columns=list(COLUMNS))


@dataclass(frozen=True)
class Bands:
    """The rows of `charts.phases`, and below the chart whose phase it is and what it means.

    Without a registered phase there are no rows and the sentence is empty.
    """

    rows: pd.DataFrame = field(default_factory=_no_bands)
    said: str = ""


def drawn(picture: Picture, language: Language) -> Bands:
    """The bands of a picture in words; a chart that is kept has no reader to ask."""
    with reading(language):
        rows = [
            (row["row"], *(in_words(row[name]) for name in COLUMNS[1:]))  # type: ignore[arg-type]
            for row in picture.rows
        ]
        return Bands(pd.DataFrame(rows, columns=list(COLUMNS)), in_words(picture.note))
