"""The parts of the chain on one axis: in order, with medians that loops over the rows give."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from ketenkpi.chain import Chain, Selection, answers, days_in_order
from ketenkpi.chain.in_order import norm_of
from ketenkpi.errors import OutOfScope
from ketenkpi.scope import Scope
from ketenkpi.store import Store
from ketenkpi.surfaces import in_words, reading
from ketenkpi.vocabulary import Quarter
from tests.dashboard.chain_files import QUICK, SLOW, installed, rows_of

ALL = Scope.everything()
IN_2010 = Selection(quarters=(Quarter(2010, 1).index, Quarter(2010, 2).index))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = installed(tmp_path_factory.mktemp("in_order") / "home")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def chain(store: Store) -> Chain:
    return store.chain(ALL)


def test_parts_stand_in_the_order_of_the_chain(store: Store, chain: Chain) -> None:
    keys = [part.key for part in days_in_order(store.source, chain, ALL)]
    assert keys == ["stap:intake", "intake>diagnose", "stap:diagnose"]


def test_medians_are_those_of_loops_over_the_steps(store: Store, chain: Chain) -> None:
    steps = [
        row.split(";")
        for seed, place in enumerate((QUICK, SLOW))
        for row in rows_of(place, seed)[1]
    ]
    days = {
        task: sorted(_days(row[4], row[5]) for row in steps if row[2] == task) for task in _TASKS
    }
    ended = {row[0]: row[5] for row in steps if row[2] == "intake"}
    waits = sorted(_days(ended[row[0]], row[4]) for row in steps if row[2] == "diagnose")
    found = {part.key: part.median.value for part in days_in_order(store.source, chain, ALL)}
    assert found["stap:intake"] == _half(days["intake"])
    assert found["stap:diagnose"] == _half(days["diagnose"])
    assert found["intake>diagnose"] == _half(waits)


_TASKS = ("intake", "diagnose")


def _days(first: str, last: str) -> int:
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


def _half(days: list[int]) -> int:
    """The first day by which at least half was done."""
    return days[(len(days) + 1) // 2 - 1]


@pytest.mark.parametrize(
    ("kind", "schemes", "days"),
    [
        ("aanvraag_besluit", (), 56),
        ("aanvraag_besluit", ("WWB",), 56),
        ("aanvraag_besluit", ("WW",), None),
        ("melding_aanvraag", (), None),
        ("stap:intake", (), None),
    ],
)
def test_a_term_is_that_of_the_rule_and_only_of_its_schemes(
    kind: str, schemes: tuple[str, ...], days: int | None
) -> None:
    found = norm_of(kind, Selection(quarters=IN_2010.quarters, regelingen=schemes))
    assert (found and found.days) == days


def test_a_rule_that_did_not_hold_yet_sets_no_term() -> None:
    assert norm_of("aanvraag_besluit", Selection(quarters=(Quarter(1990, 1).index,))) is None


def test_medians_are_called_medians_and_the_longest_is_named(store: Store, chain: Chain) -> None:
    parts = days_in_order(store.source, chain, ALL)
    with reading("nl"):
        said = in_words(answers.in_order(parts).finding)
    (wait,) = [part for part in parts if part.waits]
    assert said.startswith(
        f"Langste wachten: Intake → diagnose, mediaan {wait.median.value:.0f} dagen"
    )


def test_who_may_see_figures_only_asks_in_vain(store: Store, chain: Chain) -> None:
    with pytest.raises(OutOfScope):
        days_in_order(store.source, chain, Scope.of([QUICK], detail="figures"))
