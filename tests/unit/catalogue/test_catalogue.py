"""One transaction makes a change visible, once; and life goes its way. On both databases."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from ketenkpi.catalogue import Catalogue, Overtaken, ReasonNeeded, Slot, TransitionRefused
from ketenkpi.contracts import Finding, Findings, Total
from ketenkpi.errors import UsageError
from ketenkpi.scope import Scope
from ketenkpi.settings import Settings
from tests.unit.catalogue.builders import QUARTER, blob, catalogue_of, change, new_upload

ALL = Scope.everything()
SLOT = Slot("trajecten", "A", QUARTER)


@pytest.fixture
def catalogue(settings: Settings) -> Iterator[Catalogue]:
    made = catalogue_of(settings)
    yield made
    made.engine.dispose()


def test_an_empty_catalogue(catalogue: Catalogue) -> None:
    snapshot = catalogue.snapshot()
    assert (snapshot.version, snapshot.counts_blob, snapshot.deliveries) == (0, None, ())


def test_a_change_becomes_visible(catalogue: Catalogue) -> None:
    new = new_upload(catalogue, places=("A", "B"))
    made = change(catalogue, new)
    done = catalogue.commit(made, seen=0)
    snapshot = catalogue.snapshot()
    assert done.version == snapshot.version == catalogue.version == 1
    assert snapshot.counts_blob == made.counts_blob
    assert [(d.werkplein, d.status, d.current) for d in snapshot.deliveries] == [
        ("A", "ingediend", True),
        ("B", "ingediend", True),
    ]
    record = catalogue.upload(done.upload_ids[0])
    for field in dataclasses.fields(record):
        if field.name not in ("id", "created_at"):
            assert getattr(record, field.name) == getattr(new, field.name)


def test_moments_are_in_utc(catalogue: Catalogue) -> None:
    catalogue.commit(change(catalogue, new_upload(catalogue)), seen=0)
    moments = [catalogue.upload(1).created_at, catalogue.audit(ALL)[0].created_at]
    for moment in moments:
        assert moment.utcoffset() == timedelta(0)
        assert abs(datetime.now(UTC) - moment) < timedelta(minutes=1)


def test_who_started_from_an_old_state_is_told(catalogue: Catalogue) -> None:
    catalogue.commit(change(catalogue, new_upload(catalogue)), seen=0)
    with pytest.raises(Overtaken, match="version 0"):
        catalogue.commit(change(catalogue, new_upload(catalogue, "other")), seen=0)
    assert catalogue.version == 1
    assert len(catalogue.deliveries(ALL, ended=True)) == 1


def test_a_change_that_fails_halfway_leaves_nothing(catalogue: Catalogue) -> None:
    good = new_upload(catalogue, places=("A",))
    twice = new_upload(catalogue, places=("B", "B"))
    with pytest.raises(Exception, match=r"(?i)unique"):
        _commit_without_ending(catalogue, good, twice)
    assert catalogue.snapshot().deliveries == ()
    assert catalogue.version == 0
    assert catalogue.audit(ALL) == ()


def _commit_without_ending(catalogue: Catalogue, *uploads: object) -> None:
    class Forgetful(Catalogue):
        def _replace(self, session: object, slot: object, reason: object) -> None:
            return None

    forgetful = Forgetful(catalogue.engine, catalogue.rows, catalogue.counts)
    forgetful.commit(change(catalogue, *uploads), seen=0)


def test_a_change_names_only_files_that_are_there(catalogue: Catalogue) -> None:
    made = change(catalogue, new_upload(catalogue))
    catalogue.counts.path(made.counts_blob).unlink()
    with pytest.raises(Overtaken, match="tidied"):
        catalogue.commit(made, seen=0)
    assert catalogue.version == 0


def test_a_replacement_ends_the_old_delivery(catalogue: Catalogue) -> None:
    catalogue.commit(change(catalogue, new_upload(catalogue)), seen=0)
    catalogue.commit(change(catalogue, new_upload(catalogue, "better")), seen=1)
    old, new = catalogue.deliveries(ALL, ended=True)
    assert (old.status, old.current) == ("vervangen", False)
    assert (new.status, new.current, new.replaces_id) == ("ingediend", True, old.id)
    assert catalogue.rows.path(old.upload.rows_blob).read_text() == "rows"
    assert [a.action for a in catalogue.audit(ALL)] == ["ingediend", "vervangen"]


def test_both_partners_agree_then_definitive(catalogue: Catalogue) -> None:
    catalogue.commit(change(catalogue, new_upload(catalogue)), seen=0)
    assert catalogue.approve(SLOT, "gemeente", "bert") == "akkoord_gemeente"
    with pytest.raises(TransitionRefused):
        catalogue.finalise(SLOT, "bert")
    with pytest.raises(TransitionRefused):
        catalogue.approve(SLOT, "gemeente", "bert")
    assert catalogue.approve(SLOT, "uwv", "anna") == "voorlopig"
    assert catalogue.finalise(SLOT, "anna") == "definitief"
    assert catalogue.deliveries(ALL)[0].approved == {"uwv", "gemeente"}
    actions = [record.action for record in catalogue.audit(ALL)]
    assert actions == ["ingediend", "akkoord_gemeente", "akkoord_uwv", "definitief"]


def test_agreeing_is_a_new_version_too(catalogue: Catalogue) -> None:
    catalogue.commit(change(catalogue, new_upload(catalogue)), seen=0)
    catalogue.approve(SLOT, "uwv", "anna")
    assert catalogue.version == 2
    assert catalogue.snapshot().counts_blob is not None


def test_nothing_to_agree_with(catalogue: Catalogue) -> None:
    with pytest.raises(UsageError):
        catalogue.approve(SLOT, "uwv", "anna")
    assert catalogue.version == 0


def test_a_definitive_delivery_changes_only_with_a_reason(catalogue: Catalogue) -> None:
    catalogue.commit(change(catalogue, new_upload(catalogue)), seen=0)
    for party in ("uwv", "gemeente"):
        catalogue.approve(SLOT, party, "anna")
    catalogue.finalise(SLOT, "anna")
    seen = catalogue.version
    revised = new_upload(catalogue, "revised")
    with pytest.raises(ReasonNeeded):
        catalogue.commit(change(catalogue, revised), seen)
    with pytest.raises(ReasonNeeded):
        catalogue.commit(change(catalogue, withdrawn=(1,), reason="  "), seen)
    catalogue.commit(change(catalogue, revised, reason="dubbele regels"), seen)
    assert catalogue.deliveries(ALL)[0].reason == "dubbele regels"


def test_withdrawing(catalogue: Catalogue) -> None:
    catalogue.commit(change(catalogue, new_upload(catalogue)), seen=0)
    catalogue.commit(change(catalogue, withdrawn=(1,), counts_blob=None, reason="fout"), seen=1)
    assert catalogue.snapshot().deliveries == ()
    assert catalogue.snapshot().counts_blob is None
    assert catalogue.audit(ALL)[-1].detail == {"reason": "fout"}


def test_findings_come_back_as_they_were(catalogue: Catalogue) -> None:
    findings = Findings(
        (Total("rij", "uitleg", "volgorde", "besluit", 7), Total("kop", "advies", "x", None, 1)),
        (Finding("rij", "uitleg", "volgorde", 5, 6, "besluit", "2009-01-01", {"first": "a"}),),
    )
    done = catalogue.commit(change(catalogue, new_upload(catalogue, findings=findings)), seen=0)
    assert catalogue.findings(done.upload_ids[0]) == findings


def test_a_scope_sees_its_own_and_what_is_shared(catalogue: Catalogue) -> None:
    shared = new_upload(catalogue, contract="context", places=("reeks",))
    shared = dataclasses.replace(
        shared, deliveries=tuple(dataclasses.replace(d, shared=True) for d in shared.deliveries)
    )
    catalogue.commit(change(catalogue, new_upload(catalogue, places=("A", "B")), shared), seen=0)
    seen = catalogue.deliveries(Scope.of(["B"]))
    assert [d.werkplein for d in seen] == ["B", "reeks"]
    assert [d.werkplein for d in catalogue.deliveries(Scope.of([]))] == ["reeks"]
    assert {a.werkplein for a in catalogue.audit(Scope.of(["B"]))} == {"B"}


def test_an_unknown_upload(catalogue: Catalogue) -> None:
    with pytest.raises(UsageError, match="99"):
        catalogue.upload(99)


def test_tidy_keeps_every_row_and_the_current_counts(catalogue: Catalogue) -> None:
    first = change(catalogue, new_upload(catalogue), counts_blob=blob(catalogue.counts, "one"))
    second = change(
        catalogue, new_upload(catalogue, "better"), counts_blob=blob(catalogue.counts, "two")
    )
    catalogue.commit(first, seen=0)
    catalogue.commit(second, seen=1)
    stray = blob(catalogue.rows, "stray")
    _age(catalogue)
    # The stray rows, the first counts, and counts that `change` placed unasked.
    assert catalogue.tidy() == 3
    assert not catalogue.rows.path(stray).exists()
    assert not catalogue.counts.path(first.counts_blob).exists()
    assert catalogue.counts.path(second.counts_blob).exists()
    assert len(list(catalogue.rows.folder.iterdir())) == 2
    assert catalogue.version == 2


def _age(catalogue: Catalogue) -> None:
    import os

    for folder in (catalogue.rows.folder, catalogue.counts.folder):
        for path in folder.iterdir():
            os.utime(path, (0, 0))


def test_runs_remember_what_was_counted(catalogue: Catalogue) -> None:
    catalogue.commit(change(catalogue, new_upload(catalogue)), seen=0)
    catalogue.commit(change(catalogue, new_upload(catalogue, "b", places=("B",))), seen=1)
    with catalogue.engine.connect() as connection:
        rows = connection.execute(text("SELECT version, inputs FROM run ORDER BY id")).all()
    assert [(version, str(inputs)) for version, inputs in rows] == [(1, "[1]"), (2, "[1, 2]")]
