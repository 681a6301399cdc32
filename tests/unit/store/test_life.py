"""Agreeing, fixing, revising and taking back, with the figures that follow; on both databases."""

from __future__ import annotations

import pytest

from ketenkpi.catalogue import ReasonNeeded, TransitionRefused
from ketenkpi.errors import OutOfScope, UsageError
from ketenkpi.scope import Scope
from ketenkpi.store import Slot, Store
from tests.unit.store.files import ALL, Q1, Q2, deliver, flow, spells

pytestmark = pytest.mark.slow

SLOT = Slot("trajecten", "A", Q1.index, "uwv")
FILE = spells("1;A;WW;k1;05-01-2009;;", "2;A;WW;k2;10-02-2009;20-03-2009;werk")


def _make_definitive(store: Store) -> None:
    for party in ("uwv", "gemeente"):
        store.approve(SLOT, party, by="anna", scope=ALL)
    store.finalise(SLOT, by="anna", scope=ALL)


def test_the_way_to_definitive(store: Store) -> None:
    deliver(store, FILE)
    with pytest.raises(TransitionRefused):
        store.finalise(SLOT, by="anna", scope=ALL)
    _make_definitive(store)
    (row,) = store.deliveries(ALL).itertuples()
    assert (row.status, row.approved_uwv, row.approved_gemeente) == ("definitief", True, True)
    assert list(store.audit(ALL)["action"]) == [
        "ingediend",
        "akkoord_uwv",
        "akkoord_gemeente",
        "definitief",
    ]


def test_a_definitive_delivery_is_replaced_only_with_a_reason(store: Store) -> None:
    deliver(store, FILE)
    _make_definitive(store)
    other = spells("1;A;WW;k1;05-01-2009;;")
    asked = deliver(store, other, replace=True)
    assert (asked.status, asked.needs_reason) == ("needs_replace", True)
    assert asked.changes.revised == (SLOT,)
    assert deliver(store, other, replace=True, revision_reason="  ").status == "needs_replace"
    done = deliver(store, other, replace=True, revision_reason="een dubbel traject")
    assert done.status == "stored"
    (row,) = store.deliveries(ALL).itertuples()
    assert (row.status, row.reason) == ("ingediend", "een dubbel traject")


def test_a_later_delivery_that_moves_definitive_figures_is_a_revision(store: Store) -> None:
    deliver(store, FILE)
    _make_definitive(store)
    # The inflow of January turns out to have been in another scheme.
    later = spells("1;A;WWB;k1;05-01-2009;;")
    asked = deliver(store, later, quarter=Q2)
    assert (asked.status, asked.replaces, asked.needs_reason) == ("needs_replace", (), True)
    done = deliver(store, later, quarter=Q2, revision_reason="verkeerde regeling")
    assert done.status == "stored"


def test_a_later_delivery_that_only_goes_on_is_no_revision(store: Store) -> None:
    deliver(store, FILE)
    _make_definitive(store)
    later = spells("1;A;WW;k1;05-01-2009;12-05-2009;werk", "3;A;WW;k3;06-05-2009;;")
    assert deliver(store, later, quarter=Q2).status == "stored"


def test_taking_back(store: Store) -> None:
    upload = deliver(store, FILE)
    with pytest.raises(ReasonNeeded):
        store.withdraw(SLOT, by="anna", reason="", scope=ALL)
    store.withdraw(SLOT, by="anna", reason="verkeerd bestand", scope=ALL)
    assert flow(store) == {}
    assert len(store.rows(upload.upload_id, ALL)) == 2
    assert list(store.uploads(ALL)["current"]) == [False]
    # It is not current any more, so the same file may come again.
    assert deliver(store, FILE).status == "stored"
    with pytest.raises(UsageError):
        store.withdraw(Slot("trajecten", "Z", Q1.index, "uwv"), by="anna", reason="x", scope=ALL)


def test_taking_one_back_leaves_the_rest(store: Store) -> None:
    deliver(store, FILE)
    deliver(store, spells("1;B;WW;k1;05-01-2009;;"))
    deliver(store, b"werkplein;datum;thema\nA;05-01-2009;wachttijd\n", "klachten")
    store.withdraw(SLOT, by="anna", reason="verkeerd bestand", scope=ALL)
    assert flow(store) == {("B", "2009K1"): 1}
    assert flow(store, "klachten") == {("A", "2009K1"): 1}


def test_another_werkplein_is_out_of_reach(store: Store) -> None:
    upload = deliver(store, FILE)
    stranger = Scope.of(["Amersfoort"], "rows")  # known, and not theirs
    calls = (
        lambda: store.approve(SLOT, "uwv", by="bert", scope=stranger),
        lambda: store.finalise(SLOT, by="bert", scope=stranger),
        lambda: store.withdraw(SLOT, by="bert", reason="x", scope=stranger),
        lambda: store.annotate("A", Q1, "x", by="bert", scope=stranger),
        lambda: store.findings(upload.upload_id, stranger),
        lambda: store.rows(upload.upload_id, Scope.of(["A"])),
        lambda: store.table("trajecten", Scope.of(["A"])),
        # Raw tallies are small numbers of people, so they need rows too.
        lambda: store.table("stand_stroom", Scope.of(["A"])),
        lambda: store.counts(Scope.of(["A"])),
        lambda: store.as_of(1, Scope.of(["A"])),
        lambda: store.residuals(Scope.of(["A"])),
    )
    for call in calls:
        with pytest.raises(OutOfScope):
            call()
    assert len(store.rows(upload.upload_id, stranger)) == 0
    assert len(store.table("trajecten", stranger)) == 0
    assert flow(store, scope=stranger) == {}
    assert store.deliveries(stranger).empty
    assert store.uploads(stranger).empty
    assert store.audit(stranger).empty
    assert store.regions(stranger) == {}


def test_counting_everything_again_gives_the_same(store: Store) -> None:
    deliver(store, FILE)
    deliver(store, b"werkplein;datum;thema\nA;05-01-2009;wachttijd\n", "klachten")
    before = store.counts(ALL)
    version = store.recount(by="anna")
    after = store.counts(ALL)
    assert version == store.version == 3
    assert before.tallies == after.tallies
    for tally in before.tallies:
        assert before.table(tally).equals(after.table(tally))
    assert before.observed.equals(after.observed)
