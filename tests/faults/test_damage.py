"""Rows and counts that are gone, cut short or flipped: told with a remedy, and healed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ketenkpi.counts.pieces import files_of
from ketenkpi.scope import Scope
from ketenkpi.store import Store
from ketenkpi.store.damage import CountsDamaged, Damaged, damages
from ketenkpi.store.healing import ReadsOtherwise
from tests.unit.store.files import ALL, Q1, Q2, deliver, flow, spells

pytestmark = pytest.mark.slow

FILE = spells("1;A;WW;k1;05-01-2009;;", "2;B;WW;k2;10-02-2009;20-03-2009;werk")
STEPS = b"traject_id;taak;organisatie;begin;einde\n1;intake;uwv;06-01-2009;08-01-2009\n"
COMPLAINTS = b"werkplein;datum;thema\nA;05-01-2009;wachttijd\n"


def gone(path: Path) -> None:
    path.unlink()


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def flipped(path: Path) -> None:
    # Within the first page: Arrow and DuckDB read on as if nothing were wrong.
    content = bytearray(path.read_bytes())
    content[len(content) // 4] ^= 1
    path.write_bytes(content)


HARM = pytest.mark.parametrize("harm", [gone, cut_short, emptied, flipped])
Harm = Callable[[Path], None]


def rows_of(store: Store, upload_id: int | None) -> Path:
    return store.catalogue.rows.path(store.catalogue.upload(upload_id or 0).rows_blob)


def counts_of(store: Store) -> Path:
    return store.catalogue.counts.path(store.catalogue.snapshot().counts_blob or "")


@HARM
def test_whatever_needs_the_rows_says_which_upload_and_what_to_do(store: Store, harm: Harm) -> None:
    upload = deliver(store, FILE).upload_id or 0
    other = deliver(store, COMPLAINTS, "klachten")
    version = store.version
    harm(rows_of(store, upload))
    calls: tuple[Callable[[], object], ...] = (
        lambda: store.recount(by="anna"),
        lambda: store.table("trajecten", ALL),
        lambda: store.rows(upload, ALL),
        lambda: store.as_of(1, ALL),
        lambda: deliver(store, spells("3;A;WW;k3;05-04-2009;;"), quarter=Q2),
        lambda: deliver(store, spells("3;B;WW;k3;05-01-2009;;"), replace=True),
        lambda: deliver(store, STEPS, "stappen"),
    )
    for call in calls:
        with pytest.raises(Damaged) as caught:
            call()
        told = caught.value.message("nl")
        said = (f"levering {upload}", "A, B", "2009K1", "trajecten.csv", "anna", "opnieuw aan")
        assert all(part in told for part in said), told
        assert ("weg" if harm is gone else "beschadigd") in told
        assert f"ketenkpi withdraw {upload}" in caught.value.message("en")
    assert store.version == version
    # What does not need them goes on.
    assert flow(store) == {("A", "2009K1"): 1, ("B", "2009K1"): 1}
    assert len(store.table("klachten", ALL)) == 1
    store.withdraw_upload(*other.upload_ids, by="anna", reason="dubbel", scope=ALL)


@HARM
def test_the_same_bytes_heal_the_rows(store: Store, harm: Harm) -> None:
    upload = deliver(store, FILE)
    path = rows_of(store, upload.upload_id)
    before, version = path.read_bytes(), store.version
    harm(path)
    done = deliver(store, FILE)
    assert (done.status, done.upload_ids, done.healed) == ("healed", upload.upload_ids, (1,))
    assert path.read_bytes() == before
    assert store.version == version
    assert len(store.rows(upload.upload_id or 0, ALL)) == 2
    assert deliver(store, FILE).status == "unchanged"
    store.recount(by="anna")
    assert flow(store) == {("A", "2009K1"): 1, ("B", "2009K1"): 1}


def test_steps_that_find_their_place_in_the_spells_are_healed_after_these(store: Store) -> None:
    first = deliver(store, FILE).upload_id
    second = deliver(store, STEPS, "stappen").upload_id
    for upload in (first, second):
        gone(rows_of(store, upload))
    with pytest.raises(Damaged) as caught:
        store.recount(by="anna")
    assert len(caught.value.damages) == 2
    assert deliver(store, FILE).healed == (first,)
    assert deliver(store, STEPS, "stappen").healed == (second,)
    store.recount(by="anna")


def test_an_upload_of_which_a_place_was_replaced_is_healed_too(store: Store) -> None:
    first = deliver(store, FILE).upload_id
    deliver(store, spells("9;A;WW;k9;07-01-2009;;"), replace=True)
    flipped(rows_of(store, first))
    done = deliver(store, FILE)
    # It would also take A back to what it was, which is another question.
    assert (done.status, done.healed) == ("needs_replace", (first,))
    assert store.catalogue.rows.is_whole(store.catalogue.upload(first or 0).rows_blob)


def test_rows_left_out_the_first_time_are_left_out_again(store: Store) -> None:
    faulty = FILE + b"3;A;Wajong-ouder;k3;05-01-2009;;\n"
    upload = deliver(store, faulty, skip_faulty_rows=True)
    assert upload.rows_rejected == 1
    gone(rows_of(store, upload.upload_id))
    assert deliver(store, faulty).status == "healed"


def test_a_file_that_another_program_wrote_otherwise_is_named_anew(store: Store) -> None:
    upload = deliver(store, FILE).upload_id or 0
    catalogue = store.catalogue
    from ketenkpi.catalogue.healing import record_healed

    record_healed(catalogue.engine, upload, "a" * 64, "anna")
    assert deliver(store, FILE).status == "healed"
    assert catalogue.rows.is_whole(catalogue.upload(upload).rows_blob)
    assert list(store.audit(ALL)["action"]).count("hersteld") == 4
    assert deliver(store, FILE).status == "unchanged"


def test_one_who_may_not_see_all_its_places_heals_nothing(store: Store) -> None:
    upload = deliver(store, FILE)
    gone(rows_of(store, upload.upload_id))
    with pytest.raises(Exception, match="B") as caught:
        deliver(store, FILE, scope=Scope.of(["A"], "rows"))
    assert type(caught.value).__name__ == "OutOfScope"
    assert not rows_of(store, upload.upload_id).exists()


@HARM
def test_damaged_rows_can_be_taken_back(store: Store, harm: Harm) -> None:
    deliver(store, COMPLAINTS, "klachten")
    upload = deliver(store, FILE).upload_id or 0
    harm(rows_of(store, upload))
    (rows,) = store.withdrawal(upload, scope=ALL).changes.rows
    assert rows.removed == 2
    store.withdraw_upload(upload, by="anna", reason="bestand is er niet meer", scope=ALL)
    assert flow(store) == {}
    assert flow(store, "klachten") == {("A", "2009K1"): 1}


@pytest.mark.parametrize("file", [0, 1], ids=["list", "file"])
@HARM
def test_damaged_counts_are_told_and_made_again(store: Store, harm: Harm, file: int) -> None:
    deliver(store, FILE)
    harm(([counts_of(store), store.catalogue.counts.path(files_of(counts_of(store))[0])])[file])
    calls: tuple[Callable[[], object], ...] = (
        lambda: store.counts(ALL),
        lambda: store.figures(["instroom"], ("werkplein",), ALL),
        lambda: deliver(store, COMPLAINTS, "klachten"),
    )
    for call in calls:
        with pytest.raises(CountsDamaged, match="ketenkpi recount"):
            call()
    store.recount(by="anna")
    assert flow(store) == {("A", "2009K1"): 1, ("B", "2009K1"): 1}


def test_rows_and_counts_damaged_at_once_leave_a_way_out(store: Store) -> None:
    deliver(store, COMPLAINTS, "klachten")
    upload = deliver(store, FILE).upload_id or 0
    gone(counts_of(store))
    flipped(rows_of(store, upload))
    found = store.withdrawal(upload, scope=ALL)
    assert (found.compared, found.changes.figures) == (False, ())
    store.withdraw_upload(upload, by="anna", reason="weg", scope=ALL)
    assert flow(store, "klachten") == {("A", "2009K1"): 1}


def test_the_list_of_werkpleinen_is_healed_although_every_upload_reads_it(store: Store) -> None:
    places = b"werkplein;naam;arbeidsmarktregio\nA;Aa;Midden\nB;Bee;Midden\n"
    upload = deliver(store, places, "werkpleinen").upload_id
    gone(rows_of(store, upload))
    with pytest.raises(Damaged):
        deliver(store, FILE)
    assert deliver(store, places, "werkpleinen").status == "healed"
    assert deliver(store, FILE).status == "stored"


def test_all_that_is_damaged_is_found_and_nothing_else(store: Store) -> None:
    deliver(store, FILE)
    bad = deliver(store, COMPLAINTS, "klachten").upload_id
    flipped(rows_of(store, bad))
    snapshot = store.catalogue.snapshot()
    (found,) = damages(snapshot.deliveries, store.catalogue.rows)
    assert (found.upload.id, found.werkpleinen, found.gone) == (bad, ("A",), False)


def test_a_program_that_reads_other_rows_does_not_heal(store: Store) -> None:
    upload = deliver(store, FILE).upload_id or 0
    from sqlalchemy import text

    with store.catalogue.engine.begin() as connection:
        connection.execute(text("UPDATE upload SET rows_stored = 5, rows_read = 5"))
    gone(rows_of(store, upload))
    with pytest.raises(ReadsOtherwise, match="2 rijen uit in plaats van 5"):
        deliver(store, FILE, quarter=Q1)


@HARM
def test_counts_of_a_past_state_that_are_damaged_are_counted_anew(store: Store, harm: Harm) -> None:
    deliver(store, FILE)
    deliver(store, spells("3;A;WW;k3;05-04-2009;;"), quarter=Q2)
    before = store.as_of(1, ALL)
    (mark,) = (store.settings.home / "vintages").glob("*.list")
    listed = store.catalogue.counts.path(mark.stem.split("-")[1])
    own = set(files_of(listed)) - set(files_of(counts_of(store)))
    for kept in (listed, store.catalogue.counts.path(min(own))):
        content = kept.read_bytes()
        harm(kept)
        after = store.as_of(1, ALL)
        assert all(before.table(tally).equals(after.table(tally)) for tally in before.tallies)
        assert kept.read_bytes() == content
