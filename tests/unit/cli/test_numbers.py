"""How numbers are written, and columns lined up."""

from __future__ import annotations

import math

import pytest

from ketenkpi.cli.numbers import number, percentage
from ketenkpi.cli.table import table


@pytest.mark.parametrize(
    ("value", "decimals", "nl", "en"),
    [
        (0, 0, "0", "0"),
        (1234567.891, 1, "1.234.567,9", "1,234,567.9"),
        (-12.25, 2, "-12,25", "-12.25"),
        (-0.004, 2, "0,00", "0.00"),
        (-0.005001, 2, "-0,01", "-0.01"),
        (math.nan, 2, "-", "-"),
    ],
)
def test_number(value: float, decimals: int, nl: str, en: str) -> None:
    assert number(value, decimals, "nl") == nl
    assert number(value, decimals, "en") == en


def test_percentage() -> None:
    assert percentage(0.1255, 1, "nl") == "12,6%"
    assert percentage(1.0, 0, "en") == "100%"
    assert percentage(math.nan, 1, "nl") == "-"


def test_table_lines_up_and_leaves_no_trailing_spaces() -> None:
    drawn = table(("naam", "n"), [("Almere", "5"), ("Ede", "1.234")], right=(1,))
    assert drawn.splitlines() == [
        "naam        n",
        "------  -----",
        "Almere      5",
        "Ede     1.234",
    ]
    assert table(("a", "b"), [("xxxx", "")]).splitlines()[-1] == "xxxx"
