"""The degree of integration by hand, and the reach of the weights by brute force."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ketenkpi.cooperation import (
    CRITERIA,
    LEVELS,
    Degree,
    answers_of,
    degree_course,
    degrees,
    position,
)
from ketenkpi.cooperation.figure import NOTHING_KNOWN
from ketenkpi.cooperation.integration import extremes, strategies, weighted
from ketenkpi.research_model import Integration, load_integration, load_scan
from tests.unit.cooperation.scan_rows import QUARTER, STAD, Row, agreed, scores

MODEL = load_integration()
FIVE = tuple(MODEL.criteria)


def _found(rows: list[Row], model: Integration = MODEL) -> dict[tuple[str, str], Degree]:
    found = degrees(answers_of(rows, STAD, QUARTER), model)
    return {(each.by, each.party): each for each in found}


def _criteria(party: str, *marks: int | None) -> list[Row]:
    return scores(party, dict(zip(FIVE, marks, strict=True)))


# Level 1: intake 2 and 1, diagnosis 2 and open: (2 + 1 + 2) / 6 of 3 marks, 5 open.
# Level 3: 0 and 0, 1 and 1: 2 / 8 of 4 marks, none open. The other levels: nothing.
TABLE_4 = agreed(
    "uwv",
    {"intake": (2, 1), "diagnose": (2, None), "financien": (0, 0), "personeel": (1, 1)},
)


def test_levels_by_hand_with_what_is_missing() -> None:
    found = _found(TABLE_4)[LEVELS, "uwv"]
    parts = {each.key: each for each in found.parts}
    clients = parts["dienstverlening_werkzoekenden"]
    assert (clients.answered, clients.asked) == (3, 8)
    assert clients.score.value == pytest.approx(5 / 6)
    # 5 half marks given, 8 asked: 2.5 / 8, and 5 open ones in full besides.
    assert (clients.at_least, clients.at_most) == (2.5 / 8, 7.5 / 8)
    assert parts["bronnen"].score.value == pytest.approx(1 / 4)
    assert parts["informatie"].score.reason == NOTHING_KNOWN
    assert (parts["informatie"].at_least, parts["informatie"].at_most) == (0, 1)
    assert found.missing == ("dienstverlening_werkgevers", "informatie", "programma")
    assert found.total.value == pytest.approx(100 * (5 / 6 + 1 / 4) / 2)
    assert found.at_least == pytest.approx(100 * (2.5 / 8 + 1 / 4) / 5)
    assert found.at_most == pytest.approx(100 * (7.5 / 8 + 1 / 4 + 3) / 5)
    # Two parts: the extremes are where one weighs four times the other.
    assert found.lowest == pytest.approx(100 * (0.5 * 5 / 6 + 2 * 1 / 4) / 2.5)
    assert found.highest == pytest.approx(100 * (2 * 5 / 6 + 0.5 * 1 / 4) / 2.5)
    # Strategies are those of the five criteria only.
    assert found.strategies == ()


def test_every_item_of_table_4_is_in_one_level() -> None:
    scan = load_scan()
    marks = {item.key: (2, 2) for item in scan.of("tabel_4")}
    found = _found(agreed("uwv", marks))[LEVELS, "uwv"]
    assert sum(each.asked for each in found.parts) == 30
    assert found.total.value == 100
    assert (found.lowest, found.highest, found.at_least, found.at_most) == (100, 100, 100, 100)


def test_nothing_answered_is_unknown_and_not_the_lowest() -> None:
    found = _found(scores("uwv", {"balie": 0}))[CRITERIA, "uwv"]
    assert found.missing == FIVE
    assert (found.total.value, found.total.reason) == (None, NOTHING_KNOWN)
    assert (found.lowest, found.highest, found.strategies) == (None, None, ())
    assert (found.at_least, found.at_most) == (0, 100)
    place = position(_found(scores("uwv", {"balie": 0})).values())
    assert (place.low, place.high, place.strategies, place.strategy) == (None, None, (), None)


def test_all_zero_is_the_lowest() -> None:
    found = _found(_criteria("uwv", 0, 0, 0, 0, 0))[CRITERIA, "uwv"]
    assert (found.total.value, found.total.n, found.strategies) == (0, 5, ("mutual_adjustment",))


def test_no_scan_gives_no_degree() -> None:
    assert _found([]) == {}


def test_the_corners_are_the_extremes_by_brute_force() -> None:
    """Random weights inside their limits never go beyond the corners, and come close to them."""
    rng = np.random.default_rng(7)
    for _ in range(50):
        k, factor = int(rng.integers(1, 6)), float(rng.uniform(1.2, 3))
        score, weight = rng.uniform(0, 1, k), rng.uniform(0.5, 2, k)
        low, high = extremes(list(score), list(weight), factor)
        drawn = weight * np.exp(rng.uniform(-1, 1, (4000, k)) * np.log(factor))
        means = drawn @ score / drawn.sum(axis=1)
        assert low - 1e-12 <= means.min()
        assert means.max() <= high + 1e-12
        # A grid of five steps a weight holds the corners and reaches them exactly.
        steps = weight[:, None] * factor ** np.linspace(-1, 1, 5)
        grid = np.stack(np.meshgrid(*steps, indexing="ij"), -1).reshape(-1, k)
        means = grid @ score / grid.sum(axis=1)
        assert (means.min(), means.max()) == (pytest.approx(low), pytest.approx(high))


def test_the_weighted_mean_lies_between_its_extremes() -> None:
    low, high = extremes([0, 0.5, 1], [1, 1, 1], 2)
    # By hand: .5 (0) .5 or 2 (0.5), 2 (1) and the mirror of it.
    assert high == pytest.approx(max((0.25 + 2) / 3, (1 + 2) / 4.5))
    assert low == pytest.approx(1 - high)
    assert weighted([0, 0.5, 1], [1, 1, 1]) == 0.5


def test_stated_weights_are_used() -> None:
    heavy = replace(MODEL, criteria={**MODEL.criteria, "autonomie": 4})
    found = _found(_criteria("uwv", 0, 0, 0, 0, 4), heavy)[CRITERIA, "uwv"]
    assert found.total.value == pytest.approx(100 * 4 / 8)
    assert [each.weight for each in found.parts] == [1, 1, 1, 1, 4]


@pytest.mark.parametrize(
    ("low", "high", "named"),
    [
        (0, 33.3, ("mutual_adjustment",)),
        (33.3, 33.4, ("mutual_adjustment", "alliance")),
        (33.4, 66.6, ("alliance",)),
        (66.7, 100, ("corporate",)),
        (10, 90, ("mutual_adjustment", "alliance", "corporate")),
    ],
)
def test_the_strategies_between_two_totals(low: float, high: float, named: tuple[str, ...]) -> None:
    assert strategies(low, high, MODEL.strategies) == named


def test_the_strategy_is_decided_only_when_neither_weights_nor_partners_change_it() -> None:
    even = _criteria("uwv", 2, 2, 2, 2, 2)
    found = position(_found(even).values())
    assert (found.low, found.high, found.strategy) == (50, 50, "alliance")
    # Mean 50, but other weights bring it from 23 to 77.
    uneven = position(_found(_criteria("uwv", 0, 0, 2, 4, 4)).values())
    assert uneven.low == uneven.high == 50
    assert uneven.strategies == ("mutual_adjustment", "alliance", "corporate")
    assert uneven.strategy is None
    # Each certain of itself, and not of the same.
    apart = position(_found([*even, *_criteria("gemeente", 4, 4, 4, 4, 4)]).values())
    assert (apart.low, apart.high) == (50, 100)
    assert (apart.strategies, apart.strategy) == (("alliance", "corporate"), None)


def test_open_criteria_leave_the_strategy_open() -> None:
    found = _found(_criteria("uwv", 2, 2, 2, 2, None))[CRITERIA, "uwv"]
    assert found.total.value == 50
    # 8 of 20 when the last is 0, 12 of 20 when it is 4.
    assert (found.at_least, found.at_most) == (40, 60)
    assert found.strategies == ("alliance",)
    open_ = _found(_criteria("uwv", 2, 2, None, None, None))[CRITERIA, "uwv"]
    assert (open_.at_least, open_.at_most) == (20, 80)
    assert open_.strategies == ("mutual_adjustment", "alliance", "corporate")


def test_the_course_holds_each_scan_once_in_its_own_quarter() -> None:
    rows = [
        *scores("uwv", dict.fromkeys(FIVE, 1), kwartaal=QUARTER - 4),
        *scores("uwv", dict.fromkeys(FIVE, 3)),
        *scores("gemeente", dict.fromkeys(FIVE, 2), kwartaal=QUARTER - 2),
    ]
    history = [answers_of(rows, STAD, quarter) for quarter in (QUARTER - 4, QUARTER - 2, QUARTER)]
    assert [(each.quarter, each.party, each.total) for each in degree_course(history)] == [
        (QUARTER - 4, "uwv", 25),
        (QUARTER - 2, "gemeente", 50),
        (QUARTER, "uwv", 75),
    ]
