"""How numbers are written, and columns lined up."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from ketenkpi.surfaces import reading
from ketenkpi.surfaces.lines import lined_up
from ketenkpi.surfaces.written import measured


@pytest.mark.parametrize(
    ("value", "unit", "nl", "en"),
    [
        (0, "number", "0", "0"),
        (1234567.891, "per_fte", "1.234.567,9", "1,234,567.9"),
        (-12.25, "times", "−12,25", "−12.25"),
        (-0.004, "times", "0,00", "0.00"),
        (-0.005001, "times", "−0,01", "−0.01"),
        (676.85, "per_fte", "676,9", "676.9"),
        (None, "times", "–", "–"),
        (0.1255, "share", "12,6%", "12.6%"),
        (1.0, "share_whole", "100%", "100%"),
    ],
)
def test_number(value: float | None, unit: str, nl: str, en: str) -> None:
    with reading("nl"):
        assert measured(value, unit) == nl
    with reading("en"):
        assert measured(value, unit) == en


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
