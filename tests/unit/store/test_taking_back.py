"""Taking an upload back as a whole: shown first, then done at once; on both databases."""

from __future__ import annotations

import pytest

from ketenkpi.catalogue import ReasonNeeded
from ketenkpi.counts import TALLIES
from ketenkpi.errors import OutOfScope, UsageError
from ketenkpi.scope import Scope
from ketenkpi.store import FigureChange, Store
from ketenkpi.store.taking_back import NotCurrent
from ketenkpi.wording import LANGUAGES
from tests.unit.store.files import ALL, Q2, deliver, flow, spells
from tests.unit.surfaces.told import told

pytestmark = pytest.mark.slow

BOTH = spells(
    "1;A;WW;k1;05-01-2009;;", "2;A;WW;k2;10-02-2009;20-03-2009;werk", "3;B;WW;k3;05-01-2009;;"
)
OF_A = Scope.of(["A"], "rows")
COMPLAINTS = b"werkplein;datum;thema\nA;05-01-2009;wachttijd\n"


def take_back(store: Store, *upload_ids: int | None, reason: str = "verkeerd bestand") -> int:
    numbers = [each for each in upload_ids if each is not None]
    return store.withdraw_upload(*numbers, by="anna", reason=reason, scope=ALL)


def test_what_it_changes_is_shown_and_nothing_is_changed(store: Store) -> None:
    upload = deliver(store, BOTH).upload_id or 0
    before = store.version
    found = store.withdrawal(upload, scope=ALL)
    assert {(each.werkplein, each.rows) for each in found.deliveries} == {("A", 2), ("B", 1)}
    (rows,) = found.changes.rows
    assert (rows.contract, rows.added, rows.removed, rows.changed) == ("trajecten", 0, 3, 0)
    moved = {
        (figure.werkplein, figure.before, figure.after)
        for figure in found.changes.figures
        if figure.tally == "instroom"
    }
    assert moved == {("A", 2, None), ("B", 1, None)} or moved == {("A", 2, 0), ("B", 1, 0)}
    assert (found.buried, found.compared) == ((), True)
    assert store.version == before
    assert flow(store) == {("A", "2009K1"): 2, ("B", "2009K1"): 1}


def test_all_places_of_an_upload_go_at_once_and_the_rest_stays(store: Store) -> None:
    wrong = deliver(store, BOTH)
    deliver(store, COMPLAINTS, "klachten")
    assert take_back(store, wrong.upload_id) == store.version == 3
    assert flow(store) == {}
    assert flow(store, "klachten") == {("A", "2009K1"): 1}
    assert len(store.rows(wrong.upload_id or 0, ALL)) == 3
    assert list(store.audit(ALL)["action"]).count("ingetrokken") == 2
    # As if it never was: the same file may come again.
    assert deliver(store, BOTH).status == "stored"


def test_what_a_later_file_had_taken_over_counts_again(store: Store) -> None:
    deliver(store, spells("1;A;WW;k1;05-01-2009;;"))
    later = deliver(store, spells("1;A;WW;k1;05-01-2009;12-05-2009;werk"), quarter=Q2)
    (rows,) = store.withdrawal(later.upload_id or 0, scope=ALL).changes.rows
    assert (rows.added, rows.removed, rows.changed) == (0, 0, 1)
    take_back(store, later.upload_id)
    assert flow(store, "uitstroom") == {}


def test_what_was_replaced_is_named_and_does_not_come_back(store: Store) -> None:
    first = deliver(store, spells("1;A;WW;k1;05-01-2009;;"))
    second = deliver(store, spells("2;A;WW;k2;06-01-2009;;"), replace=True)
    assert store.withdrawal(second.upload_id or 0, scope=ALL).buried == first.upload_ids
    take_back(store, second.upload_id)
    assert flow(store) == {}


def test_two_uploads_of_one_file_go_together(store: Store) -> None:
    first = deliver(store, BOTH).upload_id
    second = deliver(store, COMPLAINTS, "klachten").upload_id
    assert take_back(store, first, second) == 3
    assert store.deliveries(ALL).empty


def test_a_number_that_cannot_be_taken_back_says_why(store: Store) -> None:
    first = deliver(store, BOTH).upload_id
    with pytest.raises(UsageError, match="nummer 99"):
        store.withdrawal(99, scope=ALL)
    with pytest.raises(ReasonNeeded, match="reden"):
        take_back(store, first, reason="  ")
    second = deliver(store, BOTH + b"4;B;WW;k4;06-01-2009;;\n", replace=True).upload_id
    with pytest.raises(NotCurrent, match=f"levering {second} kwam"):
        take_back(store, first)
    take_back(store, second, reason="van vorig jaar")
    with pytest.raises(NotCurrent, match=r"al ingetrokken.*van vorig jaar"):
        store.withdrawal(second or 0, scope=ALL)


def test_only_who_may_see_all_its_places_takes_it_back(store: Store) -> None:
    both = deliver(store, BOTH).upload_id or 0
    own = deliver(store, COMPLAINTS, "klachten").upload_id or 0
    for scope in (OF_A, Scope.of(["A", "B"])):
        with pytest.raises(OutOfScope):
            store.withdrawal(both, scope=scope)
        with pytest.raises(OutOfScope):
            store.withdraw_upload(both, by="bert", reason="x", scope=scope)
    assert store.version == 2
    assert store.withdrawal(own, scope=OF_A).changes.rows[0].removed == 1
    store.withdraw_upload(own, by="bert", reason="x", scope=OF_A)
    assert flow(store, "klachten") == {}


def test_a_definitive_delivery_is_said_to_be_one(store: Store) -> None:
    upload = deliver(store, spells("1;A;WW;k1;05-01-2009;;")).upload_id or 0
    (delivery,) = store.catalogue.snapshot().deliveries
    slot = delivery.slot
    for party in ("uwv", "gemeente"):
        store.approve(slot, party, by="anna", scope=ALL)
    store.finalise(slot, by="anna", scope=ALL)
    assert [each.werkplein for each in store.withdrawal(upload, scope=ALL).changes.revised] == ["A"]
    take_back(store, upload)
    assert flow(store) == {}


def test_every_tally_that_is_shown_has_its_words() -> None:
    for tally in TALLIES.values():
        for measure in tally.measures:
            moved = FigureChange(tally.name, measure.name, "A", 8036, "", 1.0, 2.0)
            if moved.telling:
                assert all(told(moved.said, language) for language in LANGUAGES)
