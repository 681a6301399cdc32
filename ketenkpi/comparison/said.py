"""What a comparison says, in sentences; never who is best, and never more than the data bear."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketenkpi.answer import Phrase, count_of, phrase
from ketenkpi.comparison.funnel import PlacedFunnel
from ketenkpi.indicators import Indicator

if TYPE_CHECKING:
    import pandas as pd

# Of the differences found after correction at most this part is chance.
FALSE_SHARE = 0.05


def said_of(
    frame: pd.DataFrame, by: str, placed: PlacedFunnel, indicator: Indicator
) -> tuple[Phrase, ...]:
    """The findings of one comparison: who stands out, how sure that is, and who is missing."""
    missing = int(frame["value"].isna().sum())
    gone = [phrase("comparison.without_value", count=count_of(missing))] if missing else []
    if placed.units < 2:
        return (phrase("comparison.nobody_else"), *gone)
    found = [*_outliers(frame, by, placed), _outside(frame, placed)]
    if placed.wider:
        found.append(phrase("comparison.wider"))
    if placed.weak:
        found.append(phrase("comparison.weak_spread", units=count_of(placed.units)))
    return (*found, *_places(frame, indicator), *gone)


def _outliers(frame: pd.DataFrame, by: str, placed: PlacedFunnel) -> list[Phrase]:
    if not placed.outliers.any():
        return [phrase("comparison.outliers_none", units=count_of(placed.units))]
    found = []
    for word in ("above", "below"):
        names = frame.loc[frame["position"] == f"{word}_998", by]
        if len(names):
            found.append(phrase(f"comparison.outliers_{word}", places=", ".join(names)))
    return found


def _outside(frame: pd.DataFrame, placed: PlacedFunnel) -> Phrase:
    outside = int((frame["position"].notna() & (frame["position"] != "inside")).sum())
    left = int((frame["p_adjusted"] <= FALSE_SHARE).sum())
    return phrase(
        "comparison.outside_inner",
        outside=count_of(outside),
        units=count_of(placed.units),
        left=count_of(left),
    )


def _places(frame: pd.DataFrame, indicator: Indicator) -> list[Phrase]:
    known = frame.dropna(subset=["rank_low", "rank_high"])
    if known.empty:
        return []
    widest = int((known["rank_high"] - known["rank_low"] + 1).max())
    sure = int((known["rank_low"] == known["rank_high"]).sum())
    lower = indicator.direction == "lower"
    said = phrase(
        "comparison.places_unsure",
        units=count_of(len(known)),
        sure=count_of(sure),
        widest=count_of(widest),
        first=phrase("comparison.lowest" if lower else "comparison.highest"),
    )
    return [said]
