"""What the steps show of a phase: whether its signs are in the work as well (7.3)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ketenkpi import stats
from ketenkpi.figure import Figure
from ketenkpi.research_model import Sign

PRESENT, ABSENT, BETWEEN = "present", "absent", "between"
VERDICTS = ("confirmed", "contradicted", "cannot_tell", "says_nothing")
CONFIRMED, CONTRADICTED, CANNOT_TELL, SAYS_NOTHING = VERDICTS
REGISTERED, DERIVED = "registered", "derived"
NO_SPREAD = "indicators.method_no_spread"


@dataclass(frozen=True, slots=True)
class StepSign:
    """One sign as the steps of these target groups show it (none: of all of them).

    interval: what it is judged by, see `limits`. shows: 'present' when all of it
    lies from `high` on, 'absent' when it lies below `low`, 'between' otherwise;
    'cannot_tell' without one.
    """

    sign: str
    indicator: str
    doelgroepen: tuple[str, ...]
    figure: Figure
    low: float
    high: float
    interval: tuple[float, float] | None
    shows: str


@dataclass(frozen=True, slots=True)
class Check:
    """A phase beside one sign.

    basis: 'registered' or 'derived' from the scan. phases: the one registered, or
    all that are possible. expected: 'present' or 'absent', None where the phase
    says nothing or not all possible phases say the same. verdict: 'confirmed',
    'contradicted', 'cannot_tell' or 'says_nothing'.
    """

    basis: str
    phases: tuple[str, ...]
    seen: StepSign
    expected: str | None
    verdict: str


def step_sign(sign: Sign, doelgroepen: Sequence[str], figure: Figure) -> StepSign:
    """What a figure of the steps says of a sign."""
    interval = limits(figure)
    return StepSign(
        sign.key,
        sign.indicator,
        tuple(doelgroepen),
        figure,
        sign.low,
        sign.high,
        interval,
        _shows(sign, interval),
    )


def check(basis: str, phases: Iterable[str], sign: Sign, seen: StepSign) -> Check:
    """A phase, or all that are possible, beside what the steps show."""
    named = tuple(phases)
    expected = _expected(sign, named)
    return Check(basis, named, seen, expected, _verdict(expected, seen.shows))


def limits(figure: Figure) -> tuple[float, float] | None:
    """The interval that a sign is judged by; None without one.

    Where all workers have the same value there is no spread. Then of n workers
    like these at least the share L (the lower mid-p limit of n of n) has it, and
    the rest lies between 0 and 1: the mean lies between L v and L v + 1 - L.
    """
    if figure.value is None:
        return None
    if figure.low is not None and figure.high is not None:
        return figure.low, figure.high
    if figure.method != NO_SPREAD or not figure.n:
        return None
    same = float(stats.mid_p(figure.n, figure.n).low)
    return same * figure.value, same * figure.value + 1 - same


def _shows(sign: Sign, interval: tuple[float, float] | None) -> str:
    if interval is None:
        return CANNOT_TELL
    low, high = interval
    if high < sign.low:
        return ABSENT
    return PRESENT if low >= sign.high else BETWEEN


def _expected(sign: Sign, phases: tuple[str, ...]) -> str | None:
    if phases and set(phases) <= set(sign.present_in):
        return PRESENT
    return ABSENT if phases and set(phases) <= set(sign.absent_in) else None


def _verdict(expected: str | None, shows: str) -> str:
    if expected is None:
        return SAYS_NOTHING
    if shows in (CANNOT_TELL, BETWEEN):
        return CANNOT_TELL
    return CONFIRMED if shows == expected else CONTRADICTED
