"""Notes beside figures: what is refused, and that nothing is stored of it."""

from __future__ import annotations

from datetime import date

import pytest

from ketenkpi.catalogue import ReasonNeeded
from ketenkpi.errors import OutOfScope, UsageError, UserError
from ketenkpi.scope import Scope
from ketenkpi.store import Store
from tests.unit.store.files import ALL, Q1, deliver, spells

pytestmark = pytest.mark.slow

ONE = Scope.of(["A"], "rows")
PERSONAL = (
    "BSN 123456782 kwam langs",
    "vraag het aan jan@voorbeeld.nl",
    "bel 06 12345678",
    "gesprek met mevrouw De Vries",
)


@pytest.fixture
def filled(local: Store) -> Store:
    deliver(local, spells("1;A;WW;;05-01-2009;;", "2;B;WW;;05-01-2009;;"))
    return local


def test_a_note_is_tidied_kept_and_read_within_its_scope(filled: Store) -> None:
    filled.annotate(
        "A", Q1, " Verhuisd \n naar de markt. ", by="anna", scope=ONE, day=date(2009, 1, 5)
    )
    filled.annotate("", Q1, "Nieuw systeem.", by="bert", scope=ALL, indicator="instroom")
    assert [each.note for each in filled.annotations(ONE)] == [
        "Verhuisd naar de markt.",
        "Nieuw systeem.",
    ]
    assert [each.note for each in filled.annotations(Scope.of(["B"]))] == ["Nieuw systeem."]


@pytest.mark.parametrize("words", [*PERSONAL, "", "  ", "x" * 201])
def test_a_note_about_a_person_an_empty_or_a_long_one_is_refused(filled: Store, words: str) -> None:
    kept = filled.annotate("A", Q1, "Staking.", by="anna", scope=ALL)
    before = filled.version
    with pytest.raises(UserError, match="Er is niets"):
        filled.annotate("A", Q1, words, by="anna", scope=ALL)
    with pytest.raises(UserError, match="Er is niets"):
        filled.strike_annotation(kept.id, reason=words, by="anna", scope=ALL)
    assert filled.version == before
    assert filled.annotations(ALL) == (kept,)


def test_two_hundred_signs_fit(filled: Store) -> None:
    assert len(filled.annotate("A", Q1, "x " * 100, by="anna", scope=ALL).note) == 199
    assert len(filled.annotate("A", Q1, "x" * 200, by="anna", scope=ALL).note) == 200


def test_place_figure_and_day_must_be_there(filled: Store) -> None:
    for faulty in (
        {"werkplein": "Nergensplein"},
        {"indicator": "instrom"},
        {"day": date(2009, 4, 1)},
    ):
        asked = {"werkplein": "A", "quarter": Q1, "note": "Staking."} | faulty
        with pytest.raises(UsageError):
            filled.annotate(**asked, by="anna", scope=ALL)
    assert filled.annotations(ALL) == ()


def test_who_does_not_see_all_writes_and_strikes_nothing_about_all(filled: Store) -> None:
    kept = filled.annotate("", Q1, "Nieuw systeem.", by="anna", scope=ALL)
    with pytest.raises(OutOfScope, match="alle Werkpleinen"):
        filled.annotate("", Q1, "Staking.", by="bert", scope=ONE)
    with pytest.raises(OutOfScope, match="alle Werkpleinen"):
        filled.strike_annotation(kept.id, reason="klopt niet", by="bert", scope=ONE)
    with pytest.raises(OutOfScope):
        filled.annotate("B", Q1, "Staking.", by="bert", scope=ONE)
    assert filled.annotations(ALL) == (kept,)


def test_what_is_struck_is_told_only_when_asked(filled: Store) -> None:
    kept = filled.annotate("A", Q1, "Staking.", by="anna", scope=ALL)
    with pytest.raises(ReasonNeeded):
        filled.strike_annotation(kept.id, reason=" ", by="anna", scope=ALL)
    filled.strike_annotation(kept.id, reason="Was in mei.", by="anna", scope=ONE)
    assert filled.annotations(ALL) == ()
    assert [each.id for each in filled.annotations(ALL, struck=True)] == [kept.id]
