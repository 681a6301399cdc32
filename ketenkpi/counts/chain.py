"""Tallies of the way clients go: moves between steps, where they enter, leave, meet whom, wait.

A step is followed by the next step of the same spell, in the order of
`steps.in_order`; a spell is a case number within its circle, at its Werkplein, and
known by one whole number (`SPELL`).
What is told of a whole spell counts once, at the place and in the quarter of its
first step.
"""

from __future__ import annotations

from collections.abc import Iterator

import narwhals as nw
import pyarrow as pa

from ketenkpi.counts.engines import Engine, Frame
from ketenkpi.counts.parts import CountedPart, counted, filled
from ketenkpi.counts.quarters import quarter_of

SPELL = "spell"
# The number of a spell of one partner, where several share a case number at a place.
OWN_SPELL = "own_spell"
# How a spell begins and ends.
ENDING = (
    *("d_instroom", "d_besluit", "d_uitstroom", "q_besluit", "q_uitstroom", "reden_uitstroom"),
)
# Tasks that a client should meet once.
ONCE = ("intake", "diagnose")
# Four stands for four or more.
MOST = 4
RUNNING, WAITING = "loopt", "wacht"
WORK, OTHER, UNKNOWN, NO_BENEFIT = "werk", "anders", "onbekend", "geen_uitkering"


def chain_parts(engine: Engine, ordered: Frame, last: Frame) -> Iterator[CountedPart]:
    """Every part of the tallies of the chain.

    `ordered` as `steps.in_order` gives it, `last` as `last_steps` does. Of a spell
    that nobody delivered it is not known whether it ended.
    """
    yield CountedPart("stroom", _moves(ordered))
    first = engine.keep(
        ordered.filter(nw.col("d_vorig").is_null()).select(
            SPELL, "cell", "q_begin", "taak", "organisatie"
        )
    )
    yield CountedPart("keten_begin", counted(first, "q_begin", "taak", "organisatie"))
    yield CountedPart("herhaalde_stap", _repeats(ordered, first))
    yield from _involved(engine, ordered, first)
    known = engine.keep(last.filter(nw.col("spell_known")))
    yield CountedPart("keten_einde", counted(known, "q_slot", "taak", "organisatie", "reden"))
    yield CountedPart("open_zaken", _open(engine, known))


def _moves(ordered: Frame) -> Frame:
    """Moves from one step to the next, with the days in between where these are known.

    A next step that began before the earlier one ended overlaps it. A wait that
    began before observation would be one of the long ones that lasted into it,
    so it is in `n` and not in `waited`.
    """
    days = nw.col("d_volgend") - nw.col("d_einde")
    overlap = nw.col("d_einde").is_null() | (days < 0).fill_null(False)
    waited = ~overlap & (nw.col("d_einde") >= nw.col("since")).fill_null(False)
    known = nw.when(waited).then(days).otherwise(nw.lit(0)).cast(nw.Int64)
    keys = ("taak", "organisatie", "naar_taak", "naar_organisatie", "overdracht")
    return (
        ordered.filter(filled("d_volgend"))
        .select(
            "cell",
            nw.coalesce(nw.col("q_einde"), nw.col("q_volgend")).alias("kwartaal"),
            "taak",
            "organisatie",
            nw.col("volgende_taak").alias("naar_taak"),
            nw.col("volgende_organisatie").alias("naar_organisatie"),
            nw.col("overdracht").fill_null(UNKNOWN),
            waited.cast(nw.Int64).alias("waited"),
            known.alias("days"),
            overlap.cast(nw.Int64).alias("overlap"),
        )
        .with_columns((nw.col("days") * nw.col("days")).alias("squares"))
        .group_by("cell", "kwartaal", *keys)
        .agg(
            nw.len().alias("n"),
            nw.col("waited").sum(),
            nw.col("days").sum().alias("days_sum"),
            nw.col("squares").sum().alias("days_sq"),
            nw.col("overlap").sum(),
        )
    )


def _repeats(ordered: Frame, first: Frame) -> Frame:
    """Spells with a task that is done once, and those in which it was done again."""
    spells = (
        ordered.filter(nw.col("taak").is_in(list(ONCE)))
        .group_by(SPELL, "taak")
        .agg(
            nw.len().alias("steps"),
            nw.col("organisatie").min().alias("one"),
            nw.col("organisatie").max().alias("other"),
        )
        .with_columns(
            (nw.col("steps") > 1).cast(nw.Int32).alias("herhaald"),
            (nw.col("one") != nw.col("other")).cast(nw.Int32).alias("elders"),
        )
    )
    return (
        _begun(spells, first)
        .group_by("cell", "kwartaal", "taak")
        .agg(nw.len().alias("n"), nw.col("herhaald").sum(), nw.col("elders").sum())
    )


