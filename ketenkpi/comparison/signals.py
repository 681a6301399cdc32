"""What in a quarter deserves a conversation, after so many figures at once.

Fifteen Werkpleinen with over a hundred figures are some thousands of tests a quarter. At
the usual 5 % a hundred of them would stand out by chance alone, and a board that talks
about false alarms stops reading. So two questions are asked of every figure, and the
chances of all of them are judged together: in at most one quarter in twenty anything at
all is called sure by chance.

- *Others*: does this Werkplein differ from the others, more than they differ anyway? Over
  the last four quarters together, each quarter beside the same one of the others, so it
  is a standing difference and no change of this quarter. At least five Werkpleinen;
  numbers, stocks and money depend on size and are not compared so.
  How far they differ (the sd of log odds; of rates of the logarithm) is not known but
  weighed: by how likely each spread makes the other Werkpleinen in this figure, and makes
  the other figures of the quarter. Counts by exact tails given their total.
- *Past*: did it move away from its own past, other than the others did? Expected is its
  base, moved along with what all others did, in odds (shares), in proportion (rates,
  numbers, stocks) or by their middle (marks, times, money), with how much they differ in
  that. The base is all earlier quarters but the one before, of which it needs eight: a
  change that began then would hide itself. Numbers, stocks and sums of money follow the
  quarter before and are compared with that; so are other figures that turn out, over all
  Werkpleinen together, to follow it (at 5 %), and those that follow the season with the
  same quarters of at least three years. How far a Werkplein varies from quarter to
  quarter beyond chance is weighed by its own past and that of the others.

Shares, rates and numbers are counts. Durations are compared by how many cases took longer
than the days that are usual. Marks are compared by their mean and its standard error.

*Together.* Holm's method over all tests of the quarter: it holds however they depend on
each other. Figures with a better side are one family, with four fifths of the 5 %; those
without (inflow, stock, reasons) another, with a fifth, which are shown as a change to look
at and take hardly any certainty away from what may be a concern.

*Not tested*, and nobody's past: a quarter that is not over, provisional, or not followed
long enough; one that later deliveries still fill in by more than chance; one of which the
Werkplein did not exist all days (what is left of it is counted with who took over, whose
numbers, stocks and shares are compared with the sum, and whose other figures begin anew);
a reason that a Werkplein never gave all year; a first move of what mostly stood still; how
work, staff and money are divided, the scan and rolling years against their own past.

How often anything is sure where nothing is the matter, and what is found, was measured:
`docs/tables.md`, signals_null and signals_power. What is smaller is seen on the control
chart, which looks at one figure at a time. An effect that a few Werkpleinen share, too
small at each of them, is not found here but by comparing phases (`programme.per_phase`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ketenkpi.comparison.control import BETTER
from ketenkpi.comparison.scaled import Floats, not_compared
from ketenkpi.comparison.signal_series import (
    LEAST_OTHERS,
    LEAST_PAST,
    LEAST_SAME,
    NOT_FOLLOWED,
    Among,
    Basis,
    Distances,
    PlaceSeries,
    among,
    apart_in_time,
    base_of,
    estimates_among,
    of_days,
    series_of,
    settled,
    together,
)
from ketenkpi.indicators import Indicator, load_indicators
from ketenkpi.stats import holm
from ketenkpi.stats.spread_beyond import (
    likelihood,
    prior_of_others,
    spread_grid,
    tail,
    weights_of_others,
    weights_of_own,
)
from ketenkpi.vocabulary import Quarter

if TYPE_CHECKING:
    import pandas as pd

Columns: TypeAlias = Mapping[str, NDArray[Any]]
# The chance that in a quarter anything at all is called sure that is not, and which
# part of it is for changes that are neither better nor worse.
CHANCE = 0.05
FOR_CHANGES = 0.2
LEVEL = 0.95
# A difference from the others is one of a whole year, so that one odd quarter is none.
YEAR = 4
SEASONS = 4
# How much places may differ in counts, as sd of their log odds (of rates: logarithms):
# from nothing that could be seen to odds that are fifty times as high at some as at others.
SPREADS = np.concatenate([[0.0], np.geomspace(0.02, 4.0, 24)])
# A figure follows the quarter (or the year) before when chance would show it in one in twenty.
FOLLOWS = 1.645
NOBODY: Mapping[str, tuple[str, Quarter]] = MappingProxyType({})
COLUMNS = (
    *("indicator", "split", "werkplein", "kwartaal", "view", "basis", "value", "compared"),
    *("expected", "unit", "day", "away", "p", "p_adjusted", "sure", "verdict", "quarters", "with"),
)
TESTED = tuple(name for name in COLUMNS if name not in ("p_adjusted", "sure"))
NUMBERS = ("value", "low", "high", "n", "denominator", "closed", "day", "longer", "cases")
# Columns that say that a figure is not to be judged.
OPEN = ("provisional", "immature", "held_back")


def signals(
    figures: pd.DataFrame,
    quarter: Quarter,
    *,
    heirs: Mapping[str, tuple[str, Quarter]] = NOBODY,
    definitions: Mapping[str, Indicator] | None = None,
) -> pd.DataFrame:
    """Every test of `quarter`, with how sure it is after all of them together.

    figures: rows of `indicators(by=("werkplein", "kwartaal"), level=LEVEL)` of
    one or more indicators, up to and including `quarter`; later ones are
    ignored. Boolean columns `provisional`, `immature`, `closed` (the place did
    not exist on all days) and `held_back` mark figures that may still change or
    say nothing. A figure that is missing, incomplete or marked is not tested
    and is no one's past. heirs: per place that went up in another which one and
    since what quarter; from then on they are one in all of the past.
    definitions: `load_indicators()` when None.

    Returns a row per figure and view that could be tested: indicator, split,
    werkplein, kwartaal (index), view ('others', 'past'), basis ('others', or of
    the past 'own', 'season' or 'previous'), value (the figure itself), compared
    (what was tested: of 'others' the last year, of 'past' with those it is counted
    with), expected (that of all others together, or its own past moved along
    with the others), unit of both, day (of a duration with the columns of
    `indicators.reached`: what is compared is the share that took longer than
    this; else NaN), away (the distance on the scale of the test), p, p_adjusted
    (over all tests of the quarter), sure (p_adjusted below 0.05), verdict (concern,
    improvement, or change where neither direction is better: a family of its
    own), quarters (how many it was tested over or compared with) and with (who is
    counted with it).

    Formulas: distances by exact tails of counts given their total, else in standard
    errors; p = Σ w 2 Φ(-away / √(variance + spread²)) over spreads weighed by how likely
    they are (`stats.spread_beyond`); of 'others' and counts, where that is below 0.01,
    2 Σ w ∫ (the exact tail at log odds θ) φ(θ; 0, spread) dθ. p_adjusted: Holm's of the
    family, divided by the part of the chance that the family has (`FOR_CHANGES`, the
    others the rest). Source: Holm (1979), Scandinavian Journal of Statistics 6:65.
    """
    import pandas as pd

    judged = _judged(figures, quarter, heirs)
    known = load_indicators() if definitions is None else definitions
    since = {place: (heir, at) for place, (heir, at) in heirs.items() if at.index <= quarter.index}
    found, standing = list[Columns](), list[_Standing]()
    for figure in _figures(judged):
        of = _of(known[figure.indicator], figure, quarter)
        if of is not None:
            standing += _others(of, figure, quarter)
            found += _past(of, figure, quarter, since)
    found += _differences(standing)
    if not found:
        return pd.DataFrame(columns=list(COLUMNS))
    table = pd.DataFrame({name: np.concatenate([test[name] for test in found]) for name in TESTED})
    adjusted, neutral = np.full(len(table), np.nan), (table["verdict"] == "change").to_numpy()
    for family, part in ((neutral, FOR_CHANGES), (~neutral, 1 - FOR_CHANGES)):
        adjusted[family] = np.minimum(holm(table["p"].to_numpy(np.float64)[family]) / part, 1)
    return table.assign(p_adjusted=adjusted, sure=adjusted < CHANCE)[list(COLUMNS)]


def most_telling(found: pd.DataFrame, werkplein: str, at_most: int = 5) -> pd.DataFrame:
    """The sure signals of one Werkplein, one per figure, the least likely to be chance first.

    A change that is neither better nor worse comes after those that are.
    """
    mine = _telling(found[found["werkplein"] == werkplein])
    return mine.head(at_most).reset_index(drop=True)


def telling_by_place(found: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """`most_telling` of every Werkplein that has a sure signal, all of them, in order of name."""
    placed = _telling(found).groupby("werkplein", sort=True)
    return {str(place): rows.reset_index(drop=True) for place, rows in placed}


def _telling(found: pd.DataFrame) -> pd.DataFrame:
    mine = found[found["sure"].to_numpy(dtype=np.bool_)]
    ordered = mine.assign(neutral=mine["verdict"] == "change").sort_values(
        ["neutral", "p_adjusted", "indicator", "view"], kind="stable"
    )
    return ordered.drop(columns="neutral").drop_duplicates(["werkplein", "indicator", "split"])


@dataclass(frozen=True, slots=True, eq=False)
class _Figure:
    """One indicator and split: its rows, all numbers, with `place` as a place of `places`."""

    indicator: str
    split: object
    rows: pd.DataFrame
    places: NDArray[np.object_]


def _judged(
    figures: pd.DataFrame, quarter: Quarter, heirs: Mapping[str, tuple[str, Quarter]]
) -> pd.DataFrame:
    running = figures["incomplete"].to_numpy() > 0
    for name in OPEN:
        if name in figures:
            running = running | figures[name].to_numpy(dtype=np.bool_)
    closed = np.zeros(len(figures), dtype=np.bool_)
    if "closed" in figures:
        closed = figures["closed"].to_numpy(dtype=np.bool_)
    # What is left of a place that went up in another is counted with that one.
    running = running | (closed & ~figures["werkplein"].isin(list(heirs)).to_numpy())
    figures = figures.assign(closed=closed)
    keep = figures["value"].notna().to_numpy() & ~running
    return figures[keep & (figures["kwartaal"].to_numpy() <= quarter.index)]


def _figures(judged: pd.DataFrame) -> Iterator[_Figure]:
    # One indicator and split at a time: slices of a sorted frame of numbers alone,
    # because a quarter has hundreds of them, and a grouped frame or one with texts
    # costs 5 ms each.
    import pandas as pd

    code, places = pd.factorize(judged["werkplein"], sort=True)
    by = ["indicator", "split"]
    number = judged.groupby(by, dropna=False, sort=True, observed=True).ngroup().to_numpy()
    columns = {
        name: judged[name].to_numpy(np.float64, na_value=np.nan)
        for name in NUMBERS
        if name in judged
    }
    at = judged["kwartaal"].to_numpy(np.int64)
    order = np.lexsort((at, code, number))
    numeric = pd.DataFrame(columns | {"place": code, "kwartaal": at}).take(order)
    edges = np.flatnonzero(np.diff(number[order], prepend=-1, append=-1))
    first = judged[by].iloc[order[edges[:-1]]]
    keys = zip(first["indicator"], first["split"], strict=True)
    for (begin, end), (key, split) in zip(pairwise(edges), keys, strict=True):
        yield _Figure(key, split, numeric.iloc[begin:end], np.asarray(places, dtype=object))


@dataclass(frozen=True, slots=True)
class _Of:
    """What a test is about."""

    indicator: Indicator
    split: object
    quarter: Quarter
    # Of a duration compared by how many took longer than this; else NaN.
    day: float
    # The figure of each Werkplein as it is shown.
    shown: Mapping[str, float]

    @property
    def unit(self) -> str:
        """That of what is compared: of a duration a share, where it is compared by that."""
        return self.indicator.unit if np.isnan(self.day) else "share"

    @property
    def days(self) -> bool:
        """Whether it is a duration in whole days."""
        return self.indicator.unit == "days"


def _of(indicator: Indicator, figure: _Figure, quarter: Quarter) -> _Of | None:
    rows = figure.rows
    now = rows.iloc[np.flatnonzero(rows["kwartaal"].to_numpy() == quarter.index)]
    if now.empty:
        return None
    day = float(rows["day"].max()) if "day" in rows else np.nan
    names = figure.places[now["place"].to_numpy()]
    shown = dict(zip(names, now["value"].to_numpy(), strict=True))
    return _Of(indicator, figure.split, quarter, day, shown)


@dataclass(frozen=True, slots=True, eq=False)
class _Standing:
    """A figure that is compared with the others, waiting for how far places differ in all."""

    of: _Of
    year: PlaceSeries
    counts: Among | None
    apart: Distances
    grid: Floats
    # The log likelihood of each spread of the grid, by place.
    likely: Floats


def _others(of: _Of, figure: _Figure, quarter: Quarter) -> Iterator[_Standing]:
    over_time = of.indicator.of_kind.over_time
    if not_compared(of.indicator) is not None or over_time == "decided":
        return
    rows = figure.rows
    # A rolling year is one already.
    first = quarter.index if over_time == "overlapping" else quarter.index - YEAR + 1
    own = (rows["kwartaal"].to_numpy() >= first) & (rows["closed"].to_numpy() == 0)
    lately = rows.iloc[np.flatnonzero(own)]
    quarters = range(first, quarter.index + 1)
    year = series_of(of.indicator, lately, figure.places, quarters, LEVEL)
    year = year.chosen(_compared(year, of.indicator.kind))
    counts = among(year) if year.counted else None
    apart = estimates_among(year) if counts is None else counts.apart()
    if (~np.isnan(apart.away)).sum() >= LEAST_OTHERS:
        grid = SPREADS if year.counted else spread_grid(apart.away, apart.variance)
        likely = likelihood(apart.away, apart.variance, grid)
        yield _Standing(of, year, counts, apart, grid, likely)


def _compared(year: PlaceSeries, kind: str) -> NDArray[np.bool_]:
    """Places with a figure; of how cases divide over reasons those that use this reason.

    A reason that a place never gave all year is one it does not register, as where only
    totals are known: a difference in what is delivered and no difference in what happened.
    """
    there = ~np.isnan(year.value).all(axis=1)
    used = np.nansum(year.value, axis=1) > 0
    return np.asarray(there & used if kind == "composition" else there, dtype=np.bool_)


def _differences(standing: Sequence[_Standing]) -> Iterator[Columns]:
    """The tests against the others, of all figures at once.

    How far places differ in one figure tells how far they may differ in another:
    with fifteen places one figure alone hardly tells.
    """
    counted = [each for each in standing if each.year.counted]
    if counted:
        priors = prior_of_others(np.stack([each.likely.sum(axis=0) for each in counted]))
        for each, prior in zip(counted, priors, strict=True):
            yield _standing(each, prior)
    for each in standing:
        if not each.year.counted:
            yield _standing(each, np.full(len(each.grid), 1 / len(each.grid)))


def _standing(one: _Standing, prior: Floats) -> Columns:
    year, apart = one.year, one.apart
    if one.of.days and year.scale == "log":
        apart = of_days(apart, np.nansum(np.sqrt(year.size), axis=1))
    weights = weights_of_others(one.likely, prior)
    p = tail(apart.away, apart.variance, one.grid, weights)
    if one.counts is not None:
        p = one.counts.exact(p, apart.away, one.grid, weights)
    p = np.where(np.isnan(year.value[:, -1]), np.nan, p)
    quarters = (~np.isnan(year.value)).sum(axis=1).astype(np.float64)
    return _rows(one.of, year, "others", "others", apart, p, quarters, {})


def _past(
    of: _Of, figure: _Figure, quarter: Quarter, heirs: Mapping[str, tuple[str, Quarter]]
) -> Iterator[Columns]:
    rows, kind = figure.rows, of.indicator.of_kind
    quarters = range(int(rows["kwartaal"].min()), quarter.index + 1)
    if len(quarters) < 2 or kind.over_time in NOT_FOLLOWED:
        return
    since = {place: (heir, at.index - quarters.start) for place, (heir, at) in heirs.items()}
    series = series_of(of.indicator, rows, figure.places, quarters, LEVEL)
    yield from _over_time(of, together(series, since, kind), quarters, since)


def _over_time(
    of: _Of, series: PlaceSeries, quarters: range, heirs: Mapping[str, tuple[str, int]]
) -> Iterator[Columns]:
    there = ~np.isnan(series.value)
    last, long = there[:, -1], there[:, :-1].sum(axis=1) >= LEAST_PAST
    if not (last & long).any():
        return
    basis, apart = _basis(of, series, quarters)
    past = settled(quarters) if basis == "own" else len(quarters) - 1
    long = long & (there[:, :past].sum(axis=1) >= LEAST_PAST)
    before, chance = apart.away[:, :past], apart.variance[:, :past]
    grid = spread_grid(before, chance)
    own = likelihood(before, chance, grid).sum(axis=1)
    weights = weights_of_own(own)
    base = base_of(basis, quarters)[-1]
    count = there.astype(np.float64) @ base
    now = apart.last()
    if of.days and not _carried(series):
        now = of_days(now, np.sqrt(series.size[:, -1]))
    p = tail(now.away, now.variance, grid, weights)
    usable = last & long & ~_still(before)
    p = np.where(usable, p, np.nan)
    joined: dict[str, list[str]] = {}
    for place, (heir, _) in heirs.items():
        joined.setdefault(heir, []).append(place)
    yield _rows(of, series, "past", basis, now, p, count, joined)


def _still(before: Floats) -> NDArray[np.bool_]:
    """Places where a figure mostly did not move at all: a first move is a decision, not chance."""
    there = (~np.isnan(before)).sum(axis=1)
    return np.asarray((np.abs(before) < 1e-12).sum(axis=1) * 2 > there)


def _carried(series: PlaceSeries) -> bool:
    """Whether it has no chance of its own, as a stock."""
    return not series.counted and not (series.variance > 0).any()


def _basis(of: _Of, series: PlaceSeries, quarters: range) -> tuple[Basis, Distances]:
    """What the figure is compared with, and its distances."""
    if _carried(series) or of.indicator.of_kind.over_time == "flow":
        return "previous", apart_in_time(series, base_of("previous", quarters))
    apart = apart_in_time(series, base_of("own", quarters))
    before = apart.away[:, : settled(quarters)]
    if _follows(before, 1):
        return "previous", apart_in_time(series, base_of("previous", quarters))
    known = np.flatnonzero((~np.isnan(before)).any(axis=0))
    years = int(np.bincount(known % SEASONS, minlength=SEASONS).min())
    if years >= LEAST_SAME and _follows(before, SEASONS):
        return "season", apart_in_time(series, base_of("season", quarters))
    return "own", apart


def _follows(away: Floats, lag: int) -> bool:
    """Whether distances follow those of `lag` quarters before, over all places together.

    Formula: the correlation at that lag, each place in its own spread, plus
    what taking away the mean of m quarters costs it (1 / m), in standard errors.
    Source: Marriott & Pope (1954), Biometrika 41:390.
    """
    there = ~np.isnan(away)
    squares = np.where(there, away, 0.0) ** 2
    spread = np.sqrt(squares.sum(axis=1) / np.maximum(there.sum(axis=1), 1))[:, None]
    own = np.divide(away, spread, out=np.full_like(away, np.nan), where=spread > 0)
    pairs = own[:, lag:] * own[:, :-lag]
    count = int((~np.isnan(pairs)).sum())
    if count == 0:
        return False
    quarters = (~np.isnan(own)).sum(axis=1)
    mean = float(np.nansum(pairs)) / count + 1 / float(np.mean(quarters[quarters > 0]))
    return bool(mean * np.sqrt(count) > FOLLOWS)


def _rows(
    of: _Of,
    series: PlaceSeries,
    view: str,
    basis: str,
    apart: Distances,
    p: Floats,
    quarters: Floats,
    joined: Mapping[str, list[str]],
) -> Columns:
    known = ~np.isnan(p)
    better = BETTER[of.indicator.direction]
    side = np.sign(apart.away)
    verdict = np.where(side == better, "improvement", "concern").astype(object)
    if better == 0:
        verdict[:] = "change"
    count = len(p)
    names = np.array(series.places, dtype=object)
    beside = [", ".join(joined.get(place, ())) for place in series.places]
    columns: dict[str, NDArray[Any]] = {
        "indicator": np.full(count, of.indicator.key, dtype=object),
        "split": np.full(count, of.split, dtype=object),
        "werkplein": names,
        "day": np.full(count, of.day),
        "unit": np.full(count, of.unit, dtype=object),
        "kwartaal": np.full(count, of.quarter.index),
        "view": np.full(count, view, dtype=object),
        "basis": np.full(count, basis, dtype=object),
        "value": np.array([of.shown.get(place, np.nan) for place in series.places]),
        "compared": apart.compared,
        "expected": apart.expected,
        "away": apart.away,
        "p": p,
        "verdict": verdict,
        "quarters": np.nan_to_num(quarters).astype(np.int64),
        "with": np.array(beside, dtype=object),
    }
    return {name: values[known] for name, values in columns.items()}
