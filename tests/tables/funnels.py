"""Funnels of small numbers: every outcome counted, and worlds with a real spread."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from ketenkpi.comparison.funnel import place_values
from ketenkpi.comparison.scaled import Scaled
from ketenkpi.stats import peer_funnel
from ketenkpi.stats.exact_tails import Law, Null
from tests.tables.table import Row, Rows

Floats = NDArray[np.float64]
LEVEL = 0.998
MEANT = 100 * (1 - LEVEL)
# Trials, and expected events: every one up to 60, then fewer.
SIZES = (*range(10, 61), 75, 100, 150, 200, 300, 500, 1_000)
SHARES = np.arange(1, 100) / 100
STERNE, MID_P, NORMAL, ROOT = "Sterne", "mid-p", "normal (PHE)", "root scale (FunnelPlotR)"
PLACES, SPREADS = (15, 100), (0.01, 0.03)
FOUND, AT_BEST, CANNOT = "+5 sd found %", "at best %", "cannot be"
# A place that who knows share and spread misses in more than three of ten is not asked for.
TELLING = 70
# Target, spread between places (the intra-class correlation), smallest and largest size.
WORLDS = (
    (0.5, 0.0, 10, 40), (0.1, 0.0, 40, 400), (0.02, 0.0, 40, 400),
    (0.5, 0.01, 10, 40), (0.5, 0.01, 40, 400), (0.1, 0.01, 40, 400), (0.02, 0.01, 40, 400),
    (0.5, 0.03, 10, 40), (0.5, 0.03, 40, 400), (0.1, 0.03, 40, 400), (0.02, 0.03, 40, 400),
    (0.9, 0.03, 40, 400),
)  # fmt: skip


def enumerated(size: int) -> Rows:
    """A row per law and method: the chance in per cent that a place is called outside 99.8 %.

    Exact, over all pairs of trials and share (or expected numbers) whose number of
    trials is at most `size`: the mean and the highest, and where that is.
    """
    sizes = [n for n in SIZES if n <= size]
    of_trials = {
        method: _worst("trials", method, sizes) for method in (STERNE, MID_P, NORMAL, ROOT)
    }
    of_events = {method: _worst("events", method, sizes) for method in (STERNE, MID_P)}
    return [*of_trials.values(), *of_events.values()]


def _worst(law: Law, method: str, sizes: list[int]) -> Row:
    found = {(n, share): _outside(law, method, n, share) for n in sizes for share in _shares(law)}
    at = max(found, key=lambda pair: found[pair])
    chances = np.array(list(found.values()))
    row: Row = {"law": law, "limits": method, "pairs": len(found), "mean %": float(chances.mean())}
    above = 100 * float((chances > MEANT + 1e-9).mean())
    return row | {
        "pairs above 0.2 %": above,
        "highest %": float(chances.max()),
        "at": _named(law, *at),
    }


def _shares(law: Law) -> Floats:
    # Of events: expected numbers from a hundredth of the size to nearly all of it.
    return SHARES if law == "trials" else SHARES[::7]


def _named(law: Law, n: int, share: float) -> str:
    return f"{n} at {share:.2f}" if law == "trials" else f"{n * share:.2f} expected"


def _outside(law: Law, method: str, n: int, share: float) -> float:
    most = n if law == "trials" else int(n * share + 12 * np.sqrt(n * share) + 30)
    k = np.arange(most + 1.0)
    each = np.ones_like(k)
    null = Null(law, n * each, n * share * each, 0 * each)
    outside = _called(null, method, k, share)
    return 100 * float(_chances(law, k, n, share)[outside].sum())


def _called(null: Null, method: str, k: Floats, share: float) -> NDArray[np.bool_]:
    match method:
        case "Sterne":
            return null.p(k) <= 1 - LEVEL
        case "mid-p":
            return null.mid_p(k) < 1 - LEVEL
        case "normal (PHE)":
            return np.abs(peer_funnel("proportion", k, null.size, target=share).position) == 2
        case _:
            angle = np.arcsin(np.sqrt(k / null.size)) - np.arcsin(np.sqrt(share))
            return np.abs(angle) * 2 * np.sqrt(null.size) > ndtri((1 + LEVEL) / 2)


def _chances(law: Law, k: Floats, n: int, share: float) -> Floats:
    from scipy.stats import binom, poisson

    found = binom.pmf(k, n, share) if law == "trials" else poisson.pmf(k, n * share)
    return np.asarray(found, dtype=np.float64)


def enumeration_holds(rows: Rows) -> bool:
    """Sterne's limits never exceed 0.2 %, mid-p 0.35 %; those of peers do."""
    highest = {(row["law"], row["limits"]): float(row["highest %"]) for row in rows}
    return (
        all(highest[law, STERNE] <= MEANT + 1e-9 for law in ("trials", "events"))
        and all(highest[law, MID_P] <= 0.35 for law in ("trials", "events"))
        and all(highest["trials", method] > 1 for method in (NORMAL, ROOT))
    )


