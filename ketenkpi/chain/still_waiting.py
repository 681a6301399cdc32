"""Of those who go on within the term, who still waits day by day: inside, and between partners."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ketenkpi.chain.chain import Chain
from ketenkpi.chain.estimate import too_few
from ketenkpi.chain.waiting import BETWEEN, INSIDE, term_of
from ketenkpi.figure import Figure
from ketenkpi.indicators import Needed
from ketenkpi.indicators.ask import asked_as
from ketenkpi.indicators.estimates import Asked
from ketenkpi.indicators.handover import followed
from ketenkpi.indicators.handover_kinds import OUTCOME, TALLY, WANTED
from ketenkpi.scope import Scope
from ketenkpi.source import Source
from ketenkpi.stats import GoingOn
from ketenkpi.stats.mid_p import mid_p_of_part

METHOD = "indicators.method_aalen_johansen"
SIDES = {"inside": INSIDE, "between": BETWEEN}


@dataclass(frozen=True, slots=True)
class StillWaiting:
    """One day after a step ended. share: of those who go on within the term, who had not by
    then; waiting: how many of those seen to go on these are."""

    day: int
    waiting: int
    share: Figure


@dataclass(frozen=True, slots=True)
class WaitCurve:
    """One side of the comparison ('inside' one organisation, or 'between' two), day by day."""

    side: str
    days: tuple[StillWaiting, ...]


def wait_curves(source: Source, found: Chain, scope: Scope) -> tuple[WaitCurve, ...]:
    """Both sides, as far as there are enough; on the median of `found.waiting` half still waits.

    Raises OutOfScope unless the scope holds rows.
    """
    scope.require_rows()
    counts = source.tallies(Needed((TALLY,), {}), scope)
    where = found.chosen.where()
    sides = {side: asked_as(counts, key, by=(), where=where) for side, key in SIDES.items()}
    curves = (WaitCurve(side, tuple(_days(asked))) for side, asked in sides.items())
    return tuple(each for each in curves if each.days)


def _days(asked: Asked) -> Iterator[StillWaiting]:
    going = followed(asked)
    if int(going.went[0]) < asked.indicator.minimum:
        return
    for day in range(term_of("") + 1):
        yield StillWaiting(day, _still(asked, day), _share(going, day))


def _still(asked: Asked, day: int) -> int:
    rows = asked.rows(asked.indicator.numerator)
    later = (rows["days"] > day) & (rows["days"] <= term_of(""))
    wanted = ((rows[OUTCOME] == WANTED) & later).to_numpy()
    return int(asked.grouping.total(rows, "events", wanted)[0])


def _share(going: GoingOn, day: int) -> Figure:
    """1 - F(day) / F(term), with the limits of as many cases as were seen to go on."""
    whole, went = going.share().value, int(going.went[0])
    still = 1 - going.incidence.at(day).value / whole
    if not whole[0] > 0:
        return too_few(went)
    limits = mid_p_of_part(still, going.went.astype(np.float64))
    value, low, high = (float(end[0]) for end in (still, limits.low, limits.high))
    return Figure(max(value, 0.0), low, high, n=went, method=METHOD)
