"""The other mode: every count rounded, and what is divided made of rounded counts."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ketenkpi.disclosure.primary import HALF
from ketenkpi.disclosure.protect import NUMBERS, PROTECTED, ROWS_NEEDED
from ketenkpi.disclosure.quantity import about_clients
from ketenkpi.disclosure.rules import Rules
from ketenkpi.indicators import Indicator
from ketenkpi.indicators.kinds import KINDS
from ketenkpi.stats import mid_p, poisson_exact

COUNTS = ("n", "numerator", "denominator")


def rounded(
    frame: pd.DataFrame, indicators: Mapping[str, Indicator], rules: Rules, level: float = 0.95
) -> pd.DataFrame:
    """`frame` with every count of clients rounded to `rules.base`, half upwards.

    Each number is rounded by itself, so parts need not add up to their total.
    Counts, shares and their intervals are made of the rounded numbers; a rate
    divides a rounded count. Other estimates (durations, means) keep their value
    when n is at least the threshold and vanish below it. The figure beside a
    share vanishes, because with it the exact counts can be worked out.
    """
    protected = [each.key for each in about_clients(indicators)]
    chosen = frame["indicator"].isin(protected).to_numpy()
    kind = frame["indicator"].map({key: indicators[key].kind for key in indicators})
    result = frame.copy()
    for name in COUNTS:
        exact = frame[name].to_numpy(dtype=np.float64, na_value=np.nan)
        # Years of benefit and fte are no people.
        whole = chosen & (np.abs(exact - np.round(exact)) < 1e-9)
        result.loc[whole, name] = _to_base(exact[whole], rules.base)
    has = result["value"].notna().to_numpy() & chosen
    _fill(result, has & kind.isin(["count", "stock"]).to_numpy(), _counts, level)
    _fill(result, has & (kind == "proportion").to_numpy(), _shares, level)
    _fill(result, has & (kind == "rate").to_numpy(), _rates, level)
    other = chosen & ~kind.isin(["count", "stock", "proportion", "rate"]).to_numpy()
    n = frame["n"].to_numpy(dtype=np.float64, na_value=0.0)
    few = other & (n > HALF) & (n < rules.threshold - HALF)
    result.loc[few, [name for name in NUMBERS if name in frame]] = np.nan
    result.loc[few, "reason"] = PROTECTED
    result.loc[few, "method"] = None
    result.loc[chosen & kind.isin(["proportion", "within"]).to_numpy(), "beside"] = np.nan
    hidden = [name for name, each in KINDS.items() if each.gives_away == "rows_only"]
    unpublished = kind.isin(hidden).to_numpy()
    result.loc[unpublished, [name for name in NUMBERS if name in frame]] = np.nan
    result.loc[unpublished, "reason"] = ROWS_NEEDED
    result.loc[unpublished, "method"] = None
    return result


def _to_base(values: NDArray[np.float64], base: int) -> NDArray[np.float64]:
    result: NDArray[np.float64] = np.floor(values / base + 0.5) * base
    return result


def _fill(frame: pd.DataFrame, which: NDArray[np.bool_], make: object, level: float) -> None:
    rows = frame[which]
    value, low, high = make(rows, level)  # type: ignore[operator]
    frame.loc[which, "value"] = value
    frame.loc[which, "low"] = np.where(rows["low"].isna(), np.nan, low)
    frame.loc[which, "high"] = np.where(rows["high"].isna(), np.nan, high)


def _counts(rows: pd.DataFrame, level: float) -> tuple[NDArray[np.float64], ...]:
    events = rows["numerator"].to_numpy(dtype=np.float64)
    found = poisson_exact(events, level=level)
    return events, found.low, found.high


def _shares(rows: pd.DataFrame, level: float) -> tuple[NDArray[np.float64], ...]:
    trials = rows["denominator"].to_numpy(dtype=np.float64)
    # Both were rounded by themselves: 4 of 4 may have become 0 of 0 or 5 of 5.
    events = np.minimum(rows["numerator"].to_numpy(dtype=np.float64), trials)
    found = mid_p(events, trials, level=level)
    return found.value, found.low, found.high


def _rates(rows: pd.DataFrame, level: float) -> tuple[NDArray[np.float64], ...]:
    events = rows["numerator"].to_numpy(dtype=np.float64)
    found = poisson_exact(events, rows["denominator"].to_numpy(dtype=np.float64), level=level)
    return found.value, found.low, found.high
