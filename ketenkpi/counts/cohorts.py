"""Tallies of `trajecten` that follow a case: which way it ends, and whether it comes back.

`cohort` and `besluit` look ahead over a fixed window, from cases of which the
whole window was observed. `afloop` and `terugkeer` are histograms of days, as
`duur`. `herhaling` looks back, as `herinstroom`.
"""

from __future__ import annotations

from collections.abc import Iterator

import narwhals as nw

from ketenkpi.counts.durations import NEVER, Timed, entries, exits
from ketenkpi.counts.engines import Engine, Frame
from ketenkpi.counts.parts import CountedPart, filled, looked_back
from ketenkpi.terms import days_of

# How far a cohort is followed. Half a year and a year, as returns are; fixed,
# because indicators name them.
COHORT_WINDOWS = (days_of("half_jaar"), days_of("jaar"))
# A decision is followed 13 weeks for the inflow that it leads to.
DECISION_WINDOW = days_of("dertien_weken")
# A first report is a repeated one up to 26 weeks after the one before.
REPEAT_WINDOW = days_of("half_jaar")
# Age at inflow: the year of inflow less the year of birth.
AGES = ((27, "tot_27"), (45, "27_44"), (55, "45_54"))
OLDEST, UNKNOWN = "55_plus", "onbekend"
RUNNING = "loopt"
ENDED = Timed("uitkering", "instroom", "uitstroom", "instroom")
# The number of one person: a pseudonym within its circle.
PERSON = "person"
CARRIED = (PERSON, "cell", "since", "until", "reden", "d_uitstroom", "q_uitstroom")
RETURN = Timed("terugkeer", "uitstroom", "terug", "uitstroom")


def cohort_parts(engine: Engine, rows: Frame, *, late: bool) -> Iterator[CountedPart]:
    """Every part of the tallies of a case by itself; `late` as in `duration_parts`."""
    yield from _cohorts(engine, rows)
    yield from _histograms("afloop", _with_reason(rows), ENDED, late)
    yield CountedPart("besluit", _decisions(rows))


def seen_again_parts(rows: Frame, *, late: bool) -> Iterator[CountedPart]:
    """Every part of the tallies in which a client is seen again."""
    yield from _histograms("terugkeer", _returning(rows), RETURN, late)
    yield CountedPart("herhaling", _repeats(rows))


def _cohorts(engine: Engine, rows: Frame) -> Iterator[CountedPart]:
    """Inflow seen from its beginning, with what became of it within each window."""
    lasted = nw.col("d_uitstroom") - nw.col("d_instroom")
    to_work = (nw.col("reden_uitstroom") == "werk").fill_null(False)
    columns, sums = [], []
    for days in COHORT_WINDOWS:
        whole = nw.col("d_instroom") + days <= nw.col("until")
        ended = whole & (lasted <= days).fill_null(False)
        for name, value in (("n", whole), ("uitstroom", ended), ("werk", ended & to_work)):
            columns.append(value.cast(nw.Int32).alias(f"{name}_{days}"))
            sums.append(nw.col(f"{name}_{days}").sum())
    wide = engine.keep(
        rows.filter(filled("d_instroom"), nw.col("d_instroom") >= nw.col("since"))
        .filter(nw.col("d_uitstroom").is_null() | (lasted >= 0))
        .with_columns(*columns)
        .with_columns(nw.col("kanaal").fill_null(UNKNOWN), _age().alias("leeftijd"))
        .group_by("cell", nw.col("q_instroom").alias("kwartaal"), "kanaal", "leeftijd")
        .agg(*sums)
    )
    for days in COHORT_WINDOWS:
        measures = [nw.col(f"{name}_{days}").alias(name) for name in ("n", "uitstroom", "werk")]
        one = wide.select("cell", "kwartaal", "kanaal", "leeftijd", *measures)
        yield CountedPart("cohort", one.filter(nw.col("n") > 0), {"venster": days})


def _age() -> nw.Expr:
    age = nw.col("q_instroom") // 4 - nw.col("geboortejaar")
    named = nw.lit(OLDEST)
    for below, name in reversed(AGES):
        named = nw.when(age < below).then(nw.lit(name)).otherwise(named)
    return nw.when(filled("geboortejaar")).then(named).otherwise(nw.lit(UNKNOWN))


