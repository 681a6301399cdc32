"""Each small number of people is guarded, whatever stands beside it in its column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from ketenkpi.disclosure import load_rules, pattern
from ketenkpi.disclosure.base import WHOLE, Figures, _whole, base
from ketenkpi.disclosure.pattern import PRIMARY
from ketenkpi.disclosure.rules import Breakdown
from ketenkpi.indicators import load_indicators

INFLOW = {"instroom": load_indicators()["instroom"]}
PLACES = {"Aast": "Noord", "Bern": "Noord", "Cuijk": "Zuid", "Doorn": "Zuid"}
RULES = replace(load_rules(), breakdowns=(Breakdown(None, None),), same_people=())
QUARTERS = [8036, 8037, 8038, 8039]
# Enough elsewhere that one hidden number hides in sums.
LARGE = [40.0, 25.0, 60.0, 33.0]


def test_a_number_of_people_is_whole_but_for_rounding() -> None:
    amounts = np.array([0.0, 7.0, 7 + WHOLE / 2, 7 - WHOLE / 2, 7 + 2 * WHOLE, WHOLE, 6.5])
    assert _whole(amounts).tolist() == [True] * 4 + [False] * 3


def figures(changed: dict[tuple[str, int], float]) -> Figures:
    """Inflow of four places in four quarters; `changed` holds what is odd."""
    numbers = {
        (place, quarter): changed.get((place, quarter), size)
        for place in PLACES
        for quarter, size in zip(QUARTERS, LARGE, strict=True)
    }

    def asked(keys: Sequence[str], by: Sequence[str]) -> pd.DataFrame:
        rows = pd.DataFrame(list(numbers), columns=["werkplein", "kwartaal"])
        rows = rows.assign(indicator="instroom", numerator=list(numbers.values()))
        if "kwartaal" not in by:
            rows = rows.groupby(["indicator", "werkplein"])["numerator"].sum().reset_index()
        rows = rows.assign(
            split=pd.Series([None] * len(rows), dtype="str"), value=rows["numerator"]
        )
        return rows.assign(denominator=np.nan, beside=np.nan)

    return asked


def guarded(changed: dict[tuple[str, int], float]) -> dict[tuple[str, int], bool]:
    found = base(figures(changed), INFLOW, RULES)
    keys = zip(found["werkplein"], found["kwartaal"], strict=True)
    return dict(zip(keys, found["guarded"].astype(bool), strict=True))


def test_one_estimated_number_takes_the_guard_from_no_other() -> None:
    odd = {("Aast", 8036): 12.5, ("Bern", 8037): 3.0}
    found = guarded(odd)
    assert not found.pop(("Aast", 8036))
    assert all(found.values())
    assert all(guarded({}).values())


@pytest.mark.parametrize("beside", [{}, {("Aast", 8036): 12.5}, {("Bern", 8036): 12.5}])
def test_a_small_number_among_safe_ones_is_hidden(beside: dict[tuple[str, int], float]) -> None:
    small = ("Bern", 8037)
    made = pattern(figures({small: 3.0, **beside}), INFLOW, PLACES, RULES).figures
    own = (made["place_level"] == "werkplein") & (made["time_level"] == "kwartaal")
    reasons = made[own].set_index(["place", "time"])["reason"]
    assert reasons[small] == PRIMARY
    # Not alone: what is left of the sums would tell it.
    assert reasons.notna().sum() >= 4
    assert made.loc[made["place_level"] == "alle", "reason"].isna().any()


def test_a_sum_is_guarded_when_any_of_its_numbers_is() -> None:
    # 2.5 and 4 of the two places in the north: who reads 6.5 knows about six people.
    north = {("Aast", 8036): 2.5, ("Bern", 8036): 4.0}
    for few in (north, dict(zip(north, [4.0, 2.5], strict=True))):
        made = pattern(figures(few), INFLOW, PLACES, RULES).figures
        of = (made["place"] == "Noord") & (made["time_level"] == "kwartaal")
        assert made[of].set_index("time")["reason"][8036] == PRIMARY
