"""What was planted in the resources of the example is found back, and nothing else."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from ketenkpi.errors import UserError
from ketenkpi.example import ExampleSet, write_example
from ketenkpi.example.resources import DOUBLE_HOURS, JOINT_PROCUREMENT
from ketenkpi.scope import Scope
from ketenkpi.store import Store
from ketenkpi.vocabulary import Quarter
from tests.example_store import deliver, empty, newest

pytestmark = pytest.mark.slow

ALL = Scope.everything()
CONTRACTS = ("werkpleinen", "middelen", "verdeling")
YEAR = [Quarter(2010, number) for number in (1, 2, 3, 4)]


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> ExampleSet:
    return write_example(tmp_path_factory.mktemp("example"))


@pytest.fixture(scope="module")
def store(example: ExampleSet, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = empty(tmp_path_factory.mktemp("home"))
    for file in newest(example.files):
        if file.contract in CONTRACTS:
            deliver(opened, file)
    yield opened
    opened.close()


def amount(text: str) -> float:
    return float(text.replace(".", "").replace(",", ".")) if text else 0.0


def plain_sums(path: Path) -> dict[tuple[str, str], tuple[float, float]]:
    """Budget and spend of 2010 by partner and kind, added row by row from the file itself."""
    sums: dict[tuple[str, str], list[float]] = defaultdict(lambda: [0.0, 0.0])
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            if row["kwartaal"].startswith("2010"):
                pair = sums[row["organisatie"], row["soort"]]
                pair[0] += amount(row["begroot"])
                pair[1] += amount(row["besteed"])
    return {key: (budget, spent) for key, (budget, spent) in sums.items()}


def test_the_sums_are_those_of_the_file(store: Store, example: ExampleSet) -> None:
    (file,) = (each for each in example.files if each.contract == "middelen")
    expected = plain_sums(file.path)
    found = {
        (each.partner, each.kind): (each.budget.value, each.spent.value)
        for each in store.resources(ALL, quarters=YEAR).spending
        if each.kind
    }
    assert found.keys() == expected.keys()
    for key, sums in expected.items():
        assert found[key] == pytest.approx(sums, rel=1e-9)


def test_the_work_budget_is_about_ten_times_as_in_the_paper(store: Store) -> None:
    (beside,) = (e for e in store.resources(ALL, quarters=YEAR).ratios if e.beside_seed)
    assert beside.against == "about"


def test_one_werkplein_buys_together(store: Store) -> None:
    whole = store.resources(ALL, quarters=YEAR).joint[0]
    assert whole.places == 1
    register = store.register()
    open_then = [name for name in store.places(ALL) if register.find(name, YEAR[0])]
    assert len(open_then) == 14
    shares = {
        name: store.resources(ALL, werkplein=name, quarters=YEAR).joint[0].share.value
        for name in open_then
    }
    assert {name for name, share in shares.items() if share} == {JOINT_PROCUREMENT}


def test_a_werkplein_that_merged_away_is_no_gap(store: Store) -> None:
    assert store.resources(ALL, quarters=YEAR).undelivered == {"uwv": (), "gemeente": ()}
    gone = {name for name in store.places(ALL) if not store.register().find(name, YEAR[0])}
    with pytest.raises(UserError) as fault:
        store.resources(ALL, werkplein=gone.pop(), quarters=YEAR)
    assert fault.value.key == "resources.not_there_then"


def test_hours_of_double_registration(store: Store) -> None:
    found = {each.partner: each for each in store.resources(ALL, quarters=YEAR).double}
    for partner, planted in DOUBLE_HOURS.items():
        assert found[partner].per_fte.value == pytest.approx(planted, rel=0.05)


def test_every_own_key_divides_to_the_last_hundredth(store: Store) -> None:
    for region in sorted(set(store.regions(ALL).values())):
        found = store.allocation(
            ALL, key="bestuursafspraak", unit="fte", amount=Decimal("87.31"), regio=region
        )
        assert sum(part.amount for part in found.parts) == Decimal("87.31")
        assert len(found.parts) > 1
