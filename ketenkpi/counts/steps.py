"""Tallies of `stappen`: how many there are, how many run, how long one takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import narwhals as nw

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
# The case of a step at the Werkplein that its spell is of.
AT_HOME = ("thuis", *CASE)
# What of the steps is read again once they are beside their spell.
BESIDE = (
    *(*AT_HOME, "werkplein", *KEYS, SPELL, OWN_SPELL),
    *("taak", "organisatie", "overdracht", "medewerker", SEEN_FROM, SEEN_UNTIL),
    *("d_begin", "q_begin", "d_einde", "q_einde"),
)
CARRIED = (
    *(SPELL, OWN_SPELL, "place", "scheme", "zaak"),
    *("taak", "organisatie", "overdracht", "worker"),
)


ORDERED = (
    *("cell", "since", "until", SPELL, OWN_SPELL, "taak", "organisatie", "overdracht", "worker"),
    *("d_begin", "q_begin", "d_einde", "q_einde", "d_vorig", "d_volgend", "q_volgend"),
    *("volgende_taak", "volgende_organisatie"),
)


def spells_by_number(engine: Engine, spells: Frame) -> Frame:
    """A row, and a whole number (`own_spell`), per case of a place and partner that has a spell.

    Besides `regeling` and `doelgroep` it tells how the spell ended. By this number a million
    cases are told apart in a third of the time that their three texts take.
    """
    keys = (*CASE, "werkplein", "bij")
    told = (nw.col(name).min() for name in (*KEYS, *ENDING))
    return engine.numbered(spells.group_by(*keys).agg(*told), OWN_SPELL)


def with_spell(engine: Engine, steps: Frame, spells: Frame | None, *, shared: bool) -> Frame:
    """Steps with `werkplein`, `regeling`, `doelgroep` and the number of their spell.

    Two Werkplein, or two partners, may use the same number for different clients.
    So a step joins a spell of its own circle of case numbers (`zaak`) only, and one
    that names its Werkplein is matched on that too; else on the number alone, when
    only one spell in the circle has it. Rows that do not say their circle are all in
    one, which holds every place. Without a spell the two keys are 'onbekend'.

    `spells` as `spells_by_number` gives them. `spell` is one number per case at its
    Werkplein (`thuis`), missing where nobody delivered the spell. `own_spell` is that
    of the spell itself: where partners share a number (`shared`: at some place several
    deliver spells) a step joins the spell of the partner that delivered the step, else
    that of the first of them by code.
    """
    steps = steps.with_columns(circle_of_case(), nw.col(PARTNER).fill_null(""))
    if spells is None:
        # Missing in the type of another column: pandas casts no missing number.
        never = nw.when(nw.col("d_begin").is_null()).then(nw.col("d_begin"))
        return steps.with_columns(
            nw.col("werkplein").alias("thuis"),
            *(nw.lit("onbekend").alias(key) for key in KEYS),
            *(never.alias(name) for name in (SPELL, OWN_SPELL)),
        ).select(*BESIDE)
    found = _found(steps, _first(engine, spells) if shared else spells)
    return (_own(found, spells) if shared else found).select(*BESIDE)


def with_loose(engine: Engine, steps: Frame) -> Frame:
    """The same, with a number below zero for each case of which nobody delivered the spell."""
    loose = steps.filter(nw.col(SPELL).is_null()).select(*AT_HOME).unique()
    found = steps.join(engine.numbered(loose, "loose"), on=list(AT_HOME), how="left")
    number = -1 - nw.col("loose")
    return found.with_columns(
        *(nw.coalesce(nw.col(name), number).alias(name) for name in (SPELL, OWN_SPELL))
    )


def _first(engine: Engine, every: Frame) -> Frame:
    # Of the spells that share a number at a place, that of the first partner by code.
    first = every.group_by(*CASE, "werkplein").agg(nw.col("bij").min())
    return engine.keep(every.join(first, on=[*CASE, "werkplein", "bij"], how="inner"))


def _found(steps: Frame, exact: Frame) -> Frame:
    """Steps beside one spell per number, circle and Werkplein."""
    mine = exact.select(*CASE, "werkplein", *KEYS, nw.col(OWN_SPELL).alias(SPELL))
    single = (
        mine.group_by(*CASE)
        .agg(
            nw.len().alias("places"),
            nw.col("werkplein").min().alias("enige"),
            *(nw.col(key).min().alias(f"{key}_enige") for key in (*KEYS, SPELL)),
        )
        .filter(nw.col("places") == 1)
        .select(*CASE, "enige", *(f"{key}_enige" for key in (*KEYS, SPELL)))
    )
    joined = steps.join(mine, on=[*CASE, "werkplein"], how="left").join(
        single, on=list(CASE), how="left"
    )
    place = nw.coalesce(nw.col("werkplein"), nw.col("enige"))
    named = nw.when(filled("regeling")).then(nw.col("werkplein"))
    number = nw.coalesce(nw.col(SPELL), nw.col(f"{SPELL}_enige"))
    return joined.with_columns(
        nw.coalesce(named, nw.col("enige"), nw.col("werkplein")).alias("thuis"),
        place.alias("werkplein"),
        *(
            nw.coalesce(nw.col(key), nw.col(f"{key}_enige"), nw.lit("onbekend")).alias(key)
            for key in KEYS
        ),
        number.alias(SPELL),
        number.alias(OWN_SPELL),
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
    spells: Frame | None,
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
