"""What in a quarter deserves a conversation, after so many figures at once.

Thirty Werkpleinen with twenty indicators are 600 figures a quarter. At the
usual 5 % thirty of them would stand out by chance alone, and a board that
talks about thirty false alarms stops reading. So two questions are asked of
every figure, each on a scale where chance is about normal, and the chances of
all of them are judged together (Benjamini and Hochberg): of what is called
sure, at most one in twenty is expected to be chance.

    others  does this Werkplein differ from the others, more than they differ anyway?
    past    did it move away from its own past, other than the others did?

`past` looks at the distance to the middle of all Werkpleinen in the same
quarter. A crisis, or a season, that moves everybody is no news about one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, stdtr

from ketenkpi.comparison.control import BETTER, OVERLAPPING
from ketenkpi.comparison.funnel import place_values
from ketenkpi.comparison.scaled import Floats, not_compared, scaled
from ketenkpi.indicators import Indicator, load_indicators
from ketenkpi.stats import benjamini_hochberg
from ketenkpi.vocabulary import Quarter

if TYPE_CHECKING:
    import pandas as pd

Bools: TypeAlias = NDArray[np.bool_]
Texts: TypeAlias = NDArray[np.object_]
Columns: TypeAlias = Mapping[str, NDArray[Any]]
# Of what is called sure, at most this share is expected to be chance.
CHANCE = 0.05
# A spread made from fewer quarters is so uncertain itself that hardly anything
# could stand out; eight is two years, so every season is in it twice.
LEAST_PAST = 8
# The middle of fewer Werkpleinen moves with each of them.
LEAST_OTHERS = 5
LEVEL = 0.95
COLUMNS = (
    *("indicator", "split", "werkplein", "kwartaal", "view", "value", "expected"),
    *("z", "p", "p_adjusted", "sure", "verdict", "quarters"),
)
TESTED = tuple(name for name in COLUMNS if name not in ("p_adjusted", "sure"))


@dataclass(frozen=True, slots=True)
class _Scale:
    """A scale on which chance does not grow with the figure, and the way back."""

    to: Callable[[Floats], Floats]
    back: Callable[[Floats], Floats]


def _root_share(value: Floats) -> Floats:
    return np.arcsin(np.sqrt(value))


def _share(scaled_value: Floats) -> Floats:
    return np.sin(np.clip(scaled_value, 0, np.pi / 2)) ** 2


def _same(value: Floats) -> Floats:
    return value


_ROOT = _Scale(np.sqrt, np.square)
_LOG = _Scale(np.log1p, np.expm1)
_SHARE = _Scale(_root_share, _share)
_PLAIN = _Scale(_same, _same)
# Marks, gaps between marks and ratios stay as they are; a duration, a stock and
# money differ by a part of themselves; a number by its root.
_SCALES: Mapping[str, _Scale] = MappingProxyType(
    {"count": _ROOT, "rate": _ROOT, "rate_per_1000": _ROOT, "ratio": _ROOT}
    | {"per_1000": _ROOT}
    | {
        "stock": _LOG,
        "persons": _LOG,
        "sum": _LOG,
        "duration": _LOG,
        "duration_cause": _LOG,
        "cost": _LOG,
    }
)


def signals(
    figures: pd.DataFrame,
    quarter: Quarter,
    *,
    definitions: Mapping[str, Indicator] | None = None,
) -> pd.DataFrame:
    """Every test of `quarter`, with how sure it is after all of them together.

    figures: rows of `indicators(by=("werkplein", "kwartaal"))` of one or more
    indicators, up to and including `quarter`; later ones are ignored. A boolean
    column `provisional` marks figures that may still change. A figure that is
    missing, incomplete or provisional is not tested and is no one's past.
    definitions: `load_indicators()` when None.

    Returns a row per figure and view that could be tested: indicator, split,
    werkplein, kwartaal (index), view ('others', 'past'), value, expected (in
    the unit of the figure: that of all together, or its own past moved along
    with the others), z (the distance in standard errors, or Student's t), p,
    p_adjusted (over all rows returned), sure (p_adjusted below 0.05), verdict
    (concern, improvement, or change where neither direction is better) and
    quarters (of its own past; 0 for 'others').

    Formulas: 'others' is z of the funnel with room for the spread that all
    Werkpleinen show; 'past' is (d - mean) / (s √(1 + 1/m)) with d the distance
    to the middle of all, over m earlier quarters, against Student's t with
    m - 1 degrees. Source of the adjustment: Benjamini & Hochberg (1995), JRSS
    B 57:289; it also holds for figures that go up and down together.
    """
    import pandas as pd

    judged = _judged(figures, quarter)
    known = load_indicators() if definitions is None else definitions
    found = [
        test
        for rows in _groups(judged)
        for test in _tests(known[rows["indicator"].iloc[0]], rows, quarter)
    ]
    if not found:
        return pd.DataFrame(columns=list(COLUMNS))
    table = pd.DataFrame({name: np.concatenate([test[name] for test in found]) for name in TESTED})
    adjusted = benjamini_hochberg(table["p"].to_numpy(np.float64))
    return table.assign(p_adjusted=adjusted, sure=adjusted < CHANCE)[list(COLUMNS)]


def most_telling(found: pd.DataFrame, werkplein: str, at_most: int = 5) -> pd.DataFrame:
    """The sure signals of one Werkplein, one per figure, the least likely to be chance first."""
    mine = found[(found["werkplein"] == werkplein) & found["sure"]]
    ordered = mine.sort_values(["p_adjusted", "indicator", "view"], kind="stable")
    return ordered.drop_duplicates(["indicator", "split"]).head(at_most).reset_index(drop=True)


def _judged(figures: pd.DataFrame, quarter: Quarter) -> pd.DataFrame:
    running = figures["incomplete"].to_numpy() > 0
    if "provisional" in figures:
        running = running | figures["provisional"].to_numpy(dtype=np.bool_)
    keep = figures["value"].notna().to_numpy() & ~running
    return figures[keep & (figures["kwartaal"].to_numpy() <= quarter.index)]


def _groups(judged: pd.DataFrame) -> Iterator[pd.DataFrame]:
    # One indicator and split at a time: slices of a sorted frame, because a
    # quarter has hundreds of them and a grouped frame costs 5 ms each.
    ordered = judged.sort_values(["indicator", "split", "werkplein", "kwartaal"], kind="stable")
    ordered = ordered.reset_index(drop=True)
    numbers = ordered.groupby(["indicator", "split"], dropna=False, sort=False).ngroup().to_numpy()
    edges = np.flatnonzero(np.diff(numbers, prepend=-1, append=-1))
    for begin, end in pairwise(edges):
        yield ordered.iloc[begin:end]


def _tests(indicator: Indicator, rows: pd.DataFrame, quarter: Quarter) -> Iterator[Columns]:
    now = rows.iloc[np.flatnonzero(rows["kwartaal"].to_numpy() == quarter.index)]
    if now.empty:
        return
    better = BETTER[indicator.direction]
    if not_compared(indicator) is None:
        yield _others(indicator, now, better)
    if indicator.kind in OVERLAPPING:
        return
    scale = _SCALES.get(indicator.kind, _SHARE if indicator.unit == "share" else _PLAIN)
    yield _past(scale, rows, now, better)


def _others(indicator: Indicator, now: pd.DataFrame, better: int) -> Columns:
    placed = place_values(scaled(indicator, now, LEVEL), indicator.bounds)
    p = 2 * ndtr(-np.abs(placed.z))
    return _rows(now, "others", placed.z, p, np.full(len(now), placed.target), better, 0)


def _past(scale: _Scale, rows: pd.DataFrame, now: pd.DataFrame, better: int) -> Columns:
    y, here = _wide(scale, rows, now)
    middle = np.nanmedian(y, axis=0) if len(y) >= LEAST_OTHERS else np.zeros(y.shape[1])
    away = y - middle
    # The last column is the quarter itself, and `now` stands in the same order.
    before, last = away[here, :-1], away[here, -1]
    mean, sd, quarters = _spread(before)
    t = (last - mean) / (sd * np.sqrt(1 + 1 / np.maximum(quarters, 1)))
    p = 2 * stdtr(np.maximum(quarters - 1, 1), -np.abs(t))
    return _rows(now, "past", t, p, scale.back(mean + middle[-1]), better, quarters)


def _wide(scale: _Scale, rows: pd.DataFrame, now: pd.DataFrame) -> tuple[Floats, Bools]:
    # The figures on their scale, a row per Werkplein by name and a column per
    # quarter; and which of these rows have a figure `now`.
    places, row = np.unique(rows["werkplein"].to_numpy(np.object_), return_inverse=True)
    quarters, column = np.unique(rows["kwartaal"].to_numpy(), return_inverse=True)
    wide = np.full((len(places), len(quarters)), np.nan)
    wide[row, column] = scale.to(rows["value"].to_numpy(np.float64))
    here: Bools = np.isin(places, now["werkplein"].to_numpy(np.object_))
    return wide, here


def _spread(before: Floats) -> tuple[Floats, Floats, Floats]:
    # Mean and sample standard deviation per Werkplein over the quarters it has.
    there = ~np.isnan(before)
    quarters = there.sum(axis=1).astype(np.float64)
    enough = np.where(quarters >= LEAST_PAST, quarters, np.nan)
    mean = np.where(there, before, 0).sum(axis=1) / enough
    around = np.where(there, before - mean[:, None], 0)
    sd = np.sqrt((around**2).sum(axis=1) / (enough - 1))
    # A figure that never moved has no spread to judge a move by.
    return mean, np.where(sd > 1e-12, sd, np.nan), quarters


def _rows(
    now: pd.DataFrame,
    view: str,
    z: Floats,
    p: Floats,
    expected: Floats,
    better: int,
    quarters: Floats | int,
) -> Columns:
    side = np.sign(z)
    verdict: Texts = np.where(side == better, "improvement", "concern").astype(object)
    if better == 0:
        verdict[:] = "change"
    texts = {name: now[name].to_numpy(np.object_) for name in ("indicator", "split", "werkplein")}
    numbers = {name: now[name].to_numpy() for name in ("kwartaal", "value")}
    made = {"expected": expected, "z": z, "p": p, "verdict": verdict}
    same = {"view": np.full(len(now), view, dtype=object)}
    quarters = np.nan_to_num(np.broadcast_to(quarters, len(now))).astype(np.int64)
    known = ~np.isnan(p)
    found = texts | numbers | made | same | {"quarters": quarters}
    return {name: values[known] for name, values in found.items()}
