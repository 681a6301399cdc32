"""Inflow of a few invented Werkpleinen, and releases of it one after another."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import numpy as np
import pandas as pd

from ketenkpi.disclosure import Pattern, Release, load_rules, pattern
from ketenkpi.disclosure.base import Figures
from ketenkpi.indicators import load_indicators

PLACES = {"Aast": "Noord", "Bern": "Noord", "Cuijk": "Zuid", "Doorn": "Zuid"}
QUARTERS = [8036, 8037, 8038, 8039, 8040, 8041]
KEYS = ["instroom"]
KNOWN = {key: load_indicators()[key] for key in KEYS}
RULES = load_rules()
MEANS = {"WW": 48.0, "WWB": 24.0, "IOAW": 6.0, "IOAZ": 3.0}


def finest(seed: int, quarters: Sequence[int] = QUARTERS) -> pd.DataFrame:
    """Inflow per Werkplein, quarter and scheme, some of it small."""
    rng = np.random.default_rng(seed)
    keys = list(product(PLACES, quarters, MEANS))
    frame = pd.DataFrame(keys, columns=["werkplein", "kwartaal", "regeling"])
    return frame.assign(x=rng.poisson(frame["regeling"].map(MEANS)).astype(float))


def source(rows: pd.DataFrame) -> Figures:
    """Figures of these rows as `indicators` gives them, as far as disclosure looks at them."""

    def figures(keys: Sequence[str], by: Sequence[str]) -> pd.DataFrame:
        wanted = [name for name in by if name in rows]
        found = rows.groupby(wanted)["x"].sum().reset_index().rename(columns={"x": "numerator"})
        rest = dict.fromkeys((name for name in by if name not in rows), "alle")
        nothing = pd.Series([None] * len(found), index=found.index, dtype="str")
        count, blank = found["numerator"], dict.fromkeys(["denominator", "beside"], np.nan)
        return found.assign(
            **{"indicator": "instroom", "split": nothing, "value": count, **rest, **blank}
        )

    return figures


def made(
    rows: pd.DataFrame, earlier: Sequence[Release] = (), processes: int | None = None
) -> Pattern:
    """The pattern of these rows."""
    return pattern(source(rows), KNOWN, PLACES, RULES, earlier, processes=processes)


def changed(rows: pd.DataFrame, seed: int) -> pd.DataFrame:
    """The rows after a delivery of one Werkplein was replaced, and a quarter came in."""
    rng = np.random.default_rng(seed)
    where = (rows["werkplein"] == "Bern") & (rows["kwartaal"] == rows["kwartaal"].max())
    more = rows["x"] + np.where(where, rng.integers(1, 4, len(rows)), 0)
    new = finest(seed, [int(rows["kwartaal"].max()) + 1])
    return pd.concat([rows.assign(x=more), new], ignore_index=True)


def series(seed: int, count: int) -> list[pd.DataFrame]:
    """The rows of several releases, each with more than the one before."""
    found = [finest(seed)]
    while len(found) < count:
        found.append(changed(found[-1], seed + len(found)))
    return found
