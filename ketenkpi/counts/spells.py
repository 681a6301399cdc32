"""Tallies of `trajecten`: inflow, outflow, stock, returns, first reports, durations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import narwhals as nw

from ketenkpi.counts.cells import LONG_AGO, Survey, Window
from ketenkpi.counts.cohorts import PERSON, cohort_parts, seen_again_parts
from ketenkpi.counts.durations import Timed, entries, exits
from ketenkpi.counts.engines import Engine, Frame
from ketenkpi.counts.parts import CountedPart, counted, filled, looked_back
from ketenkpi.counts.sources import SHORT_UNTIL
from ketenkpi.counts.stocks import short_stock, stock

TIMED = (
    Timed("uitkering", "instroom", "uitstroom", "instroom"),
    Timed("melding_aanvraag", "melding", "aanvraag", "melding"),
    Timed("melding_besluit", "melding", "besluit", "melding"),
    Timed("aanvraag_besluit", "aanvraag", "besluit", "aanvraag"),
    Timed("melding_instroom", "melding", "instroom", "melding"),
    Timed("aanvraag_eerste_betaling", "aanvraag", "eerste_betaling", "aanvraag"),
    Timed("instroom_eerste_betaling", "instroom", "eerste_betaling", "instroom"),
    # By the quarter in which the right began: that decides which norm holds for it.
    Timed("opgave_betaalbaar", "ontvangst_inkomstenopgave", "betaalbaar", "instroom"),
)
LATENESS = Timed("termijn", "termijn", "besluit", "zaak", may_be_negative=True)
# Ends of benefits whose begin nobody delivered: no outflow (the stock would
# become negative), but not passed over in silence either.
NO_BEGIN = "uitstroom_zonder_instroom"
CARRIED = (
    *("traject_id", "scheme", "place", "kring", PERSON),
    *("kanaal", "reden_uitstroom", "geboortejaar", SHORT_UNTIL),
)


def spell_parts(
    engine: Engine,
    rows: Frame,
    cells: Survey,
    window: Mapping[str, Window],
) -> Iterator[CountedPart]:
    """Every part of the tallies of `trajecten` that are not by client."""
    channel = rows.with_columns(nw.col("kanaal").fill_null("onbekend"))
    inflow = engine.keep(counted(channel, "q_instroom", "kanaal"))
    outflow = engine.keep(_outflow(rows))
    yield CountedPart("instroom", inflow)
    yield CountedPart("uitstroom", outflow)
    yield CountedPart("stand", stock(engine, ((inflow, 1), (outflow, -1)), cells, window))
    yield CountedPart("stand_kort", short_stock(engine, rows, cells, window))
    yield CountedPart("meldingen", counted(rows, "q_melding"))
    yield from duration_parts(rows, TIMED, late=has_late(window))
    yield from duration_parts(_with_case(rows), (LATENESS,), late=has_late(window))
    yield from cohort_parts(engine, rows, late=has_late(window))
    no_begin = rows.filter(nw.col("q_instroom").is_null())
    yield CountedPart("duur_ongeldig", counted(no_begin, "q_uitstroom"), {"soort": NO_BEGIN})


def client_parts(
    engine: Engine, rows: Frame, window: Mapping[str, Window], return_windows: Sequence[int]
) -> Iterator[CountedPart]:
    """Every part of the tallies by client (`BY_CLIENT`)."""
    yield from _returns(engine, rows, return_windows)
    yield from seen_again_parts(rows, late=has_late(window))


def _outflow(rows: Frame) -> Frame:
    named = rows.with_columns(nw.col("reden_uitstroom").fill_null("onbekend").alias("reden"))
    return counted(named.filter(filled("q_instroom")), "q_uitstroom", "reden")


def has_late(window: Mapping[str, Window]) -> bool:
    """Whether any Werkplein has a known begin of observation, so that spells can enter late."""
    return any(place.since is not None for place in window.values())


def duration_parts(rows: Frame, all_timed: Sequence[Timed], *, late: bool) -> Iterator[CountedPart]:
    """One part per kind of duration, and one more for late entries where there can be any."""
    for timed in all_timed:
        yield CountedPart("duur", exits(rows, timed), {"soort": timed.soort})
        if late:
            yield CountedPart("duur", entries(rows, timed), {"soort": timed.soort})


def _with_case(rows: Frame) -> Frame:
    # A term belongs to the case that began with the application, or else with
    # the first report or the inflow.
    firsts = ("aanvraag", "melding", "instroom")
    return rows.with_columns(
        nw.coalesce(*(nw.col(f"d_{name}") for name in firsts)).alias("d_zaak"),
        nw.coalesce(*(nw.col(f"q_{name}") for name in firsts)).alias("q_zaak"),
    )


def _returns(engine: Engine, rows: Frame, return_windows: Sequence[int]) -> Iterator[CountedPart]:
    """Inflow soon after an earlier outflow of the same client from the same scheme.

    A client is one person within its circle and no further. Ties (two
    spells of one client from one day) follow `traject_id`, then the cell, so that
    every engine sees the same order. Missing ends are filled before the running
    maximum: DuckDB skips them, pandas and polars would answer missing.
    """
    client, order = [PERSON, "scheme"], ["d_instroom", "traject_id", "cell"]
    earlier = (
        rows.filter(filled("d_instroom"), filled(PERSON))
        .with_columns(nw.col("d_uitstroom").shift(1).over(*client, order_by=order).alias("before"))
        .with_columns(nw.col("before").fill_null(LONG_AGO))
        .with_columns(nw.col("before").cum_max().over(*client, order_by=order))
        .select(
            "cell",
            "d_instroom",
            "look_back",
            nw.col("q_instroom").alias("kwartaal"),
            (nw.col("d_instroom") - nw.col("before")).alias("gap"),
        )
    )
    columns, sums = [], []
    for days in return_windows:
        whole = looked_back("d_instroom", "kwartaal", days)
        columns += [
            whole.cast(nw.Int32).alias(f"at_risk_{days}"),
            (whole & nw.col("gap").is_between(0, days)).cast(nw.Int32).alias(f"n_{days}"),
        ]
        sums += [nw.col(name).sum() for name in (f"at_risk_{days}", f"n_{days}")]
    wide = engine.keep(earlier.with_columns(*columns).group_by("cell", "kwartaal").agg(*sums))
    for days in return_windows:
        one = wide.select(
            "cell",
            "kwartaal",
            nw.col(f"n_{days}").alias("n"),
            nw.col(f"at_risk_{days}").alias("at_risk"),
        )
        yield CountedPart("herinstroom", one, {"venster": days})
