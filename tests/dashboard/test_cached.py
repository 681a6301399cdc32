"""What is kept between clicks belongs to one reader and one state, and is bounded by its size."""

from __future__ import annotations

import pickle
from dataclasses import dataclass

import pandas as pd
import pytest

from dashboard.basis import Basis
from dashboard.cached import BUDGET, Budget, cached, drawing, size_of
from ketenkpi.figure import Figure
from ketenkpi.scope import Scope
from ketenkpi.store import Store
from ketenkpi.surfaces import language, reading
from tests.dashboard.small import NOORD, ZUID

MADE: list[object] = []


@dataclass(frozen=True)
class Question:
    place: str
    quarters: tuple[int, ...]


@cached
def answer(basis: Basis, question: Question, *, twice: bool = False) -> tuple[str, ...]:
    MADE.append((basis.key, question, twice))
    return (question.place,) * (2 if twice else 1)


@cached
def table(basis: Basis, rows: int) -> pd.DataFrame:
    return pd.DataFrame({"value": [0.0] * rows})


@cached
def heavy(basis: Basis, size: int) -> bytes:
    MADE.append(size)
    return bytes(size)


@drawing
def picture(basis: Basis, question: Question, *, twice: bool = False) -> str:
    MADE.append((language(), question.place))
    return f"{question.place} {language()}" * (2 if twice else 1)


@pytest.fixture(autouse=True)
def _nothing_made() -> None:
    MADE.clear()


@pytest.fixture
def basis(store: Store) -> Basis:
    return Basis(store, Scope.everything(), store.version)


def test_a_drawing_is_kept_by_who_reads(basis: Basis) -> None:
    question = Question("D", (3,))
    for reader in ("nl", "en", "nl", "en"):
        with reading(reader):
            assert picture(basis, question) == f"D {reader}"
    assert MADE == [("nl", "D"), ("en", "D")]
    with reading("en"):
        assert picture(basis, question, twice=True) == "D enD en"


def test_nobody_reads_no_drawing(basis: Basis) -> None:
    with pytest.raises(LookupError):
        picture(basis, Question("D", (3,)))


def test_the_same_question_is_answered_once(basis: Basis, store: Store) -> None:
    question = Question(NOORD, (1, 2))
    first = answer(basis, question)
    again = Basis(store, Scope.everything(), store.version)
    assert answer(again, Question(NOORD, (1, 2))) is first
    assert answer(basis, question, twice=True) == (NOORD, NOORD)
    assert len(MADE) == 2


def test_another_reader_and_another_state_get_answers_of_their_own(
    basis: Basis, store: Store
) -> None:
    others = (
        Basis(store, Scope.of([ZUID]), store.version),
        Basis(store, Scope.of([NOORD]), store.version),
        Basis(store, Scope.everything(detail="figures"), store.version),
        Basis(store, Scope.everything(), store.version + 1),
    )
    for each in (basis, *others):
        answer(each, Question(NOORD, ()))
    assert len(MADE) == 5


def test_another_question_is_answered_anew(basis: Basis) -> None:
    for question in (Question(NOORD, (1,)), Question(NOORD, (1, 2)), Question(ZUID, (1,))):
        assert answer(basis, question) == (question.place,)
    assert len(MADE) == 3


def test_who_changes_a_frame_changes_it_for_nobody_else(basis: Basis) -> None:
    mine = table(basis, 3)
    mine.loc[1, "value"] = 1.0
    mine["more"] = "x"
    mine.iloc[0, 0] = 2.0
    assert table(basis, 3).to_dict("list") == {"value": [0.0, 0.0, 0.0]}


def test_a_read_without_a_basis_is_refused() -> None:
    with pytest.raises(TypeError, match="has the parameter 'basis' first"):

        @cached  # type: ignore[arg-type]
        def of_everybody(quarter: int) -> int:
            return quarter


def test_what_is_kept_cannot_ask_who_reads(basis: Basis) -> None:
    @cached
    def of_this_reader(basis: Basis) -> str:
        return language()

    with reading("nl"), pytest.raises(LookupError):
        of_this_reader(basis)


def test_what_is_no_data_is_refused(basis: Basis) -> None:
    @cached
    def opened(basis: Basis) -> object:
        return (each for each in ())

    with pytest.raises(TypeError, match="pickle"):
        opened(basis)


def test_when_the_room_is_full_the_longest_unasked_goes(
    basis: Basis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(BUDGET, "most", 3 * 1000 + 300)
    for size in (1000, 1001, 1002):
        heavy(basis, size)
    heavy(basis, 1000)
    heavy(basis, 1003)
    assert MADE == [1000, 1001, 1002, 1003]
    for size in (1000, 1002, 1003):
        heavy(basis, size)
    assert MADE == [1000, 1001, 1002, 1003], "these were kept"
    heavy(basis, 1001)
    assert MADE[-1] == 1001, "this one went"
    assert BUDGET.total <= BUDGET.most


def test_an_answer_larger_than_the_room_is_kept_alone() -> None:
    gone: list[str] = []
    budget = Budget(100)
    budget.add("small", 40, lambda: gone.append("small"))
    budget.add("large", 140, lambda: gone.append("large"))
    assert (gone, budget.total) == (["small"], 140)
    budget.add("next", 10, lambda: gone.append("next"))
    assert (gone, budget.total) == (["small", "large"], 10)


def test_what_is_made_again_counts_once() -> None:
    budget = Budget(100)
    for size in (40, 60):
        budget.add("one", size, lambda: None)
    assert budget.total == 60


def test_sizes_are_those_of_what_is_written() -> None:
    assert 8000 <= size_of(pd.Series(range(1000), dtype="float64").to_numpy()) <= 8300
    assert size_of(("x" * 1000,)) >= 1000


def test_nouns_with_slots_count_with_all_they_hold() -> None:
    nouns = [Figure(float(at), n=at, method="x" * 100 + str(at)) for at in range(1000)]
    plain = len(pickle.dumps([[each.value, each.n, each.method] for each in nouns], 5))
    assert plain <= size_of(nouns) <= 2 * plain
