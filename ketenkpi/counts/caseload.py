"""Tallies `mix` and `mix_team`: how far each worker's clients come from both schemes."""

from __future__ import annotations

from collections.abc import Iterator

import narwhals as nw

from ketenkpi.counts.chain import SPELL
from ketenkpi.counts.engines import Frame
from ketenkpi.counts.parts import CountedPart, filled
from ketenkpi.vocabularies import caseload_of, chain_doers, chain_partners, teams


def mix_parts(rows: Frame) -> Iterator[CountedPart]:
    """All workers by all their steps, and those of an integrated team by its steps only."""
    # Workers of others serve whom they were hired for: they are no caseload of the chain.
    yield _mix_part("mix", rows.filter(nw.col("organisatie").is_in(chain_doers())))
    yield _mix_part("mix_team", rows.filter(nw.col("organisatie").is_in(teams())))


def _mix_part(tally: str, rows: Frame) -> CountedPart:
    """Workers and their spells per Werkplein and quarter; steps without a worker are left out.

    With u spells whose scheme is of UWV's caseload and g of that of the gemeente,
    a worker has u + g cases, of which 2 min(u, g) count as mixed: none when all
    are of one partner, all when both are equally many. mix_sum / cases is
    therefore the mean over workers of 1 - |share of UWV - share of the gemeente|,
    weighted by cases. Spells of other schemes say nothing about whose clients
    these are. The sums of squares are for the spread between workers.
    """
    first, second = (caseload_of(partner) for partner in chain_partners())
    own = rows.filter(
        filled("q_begin"),
        filled("medewerker"),
        nw.col("regeling").is_in([*first, *second]),
    ).with_columns(nw.col("regeling").is_in(first).cast(nw.Int32).alias("one"))
    spells = own.group_by(
        "werkplein", nw.col("q_begin").alias("kwartaal"), "medewerker", *SPELL, "bij"
    ).agg(nw.col("one").max())
    staff = (
        spells.group_by("werkplein", "kwartaal", "medewerker")
        .agg(nw.len().alias("cases"), nw.col("one").sum().alias("one"))
        .with_columns(nw.col("cases").cast(nw.Int64), nw.col("one").cast(nw.Int64))
        .with_columns((nw.col("cases") - nw.col("one")).alias("other"))
        .with_columns(
            nw.when(nw.col("one") < nw.col("other"))
            .then(nw.col("one") * 2)
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
    return CountedPart(tally, sums)
