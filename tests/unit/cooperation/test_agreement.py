"""How far the partners agree, by hand."""

from __future__ import annotations

import pytest

from ketenkpi.cooperation import Agreement, agreements, answers_of, disagreements
from ketenkpi.cooperation.agreement import ALL_EQUAL, KAPPA, NO_SPREAD, TOO_FEW
from ketenkpi.stats import weighted_kappa
from tests.unit.cooperation.scan_rows import QUARTER, STAD, Row, agreed, row, scores

CHANNELS = {"balie": 4, "telefoon": 0, "website": 2, "locatie": 3}


def _found(rows: list[Row]) -> dict[tuple[str, str | None], Agreement]:
    answers = answers_of(rows, STAD, QUARTER)
    return {(each.scale, each.group): each for each in agreements(answers)}


def test_by_hand() -> None:
    uwv = {**CHANNELS, "duos": 4, "kennis": 1}
    gemeente = {**CHANNELS, "telefoon": 2, "duos": 1, "vertrouwen": 1}
    found = _found([*scores("uwv", uwv), *scores("gemeente", gemeente)])
    whole = found["mate", None]
    assert (whole.both, whole.one) == (5, 2)
    assert whole.equal.value == pytest.approx(3 / 5)
    assert whole.distance.value == pytest.approx((2 + 3) / 5)
    table = [[0] * 5 for _ in range(5)]
    for first, second in [(4, 4), (0, 2), (2, 2), (3, 3), (4, 1)]:
        table[first][second] += 1
    assert whole.kappa.value == pytest.approx(weighted_kappa(table).value)
    assert (whole.kappa.n, whole.kappa.method) == (5, KAPPA)
    channels = found["mate", "kanalen"]
    assert (channels.both, channels.equal.value, channels.distance.value) == (4, 0.75, 0.5)
    assert channels.kappa.reason == TOO_FEW


def test_scales_are_not_mixed() -> None:
    rows = [*agreed("uwv", {"intake": (2, 2)}), *agreed("gemeente", {"intake": (0, 0)})]
    rows += [*scores("uwv", CHANNELS), *scores("gemeente", CHANNELS)]
    found = _found(rows)
    assert found["mate", None].distance.value == 0
    assert found["afspraken", None].distance.value == 2


def test_all_equal_has_a_value_and_no_interval() -> None:
    marks = {**CHANNELS, "duos": 1}
    kappa = _found([*scores("uwv", marks), *scores("gemeente", marks)])["mate", None].kappa
    assert kappa.value == pytest.approx(1)
    assert (kappa.low, kappa.method) == (None, ALL_EQUAL)


def test_one_mark_everywhere_cannot_be_told_from_chance() -> None:
    marks = dict.fromkeys([*CHANNELS, "duos"], 3)
    kappa = _found([*scores("uwv", marks), *scores("gemeente", marks)])["mate", None].kappa
    assert (kappa.value, kappa.reason) == (None, NO_SPREAD)


def test_one_partner_with_one_mark_everywhere_cannot_either() -> None:
    """Cohen's formula then gives 0 with no spread, however much the marks agree."""
    marks = dict.fromkeys([*CHANNELS, "duos"], 3)
    rows = [*scores("uwv", marks), *scores("gemeente", {**marks, "duos": 2})]
    whole = _found(rows)["mate", None]
    assert whole.equal.value == 0.8
    assert (whole.kappa.value, whole.kappa.reason, whole.kappa.n) == (None, NO_SPREAD, 5)


def test_nothing_answered_by_both_is_unknown_and_not_zero() -> None:
    rows = [*scores("uwv", CHANNELS), row("gemeente", "balie", status="weet_niet")]
    whole = _found(rows)["mate", None]
    assert (whole.both, whole.one) == (0, 4)
    assert whole.equal.value is None
    assert whole.distance.value is None


def test_the_largest_disagreements_come_first() -> None:
    rows = [
        *scores("uwv", {"balie": 4, "telefoon": 1}),
        *scores("gemeente", {"balie": 2, "telefoon": 1}),
        *agreed("uwv", {"intake": (2, 1)}),
        *agreed("gemeente", {"intake": (0, None)}),
    ]
    found = disagreements(answers_of(rows, STAD, QUARTER))
    assert [(each.question.part, each.uwv, each.gemeente, each.steps) for each in found] == [
        ("intake", 2, 0, 2),
        ("balie", 4, 2, 2),
    ]
