"""Tallies of `vacatures`: registered vacancies, and days until they closed."""

from __future__ import annotations

from collections.abc import Iterator

import narwhals as nw

from ketenkpi.counts.durations import Timed, entries, exits
from ketenkpi.counts.engines import Frame
from ketenkpi.counts.parts import Part, counted, filled, yes_no

OPEN_UNTIL_CLOSED = Timed("vacature", "geregistreerd", "gesloten", "geregistreerd")
CARRIED = ("uitkomst", "geworven_door", "vervuld_uit", "geschikt_wwb")


def vacancy_parts(rows: Frame, *, late: bool) -> Iterator[Part]:
    """Every part of the tallies of `vacatures`; a vacancy that is not closed has outcome 'open'."""
    outcome = nw.when(filled("d_gesloten")).then(nw.col("uitkomst").fill_null("onbekend"))
    named = rows.with_columns(
        outcome.otherwise(nw.lit("open")).alias("uitkomst"),
        yes_no("geschikt_wwb").alias("geschikt"),
        nw.col("geworven_door").fill_null("onbekend"),
        nw.col("vervuld_uit").fill_null("onbekend"),
    )
    by = ("geworven_door", "uitkomst", "geschikt")
    yield Part("vacatures", counted(named, "q_geregistreerd", *by, "vervuld_uit"))
    for made in (exits, entries) if late else (exits,):
        # A vacancy closed before it was registered has no usable duration.
        lengths = made(named, OPEN_UNTIL_CLOSED, *by).filter(nw.col("days") >= 0)
        yield Part("vacature_duur", lengths)
