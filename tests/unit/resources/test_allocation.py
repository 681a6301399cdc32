"""Amounts that are divided add up to the last cent, and are refused where they cannot."""

from __future__ import annotations

import random
from decimal import Decimal
from fractions import Fraction

import pytest

from ketenkpi.errors import UserError
from ketenkpi.resources import allocate, counted, lacking, need, own_key, read_amount
from ketenkpi.resources.allocation import divide

NOTHING = lacking("resources.reason_empty")


def divided(amount: str, **weights: int) -> dict[str, str]:
    found = divide(Decimal(amount), {name: Fraction(weight) for name, weight in weights.items()})
    return {name: str(part) for name, part in found.items()}


@pytest.mark.parametrize(
    ("amount", "weights", "parts"),
    [
        ("100", {"A": 1, "B": 1, "C": 2}, {"A": "25.00", "B": "25.00", "C": "50.00"}),
        # 33.333...: the cent left over goes to the first by name.
        ("100", {"A": 1, "B": 1, "C": 1}, {"A": "33.34", "B": "33.33", "C": "33.33"}),
        # 0.05 in sevenths: 1.43, 1.43, 2.14 steps; the two left to A and B.
        ("0.05", {"A": 2, "B": 2, "C": 3}, {"A": "0.02", "B": "0.01", "C": "0.02"}),
        ("0.01", {"A": 1, "B": 5}, {"A": "0.00", "B": "0.01"}),
        ("7", {"A": 0, "B": 3}, {"A": "0.00", "B": "7.00"}),
    ],
)
def test_the_largest_remainder(amount: str, weights: dict[str, int], parts: dict[str, str]) -> None:
    assert divided(amount, **weights) == parts


def plainly(cents: int, weights: dict[str, int]) -> dict[str, int]:
    """The same once more: hand out cent after cent to who misses most."""
    whole = sum(weights.values())
    given = {name: cents * weight // whole for name, weight in weights.items()}
    while sum(given.values()) < cents:
        missed = {name: cents * weights[name] - given[name] * whole for name in weights}
        given[min(missed, key=lambda name: (-missed[name], name))] += 1
    return given


def test_random_amounts_add_exactly_and_follow_the_plain_way() -> None:
    chance = random.Random(20101)
    for _ in range(300):
        weights = {f"W{n}": chance.randrange(0, 900) for n in range(chance.randrange(1, 16))}
        weights["W0"] += 1
        cents = chance.randrange(1, 10_000_000)
        found = divided(f"{Decimal(cents) / 100}", **weights)
        assert {n: int(Decimal(part) * 100) for n, part in found.items()} == plainly(cents, weights)


def test_an_allocation_beside_what_is_there() -> None:
    present = {"A": counted(60.0, 1), "B": NOTHING}
    found = allocate("caseload", "fte", Decimal(90), {"A": 200.0, "B": 100.0}, present)
    first, second = found.parts
    assert (first.share.value, first.amount) == (pytest.approx(2 / 3), Decimal(60))
    assert first.difference.value == 0
    assert second.difference.reason == "resources.reason_empty"


@pytest.mark.parametrize(
    ("amount", "weights", "key", "said"),
    [
        ("0", {"A": 1.0}, "resources.amount_invalid", "groter dan nul"),
        ("1.005", {"A": 1.0}, "resources.amount_invalid", "1,005"),
        ("5", {"A": 1.0, "B": None}, "resources.weight_unknown", "van B is niet bekend"),
        ("5", {"A": 0.0}, "resources.weights_zero", "nul"),
    ],
)
def test_what_cannot_be_divided(
    amount: str, weights: dict[str, float | None], key: str, said: str
) -> None:
    with pytest.raises(UserError) as fault:
        allocate("instroom", "euro", Decimal(amount), weights, dict.fromkeys(weights, NOTHING))
    assert fault.value.key == key
    assert said in fault.value.message("nl")


@pytest.mark.parametrize(
    ("text", "amount"), [(" 1500 ", "1500"), ("12,5", "12.5"), ("0.07", "0.07")]
)
def test_an_amount_as_somebody_types_it(text: str, amount: str) -> None:
    assert read_amount(text) == Decimal(amount)


@pytest.mark.parametrize("text", ["", "0", "0,00", "-3", "1.500", "1.500,25", "1e3", "NaN", "٣"])
def test_no_amount(text: str) -> None:
    with pytest.raises(UserError) as fault:
        read_amount(text)
    assert fault.value.key == "resources.amount_invalid"


def test_need_weighs_clients_by_target_group() -> None:
    assert need({"jongere": 10, "grote_afstand": 4}, {"jongere": 1.5, "grote_afstand": 3}) == 27


def test_an_own_key_of_a_hundred_per_cent() -> None:
    # In binary 33.3 + 33.3 + 33.4 is not 100.
    rows = [("A", 33.3), ("B", 33.3), ("C", 33.4)]
    assert own_key("raad", rows, ["C", "A", "B"]) == dict(rows)
    thirds = [("A", 33.33), ("B", 33.33), ("C", 33.33)]
    assert own_key("raad", thirds, ["A", "B", "C"]) == dict(thirds)


@pytest.mark.parametrize(
    ("rows", "key", "said"),
    [
        ([("A", 60.0), ("B", 39.9)], "resources.key_total", "samen 99,9"),
        ([("A", 100.0)], "resources.key_lacks", "ontbreekt: B"),
        ([("A", 50.0), ("B", 40.0), ("X", 10.0)], "resources.key_strange", "X"),
        ([("A", 50.0), ("B", 50.0), ("B", 0.0)], "resources.key_strange", "B"),
    ],
)
def test_an_own_key_that_is_refused(rows: list[tuple[str, float]], key: str, said: str) -> None:
    with pytest.raises(UserError) as fault:
        own_key("raad", rows, ["A", "B"])
    assert fault.value.key == key
    assert said in fault.value.message("nl")
