"""Tallies `mix` and `mix_team`: how far each worker's clients come from both schemes."""

from __future__ import annotations

from collections.abc import Iterator

import narwhals as nw

from ketenkpi.counts.engines import Frame
from ketenkpi.counts.parts import Part, filled

WW = "WW"
# What the gemeente pays; other schemes say nothing about whose clients these are.
BIJSTAND = ("WWB", "IOAW", "IOAZ")
# Workers of others serve whom they were hired for: they are no caseload of the chain.
OUTSIDE = "extern"
TEAM = "integraal_team"


def mix_parts(rows: Frame) -> Iterator[Part]:
    """All workers by all their steps, and those of an integrated team by its steps only."""
    yield _mix_part("mix", rows.filter(nw.col("organisatie") != OUTSIDE))
    yield _mix_part("mix_team", rows.filter(nw.col("organisatie") == TEAM))


def _mix_part(tally: str, rows: Frame) -> Part:
    """Workers and their spells per Werkplein and quarter; steps without a worker are left out.

    With w spells on WW and b on social assistance, a worker has w + b cases,
    of which 2 min(w, b) count as mixed: none when all are on one scheme, all
    when both are equally many. mix_sum / cases is therefore the mean over
    workers of 1 - |share WW - share social assistance|, weighted by cases.
    The sums of squares are for the spread between workers.
    """
    own = rows.filter(
        filled("q_begin"),
        filled("medewerker"),
        nw.col("regeling").is_in([WW, *BIJSTAND]),
    ).with_columns((nw.col("regeling") == WW).cast(nw.Int32).alias("ww"))
    spells = own.group_by(
        "werkplein", nw.col("q_begin").alias("kwartaal"), "medewerker", "thuis", "traject_id"
    ).agg(nw.col("ww").max())
    staff = (
        spells.group_by("werkplein", "kwartaal", "medewerker")
        .agg(nw.len().alias("cases"), nw.col("ww").sum().alias("ww"))
        .with_columns(nw.col("cases").cast(nw.Int64), nw.col("ww").cast(nw.Int64))
        .with_columns((nw.col("cases") - nw.col("ww")).alias("other"))
        .with_columns(
            nw.when(nw.col("ww") < nw.col("other"))
            .then(nw.col("ww") * 2)
            .otherwise(nw.col("other") * 2)
            .alias("mix")
        )
        .with_columns(
            (nw.col("cases") * nw.col("cases")).alias("cases_sq"),
            (nw.col("mix") * nw.col("mix")).alias("mix_sq"),
            (nw.col("cases") * nw.col("mix")).alias("cross"),
        )
    )
    sums = staff.group_by("werkplein", "kwartaal").agg(
        nw.len().alias("staff"),
        nw.col("cases").sum(),
        nw.col("mix").sum().alias("mix_sum"),
        nw.col("cases_sq").sum(),
        nw.col("mix_sq").sum(),
        nw.col("cross").sum(),
    )
    return Part(tally, sums)
