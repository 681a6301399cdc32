"""The degree of integration by hand, its parts, and the extremes of the weights by brute force."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import numpy as np
import pytest

from ketenkpi.cooperation import Degree, answers_of, degree_course, degrees, position
from ketenkpi.cooperation.integration import extremes, strategies
from ketenkpi.research_model import load_integration, load_scan
from tests.unit.cooperation.scan_rows import QUARTER, STAD, Row, agreed, scores

MODEL = load_integration()
CRITERIA = tuple(MODEL.criteria)


def _degrees(rows: list[Row]) -> dict[tuple[str, str], Degree]:
    found = degrees(answers_of(rows, STAD, QUARTER))
    return {(each.by, each.party): each for each in found}


def _every(marks: tuple[int, int]) -> dict[str, tuple[int | None, int | None]]:
    return {item.key: marks for item in load_scan().of("tabel_4")}


def test_levels_and_criteria_by_hand() -> None:
    marks = _every((2, 1)) | {"financien": (0, 0), "personeel": (0, None)}
    rows = [
        *agreed("uwv", marks),
        *scores("uwv", dict(zip(CRITERIA, (4, 3, 2, 1, 0), strict=True))),
    ]
    found = _degrees(rows)
    levels = {part.key: part for part in found["levels", "uwv"].parts}
    assert levels["programma"].score.value == 0.75
    # Resources: three marks of 0, one open; so it is 0 and at most a quarter.
    money = levels["bronnen"]
    assert (money.score.value, money.answered, money.asked) == (0, 3, 4)
    assert (money.at_least, money.at_most) == (0, 0.25)
    assert found["levels", "uwv"].total.value == pytest.approx(100 * 4 * 0.75 / 5)
    assert found["levels", "uwv"].at_most == pytest.approx(100 * (4 * 0.75 + 0.25) / 5)
    assert found["levels", "uwv"].strategies == ()
    criteria = found["criteria", "uwv"]
    assert [part.score.value for part in criteria.parts] == [1, 0.75, 0.5, 0.25, 0]
    assert criteria.total.value == 50
    # Doubled weights on the two highest, halved on the others: (2 + 1.5 + .25 + .125) / 5.5
    # against with the middle one doubled too: (2 + 1.5 + 1 + .125) / 7.
    assert criteria.highest == pytest.approx(100 * 3.875 / 5.5)
    assert criteria.lowest == pytest.approx(100 * (1 - 3.875 / 5.5))


def test_the_extremes_are_those_of_a_search_through_all_weights() -> None:
    random = np.random.default_rng(11)
    for _ in range(10):
        scores_, weights = random.random(4), random.uniform(0.5, 3, 4)
        low, high = extremes(list(scores_), list(weights), 2)
        # A grid between half and double each weight, ends included.
        grid = np.stack(
            np.meshgrid(*(np.geomspace(w / 2, w * 2, 9) for w in weights), indexing="ij"), -1
        ).reshape(-1, 4)
        means = (grid * scores_).sum(axis=1) / grid.sum(axis=1)
        assert low == pytest.approx(means.min())
        assert high == pytest.approx(means.max())


def test_the_stated_weights_are_used() -> None:
    heavy = replace(MODEL, criteria={**MODEL.criteria, CRITERIA[-1]: 4})
    rows = scores("uwv", dict(zip(CRITERIA, (0, 0, 0, 0, 4), strict=True)))
    found = degrees(answers_of(rows, STAD, QUARTER), heavy)[-1]
    assert [part.weight for part in found.parts] == [1, 1, 1, 1, 4]
    assert found.total.value == pytest.approx(100 * 4 / 8)


def test_what_was_not_answered_is_missing_and_not_zero() -> None:
    found = _degrees(scores("uwv", {CRITERIA[0]: 4}))
    criteria = found["criteria", "uwv"]
    assert criteria.total.value == 100
    assert criteria.missing == CRITERIA[1:]
    assert (criteria.at_least, criteria.at_most) == (20, 100)
    # With what is open it could be any strategy, so none is named.
    assert len(criteria.strategies) == 3
    levels = found["levels", "uwv"]
    assert (levels.total.value, levels.lowest) == (None, None)
    assert levels.missing == tuple(MODEL.levels)
    assert (levels.at_least, levels.at_most) == (0, 100)


def test_the_partners_stay_apart_and_together_are_a_range() -> None:
    rows = [
        *scores("uwv", dict.fromkeys(CRITERIA, 4)),
        *scores("gemeente", dict.fromkeys(CRITERIA, 2)),
    ]
    found = position(degrees(answers_of(rows, STAD, QUARTER)))
    assert (found.low, found.high) == (50, 100)
    assert found.strategies == ("alliance", "corporate")
    assert found.strategy is None


def test_one_strategy_when_neither_weights_nor_partners_change_it() -> None:
    rows = [
        *scores("uwv", dict.fromkeys(CRITERIA, 4)),
        *scores("gemeente", dict.fromkeys(CRITERIA, 4)),
    ]
    found = position(degrees(answers_of(rows, STAD, QUARTER)))
    assert (found.low, found.high, found.strategy) == (100, 100, "corporate")


def test_the_weights_alone_can_leave_a_strategy_open() -> None:
    rows = scores("uwv", dict(zip(CRITERIA, (1, 2, 2, 2, 3), strict=True)))
    found = position(degrees(answers_of(rows, STAD, QUARTER)))
    # From 41 to 59: always between a third and two thirds.
    assert (found.low, found.high, found.strategy) == (50, 50, "alliance")
    # With more spread between the criteria the weights decide: from 23 to 77.
    wider = scores("uwv", dict(zip(CRITERIA, (0, 0, 2, 4, 4), strict=True)))
    found = position(degrees(answers_of(wider, STAD, QUARTER)))
    assert (found.low, found.high, found.strategy) == (50, 50, None)
    assert len(found.strategies) == 3


def test_without_criteria_there_is_no_position() -> None:
    found = position(degrees(answers_of(scores("uwv", {"balie": 4}), STAD, QUARTER)))
    assert (found.low, found.high, found.strategies, found.strategy) == (None, None, (), None)


def test_the_strategies_between_two_totals() -> None:
    order = MODEL.strategies
    random = Random(5)
    for _ in range(200):
        low, high = sorted(random.uniform(0, 100) for _ in range(2))
        begins = [each.start for each in order]
        ends = [*begins[1:], 101]
        plain = tuple(
            each.key
            for each, begin, end in zip(order, begins, ends, strict=True)
            if begin <= high and low < end
        )
        assert strategies(low, high, order) == plain


def test_the_totals_scan_by_scan() -> None:
    rows = [
        *scores("uwv", dict.fromkeys(CRITERIA, 2), kwartaal=QUARTER - 2),
        *scores("uwv", dict.fromkeys(CRITERIA, 4)),
        *scores("gemeente", dict.fromkeys(CRITERIA, 1), kwartaal=QUARTER - 2),
    ]
    history = [answers_of(rows, STAD, quarter) for quarter in (QUARTER - 2, QUARTER)]
    points = [(each.quarter, each.party, each.total) for each in degree_course(history)]
    # In the second scan the gemeente said nothing new.
    assert points == [
        (QUARTER - 2, "uwv", 50),
        (QUARTER - 2, "gemeente", 25),
        (QUARTER, "uwv", 100),
    ]
