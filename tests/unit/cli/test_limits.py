"""A limit that is missing leaves the other one, on the terminal too."""

from __future__ import annotations

import pytest

from ketenkpi.cli.present import interval

NAN = float("nan")


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (90.0, 110.0, "90 - 110"),
        (90.0, NAN, "90 of meer"),
        (NAN, 110.0, "110 of minder"),
        (NAN, NAN, ""),
    ],
)
def test_one_missing_limit_leaves_the_other(low: float, high: float, said: str) -> None:
    assert interval({"low": low, "high": high}, "days", "nl") == said
