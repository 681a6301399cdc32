"""What the steps say of a phase: only a whole interval on the wrong side contradicts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ketenkpi.cooperation import Check, Figure, StepSign
from ketenkpi.cooperation.steps import (
    ABSENT,
    BETWEEN,
    CANNOT_TELL,
    CONFIRMED,
    CONTRADICTED,
    DERIVED,
    NO_SPREAD,
    PRESENT,
    REGISTERED,
    SAYS_NOTHING,
    check,
    limits,
    step_sign,
)
from ketenkpi.figure import counted, lacking
from ketenkpi.research_model import load_phases

# A sign of its own, so that the model may change without these sums.
MIX = replace(
    load_phases().signs["caseload_mix"],
    low=0.15,
    high=0.30,
    present_in=("3b",),
    absent_in=("0", "1", "3a"),
)
WARM = load_phases().signs["warme_overdracht"]
GROUPS = ("jongere", "korte_afstand")


def _figure(low: float, high: float) -> Figure:
    return Figure((low + high) / 2, low, high, n=40, method="indicators.method_mid_p")


def _seen(figure: Figure) -> StepSign:
    return step_sign(MIX, GROUPS, figure)


def _check(figure: Figure, *phases: str) -> Check:
    return check(REGISTERED, phases, MIX, _seen(figure))


@pytest.mark.parametrize(
    ("low", "high", "shows"),
    [
        (0.02, 0.149, ABSENT),
        (0.02, 0.15, BETWEEN),
        (0.16, 0.29, BETWEEN),
        # Wide: it may be anything.
        (0.05, 0.80, BETWEEN),
        (0.29, 0.90, BETWEEN),
        (0.30, 0.90, PRESENT),
    ],
)
def test_the_whole_interval_must_lie_on_one_side(low: float, high: float, shows: str) -> None:
    seen = _seen(_figure(low, high))
    assert seen.shows == shows
    assert (seen.sign, seen.indicator, seen.doelgroepen) == ("caseload_mix", MIX.indicator, GROUPS)
    assert (seen.low, seen.high) == (0.15, 0.30)


@pytest.mark.parametrize(
    "figure",
    [
        lacking("indicators.reason_too_few", 4),
        # A value alone says nothing of chance.
        counted(0.0, 5),
        Figure(0.0, n=1, method="indicators.method_mean_t"),
    ],
)
def test_without_an_interval_nothing_can_be_told(figure: Figure) -> None:
    assert limits(figure) is None
    assert _seen(figure).shows == CANNOT_TELL
    assert _check(figure, "3b").verdict == CANNOT_TELL


def _lower_limit(n: int) -> float:
    """The lower mid-p limit of n of n, from the formula: half of p to the power n is 2.5 %."""
    return float(0.05 ** (1 / n))


def test_workers_who_are_all_alike_have_limits_from_their_number() -> None:
    # Of 30 like these at least 90.5 % is; the others may be anything.
    low, high = limits(Figure(0.0, n=30, method=NO_SPREAD)) or (-1, -1)
    assert low == 0
    assert high == pytest.approx(1 - _lower_limit(30))
    assert high == pytest.approx(0.0950, abs=1e-4)
    assert _seen(Figure(0.0, n=30, method=NO_SPREAD)).shows == ABSENT
    # Of 5 at least 54.9 %: too few to say that mixing is absent.
    assert _seen(Figure(0.0, n=5, method=NO_SPREAD)).shows == BETWEEN
    low, high = limits(Figure(0.5, n=20, method=NO_SPREAD)) or (-1, -1)
    assert low == pytest.approx(0.5 * _lower_limit(20))
    assert high - low == pytest.approx(1 - _lower_limit(20))


@pytest.mark.parametrize(
    ("phases", "low", "high", "expected", "verdict"),
    [
        (("3b",), 0.4, 0.6, PRESENT, CONFIRMED),
        (("3b",), 0.0, 0.1, PRESENT, CONTRADICTED),
        (("3b",), 0.1, 0.4, PRESENT, CANNOT_TELL),
        (("3a",), 0.0, 0.1, ABSENT, CONFIRMED),
        (("3a",), 0.4, 0.6, ABSENT, CONTRADICTED),
        # With duos or one manager caseloads may be mixed or not.
        (("2",), 0.4, 0.6, None, SAYS_NOTHING),
        (("4",), 0.0, 0.1, None, SAYS_NOTHING),
        # A range of phases that do not ask for the same cannot be contradicted.
        (("3a", "3b"), 0.0, 0.1, None, SAYS_NOTHING),
        (("0", "1", "3a"), 0.4, 0.6, ABSENT, CONTRADICTED),
        ((), 0.4, 0.6, None, SAYS_NOTHING),
    ],
)
def test_a_phase_beside_the_steps(
    phases: tuple[str, ...], low: float, high: float, expected: str | None, verdict: str
) -> None:
    found = _check(_figure(low, high), *phases)
    assert (found.expected, found.verdict) == (expected, verdict)
    assert found.phases == phases


def test_warm_handovers_in_phase_0_say_nothing() -> None:
    seen = step_sign(WARM, (), _figure(0.5, 0.7))
    assert check(DERIVED, ["0"], WARM, seen).verdict == SAYS_NOTHING
    assert check(DERIVED, ["1", "2"], WARM, seen).verdict == CONFIRMED
