"""Benefit spells from a known hazard, from years before 2008 on.

A client leaves to work with a daily hazard

    base(regeling, doelgroep) * profile(days on benefit) * effect(calendar day)

where `effect` is 1 until a Werkplein switches to phase 3a and the planted
ratio afterwards, for the shared groups only. Other reasons compete at a
constant hazard, and WW ends at the end of its term. Spells that ended before
2008 are then thrown away, as in a register that starts with the running
cases: whoever ignores that finds durations that are far too long.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from ketenkpi.example.csv_files import NEVER, Days, number_of
from ketenkpi.example.places import REGISTER
from ketenkpi.example.truths import FIRST, LAST, TRUTHS
from ketenkpi.vocabulary import Quarter

Index = NDArray[np.int64]
MONTH = 30.4375
START = number_of(FIRST.first_day)
END = number_of(LAST.last_day)

REGELINGEN = ("WW", "WWB", "IOAW", "IOAZ", "geen")
DOELGROEPEN = (
    "korte_afstand",
    "jongere",
    "grote_afstand",
    "overgang_ww_wwb",
    "samenloop",
    "overig",
)
REDENEN = (
    "werk",
    "opleiding",
    "einde_recht",
    "overgang_wwb",
    "verhuizing",
    "aow",
    "overlijden",
    "overig",
)
TO_WORK, TERM_OVER, OVERGANG, AOW = (
    REDENEN.index(reden) for reden in ("werk", "einde_recht", "overgang_wwb", "aow")
)


@dataclass(frozen=True)
class InflowCell:
    """One regeling x doelgroep: inflow per 1000 in 2008, hazards per month."""

    regeling: str
    doelgroep: str
    inflow: float
    to_work: float
    otherwise: float


CELLS = (
    InflowCell("WW", "korte_afstand", 330, 0.125, 0.015),
    InflowCell("WW", "jongere", 130, 0.150, 0.020),
    InflowCell("WW", "overig", 240, 0.060, 0.018),
    InflowCell("WWB", "korte_afstand", 62, 0.075, 0.016),
    InflowCell("WWB", "jongere", 60, 0.085, 0.024),
    InflowCell("WWB", "grote_afstand", 76, 0.008, 0.014),
    InflowCell("WWB", "overgang_ww_wwb", 26, 0.035, 0.015),
    InflowCell("WWB", "samenloop", 6, 0.030, 0.015),
    InflowCell("WWB", "overig", 60, 0.030, 0.018),
    InflowCell("IOAW", "overig", 7, 0.010, 0.030),
    InflowCell("IOAZ", "overig", 3, 0.006, 0.030),
)
REGELING_OF = np.array([REGELINGEN.index(cell.regeling) for cell in CELLS])
DOELGROEP_OF = np.array([DOELGROEPEN.index(cell.doelgroep) for cell in CELLS])
SHARED = np.array([cell.doelgroep in TRUTHS.phase_groups for cell in CELLS])

# Inflow per year in 2008 for each spell asked for: with the inflow of 2009 and
# 2010, the stock of 2008-01-01 and the refused applications this makes about
# as many spells as asked for.
YEARLY = 0.2065
# Long enough before 2008 that the longest WWB spells have reached a steady stock.
WARM_UP = Quarter(1993, 1)
# A first quarter after the period, for those who reported just before its end.
LAST_SIMULATED = LAST + 1
SEASON = (1.08, 0.94, 0.96, 1.02)

# The profile of the hazard to work over days on benefit: falling, in four
# bands, so that its integral is a broken line with an exact inverse.
BANDS = np.array([0.0, 91.0, 182.0, 365.0, 20_000.0])
PROFILE = np.array([1.15, 0.95, 0.80, 0.65])
_INTEGRAL = np.concatenate([[0.0], np.cumsum(PROFILE * np.diff(BANDS))])


@dataclass(frozen=True)
class Spells:
    """Spells as columns of equal length; days since 1970, NEVER when not (yet) happened.

    `origin` is the Werkplein where the client belongs, `place` the one that
    registers the spell (they differ after the merger). `client` numbers the
    clients. `late` is how many quarters late the end is registered.
    """

    origin: Index
    place: Index
    cell: Index
    instroom: Days
    uitstroom: Days
    reden: Index
    client: Index
    melding: Days
    aanvraag: Days
    besluit: Days
    betaling: Days
    termijn: Days
    late: Index
    refused: NDArray[np.bool_]
    without: NDArray[np.bool_]

    def take(self, which: NDArray[np.bool_] | Index) -> Spells:
        """These spells, in this order."""
        return Spells(**{f.name: getattr(self, f.name)[which] for f in fields(self)})

    def joined(self, other: Spells) -> Spells:
        """These spells, then those of `other`."""
        return Spells(
            **{
                f.name: np.concatenate([getattr(self, f.name), getattr(other, f.name)])
                for f in fields(self)
            }
        )

    def __len__(self) -> int:
        return len(self.cell)


@dataclass(frozen=True)
class Arrivals:
    """First days of spells with their Werkplein and cell."""

    origin: Index
    cell: Index
    instroom: Days

    def __len__(self) -> int:
        return len(self.cell)


def crisis(quarter: Quarter, regeling: str) -> float:
    """Inflow in `quarter` against 2008."""
    ww = regeling == "WW"
    if quarter.year == TRUTHS.crisis_year:
        return TRUTHS.crisis_ww if ww else TRUTHS.crisis_bijstand
    if quarter.year > TRUTHS.crisis_year:
        return TRUTHS.after_ww if ww else TRUTHS.after_bijstand
    return 1.0


def arrivals(rng: np.random.Generator, spells: int, first: Quarter = WARM_UP) -> Arrivals:
    """Poisson inflow per Werkplein, cell and quarter, uniform over the days of the quarter."""
    quarters = [first + i for i in range(LAST_SIMULATED - first + 1)]
    expected = _expected(quarters) * spells * YEARLY
    count = rng.poisson(expected).ravel()
    place, cell, when = (
        np.repeat(axis.ravel(), count) for axis in np.indices(expected.shape, dtype=np.int64)
    )
    begin = np.array([number_of(q.first_day) for q in quarters])[when]
    length = np.array([(q.last_day - q.first_day).days + 1 for q in quarters])[when]
    return Arrivals(place, cell, begin + rng.integers(0, length))


def _expected(quarters: list[Quarter]) -> NDArray[np.float64]:
    # Shape: places x cells x quarters; sums to one over a whole year 2008.
    weight = np.array([p.weight for p in REGISTER.places])
    mix = np.array(
        [[1.0 if c.regeling == "WW" else p.bijstand for c in CELLS] for p in REGISTER.places]
    )
    base = weight[:, None] * mix * np.array([c.inflow for c in CELLS])
    base /= base.sum()
    time = [[SEASON[q.number - 1] / 4 * crisis(q, c.regeling) for q in quarters] for c in CELLS]
    expected: NDArray[np.float64] = base[:, :, None] * np.array(time)[None, :, :]
    return expected


def days_to_work(rng: np.random.Generator, found: Arrivals) -> NDArray[np.float64]:
    """Days until work, by inverting the integrated hazard at a unit exponential."""
    base = np.array([cell.to_work / MONTH for cell in CELLS])[found.cell]
    target = rng.exponential(size=len(found)) / base
    before = np.interp(_switch_day(found) - found.instroom, BANDS, _INTEGRAL)
    ratio = TRUTHS.phase_hazard_ratio
    integral = np.where(target <= before, target, before + (target - before) / ratio)
    days: NDArray[np.float64] = np.interp(integral, _INTEGRAL, BANDS)
    return days


def _switch_day(found: Arrivals) -> Days:
    day = np.full(len(REGISTER.places), NEVER)
    for name, quarter in TRUTHS.phase_switches.items():
        day[REGISTER.number[name]] = number_of(quarter.first_day)
    return np.where(SHARED[found.cell], day[found.origin], NEVER)


def _days_otherwise(rng: np.random.Generator, found: Arrivals) -> NDArray[np.float64]:
    rate = np.array([cell.otherwise / MONTH for cell in CELLS])[found.cell]
    days: NDArray[np.float64] = rng.exponential(size=len(found)) / rate
    return days


def _term(rng: np.random.Generator, found: Arrivals) -> NDArray[np.float64]:
    # WW lasts 3 to 38 months by years of work; a quarter of the clients have
    # three months, which is the spike everyone sees in real WW durations.
    n = len(found)
    young = DOELGROEP_OF[found.cell] == DOELGROEPEN.index("jongere")
    months = np.where(young, rng.integers(3, 9, n), 3 + (36 * rng.random(n) ** 1.7).astype(int))
    months = np.where(rng.random(n) < 0.25, 3, months)
    ww = REGELING_OF[found.cell] == REGELINGEN.index("WW")
    days: NDArray[np.float64] = np.where(ww, np.round(months * MONTH), NEVER)
    return days


def _other_reason(rng: np.random.Generator, found: Arrivals) -> Index:
    codes = [REDENEN.index(r) for r in ("opleiding", "verhuizing", "aow", "overlijden", "overig")]
    draw = rng.random(len(found))
    young = np.searchsorted(np.cumsum([0.40, 0.30, 0.00, 0.01]), draw, side="right")
    other = np.searchsorted(np.cumsum([0.08, 0.29, 0.14, 0.05]), draw, side="right")
    jongere = DOELGROEP_OF[found.cell] == DOELGROEPEN.index("jongere")
    return np.array(codes)[np.where(jongere, young, other)]


def outflow(rng: np.random.Generator, found: Arrivals) -> tuple[Days, Index]:
    """The day each spell ends and why: the first of work, another reason, end of the WW term."""
    work, other, term = (draw(rng, found) for draw in (days_to_work, _days_otherwise, _term))
    reason = np.where(work <= other, TO_WORK, _other_reason(rng, found))
    length = np.minimum(work, other)
    reason = np.where(term <= length, TERM_OVER, reason)
    days = np.maximum(1, np.ceil(np.minimum(length, term))).astype(np.int64)
    return found.instroom + days, reason


def registered_at(found: Arrivals) -> Index:
    """The Werkplein that registers: new spells of the merged one start at its successor."""
    merged, into = (REGISTER.number[n] for n in (TRUTHS.merged_werkplein, TRUTHS.merged_into))
    moved = (found.origin == merged) & (found.instroom >= number_of(TRUTHS.merged_on))
    return np.where(moved, into, found.origin)


def last_day_of_quarter(days: Days) -> Days:
    """The last day of the quarter each day lies in; NEVER stays NEVER."""
    quarters = [WARM_UP + i for i in range(Quarter(2026, 1) - WARM_UP)]
    ends = np.array([number_of(q.last_day) for q in quarters] + [NEVER])
    return ends[np.searchsorted(ends, np.minimum(days, NEVER))]
