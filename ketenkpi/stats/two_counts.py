"""Whether one count differs from another by more than chance, exactly, as a normal score."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc, gammaln, ndtri

from ketenkpi.stats.interval import Floats

# Nearer than this by the root no exact tail is below 1e-5 (2 of 2 against 0.002:
# 4.3 by the root, 4.6 exactly), so there the root will do: a hundredth of the time.
NEAR = 3.0
SMALLEST = 1e-300


def shares_apart(x: Floats, n: Floats, events: Floats, trials: Floats, odds: Floats) -> Floats:
    """How far x out of n lies from events out of trials, in standard errors, by exact tails.

    odds: how many times the odds of the first are expected to be those of the
    second (1: the same). All of one shape, not negative; counts are rounded to
    whole ones. NaN or a size of zero gives NaN. Positive where x is the higher.

    Formula: given x + events in all, x has Fisher's noncentral hypergeometric
    distribution with these odds; twice the smaller tail, as a normal score. It
    holds for every underlying share. Source: Fisher (1935), JRSS 98:39;
    noncentral: Agresti (2002), Categorical Data Analysis, 3.5.1.
    """
    x, n, events, trials, odds = np.broadcast_arrays(
        *(np.asarray(each, dtype=np.float64) for each in (x, n, events, trials, odds))
    )
    expected = _moved(np.clip((events + 0.5) / (trials + 1), 0, 1), odds)
    se = np.sqrt(1 / n + 1 / trials) / 2
    score: Floats = (np.arcsin(np.sqrt(x / n)) - np.arcsin(np.sqrt(expected))) / se
    for place in zip(*np.nonzero(np.abs(score) > NEAR), strict=True):
        score[place] = _fisher(x[place], n[place], events[place], trials[place], odds[place])
    return score


def _moved(share: Floats, odds: Floats) -> Floats:
    return share * odds / (1 - share + share * odds)


def _fisher(x: float, n: float, events: float, trials: float, odds: float) -> float:
    low, high = share_tails(x, n, events, trials, np.log(np.array([odds])))
    return float(_score(low, high)[0])


def share_tails(
    x: float, n: float, events: float, trials: float, log_odds: Floats
) -> tuple[Floats, Floats]:
    """The chance of at most, and of at least, x out of n beside events out of trials.

    log_odds: by how much the log odds of the first differ from those of the second; a
    chance for each. Counts are rounded to whole ones. Formula: as `shares_apart`.
    """
    x, n, events, trials = (round(float(each)) for each in (x, n, events, trials))
    total = x + events
    k = np.arange(max(0, total - trials), min(n, total) + 1, dtype=np.float64)
    weight = _choose(n, k) + _choose(trials, total - k) + log_odds[:, None] * k
    weight = np.exp(weight - weight.max(axis=1, keepdims=True))
    weight /= weight.sum(axis=1, keepdims=True)
    return weight[:, k <= x].sum(axis=1), weight[:, k >= x].sum(axis=1)


def rate_tails(
    x: float, exposure: float, events: float, before: float, log_rates: Floats
) -> tuple[Floats, Floats]:
    """The chance of at most, and of at least, x in its exposure beside events in `before`.

    log_rates: by how much the logarithm of the first rate differs from that of the
    second; a chance for each. Formula: as `rates_apart`.
    """
    x, events = round(float(x)), round(float(events))
    share = exposure * np.exp(log_rates) / (exposure * np.exp(log_rates) + before)
    ones = np.ones_like(share)
    low = betainc(max(events, 1), x + 1, 1 - share) if events > 0 else ones
    high = betainc(max(x, 1), events + 1, share) if x > 0 else ones
    return low, high


def _choose(n: float, k: Floats) -> Floats:
    return np.asarray(gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1), dtype=np.float64)


def rates_apart(x: Floats, exposure: Floats, events: Floats, before: Floats) -> Floats:
    """How far x in its exposure lies from events in theirs, in standard errors, by exact tails.

    exposure, before: above zero, in the same unit; multiply `exposure` by what
    the rate is expected to have changed by. NaN gives NaN.

    Formula: given x + events in all, x is binomial with the part of the
    exposure that is its own; twice the smaller tail, as a normal score. Source:
    Przyborowski & Wilenski (1940), Biometrika 31:313.
    """
    share = np.asarray(exposure / (exposure + before), dtype=np.float64)
    x, events = np.round(x), np.round(events)
    total = x + events
    low = np.where(events > 0, betainc(np.maximum(events, 1), x + 1, 1 - share), 1.0)
    high = np.where(x > 0, betainc(np.maximum(x, 1), events + 1, share), 1.0)
    return np.where(np.isnan(total), np.nan, _score(low, high))


def _score(low: NDArray[np.float64], high: NDArray[np.float64]) -> Floats:
    """The normal score of twice the smaller of two tails: P(at most), P(at least)."""
    p = np.clip(np.minimum(low, high), SMALLEST, 0.5)
    side = np.where(high < low, 1.0, -1.0)
    return np.asarray(-ndtri(p) * side, dtype=np.float64)
