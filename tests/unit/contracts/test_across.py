"""Rules between the rows of one file: phases that follow each other, shares that add up."""

from __future__ import annotations

from datetime import date

import pytest

from ketenkpi.contracts.across import AcrossRule, AddsUp, OncePerGroup, Periods

PERIODS = Periods("vanaf", "tot", ("werkplein",))


def rows(*periods: tuple[date, date | None], place: str = "A") -> list[dict[str, object]]:
    return [
        {"werkplein": place, "vanaf": begin, "tot": end, "_line": line}
        for line, (begin, end) in enumerate(periods, start=2)
    ]


def found(
    rule: AcrossRule, given: list[dict[str, object]]
) -> list[tuple[str, int | None, tuple[int, ...]]]:
    return [(f.rule, f.line, lines) for f, lines in rule.findings(given)]


FIRST = (date(2008, 1, 1), date(2008, 12, 31))


@pytest.mark.parametrize(
    ("second", "rule"),
    [
        ((date(2009, 1, 1), None), None),
        ((date(2008, 12, 31), None), "periodes_overlap"),
        ((date(2008, 3, 1), date(2008, 4, 1)), "periodes_overlap"),
        ((date(2009, 1, 2), None), "periodes_gat"),
    ],
)
def test_a_period_begins_the_day_after_the_one_before(
    second: tuple[date, date | None], rule: str | None
) -> None:
    expected = [] if rule is None else [(rule, 3, (2, 3))]
    assert found(PERIODS, rows(FIRST, second)) == expected
    # The order of the rows in the file does not matter, only the dates.
    turned = [row | {"_line": 5 - int(str(row["_line"]))} for row in rows(FIRST, second)]
    assert [each[0] for each in found(PERIODS, turned)] == [each[0] for each in expected]


def test_a_period_without_an_end_lets_no_other_follow() -> None:
    running = (date(2008, 1, 1), None)
    later = (date(2012, 1, 1), None)
    assert found(PERIODS, rows(running, later)) == [("periodes_loopt", 3, (2, 3))]


def test_a_short_period_inside_a_long_one_leaves_the_long_one_standing() -> None:
    inside, after = (date(2008, 3, 1), date(2008, 4, 1)), (date(2009, 1, 1), None)
    assert found(PERIODS, rows(FIRST, inside, after)) == [("periodes_overlap", 3, (2, 3, 4))]


def test_other_places_have_other_periods() -> None:
    assert found(PERIODS, rows(FIRST) + rows(FIRST, place="B")) == []


def test_shares_add_up_per_group() -> None:
    rule = AddsUp("aandeel", 100, 0.05, ("sleutel",))

    def shares(key: str, *parts: float) -> list[dict[str, object]]:
        return [{"sleutel": key, "aandeel": part, "_line": i} for i, part in enumerate(parts, 2)]

    assert found(rule, shares("a", 33.3, 33.3, 33.4)) == []
    assert found(rule, shares("a", 33.34, 33.34, 33.34)) == []
    assert found(rule, shares("a", 33.3, 33.3, 33.35)) == []
    assert found(rule, shares("a", 50, 49)) == [("telt_op", 2, (2, 3))]
    assert found(rule, shares("a", 50, 50.06)) == [("telt_op", 2, (2, 3))]


def test_of_rows_that_name_something_each_group_has_one() -> None:
    rule = OncePerGroup("indicator", ("werkplein", "indicator"))
    given = [
        {"werkplein": "A", "indicator": "instroom", "_line": 2},
        {"werkplein": "A", "indicator": None, "_line": 3},
        {"werkplein": "A", "indicator": None, "_line": 4},
        {"werkplein": "A", "indicator": "instroom", "_line": 5},
        {"werkplein": "B", "indicator": "instroom", "_line": 6},
    ]
    assert found(rule, given) == [("dubbel", 5, (5,))]
