"""How numbers are written, and columns lined up."""

from __future__ import annotations

import math
import os
import subprocess
import sys

import pytest

from ketenkpi.cli.numbers import number, percentage
from ketenkpi.surfaces.lines import lined_up


@pytest.mark.parametrize(
    ("value", "decimals", "nl", "en"),
    [
        (0, 0, "0", "0"),
        (1234567.891, 1, "1.234.567,9", "1,234,567.9"),
        (-12.25, 2, "−12,25", "−12.25"),
        (-0.004, 2, "0,00", "0.00"),
        (-0.005001, 2, "−0,01", "−0.01"),
        (676.85, 1, "676,9", "676.9"),
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
    drawn = lined_up(("naam", "n"), [("Almere", "5"), ("Ede", "1.234")], right=(1,))
    assert drawn.splitlines() == [
        "naam        n",
        "------  -----",
        "Almere      5",
        "Ede     1.234",
    ]
    assert lined_up(("a", "b"), [("xxxx", "")]).splitlines()[-1] == "xxxx"


def test_a_console_without_the_sign_keeps_the_minus() -> None:
    code = "from ketenkpi.cli import _print_anything; _print_anything(); print('−12 – € 5 \u0142')"
    env = {**os.environ, "PYTHONIOENCODING": "cp850"}
    done = subprocess.run([sys.executable, "-c", code], env=env, check=True, capture_output=True)
    assert done.stdout.decode("cp850").strip() == "-12 - EUR 5 ?"
