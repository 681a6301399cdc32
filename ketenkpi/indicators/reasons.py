"""Why there is no value: wording keys, one per reason. A NaN never stands without one.

Eight million figures have some thirty distinct reasons and methods. While
figures are made, each stands as its number among `KEYS` (a byte, 0 for none);
`texts` makes wording keys of them again, once.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from ketenkpi.indicators.kinds import KINDS

Keys: TypeAlias = NDArray[np.int8]

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
IMMATURE = "indicators.reason_immature"
# What passes when cases are followed longer, so that it gives way to the reason above.
PASSING = (NOTHING_OBSERVED, TOO_FEW, DENOMINATOR_ZERO, FOLLOW_UP_INCOMPLETE, NOT_REACHED)
NOTHING_OPEN = "indicators.reason_nothing_open"
NOT_SPLIT = "indicators.reason_not_split"
PERSONS_UNKNOWN = "indicators.reason_persons_unknown"
INVITED_UNKNOWN = "indicators.reason_invited_unknown"
ONE_PLACE = "indicators.reason_one_place"
# Why there is no value, though it lies between low and high.
BETWEEN_LIMITS = frozenset({PERSONS_UNKNOWN})
# No reason but a note beside a value: how far clients, or cases, could be linked.
WITHIN_WERKPLEIN = "indicators.note_within_werkplein"
WITHIN_PARTNER = "indicators.note_within_partner"
CASES_APART = "indicators.note_cases_apart"
# ... or of the norm whose term it measures, whether it held at all.
NORM_BEGIN_UNKNOWN = "indicators.note_norm_begin_unknown"
NORM_IN_PART = "indicators.note_norm_in_part"
NOT_KNOWN_YET = "indicators.note_immature"
# Given to a figure that is shown, where several quarters are put side by side.
OF_LAST_DAY = "indicators.reason_of_last_day"
STRATA_LEFT_OUT = "indicators.note_strata_left_out"
NO_SPREAD = "indicators.method_no_spread"
ALIKE = "indicators.method_alike"
# How low and high were made; `indicators.method_` and the interval of a kind.
INTERVALS = sorted({kind.interval for kind in KINDS.values()})
METHODS = tuple(f"indicators.method_{interval}" for interval in INTERVALS)
KEYS: tuple[str | None, ...] = (
    None,
    *(BEFORE_OBSERVATION, INFLOW_MISSING, NOT_DELIVERED, NOTHING_OBSERVED, TOO_FEW),
    *(DENOMINATOR_ZERO, FOLLOW_UP_INCOMPLETE, NOT_REACHED, START_UNOBSERVED),
    *(BEGIN_STOCK_UNKNOWN, CLIENT_MISSING, LOOK_BACK_INCOMPLETE, NOT_RECORDED),
    *(NORM_NOT_IN_FORCE, MORE_THAN_ALL, IMMATURE, NOTHING_OPEN, NOT_SPLIT),
    *(PERSONS_UNKNOWN, WITHIN_WERKPLEIN, WITHIN_PARTNER, CASES_APART),
    *(NOT_KNOWN_YET, OF_LAST_DAY),
    *(NORM_BEGIN_UNKNOWN, NORM_IN_PART),
    *(INVITED_UNKNOWN, ONE_PLACE, STRATA_LEFT_OUT),
    *(NO_SPREAD, ALIKE, *METHODS),
)
_NUMBERS = {key: number for number, key in enumerate(KEYS)}


def first_that_holds(size: int, *cases: tuple[NDArray[np.bool_], str]) -> Keys:
    """Per group the first reason whose mask is true, none where none is."""
    result = all_of(size, None)
    for mask, key in reversed(cases):
        result[mask] = _NUMBERS[key]
    return result


def all_of(size: int, key: str | None) -> Keys:
    """The same key for every group."""
    return np.full(size, _NUMBERS[key], dtype=np.int8)


def given(keys: Keys) -> NDArray[np.bool_]:
    """Where a key stands."""
    result: NDArray[np.bool_] = keys != 0
    return result


def equal(keys: Keys, key: str) -> NDArray[np.bool_]:
    """Where this key stands."""
    result: NDArray[np.bool_] = keys == _NUMBERS[key]
    return result


def may_pass(keys: Keys) -> NDArray[np.bool_]:
    """Where no reason stands, or one that longer follow-up may take away."""
    result: NDArray[np.bool_] = np.isin(keys, [0, *(_NUMBERS[key] for key in PASSING)])
    return result


def replaced(keys: Keys, where: NDArray[np.bool_], key: str | None) -> Keys:
    """`keys` with `key` in the places of the mask."""
    result = keys.copy()
    result[where] = _NUMBERS[key]
    return result


def texts(keys: Keys) -> pa.DictionaryArray:
    """The wording keys, missing where none is given."""
    return pa.DictionaryArray.from_arrays(
        pa.array(keys - 1, mask=~given(keys)), pa.array(KEYS[1:], pa.string())
    )
