"""Figures of Werkpleinen over the quarters, each against its own limits of chance (SPC)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from ketenkpi.answer import Phrase, count_of, phrase
from ketenkpi.errors import UsageError, UserError
from ketenkpi.indicators import Indicator, load_indicators
from ketenkpi.stats import ControlChart, assurance, laney_p, laney_u, signals, variation, xmr
from ketenkpi.stats.interval import Bools, Floats, Ints
from ketenkpi.vocabulary import Quarter

if TYPE_CHECKING:
    import pandas as pd

# With fewer points the limits still move with every new one: NHS England,
# Making Data Count, calls them trial limits.
FIRM = 13
BETTER: Mapping[str, int] = MappingProxyType({"higher": 1, "lower": -1, "neutral": 0})
COLUMNS = (
    *("werkplein", "kwartaal", "value", "centre", "low", "high", "phase"),
    *("rule", "variation", "assurance", "points", "trial", "pending", "reason"),
)


@dataclass(frozen=True, slots=True)
class Rebase:
    """New limits from a quarter on, because the work itself changed then.

    quarter: the first of the new limits. reason: what changed, in words. by,
    on: who decided it, and the day. Raises UserError without a reason, a name
    or a day: limits that move without one hide what a chart is for.
    """

    quarter: Quarter
    reason: str
    by: str
    on: date

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise UserError("comparison.control_rebase_reason", quarter=self.quarter)
        if not self.by.strip():
            raise UserError("comparison.control_rebase_by", quarter=self.quarter)
        if not isinstance(self.on, date):
            raise UserError("comparison.control_rebase_date", quarter=self.quarter)


def control_chart(
    frame: pd.DataFrame,
    *,
    target: pd.Series[float] | float | None = None,
    rebase: Mapping[str, Sequence[Rebase]] | None = None,
    definitions: Mapping[str, Indicator] | None = None,
) -> pd.DataFrame:
    """The control chart of one indicator for every Werkplein in `frame`.

    frame: rows of `indicators(by=("werkplein", "kwartaal"))` of one indicator
    and, where it has them, one split value. Boolean columns `provisional`, `closed` and
    `held_back`, if they are there, mark figures that may still change or are of no whole
    quarter; `area_since` the quarter since which a place has its area, where its limits
    begin anew. target: one number, or one per row of `frame`; None or NaN: no target.
    rebase: per Werkplein the quarters from which it has new limits; one outside the
    frame changes nothing.
    definitions: `load_indicators()` when None.

    Shares have Laney's p' limits; numbers and rates his u' limits; all other
    kinds (times, marks, stocks, money) the limits of an XmR chart. A figure over
    a rolling year has none: its quarters overlap. Laney's
    limits let quarters differ more than the chance of drawing cases: with
    thousands of cases nearly every quarter would stand out otherwise.

    Returns, by Werkplein and quarter without gaps between its first and last:
    werkplein, kwartaal (index), value, centre, low, high, phase (a number per
    set of limits), rule (a wording key, missing without one), variation ("common",
    "improvement", "concern", "change" where neither direction is better,
    "none"), assurance ("pass", "fail", "hit_or_miss", "none"), points (those
    that made the limits), trial (fewer than 13 of them), pending, reason.

    pending: the quarter is incomplete, provisional, not known yet, not whole or held
    back. It is shown, and counts for no limit, no rule and no verdict. A missing or
    suppressed quarter is a gap: NaN, its reason, no verdict, and no run of points goes
    across it.
    Raises UsageError for a frame of two indicators or with two rows for one
    Werkplein and quarter.
    """
    indicator = _only_indicator(frame, load_indicators() if definitions is None else definitions)
    wide = _Wide.of(frame, target)
    starts = _starts(wide, rebase or {}) | wide.other_area
    chart = _bounded(_chart(indicator, wide, starts), indicator)
    return _long(wide, chart, indicator)


def control_said(chart: pd.DataFrame) -> tuple[Phrase, ...]:
    """What the chart of one Werkplein says about its last judged quarter, as sentences.

    Variation and assurance are two sentences: a figure can get better and still
    miss its target. Raises ValueError for a chart of more than one Werkplein.
    """
    if chart["werkplein"].nunique() > 1:
        raise ValueError("control_said takes the chart of one Werkplein")
    judged = chart[chart["variation"] != "none"]
    if judged.empty:
        return (phrase("comparison.control_no_limits"),)
    last = judged.iloc[-1]
    said = [phrase(f"comparison.control_variation_{last['variation']}")]
    if isinstance(last["rule"], str):
        said.append(phrase(last["rule"]))
    if last["assurance"] != "none":
        said.append(phrase(f"comparison.control_assurance_{last['assurance']}"))
    if last["trial"]:
        points, least = (count_of(n) for n in (int(last["points"]), FIRM))
        said.append(phrase("comparison.control_trial", points=points, least=least))
    return tuple(said)


@dataclass(frozen=True, slots=True, eq=False)
class _Wide:
    # One row per Werkplein, one column per quarter; `judged`: the values that
    # count; numerator, denominator and target alike.
    places: tuple[str, ...]
    quarters: tuple[int, ...]
    there: Bools
    value: Floats
    judged: Floats
    numerator: Floats
    denominator: Floats
    target: Floats
    pending: Bools
    # Quarters in which the area is another than in any before.
    other_area: Bools
    reason: np.ndarray[tuple[int, ...], np.dtype[np.object_]]

    @classmethod
    def of(cls, frame: pd.DataFrame, target: pd.Series[float] | float | None) -> _Wide:
        places = tuple(sorted(frame["werkplein"].unique()))
        index = frame["kwartaal"].to_numpy(dtype=np.int64)
        first, last = int(index.min()), int(index.max())
        at = np.searchsorted(places, frame["werkplein"].to_numpy(dtype=np.str_)), index - first
        shape = (len(places), last - first + 1)
        there = np.zeros(shape, dtype=np.bool_)
        there[at] = True
        if int(there.sum()) != len(frame):
            raise UsageError("comparison.control_twice")

        def spread(values: object, empty: object = np.nan) -> np.ndarray:
            grid = np.full(shape, empty, dtype=np.asarray(empty).dtype)
            grid[at] = values
            return grid

        pending = spread(_pending(frame), False)
        value = spread(frame["value"].to_numpy(dtype=np.float64))
        counts = (
            spread(np.where(np.isnan(value[at]), np.nan, frame[name].to_numpy(dtype=np.float64)))
            for name in ("numerator", "denominator")
        )
        numerator, denominator = (np.where(pending, np.nan, count) for count in counts)
        return cls(
            places=places,
            quarters=tuple(range(first, last + 1)),
            there=there,
            value=value,
            judged=np.where(pending, np.nan, value),
            numerator=numerator,
            denominator=denominator,
            target=spread(np.nan if target is None else np.asarray(target, dtype=np.float64)),
            pending=pending,
            other_area=_other_area(spread(_area_since(frame), 0)),
            reason=spread(frame["reason"].astype(object).to_numpy(), None),
        )


def _only_indicator(frame: pd.DataFrame, known: Mapping[str, Indicator]) -> Indicator:
    keys = list(frame["indicator"].unique())
    if len(keys) != 1:
        raise UsageError("comparison.control_one_indicator", count=len(keys))
    return known[keys[0]]


def _pending(frame: pd.DataFrame) -> Bools:
    running = frame["incomplete"].to_numpy() > 0
    for late in ("provisional", "immature", "closed", "held_back"):
        if late in frame:
            running = running | frame[late].to_numpy(dtype=np.bool_)
    return np.asarray(running, dtype=np.bool_)


def _area_since(frame: pd.DataFrame) -> np.ndarray:
    return np.asarray(frame["area_since"] if "area_since" in frame else np.zeros(len(frame)))


def _other_area(since: np.ndarray) -> Bools:
    newest = np.maximum.accumulate(since, axis=1)
    return np.asarray(np.diff(newest, axis=1, prepend=newest[:, :1]) > 0, dtype=np.bool_)


def _starts(wide: _Wide, rebase: Mapping[str, Sequence[Rebase]]) -> Bools:
    starts = np.zeros(wide.value.shape, dtype=np.bool_)
    for row, place in enumerate(wide.places):
        for change in rebase.get(place, ()):
            column = change.quarter.index - wide.quarters[0]
            if 0 <= column < len(wide.quarters):
                starts[row, column] = True
    return starts


def _share(wide: _Wide, starts: Bools) -> ControlChart:
    return laney_p(wide.numerator, wide.denominator, starts=starts)


def _number(wide: _Wide, starts: Bools) -> ControlChart:
    return laney_u(wide.judged, np.ones_like(wide.judged), starts=starts)


def _rate(wide: _Wide, starts: Bools) -> ControlChart:
    return laney_u(wide.numerator, wide.denominator, starts=starts)


def _rate_per_1000(wide: _Wide, starts: Bools) -> ControlChart:
    return laney_u(wide.numerator, wide.denominator / 1_000, starts=starts)


CHARTS: Mapping[str, Callable[[_Wide, Bools], ControlChart]] = MappingProxyType(
    {"share": _share, "number": _number, "rate": _rate, "rate_per_1000": _rate_per_1000}
)


def _chart(indicator: Indicator, wide: _Wide, starts: Bools) -> ControlChart:
    kind = indicator.of_kind
    if kind.over_time == "overlapping":
        # Neighbours of a rolling year share three quarters: they hardly differ, the
        # limits would be far too narrow, and seven in a row mean nothing.
        return xmr(np.full_like(wide.judged, np.nan), starts=starts)
    if kind.chart in CHARTS:
        return CHARTS[kind.chart](wide, starts)
    return xmr(wide.judged, starts=starts)


def _bounded(chart: ControlChart, indicator: Indicator) -> ControlChart:
    # A limit no figure can reach says nothing: no share above one, no time below zero.
    least, most = indicator.bounds or (0.0, 1.0 if indicator.unit == "share" else np.inf)
    if indicator.unit == "points":  # the distance between two marks has a sign
        least = -np.inf
    return replace(chart, low=np.maximum(chart.low, least), high=np.minimum(chart.high, most))


def _long(wide: _Wide, chart: ControlChart, indicator: Indicator) -> pd.DataFrame:
    import pandas as pd

    better = BETTER[indicator.direction]
    found = signals(chart)
    special = found.side != 0
    way = variation(found, better)
    named = np.select([found.rule == "", special & (better == 0)], ["none", "change"], way)
    met = assurance(chart, wide.target, better)
    points = _points(chart)
    keys = np.char.add("comparison.control_rule_", found.rule).astype(object)
    keys[~special] = None
    frame = pd.DataFrame(
        {
            "werkplein": np.repeat(np.array(wide.places, dtype=object), len(wide.quarters)),
            "kwartaal": np.tile(np.array(wide.quarters, dtype=np.int32), len(wide.places)),
            "value": wide.value.ravel(),
            "centre": chart.centre.ravel(),
            "low": chart.low.ravel(),
            "high": chart.high.ravel(),
            "phase": chart.phase.ravel(),
            "rule": keys.ravel(),
            "variation": named.ravel(),
            "assurance": np.where(met == "", "none", met).ravel(),
            "points": points.ravel(),
            "trial": (points < FIRM).ravel(),
            "pending": wide.pending.ravel(),
            "reason": wide.reason.ravel(),
        },
        columns=list(COLUMNS),
    )
    return frame[_between_first_and_last(wide).ravel()].reset_index(drop=True)


def _points(chart: ControlChart) -> Ints:
    # How many quarters made the limits of each phase.
    known = ~np.isnan(chart.value)
    per_phase = np.bincount(chart.phase[known], minlength=int(chart.phase.max()) + 1)
    result: Ints = per_phase[chart.phase]
    return result


def _between_first_and_last(wide: _Wide) -> Bools:
    begun = np.logical_or.accumulate(wide.there, axis=1)
    ended = np.logical_or.accumulate(wide.there[:, ::-1], axis=1)[:, ::-1]
    result: Bools = begun & ended
    return result
