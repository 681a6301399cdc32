"""The numbers peer groups are made of: how large a Werkplein is and whom it serves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import numpy as np

from ketenkpi.comparison.rules import load_rules
from ketenkpi.counts import Counts
from ketenkpi.indicators import indicators
from ketenkpi.register import Moment, Register
from ketenkpi.scope import Scope
from ketenkpi.terms import days_of
from ketenkpi.vocabulary import Quarter

if TYPE_CHECKING:
    import pandas as pd

# Every cohort is in both windows; the shorter one reaches a half-year further.
WINDOW = days_of("half_jaar")


def labour_force(
    names: Iterable[str], register: Register, on: Moment | None = None
) -> dict[str, float]:
    """The beroepsbevolking of each Werkplein by the register; NaN where it does not say."""
    found = {name: register.find(name, on) for name in names}
    known = {name: row.labour_force if row else None for name, row in found.items()}
    return {name: np.nan if size is None else float(size) for name, size in known.items()}


def stock(counts: Counts, quarter: Quarter, *, scope: Scope) -> dict[str, float]:
    """The running benefits of each Werkplein at the end of `quarter`; NaN where not known."""
    where = {"kwartaal": [quarter]}
    frame = indicators(counts.select(scope), keys=["stand"], by=["werkplein"], where=where)
    return {str(name): float(n) for name, n in zip(frame["werkplein"], frame["value"], strict=True)}


def neighbour_variables(
    counts: Counts,
    register: Register,
    *,
    scope: Scope,
    on: Moment | None = None,
    outside: Mapping[str, Mapping[str, float]] | None = None,
) -> pd.DataFrame:
    """The variables of `neighbours` per Werkplein, as far as they are known of anybody.

    All quarters of the counts together. outside: per further variable its value
    by Werkplein, such as the unemployment of its region. A column that is known
    of nobody is left out; a missing value is NaN.
    """
    import pandas as pd

    seen = counts.select(scope)
    names = sorted(set(seen.places["werkplein"].to_pylist()))
    columns: dict[str, Mapping[str, float]] = {
        "beroepsbevolking": labour_force(names, register, on)
    }
    columns |= {
        key: _shares(seen, "instroom", "regeling", variable.scheme)
        for key, variable in load_rules().neighbour_variables.items()
        if variable.scheme is not None
    }
    columns |= {f"aandeel_{age}": _shares(seen, "cohort", "leeftijd", age) for age in _AGES}
    columns |= outside or {}
    table = pd.DataFrame({name: pd.Series(each) for name, each in columns.items()}, index=names)
    return table.astype(np.float64).dropna(axis="columns", how="all")


_AGES = ("tot_27", "55_plus")


def _shares(counts: Counts, tally: str, dimension: str, value: str) -> Mapping[str, float]:
    if tally not in counts.tallies:
        return {}
    where = {"venster": [WINDOW]} if tally == "cohort" else None
    rows = counts.roll_up(tally, by=["werkplein", dimension], measures=["n"], where=where)
    # A case of which the value is not known says nothing about the mix.
    known = rows[rows[dimension] != "onbekend"]
    total = known.groupby("werkplein")["n"].sum()
    part = known[known[dimension] == value].groupby("werkplein")["n"].sum()
    shares = part.reindex(total.index, fill_value=0) / total
    return {str(name): float(share) for name, share in shares.items()}
