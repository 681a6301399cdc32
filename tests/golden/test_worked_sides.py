"""`config/worked/doelen/richting.md`: targets that say at least or at most, done by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from ketenkpi.comparison.targets import Standing
from ketenkpi.comparison.verdicts import verdicts
from ketenkpi.indicators import load_indicators
from ketenkpi.settings import CONFIG
from ketenkpi.vocabulary import Quarter
from tests.golden.pages import cases, number

PAGE = CONFIG / "worked" / "doelen" / "richting.md"
QUARTER = Quarter(2010, 4)
FULL = "indicators.method_full_count"


@pytest.mark.parametrize("case", cases(PAGE), ids=" ".join)
def test_a_target_with_a_side_by_hand(case: list[str]) -> None:
    key, side, verdict = case[0], case[5] or None, case[6]
    value, low, high, target = (number(cell) for cell in case[1:5])
    row = {
        "indicator": key, "werkplein": "A", "kwartaal": QUARTER.index, "split": None,
        "value": value, "low": low, "high": high, "n": 100, "unit": "number", "method": FULL,
        "reason": None, "incomplete": 0, "immature": False,
    }  # fmt: skip
    one = Standing(
        load_indicators()[key], "A", QUARTER, "streefwaarde", "werkplein", target, None, None,
        None, side=side,
    )  # fmt: skip
    figures = pd.DataFrame([row]).astype(dict.fromkeys(("split", "method", "reason"), "str"))
    (found,) = verdicts([one], figures).itertuples()
    assert found.verdict == verdict
    assert (found.reason == "comparison.target_neutral") == (verdict == "nvt")
