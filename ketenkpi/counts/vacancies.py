"""Tallies of `vacatures`: registered vacancies, days until they closed, and those open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import narwhals as nw

from ketenkpi.counts.cells import Survey, Window
from ketenkpi.counts.durations import Timed, entries, exits
from ketenkpi.counts.engines import Engine, Frame
from ketenkpi.counts.parts import CountedPart, counted, filled, yes_no
from ketenkpi.counts.stocks import stock

OPEN_UNTIL_CLOSED = Timed("vacature", "geregistreerd", "gesloten", "geregistreerd")
CARRIED = ("uitkomst", "geworven_door", "vervuld_uit", "geschikt_wwb")


def vacancy_parts(
    engine: Engine, rows: Frame, cells: Survey, window: Mapping[str, Window], *, late: bool
) -> Iterator[CountedPart]:
    """Every part of the tallies of `vacatures`; a vacancy that is not closed has outcome 'open'."""
    outcome = nw.when(filled("d_gesloten")).then(nw.col("uitkomst").fill_null("onbekend"))
    named = rows.with_columns(
        outcome.otherwise(nw.lit("open")).alias("uitkomst"),
        yes_no("geschikt_wwb").alias("geschikt"),
        nw.col("geworven_door").fill_null("onbekend"),
        nw.col("vervuld_uit").fill_null("onbekend"),
    )
    by = ("geworven_door", "uitkomst", "geschikt")
    yield CountedPart("vacatures", counted(named, "q_geregistreerd", *by, "vervuld_uit"))
    for made in (exits, entries) if late else (exits,):
        # A vacancy closed before it was registered has no usable duration.
        lengths = made(named, OPEN_UNTIL_CLOSED, *by).filter(nw.col("days") >= 0)
        yield CountedPart("vacature_duur", lengths)
    yield CountedPart("vacature_stand", _open(engine, named, cells, window))


def _open(engine: Engine, rows: Frame, cells: Survey, window: Mapping[str, Window]) -> Frame:
    """Vacancies open at the end of a quarter; one closed before it was registered never was."""
    sound = rows.filter(
        nw.col("d_gesloten").is_null() | (nw.col("d_gesloten") >= nw.col("d_geregistreerd"))
    )
    came, went = (
        counted(sound.filter(filled("q_geregistreerd")), quarter, "geworven_door")
        for quarter in ("q_geregistreerd", "q_gesloten")
    )
    return stock(engine, ((came, 1), (went, -1)), cells, window, "geworven_door")
