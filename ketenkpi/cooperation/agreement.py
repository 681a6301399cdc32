"""How far UWV and gemeente agree over the questions that both answered."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from ketenkpi import stats
from ketenkpi.cooperation.figure import mean
from ketenkpi.cooperation.scan import GEMEENTE, UWV, ScanAnswers, ScanQuestion, questions
from ketenkpi.figure import Figure, lacking

# With fewer, one other answer would turn the verdict.
MINIMUM = 5
TOO_FEW = "cooperation.reason_few_both"
NO_SPREAD = "cooperation.reason_no_spread"
KAPPA = "cooperation.method_kappa"
ALL_EQUAL = "cooperation.method_all_equal"


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A question to which the partners gave different marks."""

    question: ScanQuestion
    uwv: int
    gemeente: int

    @property
    def steps(self) -> int:
        """How many steps of the scale the marks lie apart."""
        return abs(self.uwv - self.gemeente)


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement on one scale, over one group of questions or (None) over all on that scale.

    both: marks given by both; one: by one of the two only. equal: the share of
    `both` with the same mark. distance: the mean difference in steps of the
    scale. kappa: agreement beyond chance, 1 being always equal, 0 what chance
    gives.
    """

    scale: str
    group: str | None
    both: int
    one: int
    equal: Figure
    distance: Figure
    kappa: Figure


def agreements(answers: ScanAnswers, level: float = 0.95) -> tuple[Agreement, ...]:
    """First each scale as a whole, then each group; scales are never mixed."""
    asked = questions()
    scales = list(dict.fromkeys((each.scale, None) for each in asked))
    groups = list(dict.fromkeys((each.scale, each.group) for each in asked))
    return tuple(_agreement(answers, scale, group, level) for scale, group in [*scales, *groups])


def disagreements(answers: ScanAnswers) -> tuple[Disagreement, ...]:
    """Every question answered differently, the largest part of its scale first."""
    found = []
    for question in questions():
        uwv, gemeente = (answers.of(party, question).mark for party in (UWV, GEMEENTE))
        if uwv is not None and gemeente is not None and uwv != gemeente:
            found.append(Disagreement(question, uwv, gemeente))
    return tuple(sorted(found, key=lambda each: -each.steps / each.question.top))


def _agreement(answers: ScanAnswers, scale: str, group: str | None, level: float) -> Agreement:
    asked = [each for each in questions() if each.scale == scale and group in (None, each.group)]
    marks = [tuple(answers.of(party, each).mark for party in (UWV, GEMEENTE)) for each in asked]
    both = [(uwv, gemeente) for uwv, gemeente in marks if uwv is not None and gemeente is not None]
    one = sum((uwv is None) != (gemeente is None) for uwv, gemeente in marks)
    return Agreement(
        scale,
        group,
        len(both),
        one,
        mean([float(uwv == gemeente) for uwv, gemeente in both]),
        mean([float(abs(uwv - gemeente)) for uwv, gemeente in both]),
        _kappa(both, asked[0].top, level),
    )


def _kappa(both: Sequence[tuple[int, int]], top: int, level: float) -> Figure:
    if len(both) < MINIMUM:
        return lacking(TOO_FEW, len(both))
    table = [[0] * (top + 1) for _ in range(top + 1)]
    for uwv, gemeente in both:
        table[uwv][gemeente] += 1
    found = stats.weighted_kappa(table, level=level)
    if math.isnan(found.value):
        return lacking(NO_SPREAD, found.n)
    if math.isnan(found.low):
        return Figure(found.value, n=found.n, method=ALL_EQUAL)
    return Figure(found.value, found.low, found.high, n=found.n, method=KAPPA)