def worlds(size: int) -> Rows:
    """A row per world: how many places lie outside 99.8 %, and whether one 5 sd higher is found.

    size: worlds of 15 places; of 100 there are a fifth as many.
    """
    numbers = {15: size, 100: size // 5}
    return [_world(places, *world, numbers[places]) for places in PLACES for world in WORLDS]


def _world(places: int, share: float, spread: float, least: int, most: int, number: int) -> Row:
    random = np.random.default_rng([places, round(1000 * share), round(1000 * spread), least])
    outside = any_ = found = 0
    for _ in range(number):
        sizes = random.integers(least, most + 1, places)
        events = random.binomial(sizes, _chances_of(random, share, spread, places))
        beyond = place_values(_scaled(events, sizes)).outliers
        outside, any_ = outside + int(beyond.sum()), any_ + bool(beyond.any())
        sizes[0] = (least + most) // 2
        sd = np.sqrt(share * (1 - share) * (spread + (1 - spread) / sizes[0]))
        events = random.binomial(sizes, _chances_of(random, share, spread, places))
        events[0] = random.binomial(sizes[0], min(share + 5 * sd, 0.98))
        found += bool(place_values(_scaled(events, sizes)).outliers[0])
    row: Row = {"places": places, "share": share, "spread": spread, "cases": f"{least}-{most}"}
    can_be = share + 5 * sd < 0.98
    return row | {
        "worlds": number,
        "outside %": 100 * outside / (number * places),
        "worlds with any %": 100 * any_ / number,
        FOUND: 100 * found / number if can_be else CANNOT,
        AT_BEST: _at_best(sizes[0], share, spread, share + 5 * sd) if can_be else CANNOT,
    }


def _at_best(size: int, share: float, spread: float, higher: float) -> float:
    """The chance in per cent to find a place this much higher, for who knows share and spread.

    Nothing is estimated then; an estimate from some places can hardly do better without
    more false alarms.
    """
    k = np.arange(size + 1.0)
    each = np.ones_like(k)
    null = Null("trials", size * each, size * share * each, (size - 1) * spread * each)
    above = (null.p(k) <= 1 - LEVEL) & (k > size * share)
    return 100 * float(_chances("trials", k, size, higher)[above].sum())


def _chances_of(random: np.random.Generator, share: float, spread: float, places: int) -> Floats:
    if not spread:
        return np.full(places, share)
    total = 1 / spread - 1
    return random.beta(share * total, (1 - share) * total, places)


def _scaled(events: NDArray[np.int64], sizes: NDArray[np.int64]) -> Scaled:
    n = sizes.astype(np.float64)
    value = events / n
    return Scaled("share", value, np.arcsin(np.sqrt(value)), 1 / (2 * np.sqrt(n)), n)


def worlds_hold(rows: Rows) -> bool:
    """Outside at most 0.7 % of 15 and 0.4 % of 100 places; +5 sd is found in 56 % or more.

    A small sample is judged with three standard errors to spare. Where even who knows the
    share and the spread finds it in less than 70 % (2 % of events with a spread) what is
    found is shown and not judged: so few events cannot tell.
    """
    return all(_world_holds(row) for row in rows)


def _world_holds(row: Row) -> bool:
    places, number = int(row["places"]), int(row["worlds"])
    allowed = 0.7 if places == 15 else 0.4
    error = 100 * np.sqrt(allowed / 100 / (number * places))
    found, best = row[FOUND], row[AT_BEST]
    least = 56 - 3 * 100 * np.sqrt(0.25 / number)
    return float(row["outside %"]) <= allowed + 3 * error and (
        isinstance(found, str) or float(best) < TELLING or float(found) >= least
    )
