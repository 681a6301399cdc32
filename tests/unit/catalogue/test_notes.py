"""Notes are kept and struck, never changed, and seen by who may see their place. Both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from ketenkpi.catalogue import ALL_PLACES, Catalogue, FigureNote, FigureNotes
from ketenkpi.errors import UsageError
from ketenkpi.scope import Scope
from ketenkpi.settings import Settings
from tests.unit.catalogue.builders import QUARTER, catalogue_of

ALL = Scope.everything()
NOW = datetime(2026, 11, 30, tzinfo=UTC)


@pytest.fixture
def catalogue(settings: Settings) -> Iterator[Catalogue]:
    made = catalogue_of(settings)
    yield made
    made.engine.dispose()


def test_a_note_is_seen_by_who_may_see_its_place(catalogue: Catalogue) -> None:
    notes = FigureNotes(catalogue.engine)
    notes.write("A", QUARTER, "verhuizing van het Werkplein", "anna")
    notes.write("B", QUARTER, "staking", "bert", indicator="instroom")
    notes.write(ALL_PLACES, QUARTER, "nieuw systeem", "bert")
    seen = {who: [each.note for each in notes.seen(scope)] for who, scope in SCOPES.items()}
    assert seen == {
        "all": ["verhuizing van het Werkplein", "staking", "nieuw systeem"],
        "b": ["staking", "nieuw systeem"],
        "nothing": ["nieuw systeem"],
    }


SCOPES = {"all": ALL, "b": Scope.of(["B"]), "nothing": Scope.of([])}


def test_a_note_comes_back_as_it_was_kept(catalogue: Catalogue) -> None:
    notes = FigureNotes(catalogue.engine)
    kept = notes.write("A", QUARTER, "staking", "anna", day=IN_QUARTER, indicator="instroom")
    assert notes.seen(ALL) == (kept,)
    assert (kept.werkplein, kept.quarter, kept.day) == ("A", QUARTER, IN_QUARTER)
    assert (kept.note, kept.indicator, kept.written_by) == ("staking", "instroom", "anna")


IN_QUARTER = date(QUARTER // 4, 3 * (QUARTER % 4) + 2, 5)


def test_what_is_struck_stays_with_the_reason(catalogue: Catalogue) -> None:
    notes = FigureNotes(catalogue.engine)
    kept = notes.write("A", QUARTER, "staking", "anna")
    before = catalogue.version
    notes.strike(kept.id, "was elders", "bert", ALL)
    (found,) = notes.seen(ALL)
    assert found.note == "staking"
    assert found.struck is not None
    assert (found.struck.reason, found.struck.by) == ("was elders", "bert")
    assert catalogue.version == before + 1
    done = [(each.action, each.actor, each.werkplein) for each in catalogue.audit(ALL)]
    assert done == [("notitie", "anna", "A"), ("notitie_weg", "bert", "A")]


def test_a_note_is_struck_once_and_only_by_who_sees_it(catalogue: Catalogue) -> None:
    notes = FigureNotes(catalogue.engine)
    kept = notes.write("A", QUARTER, "staking", "anna")
    for number, scope in ((kept.id + 1, ALL), (kept.id, Scope.of(["B"]))):
        with pytest.raises(UsageError, match=f"nummer {number}"):
            notes.strike(number, "was elders", "bert", scope)
    notes.strike(kept.id, "was elders", "bert", ALL)
    version = catalogue.version
    with pytest.raises(UsageError, match="al doorgehaald"):
        notes.strike(kept.id, "nog eens", "bert", ALL)
    assert catalogue.version == version


@pytest.mark.parametrize(
    ("note", "day", "fault"),
    [(" ", None, "without a text"), ("staking", date(2009, 1, 1), "is not in 2009K2")],
)
def test_a_note_that_cannot_be_is_refused(note: str, day: date | None, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        FigureNote(1, "A", 2009 * 4 + 1, note, "anna", NOW, day)