def _involved(engine: Engine, ordered: Frame, first: Frame) -> Iterator[CountedPart]:
    """Spells by how many organisations, and how many workers, took a step in them so far.

    Workers are known only of spells in which every step names one.
    """
    organisations = engine.keep(_met(ordered, "organisatie"))
    yield CountedPart("betrokken", _spread(organisations, first), {"eenheid": "organisaties"})
    named = _met(ordered.filter(filled("worker")), "worker")
    every = organisations.select(SPELL, nw.col("steps").alias("every"))
    whole = named.join(every, on=SPELL, how="inner").filter(nw.col("steps") == nw.col("every"))
    yield CountedPart("betrokken", _spread(whole, first), {"eenheid": "medewerkers"})


def _met(steps: Frame, who: str) -> Frame:
    """Per spell the steps, and how many different `who` took them."""
    return (
        steps.group_by(SPELL, who)
        .agg(nw.len().alias("steps"))
        .with_columns(nw.col("steps").cast(nw.Int64))
        .group_by(SPELL)
        .agg(nw.col("steps").sum(), nw.len().alias("met"))
        .with_columns(nw.col("met").cast(nw.Int64))
    )


def _spread(spells: Frame, first: Frame) -> Frame:
    most = nw.when(nw.col("met") < MOST).then(nw.col("met")).otherwise(nw.lit(MOST))
    return (
        _begun(spells.with_columns(most.alias("aantal")), first)
        .group_by("cell", "kwartaal", "aantal")
        .agg(nw.len().alias("n"))
    )


def _begun(spells: Frame, first: Frame) -> Frame:
    """Spells with the cell and the quarter of their first step."""
    begin = first.select(SPELL, "cell", nw.col("q_begin").alias("kwartaal"))
    return spells.join(begin, on=SPELL, how="inner")


def last_steps(ordered: Frame, spells: Frame) -> Frame:
    """The last steps with how their spell ended: `reden`, `d_slot`, `q_slot`, and `refused`.

    These are missing while it runs, and where `spell_known` is not true: nobody
    delivered it. `spells` are those of `KnownSpells.every`, found by the number of the one
    that the step belongs to (`OWN_SPELL`). A decision without inflow ends a spell too
    (`refused`): there is no benefit. What is dated after the day up to which the step was
    followed has not been observed.
    """
    last = ordered.filter(nw.col("d_volgend").is_null())
    mine = spells.select(OWN_SPELL, *ENDING, nw.lit(1).alias("found"))
    left, decided, begun = (
        (nw.col(day) <= nw.col("until")).fill_null(False)
        for day in ("d_uitstroom", "d_besluit", "d_instroom")
    )
    refused = decided & ~begun & ~left
    why = nw.coalesce(nw.col("reden_uitstroom"), nw.lit(UNKNOWN))
    named = nw.when(why.is_in([WORK, UNKNOWN])).then(why).otherwise(nw.lit(OTHER))
    return last.join(mine, on=OWN_SPELL, how="left").with_columns(
        filled("found").alias("spell_known"),
        refused.alias("refused"),
        nw.when(left)
        .then(nw.col("d_uitstroom"))
        .otherwise(nw.when(refused).then(nw.col("d_besluit")))
        .alias("d_slot"),
        nw.when(left)
        .then(named)
        .otherwise(nw.when(refused).then(nw.lit(NO_BENEFIT)))
        .alias("reden"),
        nw.when(left)
        .then(nw.col("q_uitstroom"))
        .otherwise(nw.when(refused).then(nw.col("q_besluit")))
        .alias("q_slot"),
    )


def _open(engine: Engine, last: Frame) -> Frame:
    """Spells that run on the last day they were followed: by their last step, and how long.

    While that step runs the days since it began, after its end the days of
    waiting for the next.
    """
    ended = filled("d_einde")
    since = nw.when(ended).then(nw.col("d_einde")).otherwise(nw.col("d_begin"))
    running = last.filter(nw.col("q_slot").is_null())
    days = engine.collect(running.group_by("until").agg(nw.len().alias("n")))["until"].to_pylist()
    quarters = pa.table(
        {
            "until": pa.array(days, pa.int32()),
            "kwartaal": pa.array([quarter_of(day) for day in days], pa.int32()),
        }
    )
    return (
        running.join(engine.small(quarters), on="until", how="inner")
        .select(
            *("cell", "kwartaal", "taak", "organisatie"),
            nw.when(ended).then(nw.lit(WAITING)).otherwise(nw.lit(RUNNING)).alias("toestand"),
            (nw.col("until") - since).alias("days"),
        )
        .group_by("cell", "kwartaal", "taak", "organisatie", "toestand", "days")
        .agg(nw.len().alias("n"))
    )
