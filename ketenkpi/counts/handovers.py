"""Tally `vervolg`: what followed a step that ended, and after how many days.

Nobody is guessed to be due for another step. Every step that ended is at risk of
being followed from that day on; another step, leaving and a refusal end the
wait, and who has none of these is followed as far as their Werkplein is.
"""

from __future__ import annotations

from collections.abc import Iterator

import narwhals as nw

from ketenkpi.counts.engines import Frame
from ketenkpi.counts.parts import CountedPart, filled

# What followed, where that is no task: the client left, there was no benefit, nothing yet.
LEFT, REFUSED, OPEN = "vertrek", "afgewezen", "open"
# Counted beside them, for nobody waits: the next step had begun, or the client left at once.
BEGUN, AT_ONCE = "al_begonnen", "zelfde_dag"
WITHIN, BETWEEN, NOBODY = "binnen", "tussen", "geen"
DIMS = ("taak", "volgt", "grens", "days")
MEASURES = ("events", "censored", "beside")


def handover_parts(ordered: Frame, last: Frame) -> Iterator[CountedPart]:
    """Every part of the tally; `last`: the last steps with `d_slot` and whether `refused`.

    A step that ended before observation began is left out: of those only the
    ones that were followed long after would have been seen.
    """
    seen = filled("d_einde") & (nw.col("d_einde") >= nw.col("since"))
    yield CountedPart("vervolg", _added(_followed(ordered.filter(seen, filled("d_volgend")))))
    yield CountedPart("vervolg", _added(_not_followed(last.filter(seen))))


def _followed(steps: Frame) -> Frame:
    """Steps with a next one: its task, whose it is, and the days until it began."""
    days = nw.col("d_volgend") - nw.col("d_einde")
    begun = days < 0
    same = nw.col("organisatie") == nw.col("volgende_organisatie")
    border = nw.when(same).then(nw.lit(WITHIN)).otherwise(nw.lit(BETWEEN))
    return steps.select(
        *("cell", "q_einde", "taak"),
        nw.when(begun).then(nw.lit(BEGUN)).otherwise(nw.col("volgende_taak")).alias("volgt"),
        nw.when(begun).then(nw.lit(NOBODY)).otherwise(border).alias("grens"),
        nw.when(begun).then(nw.lit(0)).otherwise(days).cast(nw.Int64).alias("days"),
        (~begun).cast(nw.Int64).alias("events"),
        nw.lit(0).cast(nw.Int64).alias("censored"),
        begun.cast(nw.Int64).alias("beside"),
    )


def _not_followed(last: Frame) -> Frame:
    """Last steps: whether and how their client left, and the days until then or until now."""
    left = filled("d_slot")
    end = nw.coalesce(nw.col("d_slot"), nw.col("until"))
    days = end - nw.col("d_einde")
    at_once = left & (days <= 0)
    gone = nw.when(nw.col("refused")).then(nw.lit(REFUSED)).otherwise(nw.lit(LEFT))
    known = nw.when(at_once).then(nw.lit(AT_ONCE)).otherwise(gone)
    return last.select(
        *("cell", "q_einde", "taak"),
        nw.when(left).then(known).otherwise(nw.lit(OPEN)).alias("volgt"),
        nw.lit(NOBODY).alias("grens"),
        nw.when(at_once).then(nw.lit(0)).otherwise(days).cast(nw.Int64).alias("days"),
        (left & ~at_once).cast(nw.Int64).alias("events"),
        (~left).cast(nw.Int64).alias("censored"),
        at_once.cast(nw.Int64).alias("beside"),
    )


def _added(rows: Frame) -> Frame:
    keys = (*("cell", "kwartaal"), *DIMS)
    named = rows.with_columns(nw.col("q_einde").alias("kwartaal"))
    return named.group_by(*keys).agg(*(nw.col(name).sum() for name in MEASURES))
