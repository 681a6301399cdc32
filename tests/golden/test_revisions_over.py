"""`revisions_over.md`: figures over several quarters widened by hand, and what is said of them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from ketenkpi.comparison.revisions import TOO_FEW, UNMOVED, WIDENED
from ketenkpi.comparison.revisions_over import NOT_MEASURED, WIDENED_PARTS, widen_over
from ketenkpi.indicators import load_indicators
from tests.golden.pages import cases, number

PAGE = Path(__file__).with_name("revisions_over.md")
METHOD = "indicators.method_poisson_exact"
SAID = {
    "verbreed": WIDENED_PARTS,
    "nog te wijzigen": NOT_MEASURED,
    "te weinig gemeten": TOO_FEW,
    "onveranderd": UNMOVED,
}


def part(cell: str, quarter: int) -> dict[str, object]:
    """A quarter as a store gives it: '50 -0,08 0,04', '50 te weinig' or 'klein'."""
    row: dict[str, object] = {"kwartaal": quarter, "reason": None, "n": float("nan")}
    row |= dict.fromkeys(("denominator", "revision_low", "revision_high"), float("nan"))
    words = cell.split()
    if cell == "klein":
        return row | {"reason": "disclosure.reason_small", "revision": None, "provisional": False}
    row["n"] = number(words[0])
    if words[1:] == ["te", "weinig"]:
        return row | {"revision": TOO_FEW, "provisional": False}
    low, high = number(words[1]), number(words[2])
    moved = low < 0 or high > 0
    told = {"revision_low": low, "revision_high": high, "provisional": moved}
    return row | told | {"revision": WIDENED if moved else UNMOVED}


@pytest.mark.parametrize("case", cases(PAGE), ids=" ".join)
def test_a_figure_over_quarters_by_hand(case: list[str]) -> None:
    key = case[0]
    value, n, low, high = (number(cell) for cell in case[1:5])
    place = {"indicator": key, "werkplein": "A", "split": None}
    figure = place | {"value": value, "low": low, "high": high, "n": n, "method": METHOD}
    figures = pd.DataFrame([figure | {"denominator": float("nan")}]).astype({"split": "str"})
    parts = pd.DataFrame([place | part(case[at], 8040 + at) for at in (5, 6)])
    parts = parts.astype({"split": "str"})
    (found,) = widen_over(figures, parts, ["werkplein"], load_indicators()).to_dict("records")
    assert (found["low"], found["high"]) == pytest.approx((number(case[7]), number(case[8])))
    assert found["revision"] == SAID[case[9]]
    assert found["provisional"] == (case[9] in ("verbreed", "nog te wijzigen"))
    widened = case[9] == "verbreed"
    assert found["method"] == (f"{METHOD}_with_revision" if widened else METHOD)
