"""Spread beyond chance that is itself only estimated, and tails that allow for that."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr

from ketenkpi.stats.interval import Floats

# Steps of the grid of spreads. Doubling them changed no p above 1e-9 by a tenth.
STEPS = 24
ROUNDS = 25
# A normal distribution in steps of an eighth of its spread, seven spreads to either side.
NORMAL = np.linspace(-7, 7, 113)
NORMAL_WEIGHTS = np.exp(-(NORMAL**2) / 2) / np.exp(-(NORMAL**2) / 2).sum()
LEAST = 1e-300
# Part of the weight that stays spread over all: nothing is ruled out by few figures. One
# unit in a hundred may be restless as no other is; with one in twenty a share of 0.8 that
# falls by a third is found 4 (of 15 units) to 8 (of 100) times in a hundred less often.
OPEN = 0.01


def spread_grid(away: Floats, variance: Floats) -> Floats:
    """Spreads to be weighed, from none (or hardly any) to eight times the largest seen.

    away: distances to what was expected; variance: what chance explains of each;
    NaN where there is none.
    """
    known = ~np.isnan(away)
    chance = float(np.sqrt(np.median(variance[known]))) if known.any() else 0.0
    most = float(np.abs(away[known]).max()) if known.any() else 0.0
    middle = float(np.sqrt(np.mean(away[known] ** 2))) if known.any() else 0.0
    top = max(2 * most, 4 * middle, 2 * chance)
    bottom = max(chance / 5, middle / 20, top / 2_000)
    if top == 0:
        return np.ones(1)
    steps = np.geomspace(bottom, top, STEPS)
    return np.concatenate([[0.0], steps]) if chance > 0 else steps


def likelihood(away: Floats, variance: Floats, grid: Floats) -> Floats:
    """Log likelihood of each spread of `grid` per distance: (..., len(grid)); 0 where NaN.

    Formula: away ~ N(0, variance + spread²).
    """
    total = np.where(np.isnan(away), 1.0, variance)[..., None] + grid**2
    found = -0.5 * (np.log(total) + away[..., None] ** 2 / total)
    return np.where(np.isnan(found), 0.0, found)


def weights_of_own(own: Floats) -> Floats:
    """How likely each spread is per unit, from its own figures and those of all the others.

    own: (units, spreads), log likelihoods of the units' own figures. Returns
    weights of the same shape that add to one per unit.

    Formula: Bayes, with the prior of `prior_of_others`. Units that are alike lend
    each other strength, a restless one is judged by its own unrest.
    """
    return _weighed(prior_of_others(own), own)


def prior_of_others(own: Floats) -> Floats:
    """How likely each spread is per unit before its own figures are seen, from the other units.

    own: (units, spreads), log likelihoods. Returns weights of the same shape that
    add to one per unit; even where there are no others.

    Formula: the distribution of spreads over units that makes all figures most
    likely (Laird 1978, JASA 73:805), by `ROUNDS` steps from an even one, `OPEN` of it
    even. The unit's own part is left out: of fifteen it made a unit surer of itself
    than its figures are.
    """
    even = np.full(own.shape[1], 1 / own.shape[1])
    prior = even
    for _ in range(ROUNDS):
        weights = _weighed(prior, own)
        prior = (1 - OPEN) * weights.mean(axis=0) + OPEN * even
    if len(own) < 2:
        return np.tile(even, (len(own), 1))
    others = (weights.sum(axis=0) - weights) / (len(own) - 1)
    return np.asarray((1 - OPEN) * others + OPEN * even, dtype=np.float64)


def weights_of_others(each: Floats, prior: Floats) -> Floats:
    """How likely each spread between units is, per unit from all the other units.

    each: (units, spreads), log likelihoods; prior: of the spreads, adds to one.
    """
    return _weighed(prior, each.sum(axis=0) - each)


def _weighed(prior: Floats, likely: Floats) -> Floats:
    weights = prior * np.exp(likely - likely.max(axis=1, keepdims=True))
    return np.asarray(weights / weights.sum(axis=1, keepdims=True), dtype=np.float64)


def tail(away: Floats, variance: Floats, grid: Floats, weights: Floats) -> Floats:
    """Chance of a figure at least this far away, when the spread is known so uncertainly.

    away: distance per unit; variance: what chance explains of it; grid, weights:
    the spreads beyond chance and how likely each is per unit. NaN stays NaN.

    Formula: Σ w 2 Φ(-|away| / √(variance + spread²)).
    """
    total = np.sqrt(np.where(np.isnan(away), 1.0, variance)[:, None] + grid**2)
    p: Floats = np.minimum((weights * 2 * ndtr(-np.abs(away)[:, None] / total)).sum(axis=1), 1.0)
    return p


def over_spreads(at: Floats, chance: Floats, grid: Floats, weights: Floats) -> float:
    """A chance that is known at each of the places `at`, over a place that spreads.

    at: rising; chance: how likely something is there, above 0 and changing smoothly;
    grid, weights: the spreads of the place about 0 and how likely each is, adding to 1.

    Formula: Σ w ∫ chance(spread u) φ(u) du, by its logarithm between the places.
    """
    places = grid[:, None] * NORMAL
    logged = np.interp(places, at, np.log(np.maximum(chance, LEAST)))
    return float(weights @ (np.exp(logged) @ NORMAL_WEIGHTS))
