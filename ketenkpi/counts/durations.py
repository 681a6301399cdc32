"""Durations as histograms of whole days: who completed, who was still open, who entered late.

Histograms add, medians do not. Kaplan-Meier is computed from the sums.
"""

from __future__ import annotations

from dataclasses import dataclass

import narwhals as nw

from ketenkpi.counts.engines import Frame
from ketenkpi.counts.parts import filled

# Later than any day number.
NEVER = 10_000_000


@dataclass(frozen=True)
class Timed:
    """What is timed: from the day `start` to the day `end`, by the quarter of `cohort`.

    `may_be_negative` is for lateness against a term, which begins before zero; such a
    case is under way from the day `cohort` on, any other from the day `start` on.
    """

    soort: str
    start: str
    end: str
    cohort: str
    may_be_negative: bool = False

    @property
    def begun(self) -> nw.Expr:
        """The day from which a case is under way."""
        return nw.col(f"d_{self.cohort if self.may_be_negative else self.start}")


def exits(rows: Frame, timed: Timed, *by: str) -> Frame:
    """Events and censorings by cell, quarter, `by` and days.

    An end before its start keeps its negative number of days here; the caller
    moves those rows to the cases without a usable duration. A case that was
    closed on or before the day it would have come into view is left out.
    """
    start, end = nw.col(f"d_{timed.start}"), nw.col(f"d_{timed.end}")
    left = nw.coalesce(end, nw.col("until"))
    seen = (timed.begun >= nw.col("since")) | (left > nw.col("since"))
    if not timed.may_be_negative:
        seen = seen | (left < start)
    return (
        rows.filter(filled(f"d_{timed.start}"), filled(f"d_{timed.cohort}"))
        .filter(seen)
        .select(
            "cell",
            *by,
            nw.col(f"q_{timed.cohort}").alias("kwartaal"),
            (left - start).alias("days"),
            end.alias("end"),
        )
        .group_by("cell", "kwartaal", *by, "days")
        .agg(nw.len().alias("n"), nw.col("end").count().alias("events"))
        .select(
            "cell",
            "kwartaal",
            *by,
            "days",
            nw.lit(0).cast(nw.Int64).alias("entered"),
            nw.col("events").cast(nw.Int64).alias("events"),
            (nw.col("n").cast(nw.Int64) - nw.col("events").cast(nw.Int64)).alias("censored"),
        )
    )


def entries(rows: Frame, timed: Timed, *by: str) -> Frame:
    """Late entries: began before observation, still open when it began.

    They are followed from the end of day `since` - start on. Counting them from
    day 0 would pretend that those who left earlier had been seen too.
    """
    start = nw.col(f"d_{timed.start}")
    left = nw.coalesce(nw.col(f"d_{timed.end}"), nw.col("until"))
    late = (timed.begun < nw.col("since")) & (left > nw.col("since"))
    return (
        rows.filter(filled(f"d_{timed.start}"), filled(f"d_{timed.cohort}"))
        .filter(late)
        .select(
            "cell",
            *by,
            nw.col(f"q_{timed.cohort}").alias("kwartaal"),
            (nw.col("since") - start).alias("days"),
        )
        .group_by("cell", "kwartaal", *by, "days")
        .agg(nw.len().alias("entered"))
        .select(
            "cell",
            "kwartaal",
            *by,
            "days",
            nw.col("entered").cast(nw.Int64),
            nw.lit(0).cast(nw.Int64).alias("events"),
            nw.lit(0).cast(nw.Int64).alias("censored"),
        )
    )
