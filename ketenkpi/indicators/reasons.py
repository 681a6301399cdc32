"""Why there is no value: wording keys, one per reason. A NaN never stands without one."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Keys: TypeAlias = NDArray[np.object_]

BEFORE_OBSERVATION = "indicators.reason_before_observation"
INFLOW_MISSING = "indicators.reason_inflow_missing"
NOT_DELIVERED = "indicators.reason_not_delivered"
NOTHING_OBSERVED = "indicators.reason_nothing_observed"
TOO_FEW = "indicators.reason_too_few"
DENOMINATOR_ZERO = "indicators.reason_denominator_zero"
FOLLOW_UP_INCOMPLETE = "indicators.reason_follow_up_incomplete"
NOT_REACHED = "indicators.reason_not_reached"
START_UNOBSERVED = "indicators.reason_start_unobserved"
BEGIN_STOCK_UNKNOWN = "indicators.reason_begin_stock_unknown"
CLIENT_MISSING = "indicators.reason_client_missing"
LOOK_BACK_INCOMPLETE = "indicators.reason_look_back_incomplete"
NOT_RECORDED = "indicators.reason_not_recorded"
NORM_NOT_IN_FORCE = "indicators.reason_norm_not_in_force"
MORE_THAN_ALL = "indicators.reason_more_than_all"
COHORT_IMMATURE = "indicators.reason_cohort_immature"
NOTHING_OPEN = "indicators.reason_nothing_open"
NOT_SPLIT = "indicators.reason_not_split"


def first_that_holds(size: int, *cases: tuple[NDArray[np.bool_], str]) -> Keys:
    """Per group the first reason whose mask is true, None where none is."""
    result: Keys = np.full(size, None, dtype=object)
    for mask, key in reversed(cases):
        result[mask] = key
    return result


def given(keys: Keys) -> NDArray[np.bool_]:
    """Where a key stands."""
    result: NDArray[np.bool_] = pd.notna(keys)
    return result


def replaced(keys: Keys, where: NDArray[np.bool_], key: str | None) -> Keys:
    """`keys` with `key` in the places of the mask."""
    result = keys.copy()
    result[where] = key
    return result
