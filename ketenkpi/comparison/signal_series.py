"""One figure of all Werkpleinen over the quarters, and how far each lies from what was expected."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.special import logit, ndtri, stdtr

from ketenkpi.comparison.scaled import Floats, Scaled, scaled
from ketenkpi.indicators import Indicator
from ketenkpi.indicators.kinds import IndicatorKind
from ketenkpi.stats.interval import Bools
from ketenkpi.stats.spread_beyond import over_spreads
from ketenkpi.stats.two_counts import rate_tails, rates_apart, share_tails, shares_apart

if TYPE_CHECKING:
    import pandas as pd

Basis: TypeAlias = Literal["own", "season", "previous"]
# The middle of fewer Werkpleinen moves with each of them.
LEAST_OTHERS = 5
# A spread made from fewer quarters is so uncertain itself that hardly anything
# could stand out; eight is two years, so every season is in it twice.
LEAST_PAST = 8
# With fewer of the same quarter one odd year is half of what is expected.
LEAST_SAME = 3
# A median in whole days moves a day when one case does; less is no difference.
WHOLE_DAY = 1.0
# The degrees of freedom that limits of a quantile have, per root of the cases.
SPACING = 0.6
SMALLEST = 1e-300
# Below this p is found by exact tails, at log odds between those of hardly ever and nearly
# always: near to zero by steps of 0.02, far from it of 0.3.
SMALL = 0.01
ODDS = np.sinh(np.linspace(-3.7, 3.7, 151)) * 0.4
# How much less certain a median is than a mean: π / 2 times its variance.
MEDIAN = np.pi / 2
# Their quarters overlap, they repeat another figure, or they move by a decision
# and by no chance: how work, staff, money and agreements are divided.
NOT_FOLLOWED = ("overlapping", "decided", "not")


@dataclass(frozen=True, slots=True, eq=False)
class PlaceSeries:
    """A figure of places (rows) over quarters (columns, without gaps, the last is now).

    scale: share and rate are counts out of `size`; plain, log and root have an
    `estimate` with chance variance `variance` (zero where it has none). value: as
    shown. NaN where there is no figure.
    """

    scale: Literal["share", "rate", "plain", "log", "root"]
    places: tuple[str, ...]
    value: Floats
    size: Floats
    estimate: Floats
    variance: Floats

    @property
    def counted(self) -> bool:
        """Whether chance is that of a count, so that exact tails exist."""
        return self.scale in ("share", "rate")

    def chosen(self, rows: Bools) -> PlaceSeries:
        """These places only."""
        parts = (self.value, self.size, self.estimate, self.variance)
        names = tuple(name for name, keep in zip(self.places, rows, strict=True) if keep)
        return PlaceSeries(self.scale, names, *(each[rows] for each in parts))


@dataclass(frozen=True, slots=True, eq=False)
class Distances:
    """Per place (and quarter) the distance from what was expected.

    away: on the scale of the figure; variance: what chance explains of it;
    expected, compared: what was expected and what came, in the unit of the
    figure.
    """

    away: Floats
    variance: Floats
    expected: Floats
    compared: Floats

    def last(self) -> Distances:
        """Of the last quarter."""
        parts = (self.away, self.variance, self.expected, self.compared)
        return Distances(*(each[:, -1] for each in parts))


def series_of(
    indicator: Indicator,
    rows: pd.DataFrame,
    names: NDArray[np.object_],
    quarters: range,
    level: float,
) -> PlaceSeries:
    """The figures of one indicator and split, of rows within `quarters`.

    rows: as `signals` takes them, with `place` for werkplein: its place in `names`.
    """
    kind = indicator.of_kind
    value = rows["value"].to_numpy(np.float64)
    nothing = np.zeros(len(value))
    if kind.over_time == "flow":
        numbers = Scaled("rate", value, value, nothing, np.ones(len(value)))
    elif "cases" in rows and kind.longer:
        cases = rows["cases"].to_numpy(np.float64)
        part = rows["longer"].to_numpy(np.float64) / np.where(cases > 0, cases, np.nan)
        numbers = Scaled("share", part, part, nothing, cases)
    elif kind.carried:
        numbers = Scaled("log", value, _carried(kind, value), nothing, value)
    else:
        numbers = scaled(indicator, rows, level)
    there, row = np.unique(rows["place"].to_numpy(), return_inverse=True)
    places = names[there]
    column = rows["kwartaal"].to_numpy() - quarters.start

    def wide(values: Floats) -> Floats:
        made = np.full((len(places), len(quarters)), np.nan)
        made[row, column] = values
        return made

    variance = numbers.se**2
    if indicator.unit == "days" and not kind.carried:
        # Whatever the limits say, a whole day is known to half a day either way.
        variance = variance + 1 / (12 * (1 + np.maximum(value, 0)) ** 2)
    scale = "root" if kind.over_time == "carried_number" else numbers.scale
    parts = (numbers.value, numbers.size, numbers.estimate, variance)
    return PlaceSeries(scale, tuple(map(str, places)), *(wide(each) for each in parts))


def _carried(kind: IndicatorKind, value: Floats) -> Floats:
    least = np.maximum(value, 0)
    return np.asarray(np.sqrt(least) if kind.over_time == "carried_number" else np.log1p(least))


def together(
    series: PlaceSeries, heirs: Mapping[str, tuple[str, int]], kind: IndicatorKind
) -> PlaceSeries:
    """Places that went up in another are counted with it, in all quarters.

    heirs: per place who took over, and the column of the first quarter of that.
    Where figures do not add, the one that took over begins anew in that quarter.
    """
    names = list(series.places)
    # What it was before the other went up in it is kept until all have been added.
    for place, (heir, since) in heirs.items():
        if place not in names:
            continue
        gone, keep = names.index(place), np.array([name != place for name in names])
        if heir in names:
            series = _joined(series, names.index(heir), gone, since, kind)
        series = series.chosen(keep)
        names = list(series.places)
    return series


def _joined(
    series: PlaceSeries, heir: int, gone: int, since: int, kind: IndicatorKind
) -> PlaceSeries:
    value, size, estimate = (each.copy() for each in (series.value, series.size, series.estimate))
    if series.counted:
        events = np.nansum(value[[heir, gone]] * size[[heir, gone]], axis=0)
        # A flow is a number in a quarter, of both places the same quarter.
        flow = kind.over_time == "flow"
        total = np.ones(size.shape[1]) if flow else np.nansum(size[[heir, gone]], axis=0)
        total = np.where(np.isnan(value[heir]) | (total == 0), np.nan, total)
        value[heir], size[heir] = events / total, total
    elif kind.added:
        value[heir] += np.nan_to_num(value[gone])
        estimate[heir] = _carried(kind, value[heir])
    else:
        value[heir, :since] = estimate[heir, :since] = size[heir, :since] = np.nan
    return replace(series, value=value, size=size, estimate=estimate)


def base_of(basis: Basis, quarters: range) -> Floats:
    """Per quarter (row) the quarters (columns) that its figure is compared with, as 0 and 1.

    An earlier quarter is compared with all other earlier ones, as a new one is
    with all earlier ones, so that both lie equally far from what was expected. The
    quarter before the newest is in no base of its `own` past (`settled`).
    """
    number = np.arange(len(quarters))
    if basis == "previous":
        return np.asarray(number[:, None] - 1 == number[None, :], dtype=np.float64)
    other = number[:, None] != number[None, :]
    if basis == "own":
        return np.asarray(other & (number[None, :] < settled(quarters)), dtype=np.float64)
    same = (number[:, None] - number[None, :]) % 4 == 0
    return np.asarray(other & same & (number[None, :] < number[-1]), dtype=np.float64)


def settled(quarters: range) -> int:
    """How many of the quarters are the own past of the newest one.

    The one before it is not, once there are enough without: a change that began then
    would hide itself, and is hardly ever found in its second quarter (0 to 1 in a
    hundred, of a share of 0.8 that fell by a third; without it as often as in its first).
    """
    past = len(quarters) - 1
    return past - 1 if past > LEAST_PAST else past


def apart_in_time(series: PlaceSeries, base: Floats) -> Distances:
    """How far every figure lies from that of its base, moved along with the other places."""
    if series.counted:
        return _counted(series, base)
    return _carried_over(series, base) if series.scale == "root" else _estimated(series, base)


@dataclass(frozen=True, slots=True, eq=False)
class _Counts:
    """x out of n, and the x and n of the base, NaN where either is not there."""

    x: Floats
    n: Floats
    events: Floats
    trials: Floats

    @classmethod
    def of(cls, series: PlaceSeries, base: Floats) -> _Counts:
        x, n = series.value * series.size, series.size
        there = ~np.isnan(x) & (n > 0)
        events, trials = (np.where(there, each, 0.0) @ base.T for each in (x, n))
        known = there & (trials > 0)
        return cls(*(np.where(known, each, np.nan) for each in (x, n, events, trials)))


def _counted(series: PlaceSeries, base: Floats) -> Distances:
    counts = _Counts.of(series, base)
    share = series.scale == "share"
    least = np.fmax(counts.events, 0.5)
    level = (np.fmin(least, counts.trials - 0.5) if share else least) / counts.trials
    moved, uncertain = _moved_by_others(counts, level, share)
    expected = level * moved / (1 - level + level * moved) if share else level * moved
    # Distances on the scale of the root, by its slope at what was expected: a mean
    # of roots lies below the root of a mean, and that is no difference.
    slope = 0.5 / np.sqrt(expected * (1 - expected) if share else expected)
    away = (counts.x / counts.n - expected) * slope
    bend = 1.0 if share else moved
    chance = 0.25 / counts.n + 0.25 * bend / counts.trials
    variance = chance + uncertain * (expected * (1 - expected) if share else expected) / 4
    exact = _exact(counts, moved, share)
    away[:, -1] = exact * np.sqrt(chance[:, -1])
    return Distances(away, variance, expected, series.value)


def _exact(counts: _Counts, moved: Floats, share: bool) -> Floats:
    """The last quarter by exact tails."""
    x, n, events, trials = (
        each[:, -1] for each in (counts.x, counts.n, counts.events, counts.trials)
    )
    if share:
        return shares_apart(x, n, events, trials, moved[:, -1])
    return rates_apart(x, n * moved[:, -1], events, trials)


def _moved_by_others(counts: _Counts, level: Floats, share: bool) -> tuple[Floats, Floats]:
    """How many times the odds (or the rate) of all others changed, and the variance of its log."""
    if len(counts.x) < LEAST_OTHERS:
        return np.ones(counts.x.shape), np.zeros(counts.x.shape)
    expected = counts.n * counts.events / counts.trials
    x, n, e = (_others(each) for each in (counts.x, counts.n, expected))
    if share:
        moved = (x + 0.5) * (n - e + 0.5) / ((n - x + 0.5) * (e + 0.5))
        now = level * moved / (1 - level + level * moved)
        information = counts.n * now * (1 - now)
    else:
        moved = (x + 0.5) / (e + 0.5)
        now = level * moved
        information = counts.n * now
    # By how much they differ in it: one large place that moved makes it uncertain.
    squares = _others((counts.x - counts.n * now) ** 2)
    return moved, squares / np.maximum(_others(information), 0.25) ** 2


def _others(values: Floats) -> Floats:
    total = np.nansum(values, axis=0)
    return np.asarray(total - np.nan_to_num(values), dtype=np.float64)


def _carried_over(series: PlaceSeries, base: Floats) -> Distances:
    """Numbers that are carried over: what moves all moves each in proportion, chance by its root.

    A crisis that adds 1 % adds 0.19 to the root of 1,500 and 0.05 to that of 100. Moved
    by the middle of the roots, a stock was called changed five times too often.
    """
    there = ~np.isnan(series.value)
    count = there.astype(np.float64) @ base.T
    known = there & (count > 0)
    now = np.where(known, series.value, np.nan)
    total = np.where(there, series.value, 0.0) @ base.T
    before = np.divide(total, count, out=np.full_like(total, np.nan), where=known)
    moved, uncertain = _moved_in_proportion(now, before)
    expected = before * moved
    away = np.sqrt(np.maximum(now, 0)) - np.sqrt(np.maximum(expected, 0))
    return Distances(away, uncertain * expected / 4, expected, series.value)


def _moved_in_proportion(now: Floats, before: Floats) -> tuple[Floats, Floats]:
    """How many times what they were all others are, and the variance of its log."""
    there = ~np.isnan(now)
    enough = _others(there.astype(np.float64)) >= LEAST_OTHERS - 1
    after, then = _others(now), _others(before)
    usable = enough & (after > 0) & (then > 0)
    moved = np.divide(after, then, out=np.ones_like(after), where=usable)
    # Each of the others beside what all others became, at its own root.
    squares = _others(now**2) - 2 * moved * _others(now * before) + moved**2 * _others(before**2)
    uncertain = np.divide(squares, after**2, out=np.zeros_like(squares), where=usable)
    return moved, np.maximum(uncertain, 0)


def _estimated(series: PlaceSeries, base: Floats) -> Distances:
    there = ~np.isnan(series.estimate)
    count = there.astype(np.float64) @ base.T
    known = there & (count > 0)
    count = np.where(known, count, np.nan)
    mean = np.where(there, series.estimate, 0.0) @ base.T / count
    chance = np.where(there, np.nan_to_num(series.variance), 0.0)
    away = np.where(known, series.estimate - mean, np.nan)
    variance = chance + chance @ base.T / count**2
    middle, uncertain = _middle(away)
    away = away - middle
    return Distances(away, variance + uncertain, _shown(series.scale, mean + middle), series.value)


def _middle(away: Floats) -> tuple[Floats, Floats]:
    """The median per quarter and its variance; nothing where too few have a figure."""
    counts = (~np.isnan(away)).sum(axis=0)
    enough = counts >= LEAST_OTHERS
    middle, uncertain = np.zeros(away.shape[1]), np.zeros(away.shape[1])
    if enough.any():
        middle[enough] = np.nanmedian(away[:, enough], axis=0)
        # 1.4826 times the median distance is the standard deviation of a normal.
        spread = 1.4826 * np.nanmedian(np.abs(away[:, enough] - middle[enough]), axis=0)
        uncertain[enough] = MEDIAN * spread**2 / counts[enough]
    return middle, uncertain


_SHOWN: Mapping[str, Callable[[Floats], Floats]] = MappingProxyType(
    {"log": np.expm1, "plain": np.asarray, "root": np.square}
)


def _shown(scale: str, estimate: Floats) -> Floats:
    return np.asarray(_SHOWN[scale](estimate), dtype=np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class Among:
    """Counts of each place beside those of all others together, over all quarters of a series.

    own out of total; others: as many at the others, of which the part `expected` is
    what `own` is a part of; share: or events in an exposure. Each quarter is compared
    with the same quarter of the others, so that a place without a figure in one of
    them is not compared with it.
    """

    share: bool
    own: Floats
    total: Floats
    expected: Floats
    others: Floats

    def apart(self) -> Distances:
        """How far each place lies in log odds, or of rates in logarithms.

        For so places differ: by the root, of a hundred places whose log odds differ with
        an sd of 0.3, three times too many had p below 1e-4 and twelve times below 1e-6.
        """
        alike, test = np.ones(len(self.own)), shares_apart if self.share else _rates_alike
        exact = test(self.own, self.total, self.expected * self.others, self.others, alike)
        away, chance = _in_odds(self.share, self.own, self.total, self.expected, self.others)
        # So much chance goes with a distance that without spread p is that of exact tails:
        # 14 where 24 were expected lies 0.55 below, by 0.31 of chance and not 0.21. Near to
        # what was expected, where both may have another sign, either will do.
        far = (np.abs(exact) > 1) & (exact * away > 0)
        error = np.divide(away, exact, out=np.sqrt(chance), where=far)
        return Distances(away, error**2, self.expected, self.own / self.total)

    def exact(self, p: Floats, away: Floats, grid: Floats, weights: Floats) -> Floats:
        """The same p, where it is small by exact tails at each of the odds that may be.

        away: the distances; grid, weights: the spreads, and how likely each is per place.
        By distances alone p of 60 cases, of which half was expected, came out four times
        too small at 1e-5 with an sd of 0.3; where p is not small that does not matter.
        """
        found, tails = p.copy(), share_tails if self.share else rate_tails
        events = self.expected * self.others
        for place in np.flatnonzero(p < SMALL):
            low, high = tails(
                float(self.own[place]),
                float(self.total[place]),
                float(events[place]),
                float(self.others[place]),
                ODDS,
            )
            side = high if away[place] > 0 else low
            found[place] = min(2 * over_spreads(ODDS, side, grid, weights[place]), 1.0)
        return found


def among(series: PlaceSeries) -> Among:
    """The counts of a series, all quarters together."""
    n = np.where(series.size > 0, np.where(np.isnan(series.value), 0.0, series.size), 0.0)
    x = np.where(n > 0, series.value, 0.0) * n
    events, trials = x.sum(axis=0) - x, n.sum(axis=0) - n
    there = (n > 0) & (trials > 0)
    level = np.divide(events, trials, out=np.zeros_like(x), where=trials > 0)
    own, size = np.where(there, x, 0).sum(axis=1), np.where(there, n, np.nan)
    total, others = np.nansum(size, axis=1), np.where(there, trials, 0).sum(axis=1)
    total, others = (np.where(each > 0, each, np.nan) for each in (total, others))
    expected = np.where(there, n * level, 0).sum(axis=1) / total
    return Among(series.scale == "share", own, total, expected, others)


def _in_odds(
    share: bool, own: Floats, total: Floats, expected: Floats, others: Floats
) -> tuple[Floats, Floats]:
    """Distances in log odds (of rates: logarithms), and chance at what was expected.

    Half an event is added, so that none lies at some distance too.
    """
    if share:
        level = (expected * others + 0.5) / (others + 1)
        away = logit((own + 0.5) / (total + 1)) - logit(level)
    else:
        level = (expected * others + 0.5) / others
        away = np.log((own + 0.5) / total) - np.log(level)
    information = level * (1 - level) if share else level
    return away, np.asarray((1 / total + 1 / others) / information, dtype=np.float64)


def _rates_alike(x: Floats, exposure: Floats, events: Floats, before: Floats, _: Floats) -> Floats:
    return rates_apart(x, exposure, events, before)


def estimates_among(series: PlaceSeries) -> Distances:
    """How far the estimate of each place lies from that of all others, each by its weight."""
    variance = np.where(series.variance > 0, series.variance, np.nan)
    weight = np.nan_to_num(1 / variance) * ~np.isnan(series.estimate)
    y = np.nan_to_num(series.estimate)
    rest = weight.sum(axis=0) - weight
    there = (weight > 0) & (rest > 0)
    others = np.divide((weight * y).sum(axis=0) - weight * y, rest, where=there, out=y.copy())
    weight = np.where(there, weight, 0.0)
    total = np.where(weight.any(axis=1), weight.sum(axis=1), np.nan)
    part = weight / total[:, None]
    own, expected = (part * y).sum(axis=1), (part * others).sum(axis=1)
    theirs = np.divide(part**2, rest, where=there, out=np.zeros_like(part)).sum(axis=1)
    shown = (_shown(series.scale, each) for each in (expected, own))
    return Distances(own - expected, 1 / total + theirs, *shown)


def of_days(apart: Distances, cases: Floats) -> Distances:
    """Medians and other quantiles of whole days: a day is no difference, few cases tell little.

    cases: per place the sum over its quarters of the roots of its cases.

    The limits of a quantile lie some √n cases apart, so that their width is
    known as badly as a spread from 0.6 √n figures: Student's t with as many
    degrees. Source of the spacing: David & Nagaraja (2003), Order Statistics, 7.1.
    """
    left = np.maximum(np.abs(apart.compared - apart.expected) - WHOLE_DAY, 0)
    nearer = apart.expected + np.sign(apart.compared - apart.expected) * left
    away = np.log1p(nearer) - np.log1p(apart.expected)
    se = np.sqrt(apart.variance)
    tail = stdtr(np.maximum(SPACING * cases, 1), -np.abs(away / se))
    away = -ndtri(np.maximum(tail, SMALLEST)) * np.sign(away) * se
    return replace(apart, away=away)
