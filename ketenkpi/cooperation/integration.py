"""The degree of integration: per level and criterion, weighed, and how far the weights matter.

Never one number without its parts. The line goes from samenwerking (0) to
coördinatie (100), sections 2.1 and 2.3 of the paper.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from ketenkpi.cooperation.figure import NOTHING_KNOWN, mean
from ketenkpi.cooperation.scan import Answer, ScanAnswers, ScanQuestion, questions
from ketenkpi.figure import Figure, counted, lacking
from ketenkpi.research_model import Integration, Strategy, load_integration, load_scan

LEVELS, CRITERIA = "levels", "criteria"
WHOLE = 100


@dataclass(frozen=True, slots=True)
class PartScore:
    """One level or criterion by one party, in parts of the scale (0-1).

    score: the mean of the answered marks; at_least, at_most: had all open
    marks been 0, or the highest.
    """

    key: str
    weight: float
    answered: int
    asked: int
    score: Figure
    at_least: float
    at_most: float


@dataclass(frozen=True, slots=True)
class Degree:
    """The parts together by one party, from 0 to 100.

    by: 'levels' of table 4 or 'criteria' of Mulford and Rogers. total: the
    weighted mean of the parts that are known; missing: those that are not.
    lowest, highest: had any weights been divided or multiplied by the factor of
    the model; None without a total. at_least, at_most: had all open marks been
    0, or the highest. strategies: all that lie within these, by criteria only.
    """

    by: str
    party: str
    parts: tuple[PartScore, ...]
    missing: tuple[str, ...]
    total: Figure
    lowest: float | None
    highest: float | None
    at_least: float
    at_most: float
    strategies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Position:
    """Where a Werkplein stands between samenwerking (0) and coördinatie (100), by criteria.

    low, high: the lowest and highest total of the parties. strategies: all that
    the weights or the parties allow; strategy: the only one, None when it is not
    decided.
    """

    low: float | None
    high: float | None
    strategies: tuple[str, ...]

    @property
    def strategy(self) -> str | None:
        return self.strategies[0] if len(self.strategies) == 1 else None


def degrees(answers: ScanAnswers, model: Integration | None = None) -> tuple[Degree, ...]:
    """By levels and then by criteria, of each party that filled in a scan."""
    chosen = model or load_integration()
    found = []
    for by, weights in ((LEVELS, chosen.levels), (CRITERIA, chosen.criteria)):
        for party in answers.answering:
            found.append(_degree(by, party, answers, weights, chosen))
    return tuple(found)


def position(found: Iterable[Degree], model: Integration | None = None) -> Position:
    """What the degrees by criteria say together."""
    by = [each for each in found if each.by == CRITERIA and each.total.value is not None]
    totals = [each.total.value for each in by if each.total.value is not None]
    reached = {key for each in by for key in each.strategies}
    order = (model or load_integration()).strategies
    named = tuple(each.key for each in order if each.key in reached)
    return Position(min(totals, default=None), max(totals, default=None), named)


@dataclass(frozen=True, slots=True)
class DegreePoint:
    """The total of one party in the scan about one quarter (index)."""

    quarter: int
    by: str
    party: str
    total: float


def degree_course(history: Iterable[ScanAnswers]) -> tuple[DegreePoint, ...]:
    """The totals scan by scan; history: the answers of every quarter with a scan."""
    return tuple(
        DegreePoint(answers.quarter, each.by, each.party, each.total.value)
        for answers in history
        for each in degrees(answers)
        if answers.filled[each.party].age == 0 and each.total.value is not None
    )


def extremes(
    scores: Sequence[float], weights: Sequence[float], factor: float
) -> tuple[float, float]:
    """The lowest and highest weighted mean when each weight is divided or multiplied by `factor`.

    A weighted mean moves one way in each weight, so its extremes lie where every
    weight is at one of its ends: all 2^k of them are tried.
    """
    ways = product(*((weight / factor, weight * factor) for weight in weights))
    means = [weighted(scores, way) for way in ways]
    return min(means), max(means)


def weighted(scores: Sequence[float], weights: Sequence[float]) -> float:
    """Σ w s / Σ w."""
    both = zip(scores, weights, strict=True)
    return sum(score * weight for score, weight in both) / sum(weights)


def _degree(
    by: str, party: str, answers: ScanAnswers, weights: Mapping[str, float], model: Integration
) -> Degree:
    parts = tuple(
        _part(key, weight, [answers.of(party, each) for each in _asked(by, key)])
        for key, weight in weights.items()
    )
    known = [each for each in parts if each.score.value is not None]
    scores = [each.score.value for each in known if each.score.value is not None]
    low = high = None
    if known:
        mine = [each.weight for each in known]
        total = counted(WHOLE * weighted(scores, mine), sum(each.answered for each in known))
        ends = extremes(scores, mine, model.sensitivity)
        low, high = WHOLE * ends[0], WHOLE * ends[1]
    else:
        total = lacking(NOTHING_KNOWN)
    every = [each.weight for each in parts]
    at_least = WHOLE * weighted([each.at_least for each in parts], every)
    at_most = WHOLE * weighted([each.at_most for each in parts], every)
    reached: tuple[str, ...] = ()
    if by == CRITERIA and low is not None and high is not None:
        reached = strategies(min(low, at_least), max(high, at_most), model.strategies)
    missing = tuple(each.key for each in parts if each.score.value is None)
    return Degree(by, party, parts, missing, total, low, high, at_least, at_most, reached)


def _asked(by: str, key: str) -> tuple[ScanQuestion, ...]:
    items = load_scan().of_level(key) if by == LEVELS else (load_scan().items[key],)
    keys = {item.key for item in items}
    return tuple(each for each in questions() if each.situation is None and each.part in keys)


def _part(key: str, weight: float, given: Sequence[Answer]) -> PartScore:
    values = [answer.value for answer in given if answer.value is not None]
    asked, answered = len(given), len(values)
    return PartScore(
        key,
        weight,
        answered,
        asked,
        mean(values),
        sum(values) / asked,
        (sum(values) + asked - answered) / asked,
    )


def strategies(low: float, high: float, order: Sequence[Strategy]) -> tuple[str, ...]:
    """The strategies on the line between two totals, both included."""
    begun = [each.key for each in order if each.start <= high]
    passed = sum(each.start <= low for each in order)
    return tuple(begun[passed - 1 :])
