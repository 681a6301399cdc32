"""What outflow with an unknown reason would make of a cost is told where it shows."""

from __future__ import annotations

import pytest

from ketenkpi.answer import Measured, Phrase
from ketenkpi.figure import Figure, lacking
from ketenkpi.resources import load_assumptions
from ketenkpi.resources.answers.money import cost
from ketenkpi.resources.result import Resources

COST = Figure(
    5_000.0, 4_000.0, 6_000.0, n=20, numerator=100_000.0, denominator=20.0,
    method="indicators.method_poisson_exact",
)  # fmt: skip


def _told(figure: Figure, beside: float | None) -> list[object]:
    """The costs that are told beside it: none or one."""
    nothing = ((), (), (), ())
    found = Resources((), (), *nothing, figure, beside, {}, (), (), {}, load_assumptions())
    said = cost(found).finding
    phrases = said if isinstance(said, tuple) else (said,)
    keys = [each for each in phrases if isinstance(each, Phrase)]
    return [each.fill["value"] for each in keys if each.key == "resources.cost_beside"]


@pytest.mark.parametrize("beside", [4_000.0, 4_999.0, 4_999.5])
def test_half_a_euro_less_is_told(beside: float) -> None:
    assert _told(COST, beside) == [Measured(beside, "euro_each")]


@pytest.mark.parametrize("beside", [None, 5_000.0, 4_999.75])
def test_what_shows_no_other_euro_is_not_told(beside: float | None) -> None:
    assert _told(COST, beside) == []


def test_nothing_stands_beside_a_cost_that_is_not_known() -> None:
    assert _told(lacking("indicators.reason_too_few"), 4_000.0) == []