def _with_reason(rows: Frame) -> Frame:
    # An end after the observed period has not been observed, so its reason neither.
    reason = nw.col("reden_uitstroom").fill_null(UNKNOWN)
    ended = nw.when(filled("d_uitstroom")).then(reason).otherwise(nw.lit(RUNNING))
    return rows.with_columns(ended.alias("reden"))


def _histograms(tally: str, rows: Frame, timed: Timed, late: bool) -> Iterator[CountedPart]:
    # Who ended before beginning is a case without a usable duration already.
    yield CountedPart(tally, exits(rows, timed, "reden").filter(nw.col("days") >= 0))
    if late:
        running = (
            rows if tally == "terugkeer" else rows.with_columns(nw.lit(RUNNING).alias("reden"))
        )
        yield CountedPart(tally, entries(running, timed, "reden"))


def _returning(rows: Frame) -> Frame:
    """Outflow of known clients, with the day of their next inflow (`d_terug`).

    The next is that of the same client within its circle, from any scheme.
    Inflow and outflow of a client stand in one order of days, outflow first: the
    next inflow is the least one below it. A benefit that ends on the day it
    begins would be its own return, so there the inflow stands first.
    """
    known = _with_reason(rows).filter(filled(PERSON), filled("d_instroom"))
    no_days = (nw.col("d_instroom") == nw.col("d_uitstroom")).fill_null(False)
    begun = known.select(
        *CARRIED,
        nw.col("d_instroom").alias("day"),
        nw.when(no_days).then(nw.lit(0)).otherwise(nw.lit(2)).cast(nw.Int32).alias("turn"),
        nw.col("d_instroom").alias("begun"),
    )
    ended = known.filter(filled("d_uitstroom"), nw.col("d_uitstroom") >= nw.col("d_instroom"))
    ended = ended.select(
        *CARRIED,
        nw.col("d_uitstroom").alias("day"),
        nw.lit(1).cast(nw.Int32).alias("turn"),
        nw.lit(NEVER).cast(nw.Int32).alias("begun"),
    )
    following = nw.col("begun").cum_min(reverse=True).over(PERSON, order_by=["day", "turn"])
    seen = nw.col("next") <= nw.col("until")
    return (
        nw.concat([begun, ended], how="vertical")
        .with_columns(following.alias("next"))
        .filter(nw.col("turn") == 1)
        .select(*CARRIED, nw.when(seen).then(nw.col("next")).alias("d_terug"))
    )


def _decisions(rows: Frame) -> Frame:
    """Decisions followed for the whole window, and those of them without inflow by its end."""
    begun_by = (nw.col("d_instroom") <= nw.col("d_besluit") + DECISION_WINDOW).fill_null(False)
    return (
        rows.filter(filled("d_besluit"), nw.col("d_besluit") + DECISION_WINDOW <= nw.col("until"))
        .with_columns((~begun_by).cast(nw.Int32).alias("without"))
        .group_by("cell", nw.col("q_besluit").alias("kwartaal"))
        .agg(nw.len().alias("n"), nw.col("without").sum().alias("zonder_instroom"))
    )


def _repeats(rows: Frame) -> Frame:
    """First reports soon after an earlier one of the same client that had led to no benefit."""
    order = ["d_melding", "traject_id", "cell"]

    def earlier(column: str) -> nw.Expr:
        return nw.col(column).shift(1).over(PERSON, order_by=order)

    whole = looked_back("d_melding", "q_melding", REPEAT_WINDOW)
    soon = (nw.col("d_melding") - nw.col("before") <= REPEAT_WINDOW).fill_null(False)
    no_benefit = (nw.col("begun") > nw.col("d_melding")).fill_null(True)
    return (
        rows.filter(filled("d_melding"), filled(PERSON))
        .with_columns(earlier("d_melding").alias("before"), earlier("d_instroom").alias("begun"))
        .with_columns(
            whole.cast(nw.Int32).alias("at_risk"),
            (whole & soon & no_benefit).cast(nw.Int32).alias("n"),
        )
        .group_by("cell", nw.col("q_melding").alias("kwartaal"))
        .agg(nw.col("n").sum(), nw.col("at_risk").sum())
    )
