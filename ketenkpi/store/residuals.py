"""Does begin + in - out = end hold, and do aggregates and case files tell the same?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketenkpi.counts import Counts

if TYPE_CHECKING:
    import pandas as pd

KEYS = ["werkplein", "kwartaal", "regeling"]
FLOWS = ["beginstand", "instroom", "uitstroom", "eindstand"]
# What each of them is called when it is counted from the case files.
COUNTED = {"instroom": "instroom", "uitstroom": "uitstroom", "eindstand": "stand"}


def residuals(counts: Counts) -> pd.DataFrame:
    """One row per Werkplein, quarter and regeling that `stand_stroom` has.

    Columns: the keys, the four delivered numbers, `residu` = beginstand +
    instroom - uitstroom - eindstand (0 when it balances), and per flow
    `<flow>_trajecten`, the same number counted from case files, and
    `<flow>_verschil` = delivered - counted. The last two are missing (NaN)
    where that Werkplein has no case files that far, and where those are of other
    partners than the totals: they are about other clients. Numbers are cases.
    """
    delivered = _by_keys(counts, "stand_stroom", FLOWS)
    result = delivered.assign(
        residu=delivered["beginstand"]
        + delivered["instroom"]
        - delivered["uitstroom"]
        - delivered["eindstand"]
    )
    known = _by_keys(counts, "stand", ["n"])[["werkplein", "kwartaal"]].drop_duplicates()
    for flow, tally in COUNTED.items():
        counted = _by_keys(counts, tally, ["n"]).rename(columns={"n": f"{flow}_trajecten"})
        result = result.merge(counted, on=KEYS, how="left")
        result[f"{flow}_trajecten"] = _zero_where_followed(result, f"{flow}_trajecten", known)
        result.loc[_of_others(result, counts), f"{flow}_trajecten"] = float("nan")
        result[f"{flow}_verschil"] = result[flow] - result[f"{flow}_trajecten"]
    return result


def _of_others(result: pd.DataFrame, counts: Counts) -> list[bool]:
    """Which rows are of a Werkplein and quarter with totals and case files of other partners."""
    others = {(row["werkplein"], row["kwartaal"]) for row in counts.beside.to_pylist()}
    pairs = zip(result["werkplein"], result["kwartaal"], strict=True)
    return [pair in others for pair in pairs]


def _by_keys(counts: Counts, tally: str, measures: list[str]) -> pd.DataFrame:
    import pandas as pd

    if tally not in counts.tallies:
        kinds = {"werkplein": "str", "kwartaal": "int32", "regeling": "str"}
        kinds |= dict.fromkeys(measures, "float64")
        return pd.DataFrame({key: pd.Series(dtype=kind) for key, kind in kinds.items()})
    return counts.roll_up(tally, by=KEYS, measures=measures)


def _zero_where_followed(
    result: pd.DataFrame, column: str, known: pd.DataFrame
) -> pd.Series[float]:
    # The stock has a row for every quarter a Werkplein was followed. There a
    # flow without a row is 0 cases; elsewhere it is not known.
    import numpy as np

    pairs = set(zip(known["werkplein"], known["kwartaal"], strict=True))
    places = zip(result["werkplein"], result["kwartaal"], strict=True)
    unknown = [pair not in pairs for pair in places]
    filled = result[column].astype("float64").fillna(0.0)
    return filled.mask(np.array(unknown, dtype=bool) & result[column].isna().to_numpy())
