"""What a delivery touches: the Werkpleinen of which other rows count, and no others."""

from __future__ import annotations

from ketenkpi.scope import Scope
from ketenkpi.store import Store
from ketenkpi.store.rows import RowsPart, parts_of
from ketenkpi.store.touched import touched_places
from ketenkpi.vocabulary import Period, Quarter

HEAD = "traject_id;werkplein;regeling;client;aanvraag;besluit;instroom;uitstroom"
ANSWERS = {"werkplein": "nieuw", "zaaknummers": "partner", "kring": "partner"}


def _deliver(store: Store, *places: str) -> None:
    rows = [
        f"{place[0]}1;{place};WWB;k{place[0]}1;05-01-2009;20-01-2009;25-01-2009;"
        for place in places
    ]
    result = store.upload(
        "\n".join((HEAD, *rows, "")).encode(),
        "trajecten",
        by="anna",
        filename=f"{len(places)}.csv",
        organisation="samen",
        period=Period(Quarter(2009, 1)),
        replace=True,
        answers=ANSWERS,
        scope=Scope.everything(),
    )
    assert result.status == "stored", (result.status, result.questions)


def _parts(store: Store) -> tuple[RowsPart, ...]:
    snapshot = store.catalogue.snapshot()
    return parts_of(snapshot.deliveries, store.catalogue.rows, snapshot.stated)


def test_one_that_leaves_a_file_of_all_touches_none_of_the_others(local: Store) -> None:
    _deliver(local, "Oost", "West", "Zuid")
    before = _parts(local)
    _deliver(local, "West")
    assert touched_places({"trajecten"}, before, _parts(local)) == {"West"}


def test_one_that_goes_out_of_a_file_is_touched(local: Store) -> None:
    _deliver(local, "Oost", "West", "Zuid")
    _deliver(local, "West")
    before = _parts(local)
    slot = next(
        each.slot
        for each in local.catalogue.deliveries(Scope.everything())
        if each.werkplein == "Oost"
    )
    local.withdraw(slot, by="anna", reason="verkeerd", scope=Scope.everything())
    assert touched_places({"trajecten"}, before, _parts(local)) == {"Oost"}
