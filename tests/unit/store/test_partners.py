"""Partners who each deliver their own: neither takes the place of the other."""

from __future__ import annotations

import pytest

from ketenkpi.store import Slot, Store
from tests.unit.store.files import ALL, Q1, deliver

pytestmark = pytest.mark.slow

HEADER = "werkplein;kwartaal;invuller;onderdeel;score"
UWV = Slot("samenwerking", "A", Q1.index, "uwv")
GEMEENTE = Slot("samenwerking", "A", Q1.index, "gemeente")


def answers(**scores: int) -> bytes:
    """A scan of Werkplein A with these scores on trust, one per filler."""
    rows = [f"A;2009K1;{filler};vertrouwen;{score}" for filler, score in scores.items()]
    return "\n".join([HEADER, *rows, ""]).encode()


def stored(store: Store) -> dict[str, int]:
    frame = store.table("samenwerking", ALL)
    return dict(zip(frame["invuller"], frame["score"].astype(int), strict=True))


def test_the_second_partner_leaves_the_first_as_it_is(store: Store) -> None:
    assert deliver(store, answers(uwv=4), "samenwerking").status == "stored"
    store.approve(UWV, "gemeente", by="bert", scope=ALL)
    assert deliver(store, answers(gemeente=1), "samenwerking").status == "stored"
    assert stored(store) == {"uwv": 4, "gemeente": 1}
    # Who agreed with the one did not agree with the other.
    grid = store.deliveries(ALL)
    assert grid["status"].tolist() == ["ingediend"]
    assert grid["rows"].tolist() == [2]
    assert not grid["approved_gemeente"].any()
    store.approve(GEMEENTE, "gemeente", by="bert", scope=ALL)
    assert store.deliveries(ALL)["status"].tolist() == ["akkoord_gemeente"]


def test_a_partner_replaces_only_their_own(store: Store) -> None:
    deliver(store, answers(uwv=4, gemeente=1), "samenwerking")
    asked = deliver(store, answers(uwv=3), "samenwerking")
    assert (asked.status, asked.replaces) == ("needs_replace", (UWV,))
    assert [(c.added, c.removed, c.changed) for c in asked.changes.rows] == [(0, 0, 1)]
    assert deliver(store, answers(uwv=3), "samenwerking", replace=True).status == "stored"
    assert stored(store) == {"uwv": 3, "gemeente": 1}


def test_taking_one_back_leaves_the_other_and_the_past_stays_known(store: Store) -> None:
    deliver(store, answers(uwv=4, gemeente=1), "samenwerking")
    both = store.version
    store.withdraw(GEMEENTE, by="anna", reason="verkeerd kwartaal", scope=ALL)
    alone = store.version
    store.withdraw(UWV, by="anna", reason="opnieuw", scope=ALL)
    assert stored(store) == {}
    at = {version: store.catalogue.as_of(version).deliveries for version in (both, alone)}
    assert {d.partner for d in at[both]} == {"uwv", "gemeente"}
    assert {d.partner for d in at[alone]} == {"uwv"}
    reasons = store.catalogue.withdrawals()
    partner = {d.id: d.partner for d in store.catalogue.deliveries(ALL, ended=True)}
    assert {partner[key]: why for key, why in reasons.items()} == {
        "gemeente": "verkeerd kwartaal",
        "uwv": "opnieuw",
    }
