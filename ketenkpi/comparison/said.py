"""What a comparison says, in sentences; never who is best, and never more than the data bear."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketenkpi.comparison.funnel import PlacedFunnel
from ketenkpi.comparison.statement import Statement, both
from ketenkpi.indicators import Indicator

if TYPE_CHECKING:
    import pandas as pd

# Of the differences found after correction at most this part is chance.
FALSE_SHARE = 0.05


def said_of(
    frame: pd.DataFrame, by: str, placed: PlacedFunnel, indicator: Indicator
) -> tuple[Statement, ...]:
    """The findings of one comparison: who stands out, how sure that is, and who is missing."""
    missing = int(frame["value"].isna().sum())
    gone = [Statement("comparison.without_value", {"count": missing})] if missing else []
    if placed.units < 2:
        return (Statement("comparison.nobody_else"), *gone)
    found = [*_outliers(frame, by, placed), _outside(frame, placed)]
    if placed.wider:
        found.append(Statement("comparison.wider"))
    if placed.weak:
        found.append(Statement("comparison.weak_spread", {"units": placed.units}))
    return (*found, *_places(frame, indicator), *gone)


def _outliers(frame: pd.DataFrame, by: str, placed: PlacedFunnel) -> list[Statement]:
    if not placed.outliers.any():
        return [Statement("comparison.outliers_none", {"units": placed.units})]
    found = []
    for word in ("above", "below"):
        names = frame.loc[frame["position"] == f"{word}_998", by]
        if len(names):
            places = ", ".join(names)
            found.append(Statement(f"comparison.outliers_{word}", {"places": places}))
    return found


def _outside(frame: pd.DataFrame, placed: PlacedFunnel) -> Statement:
    outside = int((frame["position"].notna() & (frame["position"] != "inside")).sum())
    left = int((frame["p_adjusted"] <= FALSE_SHARE).sum())
    params = {"outside": outside, "units": placed.units, "left": left}
    return Statement("comparison.outside_inner", params)


def _places(frame: pd.DataFrame, indicator: Indicator) -> list[Statement]:
    known = frame.dropna(subset=["rank_low", "rank_high"])
    if known.empty:
        return []
    widest = int((known["rank_high"] - known["rank_low"] + 1).max())
    sure = int((known["rank_low"] == known["rank_high"]).sum())
    lower = indicator.direction == "lower"
    first = both("comparison.lowest" if lower else "comparison.highest")
    params = {"units": len(known), "sure": sure, "widest": widest, "first": first}
    return [Statement("comparison.places_unsure", params)]
