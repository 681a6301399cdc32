"""Tallies of `stappen`: how many there are, how long one takes, how long clients wait between."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import narwhals as nw

from ketenkpi.counts.cells import Survey, Window
from ketenkpi.counts.chain import chain_parts
from ketenkpi.counts.durations import NEVER, Timed, entries, exits
from ketenkpi.counts.engines import Engine, Frame
from ketenkpi.counts.parts import Part, counted, filled
from ketenkpi.counts.spells import has_late
from ketenkpi.counts.stocks import stock

STEP = Timed("stap", "begin", "einde", "begin")
HANDOVER = Timed("overdracht", "einde", "volgend", "einde")
# In the order in which a client meets them; it decides between steps of one day.
TASKS = ("intake", "diagnose", "aanbodversterking", "arbeidsbemiddeling", "plaatsing")
BETWEEN, WITHIN = "overdracht_tussen", "overdracht_binnen"
CARRIED = (
    *("traject_id", "thuis", "taak", "organisatie"),
    *("overdracht", "medewerker", "werkplein", "regeling"),
)


def with_spell(engine: Engine, steps: Frame, spells: Frame | None) -> Frame:
    """Steps with `werkplein`, `regeling` and `doelgroep` of their spell.

    Two Werkplein may use the same number for different clients. So a step that
    names its Werkplein is matched on both; else on the number alone, when only
    one spell has it. `thuis` is the Werkplein of the spell. Without a spell the
    two keys are 'onbekend'.
    """
    if spells is None:
        return steps.with_columns(
            nw.col("werkplein").alias("thuis"),
            nw.lit("onbekend").alias("regeling"),
            nw.lit("onbekend").alias("doelgroep"),
        )
    keys = ("regeling", "doelgroep")
    exact = engine.keep(
        spells.group_by("traject_id", "werkplein").agg(*(nw.col(key).min() for key in keys))
    )
    single = (
        exact.group_by("traject_id")
        .agg(
            nw.len().alias("places"),
            nw.col("werkplein").min().alias("enige"),
            *(nw.col(key).min().alias(f"{key}_enige") for key in keys),
        )
        .filter(nw.col("places") == 1)
        .select("traject_id", "enige", *(f"{key}_enige" for key in keys))
    )
    joined = steps.join(exact, on=["traject_id", "werkplein"], how="left").join(
        single, on="traject_id", how="left"
    )
    place = nw.coalesce(nw.col("werkplein"), nw.col("enige"))
    named = nw.when(filled("regeling")).then(nw.col("werkplein"))
    return joined.with_columns(
        nw.coalesce(named, nw.col("enige"), nw.col("werkplein")).alias("thuis"),
        place.alias("werkplein"),
        *(
            nw.coalesce(nw.col(key), nw.col(f"{key}_enige"), nw.lit("onbekend")).alias(key)
            for key in keys
        ),
    )


def step_parts(
    engine: Engine,
    rows: Frame,
    spells: Frame | None,
    cells: Survey,
    window: Mapping[str, Window],
) -> Iterator[Part]:
    """Every part of the tallies of `stappen`."""
    named = rows.with_columns(nw.col("overdracht").fill_null("onbekend"))
    yield Part("stap", counted(named, "q_begin", "taak", "organisatie", "overdracht"))
    yield Part("stap_stand", _running(engine, rows, cells, window))
    ordered = engine.keep(in_order(rows))
    yield from chain_parts(engine, ordered, spells)
    handovers = engine.keep(_handovers(ordered))
    late = has_late(window)
    yield from _named(rows, STEP, ("taak",), nw.concat_str(nw.lit("stap:"), nw.col("taak")), late)
    between = nw.concat_str(
        nw.lit("overdracht:"), nw.col("taak"), nw.lit(">"), nw.col("volgende_taak")
    )
    yield from _named(handovers, HANDOVER, ("taak", "volgende_taak"), between, late)
    yield from _named(handovers, HANDOVER, ("grens",), nw.col("grens"), late)


def _running(engine: Engine, rows: Frame, cells: Survey, window: Mapping[str, Window]) -> Frame:
    """Steps running at the end of a quarter; one that ended before it began never ran."""
    sound = rows.filter(filled("d_begin")).filter(
        nw.col("d_einde").is_null() | (nw.col("d_einde") >= nw.col("d_begin"))
    )
    by = ("taak", "organisatie")
    came, went = (counted(sound, quarter, *by) for quarter in ("q_begin", "q_einde"))
    return stock(engine, ((came, 1), (went, -1)), cells, window, *by)


def _named(
    rows: Frame, timed: Timed, by: tuple[str, ...], soort: nw.Expr, late: bool
) -> Iterator[Part]:
    for made in (exits, entries) if late else (exits,):
        frame = made(rows, timed, *by).with_columns(soort.alias("soort"))
        columns = ("cell", "kwartaal", "soort", "days", "entered", "events", "censored")
        yield Part("duur", frame.select(*columns))


def in_order(rows: Frame) -> Frame:
    """Steps with a begin, beside the next one of the same spell and the begin of the one before.

    `d_volgend`, `q_volgend`, `volgende_taak` and `volgende_organisatie` are
    missing for the last step of a spell, `d_vorig` for its first.
    """
    spell = ["thuis", "traject_id"]
    order = ["d_begin", "einde_of_nooit", "beurt", "taak", "organisatie", "cell"]

    def beside(column: str, steps: int) -> nw.Expr:
        return nw.col(column).shift(steps).over(*spell, order_by=order)

    return (
        rows.filter(filled("d_begin"))
        # A step that has not ended sorts after those that have.
        .with_columns(nw.col("d_einde").fill_null(NEVER).alias("einde_of_nooit"), _turn())
        .with_columns(
            beside("d_begin", 1).alias("d_vorig"),
            beside("d_begin", -1).alias("d_volgend"),
            beside("q_begin", -1).alias("q_volgend"),
            beside("taak", -1).alias("volgende_taak"),
            beside("organisatie", -1).alias("volgende_organisatie"),
        )
    )


def _turn() -> nw.Expr:
    """The place of a task in the chain; after all of them for one that is not in it."""
    place = nw.lit(len(TASKS))
    for number, task in enumerate(TASKS):
        place = nw.when(nw.col("taak") == task).then(nw.lit(number)).otherwise(place)
    return place.cast(nw.Int32).alias("beurt")


def _handovers(ordered: Frame) -> Frame:
    """Completed handovers only: from the end of a step to the begin of the next of its spell.

    Whether a next step was still to come is not in the data, so an open
    handover is unknown and none is counted as censored.
    """
    same = nw.col("organisatie") == nw.col("volgende_organisatie")
    return ordered.filter(filled("d_einde"), filled("d_volgend")).with_columns(
        nw.when(same).then(nw.lit(WITHIN)).otherwise(nw.lit(BETWEEN)).alias("grens")
    )
