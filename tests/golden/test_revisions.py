"""`revisions.md`: provisional figures widened by hand, as who does not program can read them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from ketenkpi.comparison.revisions import Revisions, own_sizes, revision_sizes, widened
from ketenkpi.indicators import load_indicators
from tests.golden.pages import cases, number

PAGE = Path(__file__).with_name("revisions.md")
QUARTER, FIRST = 8043, 8000
METHOD = "indicators.method_poisson_exact"


def moved(key: str, changes: list[float], own: bool) -> pd.DataFrame:
    """Earlier first deliveries of 100 (a share: 0.5) that became this much more a year later."""
    at_first = 0.5 if key == "aandeel_werk" else 100.0
    added = [change if key == "aandeel_werk" else change * at_first for change in changes]
    rows = [
        {"werkplein": "A" if own else f"W{at}", "kwartaal": FIRST + at, "split": None, "n": 100.0,
         "age": age, "value": at_first, "to_now": add if age == 0 else 0.0}
        for at, add in enumerate(added) for age in (0, 4)
    ]  # fmt: skip
    return pd.DataFrame(rows)


@pytest.mark.parametrize("case", cases(PAGE), ids=" ".join)
def test_a_provisional_figure_by_hand(case: list[str]) -> None:
    key, of = case[0], case[4]
    value, low, high = (number(cell) for cell in case[1:4])
    figure = {"indicator": key, "werkplein": "A", "kwartaal": QUARTER, "split": None}
    method = "indicators.method_full_count" if np.isnan(low) and np.isnan(high) else METHOD
    figure |= {"value": value, "low": low, "high": high, "incomplete": 0, "method": method}
    triangle = moved(key, [number(cell) for cell in case[5].split()], of == "dit")
    indicator = load_indicators()[key]
    ages = pd.DataFrame(
        [("A", QUARTER, 0, False)], columns=["werkplein", "kwartaal", "age", "definitive"]
    )
    sizes, own = revision_sizes(triangle, indicator), own_sizes(triangle, indicator)
    measured = Revisions(indicator, triangle, sizes, own, ages)
    (found,) = widened(pd.DataFrame([figure]), measured).to_dict("records")
    expected = tuple(number(cell) for cell in case[6:8])
    assert (found["low"], found["high"]) == pytest.approx(expected)
    wider = (found["low"], found["high"]) != (low, high)
    assert found["provisional"] == wider
    assert found["method"] == (f"{method}_with_revision" if wider else method)


def test_there_are_cases() -> None:
    assert len(cases(PAGE)) == 8
