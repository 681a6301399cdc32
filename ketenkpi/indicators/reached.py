"""Of durations: how many cases took longer than a given day, so that they can be compared exactly.

A median in whole days jumps a day when one case does, and its limits are known
as badly as a spread from a handful of figures. How many of n cases took longer
than the day by which, all together, half (or nine in ten) were done is a count.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import numpy as np

from ketenkpi.counts import Counts
from ketenkpi.indicators.definition import Indicator
from ketenkpi.indicators.handover_kinds import KIND, OUTCOME, WANTED, load_terms
from ketenkpi.indicators.tables import Tables
from ketenkpi.scope import Scope

if TYPE_CHECKING:
    import pandas as pd

LONGER = ("indicator", "split", "werkplein", "kwartaal", "day", "longer", "cases")


def longer_than_usual(
    counts: Counts, figures: pd.DataFrame, known: Iterable[Indicator], scope: Scope
) -> pd.DataFrame:
    """Per figure of a duration how many cases took longer than usual, and out of how many.

    figures: rows of `indicators(by=("werkplein", "kwartaal"))`. Usual is the
    middle of those figures of all places and quarters, weighed by their cases,
    in whole days. Columns as `LONGER`: day (the usual), longer (cases seen or
    followed beyond it) and cases (those and the ones that were done by then; who
    was followed for less, or came in view later, tells nothing and is left out).
    """
    import pandas as pd

    tables = Tables(counts.select(scope))
    parts = [
        part
        for indicator in known
        if indicator.of_kind.longer
        for part in _of(indicator, tables, figures[figures["indicator"] == indicator.key])
    ]
    if not parts:
        return pd.DataFrame(columns=list(LONGER))
    return pd.concat(parts, ignore_index=True)[list(LONGER)]


def _of(indicator: Indicator, tables: Tables, mine: pd.DataFrame) -> Iterable[pd.DataFrame]:
    mine = mine[mine["value"].notna()]
    if mine.empty:
        return
    rows = _followed(indicator, tables.rows(indicator.numerator, {}))
    split = indicator.split if indicator.always_split else None
    usual = _usual(mine)
    day = rows[split].astype(object).map(usual) if split else usual.get(None, np.nan)
    rows = past_the_day(rows, day).assign(day=day)
    by = ["werkplein", "kwartaal", *([split] if split else [])]
    found = rows[rows["day"].notna()].groupby(by, observed=True, as_index=False)
    added = found[["longer", "cases"]].sum().rename(columns={split: "split"})
    if not split:
        added = added.assign(split=None)
    added["day"] = added["split"].astype(object).map(usual) if split else usual[None]
    for name in ("werkplein", "split"):
        added[name] = added[name].astype(object)
    yield added.assign(indicator=indicator.key)


def past_the_day(rows: pd.DataFrame, day: pd.Series[float] | float) -> pd.DataFrame:
    """The rows (days, events, censored) with `longer` than the day, and `cases` that tell."""
    later = (rows["days"] > day).to_numpy()
    # Who was last seen on the very day was not seen to be done by it.
    beyond = rows["events"] * later + rows["censored"] * (rows["days"] >= day).to_numpy()
    found: pd.DataFrame = rows.assign(longer=beyond, cases=beyond + rows["events"] * ~later)
    return found


def _followed(indicator: Indicator, rows: pd.DataFrame) -> pd.DataFrame:
    """Of handovers the rows that went on in time, of others those seen from their begin."""
    if indicator.kind == "next_quantile":
        days = load_terms().of_each(rows[KIND])
        went = (rows[OUTCOME] == WANTED).to_numpy() & (rows["days"].to_numpy() <= days)
        gone_on: pd.DataFrame = rows[went].assign(censored=0)
        return gone_on
    seen: pd.DataFrame = rows[rows["entered"].to_numpy() == 0]
    return seen


def _usual(mine: pd.DataFrame) -> Mapping[object, float]:
    """Per split value (None without) the median of the figures, weighed by cases."""
    found: dict[object, float] = {}
    for split, part in mine.groupby("split", dropna=False, sort=False, observed=True):
        values, n = (part[name].to_numpy(np.float64) for name in ("value", "n"))
        order = np.argsort(values, kind="stable")
        weight = n[order].cumsum()
        at = int(np.searchsorted(weight, weight[-1] / 2)) if len(weight) else 0
        key = split if isinstance(split, str) else None
        found[key] = float(np.floor(values[order][at]))
    return found
