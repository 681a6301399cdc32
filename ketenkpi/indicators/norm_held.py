"""In which quarters the norm of an indicator was in force: there is no figure in any other."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ketenkpi.indicators.definition import Indicator
from ketenkpi.indicators.estimates import Asked
from ketenkpi.stats.interval import Bools
from ketenkpi.vocabulary import Quarter


def in_force(rows: pd.DataFrame, indicator: Indicator) -> Bools:
    """Which rows are of a quarter in which the norm held; all where there is none."""
    if indicator.norm is None:
        return np.ones(len(rows), dtype=np.bool_)
    quarters = [int(index) for index in rows["kwartaal"].unique() if _holds(indicator, index)]
    return rows["kwartaal"].isin(quarters).to_numpy()


def outside_norm(asked: Asked) -> Bools:
    """Groups of which no quarter falls within the validity of the norm."""
    network = asked.grouping.network
    holds = np.array([_holds(asked.indicator, index) for index in network.quarters], dtype=np.bool_)
    mask = np.broadcast_to(holds, (len(network.werkpleinen), len(holds)))
    result: Bools = asked.grouping.places_in(mask) == 0
    return result


def _holds(indicator: Indicator, quarter: int) -> bool:
    return indicator.norm is None or indicator.norm.in_force(Quarter.from_index(int(quarter)))
