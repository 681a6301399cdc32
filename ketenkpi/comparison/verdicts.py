"""Figures beside their targets: a verdict that is no surer than the figure, and the table."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ketenkpi.comparison.target_progress import (
    AHEAD,
    BEHIND,
    CANNOT_TELL,
    FULL_COUNT,
    IMMATURE,
    IN_INTERVAL,
    NO_INTERVAL,
    NOT_KNOWN,
    NOT_REACHED,
    ON_SCHEDULE,
    REACHED,
    RUNNING,
    Over,
    Past,
)
from ketenkpi.comparison.target_rows import COLUMNS as PERIOD_COLUMNS
from ketenkpi.comparison.target_rows import before_periods, over_periods
from ketenkpi.comparison.targets import (
    IMPOSSIBLE,
    NEUTRAL,
    NORM_BEGIN_UNKNOWN,
    NORM_SHARE_UNKNOWN,
    OVERLAP,
    SPLIT,
    VALUE_UNKNOWN,
    Standing,
)
from ketenkpi.indicators import Indicator, load_indicators
from ketenkpi.stats import difference
from ketenkpi.vocabulary import Quarter

if TYPE_CHECKING:
    import pandas as pd

Bools: TypeAlias = NDArray[np.bool_]
Floats: TypeAlias = NDArray[np.float64]
Words: TypeAlias = NDArray[np.object_]

NOT_APPLICABLE = "nvt"
# Before the end of a period that is longer than a quarter there is no verdict yet.
ON_THE_WAY = (AHEAD, ON_SCHEDULE, BEHIND)
VERDICTS = (REACHED, NOT_REACHED, CANNOT_TELL, *ON_THE_WAY, NOT_APPLICABLE, NOT_KNOWN)

CLOSED = "comparison.target_closed"

# A missing figure for these reasons does not apply to the Werkplein; for every
# other reason it would, and is not known.
DOES_NOT_APPLY = (
    "indicators.reason_norm_not_in_force",
    "indicators.reason_denominator_zero",
    CLOSED,
)
TARGET_NOT_KNOWN = (
    *(OVERLAP, IMPOSSIBLE, VALUE_UNKNOWN),
    *(NORM_BEGIN_UNKNOWN, NORM_SHARE_UNKNOWN),
)

PLACE = ("indicator", "werkplein", "kwartaal")
FIGURE = ("value", "low", "high", "n", "unit", "method", "reason", "incomplete", "immature")


def verdicts(
    standing: Sequence[Standing],
    figures: pd.DataFrame,
    closed: Collection[tuple[str, Quarter]] = (),
    over: Over | None = None,
) -> pd.DataFrame:
    """One row per standing target (or absence of one): did the Werkplein reach it?

    figures: what `indicators` gives by werkplein and kwartaal. closed: the
    Werkpleinen that did not exist in a quarter. over: the figures of
    indicators over some quarters together, by werkplein; asked for targets over
    more than a quarter that are not sums, which without it raise ValueError.

    Columns: indicator, werkplein, kwartaal (index), soort, level, target (in
    the unit of the indicator), afgeleid_van, direction (which way is better: as the
    target says in `side`, 'minstens' or 'hoogstens', else as the indicator says), side,
    value, low, high, n,
    unit, method, period_first, period_last, judged_by, due, pace, end_low,
    end_high, open_quarters, lacking, verdict, reason, upload_id, recorded_on,
    afterwards, now.
    verdict: gehaald and niet_gehaald only where the whole interval lies at one
    side of the target (at the target is reached); niet_te_zeggen where it
    holds the target; nvt where no target or no figure applies here; nb where
    either should be there and is not known. reason (a wording key) is filled
    for the last three. Without an interval a full count is compared as it is,
    and everything else cannot be told. `high` NaN beside a `low` means that it
    lies beyond the follow-up.

    A target that holds longer than one quarter has its days in period_first
    and period_last, and value, low and high are of the period up to and including
    this quarter; see `comparison.target_progress`. Before its end verdict is
    voor, achter, op_schema or niet_te_zeggen. judged_by: sum, pooled, end or
    none, and quarter for all other targets. due: what was to be expected by now,
    by the season of its own past or a straight line (`pace`). end_low, end_high:
    where it may end at this pace. open_quarters: quarters that are not settled,
    as tuples of the quarter and a wording key that says why. lacking: of a region the
    Werkpleinen that did not deliver all of them; empty for a Werkplein.
    """
    rows = _rows(standing).merge(_comparable(figures), on=list(PLACE), how="left")
    rows = _where_closed(rows, closed)
    verdict, reason = _judged(rows)
    rows = rows.assign(verdict=verdict, reason=reason).astype({"verdict": "str", "reason": "str"})
    rows = over_periods(rows, standing, Past(figures, closed, over), (CLOSED,), (NEUTRAL, SPLIT))
    last = ("upload_id", "recorded_on", "afterwards", "now")
    figure = [name for name in FIGURE if name not in ("reason", "incomplete", "immature")]
    head = (*PLACE, "soort", "level", "target", "afgeleid_van", "direction", "side")
    return rows[[*head, *figure, *PERIOD_COLUMNS, "verdict", "reason", *last]]


def _rows(standing: Iterable[Standing]) -> pd.DataFrame:
    import pandas as pd

    columns = (
        *(*PLACE, "soort", "level", "target", "target_reason", "afgeleid_van", "direction", "side"),
        *("upload_id", "recorded_on", "afterwards", "now", "split"),
    )
    rows = [_row(one) for one in standing]
    texts = ("indicator", "werkplein", "soort", "level", "target_reason", "afgeleid_van")
    types = dict.fromkeys((*texts, "direction", "side"), "str")
    numbers = {"kwartaal": "int64", "target": "float64", "now": "float64", "upload_id": "Int64"}
    flags = {"afterwards": "bool", "split": "bool"}
    return pd.DataFrame(rows, columns=list(columns)).astype(types | numbers | flags)


def _row(one: Standing) -> tuple[object, ...]:
    recorded = one.recorded
    return (
        one.indicator.key,
        one.werkplein,
        one.quarter.index,
        one.soort,
        one.level if one.value is not None or recorded else None,
        one.value,
        _no_verdict(one),
        one.derived_from,
        one.direction,
        one.side,
        recorded.upload_id if recorded else None,
        recorded.on if recorded else None,
        one.afterwards,
        one.now,
        one.indicator.always_split,
    )


def _no_verdict(one: Standing) -> str | None:
    """Why this target gives no verdict, whatever the figure is."""
    if one.value is None:
        return one.reason
    if one.indicator.always_split:
        return SPLIT
    return NEUTRAL if one.direction == "neutral" else None


def _comparable(figures: pd.DataFrame) -> pd.DataFrame:
    """The figures that are one number per Werkplein and quarter."""
    whole = figures[figures["split"].isna()]
    return whole.reindex(columns=[*PLACE, *FIGURE])


def _where_closed(rows: pd.DataFrame, closed: Collection[tuple[str, Quarter]]) -> pd.DataFrame:
    gone = {(werkplein, quarter.index) for werkplein, quarter in closed}
    places = zip(rows["werkplein"], rows["kwartaal"], strict=True)
    shut = np.array([place in gone for place in places], dtype=np.bool_)
    shut &= rows["value"].isna().to_numpy()
    return rows.assign(reason=rows["reason"].mask(shut, CLOSED))


def _judged(rows: pd.DataFrame) -> tuple[Words, Words]:
    """Verdict and reason per row; the first case that holds decides."""
    target_reason, figure_reason = _words(rows["target_reason"]), _words(rows["reason"])
    figure_reason[_missing(figure_reason)] = "indicators.reason_not_delivered"
    no_target, no_value = ~_missing(target_reason), rows["value"].isna().to_numpy()
    unknown = np.isin(target_reason.astype(str), TARGET_NOT_KNOWN)
    elsewhere = np.isin(figure_reason.astype(str), DOES_NOT_APPLY)
    running = rows["incomplete"].fillna(0).to_numpy() > 0
    immature = rows["immature"].astype("boolean").fillna(False).to_numpy(dtype=np.bool_)
    reached, missed = _sides(rows)
    cases: list[tuple[Bools, str, Words | str | None]] = [
        (no_target & unknown, NOT_KNOWN, target_reason),
        (no_target, NOT_APPLICABLE, target_reason),
        (no_value & elsewhere, NOT_APPLICABLE, figure_reason),
        (no_value, NOT_KNOWN, figure_reason),
        (running, NOT_KNOWN, RUNNING),
        (immature, NOT_KNOWN, IMMATURE),
        (reached, REACHED, None),
        (missed, NOT_REACHED, None),
        (~_bounded(rows), CANNOT_TELL, NO_INTERVAL),
    ]
    verdict = np.full(len(rows), CANNOT_TELL, dtype=object)
    reason = np.full(len(rows), IN_INTERVAL, dtype=object)
    for mask, code, why in reversed(cases):
        verdict[mask] = code
        reason[mask] = why[mask] if isinstance(why, np.ndarray) else why
    return verdict, reason


def _words(column: pd.Series[str]) -> Words:
    return np.array([word if isinstance(word, str) else None for word in column], dtype=object)


def _missing(words: Words) -> Bools:
    return np.array([word is None for word in words], dtype=np.bool_)


def _bounded(rows: pd.DataFrame) -> Bools:
    """Whether a row has an interval, or needs none because everything was counted."""
    full = (rows["method"] == FULL_COUNT).to_numpy(dtype=np.bool_, na_value=False)
    result: Bools = full | rows["low"].notna().to_numpy() | rows["high"].notna().to_numpy()
    return result


def _sides(rows: pd.DataFrame) -> tuple[Bools, Bools]:
    """Where the whole interval reaches the target, and where none of it does."""
    low, high = _limits(rows)
    target = rows["target"].to_numpy(dtype=np.float64)
    lower = (rows["direction"] == "lower").to_numpy()
    usable = _bounded(rows) & ~np.isnan(target)
    reached = np.where(lower, high <= target, low >= target)
    missed = np.where(lower, low > target, high < target)
    return usable & reached, usable & missed


def _limits(rows: pd.DataFrame) -> tuple[Floats, Floats]:
    """Limits with nothing missing: a full count is its own interval, no upper limit is infinity."""
    value, low, high = (rows[name].to_numpy(dtype=np.float64, na_value=np.nan)
                        for name in ("value", "low", "high"))  # fmt: skip
    neither = np.isnan(low) & np.isnan(high)
    filled_low = np.where(neither, value, np.where(np.isnan(low), -np.inf, low))
    filled_high = np.where(neither, value, np.where(np.isnan(high), np.inf, high))
    return filled_low, filled_high


def targets_table(
    judged: pd.DataFrame,
    figures: pd.DataFrame,
    over: Over | None = None,
    definitions: Mapping[str, Indicator] | None = None,
) -> pd.DataFrame:
    """Norm, realised, the same quarter a year before, and both differences with intervals.

    judged: rows of `verdicts`, usually of one quarter. figures, over: those it
    was made of, with the year before. known: the indicators by key. Adds to the
    columns of `judged`: gap, gap_low, gap_high (realised minus target), before,
    before_low, before_high, before_n, before_reason (why the year before is
    missing), change, change_low, change_high (realised minus a year before, by
    `stats.difference`, which takes both as independent). A stock partly
    consists of the same cases as a year before and has no interval, so its
    change has none. NaN wherever a part of it is missing.

    Of a target over more than a quarter gap is realised minus what was due by
    now, and the year before is the same part of it.
    """
    before = _comparable(figures).rename(columns={
        "value": "before", "low": "before_low", "high": "before_high", "n": "before_n",
        "reason": "before_reason"})  # fmt: skip
    before = before.assign(kwartaal=before["kwartaal"] + 4)
    names = ["before", "before_low", "before_high", "before_n", "before_reason"]
    rows = judged.merge(before[[*PLACE, *names]], on=list(PLACE), how="left")
    without = rows["before"].isna() & rows["before_reason"].isna()
    rows["before_reason"] = rows["before_reason"].mask(without, "comparison.target_no_year_before")
    known = load_indicators() if definitions is None else definitions
    rows, now = before_periods(rows, known, Past(figures, (), over))
    earlier = (rows[name].to_numpy(dtype=np.float64, na_value=np.nan) for name in names[:3])
    change = difference(*now, *earlier)
    due = rows["due"].fillna(rows["target"])
    return rows.assign(
        gap=rows["value"] - due,
        gap_low=rows["low"] - due,
        gap_high=rows["high"] - due,
        change=change.value,
        change_low=change.low,
        change_high=change.high,
    )
