"""Tallies of `stappen`: how many there are, how many run, how long one takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import narwhals as nw
import pyarrow as pa

from ketenkpi.counts.cells import Survey, Window, placed
from ketenkpi.counts.chain import ENDING, OWN_SPELL, SPELL, chain_parts, last_steps
from ketenkpi.counts.circles import circle_of_case
from ketenkpi.counts.durations import NEVER, Timed, entries, exits
from ketenkpi.counts.engines import Engine, Frame
from ketenkpi.counts.handovers import handover_parts
from ketenkpi.counts.parts import CountedPart, counted, filled
from ketenkpi.counts.sources import PARTNER, SEEN_FROM, SEEN_UNTIL
from ketenkpi.counts.spells import has_late
from ketenkpi.counts.stocks import stock
from ketenkpi.vocabularies import tasks_in_order

STEP = Timed("stap", "begin", "einde", "begin")
# What a case number is one of, and what a step takes from its spell.
CASE, KEYS = ("traject_id", "zaak"), ("regeling", "doelgroep")
# What of the steps is read again once they are beside a spell.
BESIDE = (
    *(*CASE, "werkplein", *KEYS, SPELL, PARTNER),
    *("taak", "organisatie", "overdracht", "medewerker", SEEN_FROM, SEEN_UNTIL),
    *("d_begin", "q_begin", "d_einde", "q_einde"),
)
NO_SPELLS = pa.schema(
    [
        *((name, pa.string()) for name in (*CASE, "werkplein", "bij", *KEYS, "reden_uitstroom")),
        *((name, pa.int32()) for name in (*ENDING[:-1], OWN_SPELL)),
    ]
)
CARRIED = (
    *(SPELL, OWN_SPELL, "place", "scheme", "zaak"),
    *("taak", "organisatie", "overdracht", "worker"),
)
# What is kept of steps in order, beside the next one.
ORDERED = (
    *("cell", "since", "until", SPELL, OWN_SPELL, "taak", "organisatie", "overdracht", "worker"),
    *("d_begin", "q_begin", "d_einde", "q_einde", "d_vorig", "d_volgend", "q_volgend"),
    *("volgende_taak", "volgende_organisatie"),
)


@dataclass(frozen=True)
class KnownSpells:
    """Spells by number (`own_spell`) with how they ended: `every` one, and one of each case.

    `first` has one row for a case at a Werkplein: where several partners share a number
    (`shared`) that of the first of them by code.
    """

    every: Frame
    first: Frame
    shared: bool


def known_spells(engine: Engine, spells: Frame | None, *, shared: bool) -> KnownSpells:
    """The spells that steps are beside; none when nobody delivered any.

    By one number a million cases are told apart in a third of the time that their three
    texts take.
    """
    if spells is None:
        none = engine.small(NO_SPELLS.empty_table())
        return KnownSpells(none, none, shared=False)
    keys = (*CASE, "werkplein", "bij")
    told = (nw.col(name).min() for name in (*KEYS, *ENDING))
    every = engine.numbered(spells.group_by(*keys).agg(*told), OWN_SPELL)
    return KnownSpells(every, _first(engine, every) if shared else every, shared)


def _first(engine: Engine, every: Frame) -> Frame:
    first = every.group_by(*CASE, "werkplein").agg(nw.col("bij").min())
    return engine.keep(every.join(first, on=[*CASE, "werkplein", "bij"], how="inner"))


def beside_spells(steps: Frame, known: KnownSpells) -> Frame:
    """Steps with the number and the keys of the spell of their case at the Werkplein they name.

    Two Werkplein, or two partners, may use the same number for different clients. So a
    step joins a spell of its own circle of case numbers (`zaak`) only. Rows that do not say
    their circle are all in one, which holds every place.
    """
    mine = known.first.select(*CASE, "werkplein", *KEYS, nw.col(OWN_SPELL).alias(SPELL))
    named = steps.with_columns(circle_of_case(), nw.col(PARTNER).fill_null(""))
    return named.join(mine, on=[*CASE, "werkplein"], how="left").select(*BESIDE)


def with_spell(engine: Engine, beside: Frame, known: KnownSpells) -> Frame:
    """Steps of `beside_spells` with their cell, and numbers for the spell they are of.

    Without a spell at their own Werkplein they are matched on the number of the case
    alone, when only one spell in the circle has it; its Werkplein is their home (`thuis`).
    Without any the two keys are 'onbekend'.

    `spell` is one number per case at its home, below zero where nobody delivered the
    spell. `own_spell` is that of the spell itself: of partners that share a number it is
    that of the partner that delivered the step, where that has one.
    """
    rest = _rest(engine, beside, known.first)
    here = nw.col("werkplein").fill_null("").alias("genoemd")
    found = beside.with_columns(here).join(rest, on=[*CASE, "genoemd"], how="left")
    at_home = nw.when(filled(SPELL)).then(nw.col("werkplein")).otherwise(nw.col("thuis_rest"))
    named = (*KEYS, "werkplein", SPELL)
    whole = found.with_columns(
        at_home.alias("thuis"),
        *(nw.coalesce(nw.col(name), nw.col(f"{name}_rest")).alias(name) for name in named),
    ).with_columns(nw.col(SPELL).alias(OWN_SPELL))
    return _own(whole, known.every) if known.shared else whole


def _rest(engine: Engine, beside: Frame, first: Frame) -> Frame:
    """What the steps without a spell at the Werkplein they name (`genoemd`) get, as `<name>_rest`.

    They are few, so the other spells are looked through for their cases only.
    """
    rest = beside.filter(nw.col(SPELL).is_null()).select(*CASE, "werkplein").unique()
    single = (
        first.group_by(*CASE)
        .agg(
            nw.len().alias("places"),
            nw.col("werkplein").min().alias("enige"),
            *(nw.col(key).min() for key in KEYS),
            nw.col(OWN_SPELL).min(),
        )
        .filter(nw.col("places") == 1)
    )
    found = engine.numbered(rest, "loose").join(single, on=list(CASE), how="left")
    return engine.keep(
        found.select(
            *CASE,
            nw.col("werkplein").fill_null("").alias("genoemd"),
            nw.coalesce(nw.col("enige"), nw.col("werkplein")).alias("thuis_rest"),
            nw.coalesce(nw.col("werkplein"), nw.col("enige")).alias("werkplein_rest"),
            *(nw.col(key).fill_null("onbekend").alias(f"{key}_rest") for key in KEYS),
            nw.coalesce(nw.col(OWN_SPELL), -1 - nw.col("loose")).alias(f"{SPELL}_rest"),
        )
    )


def _own(found: Frame, every: Frame) -> Frame:
    """The same, with the spell of the partner of the step itself where that has one."""
    mine = every.select(
        *CASE,
        nw.col("werkplein").alias("thuis"),
        nw.col("bij").alias(PARTNER),
        *(nw.col(key).alias(f"{key}_eigen") for key in (*KEYS, OWN_SPELL)),
    )
    return found.join(mine, on=[*CASE, "thuis", PARTNER], how="left").with_columns(
        *(nw.coalesce(nw.col(f"{key}_eigen"), nw.col(key)).alias(key) for key in (*KEYS, OWN_SPELL))
    )


def step_parts(
    engine: Engine,
    rows: Frame,
    spells: Frame,
    cells: Survey,
    window: Mapping[str, Window],
) -> Iterator[CountedPart]:
    """Every part of the tallies of `stappen`."""
    named = rows.with_columns(nw.col("overdracht").fill_null("onbekend"))
    yield CountedPart("stap", counted(named, "q_begin", "taak", "organisatie", "overdracht"))
    yield CountedPart("stap_stand", _running(engine, rows, cells, window))
    ordered = engine.keep(in_order(_work_lane(rows)).select(*ORDERED))
    last = engine.keep(last_steps(ordered, spells))
    yield from chain_parts(engine, ordered, last)
    yield from handover_parts(ordered, last)
    for kept in (ordered, last):
        engine.let_go(kept)
    late = has_late(window)
    yield from _named(rows, STEP, ("taak",), nw.concat_str(nw.lit("stap:"), nw.col("taak")), late)


def circle_parts(engine: Engine, rows: Frame, cells: Survey) -> Iterator[CountedPart]:
    """Where steps of one Werkplein and quarter carry case numbers of several circles.

    Nobody knows then whether a client went from one circle to another.
    """
    found = rows.filter(filled("q_begin")).group_by("place", nw.col("q_begin").alias("kwartaal"))
    several = found.agg(nw.col("zaak").n_unique().alias("n")).filter(nw.col("n") > 1)
    yield CountedPart("zaakkringen", placed(engine, several, cells))


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
) -> Iterator[CountedPart]:
    for made in (exits, entries) if late else (exits,):
        frame = made(rows, timed, *by).with_columns(soort.alias("soort"))
        columns = ("cell", "kwartaal", "soort", "days", "entered", "events", "censored")
        yield CountedPart("duur", frame.select(*columns))


def in_order(rows: Frame) -> Frame:
    """Steps with a begin, beside the next one of the same spell and the begin of the one before.

    `d_volgend`, `q_volgend`, `volgende_taak` and `volgende_organisatie` are
    missing for the last step of a spell, `d_vorig` for its first.
    """
    order = ["d_begin", "einde_of_nooit", "beurt", "taak", "organisatie", "cell"]

    def beside(column: str, steps: int) -> nw.Expr:
        return nw.col(column).shift(steps).over(SPELL, order_by=order)

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


def _work_lane(rows: Frame) -> Frame:
    """Steps but those about income: these go on beside the work, and hand nobody over."""
    income = [task.key for task in tasks_in_order("inkomen")]
    return rows.filter(~nw.col("taak").is_in(income))


def _turn() -> nw.Expr:
    """The place of a task in the chain; after all of them for one that is not in it."""
    tasks = tasks_in_order()
    place = nw.lit(len(tasks))
    for number, task in enumerate(tasks):
        place = nw.when(nw.col("taak") == task.key).then(nw.lit(number)).otherwise(place)
    return place.cast(nw.Int32).alias("beurt")
