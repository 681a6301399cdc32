"""Figures over several quarters, as far as their newest quarters may still change.

What a quarter may still move is measured of that quarter (`comparison.revisions`);
a figure over more of them moves by the part that quarter has in it. Of Werkpleinen
that are chosen together nothing is measured: there the figure is only marked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from ketenkpi.answer import Listed, Said, phrase
from ketenkpi.comparison.revisions import (
    NO_LIMITS,
    SETTLED,
    SETTLED_AFTER,
    STARTS_AT_ZERO,
    TOO_FEW,
    UNMOVED,
    can_widen,
    moved_limits,
)
from ketenkpi.indicators import Indicator
from ketenkpi.stats.interval import Floats
from ketenkpi.vocabulary import Quarter

if TYPE_CHECKING:
    import pandas as pd

WIDENED_PARTS = "comparison.revision_widened_parts"
NOT_MEASURED = "comparison.revision_not_measured"
# A small number that is hidden: how much of the figure it is may not be told.
PROTECTED = "disclosure."


def widen_over(
    figures: pd.DataFrame,
    parts: pd.DataFrame,
    groups: Sequence[str],
    known: Mapping[str, Indicator],
) -> pd.DataFrame:
    """Figures over several quarters, widened by what their open quarters may still move.

    figures: as `indicators` gives them by `groups`, without kwartaal. parts: the same of
    each quarter that is not settled, by `groups` and kwartaal, as `widen` made them.
    known: the definitions. Numbers and amounts are the sum of their quarters:

        low = low + Σ min(0, revision_low),  high = high + Σ max(0, revision_high)

    and other figures (shares, rates, means, days) move by the part that a quarter has in
    the denominator, or in n where there is none: Σ part x min(0, revision_low). That is
    exact where the size of a quarter stays what it is. Quarters of one Werkplein are
    registered late alike, so their sizes are added and not taken as chances.

    Adds the columns of `comparison.revisions.ADDED`. A figure with a quarter that is
    hidden as a small number is not widened, for how much it weighs is not to be told: its
    `revision` is `NOT_MEASURED` and it is provisional. So is one whose quarters cannot be
    weighed.
    """
    import pandas as pd

    named = ["indicator", *(name for name in groups if name != "split"), "split"]
    sums = _sums(figures, parts, named, known)
    at = figures[named].reset_index(drop=True).merge(sums, on=named, how="left")
    down, up, low, high = (at[name].to_numpy(np.float64) for name in _MOVES)
    there = figures["value"].notna().to_numpy()
    unknown = (at["unknown"] == True).to_numpy() & there  # noqa: E712 - missing is False
    moves = ((down < 0) | (up > 0)) & there & ~unknown
    reason = at["revision"].astype(object).where(there, None).to_numpy(copy=True)
    reason[moves] = np.where(can_widen(figures), WIDENED_PARTS, NO_LIMITS)[moves]
    reason[unknown] = NOT_MEASURED
    told = moves | (reason == UNMOVED)
    found = moved_limits(figures, down, up, (low, high), moves, known)
    for name in ("revision_low", "revision_high", "settled_low", "settled_high"):
        found[name] = found[name].where(told)
    revision = pd.Series(reason, index=figures.index, dtype="str")
    return found.assign(revision=revision, provisional=moves | unknown)


def still_moving(sizes: pd.DataFrame, own: pd.DataFrame, ages: pd.DataFrame) -> pd.DataFrame:
    """Of which Werkpleinen and quarters a figure may still change, by what it changed before.

    sizes, own, ages: as for `widen`. Rows of indicator, werkplein and kwartaal: not
    definitive, followed by fewer than `SETTLED_AFTER` later deliveries, and of an age
    of which figures moved, those of the Werkplein itself or of all.
    """
    at = ["indicator", "werkplein", "age"]
    young = ages[(ages["age"] < SETTLED_AFTER) & ~ages["definitive"]]
    theirs = own[(own["own_low"] < 0) | (own["own_high"] > 0)][at].drop_duplicates()
    measured = own[at].drop_duplicates().assign(measured=True)
    over_all = sizes[(sizes["low"] < 0) | (sizes["high"] > 0)][["indicator", "age"]]
    moves = young.merge(theirs, on=at)
    others = young.merge(measured, on=at, how="left")
    others = others[others["measured"].isna()].merge(over_all, on=["indicator", "age"])
    named = ["indicator", "werkplein", "kwartaal"]
    import pandas as pd

    return pd.concat([moves[named], others[named]], ignore_index=True)


def marked(figures: pd.DataFrame, moving: pd.DataFrame, groups: Sequence[str]) -> pd.DataFrame:
    """Figures of several Werkpleinen chosen together, marked where one of them may still change.

    moving: rows of `still_moving` of these Werkpleinen, in the columns of `groups` (what
    the figures are by of region and quarter) too. Sets provisional, revision and note.
    """
    import pandas as pd

    named = ["indicator", *groups]
    there = moving[named].drop_duplicates().assign(moving=True)
    at = figures[named].reset_index(drop=True).merge(there, on=named, how="left")
    may = at["moving"].notna().to_numpy() & figures["value"].notna().to_numpy()
    reason = pd.Series([NOT_MEASURED if one else None for one in may], index=figures.index)
    provisional = pd.Series(may, index=figures.index, dtype="bool")
    return noted(figures.assign(provisional=provisional, revision=reason.astype("str")))


def noted(figures: pd.DataFrame) -> pd.DataFrame:
    """The figures, of those that are only marked with a note that says so.

    A note that stands there already tells more of the figure, so it stays.
    """
    said = figures["revision"].where(figures["revision"] == NOT_MEASURED)
    return figures.assign(note=figures["note"].fillna(said).astype("str"))


def may_change_said(quarters: Sequence[Quarter]) -> Said:
    """That later deliveries may still change what is said of these quarters; None for none."""
    if not quarters:
        return None
    return phrase("comparison.quarters_may_change", quarters=Listed(tuple(sorted(quarters))))


_MOVES = ("down", "up", "revision_low", "revision_high")


def _sums(
    figures: pd.DataFrame, parts: pd.DataFrame, named: list[str], known: Mapping[str, Indicator]
) -> pd.DataFrame:
    """Per figure what its open quarters move it, why, and whether one cannot be weighed."""
    whole = figures[[*named, "denominator", "n"]]
    rows = parts.merge(whole, on=named, how="inner", suffixes=("", "_whole"))
    weight = _weights(rows, known)
    low, high = (rows[f"revision_{end}"].to_numpy(np.float64) for end in ("low", "high"))
    told = ~np.isnan(low)
    moving = told & ((low < 0) | (high > 0))
    unweighed = moving & np.isnan(weight)
    weight = np.where(unweighed, 0.0, weight)
    hidden = rows["reason"].fillna("").str.startswith(PROTECTED).to_numpy()
    rows = rows[[*named, "revision"]].assign(
        down=np.where(moving, np.minimum(low, 0) * weight, 0.0),
        up=np.where(moving, np.maximum(high, 0) * weight, 0.0),
        revision_low=np.where(moving, low * weight, 0.0),
        revision_high=np.where(moving, high * weight, 0.0),
        unknown=hidden | unweighed,
        least=rows["revision"].map({key: at for at, key in enumerate(_WORST)}),
    )
    grouped = rows.groupby(named, dropna=False, sort=False)
    found = grouped[[*_MOVES]].sum()
    found["unknown"] = grouped["unknown"].any()
    found["revision"] = grouped["least"].min().map(dict(enumerate(_WORST))).astype(object)
    return found.reset_index()


# What is said of a figure none of whose quarters moved before, the least known first.
_WORST = (TOO_FEW, STARTS_AT_ZERO, UNMOVED, SETTLED)


def _weights(rows: pd.DataFrame, known: Mapping[str, Indicator]) -> Floats:
    """The part of each quarter in the whole: of a sum all of it, else by denominator or n."""
    sums = [key for key, one in known.items() if one.of_kind.target == "sum"]
    summed = rows["indicator"].isin(sums)
    mine, whole = (
        rows[f"denominator{end}"]
        .astype("Float64")
        .fillna(rows[f"n{end}"])
        .to_numpy(np.float64, na_value=np.nan)
        for end in ("", "_whole")
    )
    part = np.divide(mine, whole, out=np.full(len(rows), np.nan), where=whole > 0)
    weights: Floats = np.where(summed, 1.0, np.clip(part, 0.0, 1.0))
    return weights
