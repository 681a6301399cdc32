"""Where open cases are now: by their last step, running or waiting for the next, and how long."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ketenkpi.chain.selection import Selection
from ketenkpi.counts import Counts
from ketenkpi.figure import Figure, counted
from ketenkpi.stats.interval import Ints
from ketenkpi.terms import days_of

RUNNING, WAITING = "loopt", "wacht"
PLACE = ("taak", "organisatie", "toestand")


@dataclass(frozen=True, slots=True)
class OpenAt:
    """Open cases whose last step was this; state: it still runs ('loopt') or has ended ('wacht').

    median: days since it began, or since it ended. long: cases longer than
    `OpenCases.long_days`.
    """

    task: str
    organisation: str
    state: str
    n: int
    median: Figure
    long: int


@dataclass(frozen=True, slots=True)
class OpenCases:
    """Open cases on the last day each was followed, by Werkplein in its newest quarter.

    moments: that quarter (its index) per Werkplein. older: cases last followed
    in an earlier quarter, of which nobody knows how they are now; not counted
    in the rest.
    """

    at: tuple[OpenAt, ...]
    n: int
    waiting: int
    long_days: int
    moments: Mapping[str, int]
    older: int


# A quarter without anything happening.
LONG_DAYS = days_of("dertien_weken")


def open_cases_of(counts: Counts, where: Selection) -> OpenCases:
    """The open cases of the selection, whatever its quarters: this is about now."""
    by = ["werkplein", "kwartaal", *PLACE, "days"]
    found = counts.roll_up("open_zaken", by, where=where.where("kwartaal"))
    moments = {str(name): 0 for name in found["werkplein"]}
    for name, quarter in zip(found["werkplein"], found["kwartaal"], strict=True):
        moments[name] = max(moments[name], int(quarter))
    now = found["kwartaal"] == found["werkplein"].map(moments)
    rows = found[now]
    columns = (map(str, rows[name]) for name in PLACE)
    keys = sorted(set(zip(*columns, strict=True)))
    return OpenCases(
        tuple(_at(task, who, state, rows) for task, who, state in keys),
        int(rows["n"].sum()),
        int(rows.loc[rows["toestand"] == WAITING, "n"].sum()),
        LONG_DAYS,
        moments,
        int(found.loc[~now, "n"].sum()),
    )


def _at(task: str, organisation: str, state: str, rows: pd.DataFrame) -> OpenAt:
    same = (
        (rows["taak"] == task) & (rows["organisatie"] == organisation) & (rows["toestand"] == state)
    )
    mine = rows[same].sort_values("days")
    days, n = (mine[name].to_numpy(dtype=np.int64) for name in ("days", "n"))
    return OpenAt(
        task, organisation, state, int(n.sum()), _median(days, n), int(n[days > LONG_DAYS].sum())
    )


def _median(days: Ints, n: Ints) -> Figure:
    """The first day by which half of the cases lie; all of them are known, so no interval."""
    passed = int(np.searchsorted(np.cumsum(n), n.sum() / 2))
    return counted(float(days[passed]), int(n.sum()))
