"""Tallies `mix` and `mix_team`: how far each worker's clients come from both schemes."""

from __future__ import annotations

from collections.abc import Iterator

import narwhals as nw
import pyarrow as pa

from ketenkpi.counts.cells import Survey, placed
from ketenkpi.counts.chain import OWN_SPELL
from ketenkpi.counts.engines import Engine, Frame
from ketenkpi.counts.parts import CountedPart, filled
from ketenkpi.vocabularies import caseload_of, chain_doers, chain_partners, teams


def mix_parts(engine: Engine, rows: Frame, cells: Survey) -> Iterator[CountedPart]:
    """All workers by all their steps, and those of an integrated team by its steps only."""
    # Workers of others serve whom they were hired for: they are no caseload of the chain.
    known = rows.filter(filled("q_begin"), filled("worker"))
    own = known.join(_caseloads(engine, cells), on="scheme", how="inner")
    for tally, doers in (("mix", chain_doers()), ("mix_team", teams())):
        mine = own.filter(nw.col("organisatie").is_in(doers))
        yield CountedPart(tally, placed(engine, _mix(mine), cells))


def _caseloads(engine: Engine, cells: Survey) -> Frame:
    """The number of each scheme that is of one of both caseloads, and `one` of the first."""
    first, second = (caseload_of(partner) for partner in chain_partners())
    mine = [(at, key) for at, key in enumerate(cells.schemes) if key in {*first, *second}]
    numbers = {"scheme": [at for at, _ in mine], "one": [int(key in first) for _, key in mine]}
    return engine.small(pa.table({name: pa.array(v, pa.int32()) for name, v in numbers.items()}))


def _mix(own: Frame) -> Frame:
    """Workers and their spells per Werkplein and quarter; steps without a worker are left out.

    With u spells whose scheme is of UWV's caseload and g of that of the gemeente,
    a worker has u + g cases, of which 2 min(u, g) count as mixed: none when all
    are of one partner, all when both are equally many. mix_sum / cases is
    therefore the mean over workers of 1 - |share of UWV - share of the gemeente|,
    weighted by cases. Spells of other schemes say nothing about whose clients
    these are. The sums of squares are for the spread between workers.
    """
    spells = own.group_by("place", nw.col("q_begin").alias("kwartaal"), "worker", OWN_SPELL).agg(
        nw.col("one").max()
    )
    staff = (
        spells.group_by("place", "kwartaal", "worker")
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
    return staff.group_by("place", "kwartaal").agg(
        nw.len().alias("staff"),
        nw.col("cases").sum(),
        nw.col("mix").sum().alias("mix_sum"),
        nw.col("cases_sq").sum(),
        nw.col("mix_sq").sum(),
        nw.col("cross").sum(),
    )
