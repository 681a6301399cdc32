"""`funnels.md`: small numbers by hand, as somebody who does not program can read them."""

from __future__ import annotations

from pathlib import Path

import pytest

from ketenkpi.stats import funnel
from tests.golden.pages import cases

PAGE = Path(__file__).with_name("funnels.md")
LIES = {-2: "onder 99,8 %", -1: "onder 95 %", 0: "binnen", 1: "boven 95 %", 2: "boven 99,8 %"}


@pytest.mark.parametrize("case", cases(PAGE), ids=" ".join)
def test_a_small_number_by_hand(case: list[str]) -> None:
    kind, happened, of, usual, chance = (cell.replace(",", ".") for cell in case[:5])
    if kind == "aandeel":
        found = funnel("proportion", [float(happened)], [float(of)], target=float(usual))
    else:
        found = funnel("ratio", [float(happened)], [float(usual)], target=1.0)
    assert found.p[0] == pytest.approx(float(chance), abs=0.00005)
    assert LIES[int(found.position[0])] == case[5]


def test_there_are_cases() -> None:
    assert len(cases(PAGE)) >= 10
