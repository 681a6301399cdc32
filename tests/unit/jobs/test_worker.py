"""A worker does each job in a process of its own, and says in words when it cannot."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ketenkpi.catalogue import JobRecord, Jobs
from ketenkpi.child import Child
from ketenkpi.errors import UsageError
from ketenkpi.jobs import (
    KINDS,
    Asked,
    JobQueue,
    MadeReady,
    ToLook,
    ToMakeReady,
    ToReportNothing,
    ToSeeWithdrawal,
    ToUpload,
    ToWithdraw,
    Withdrawn,
    Worker,
)
from ketenkpi.jobs.folders import FOLDER
from ketenkpi.scope import Scope
from ketenkpi.store import Look, Store, UploadResult, Withdrawal
from ketenkpi.vocabulary import Period
from ketenkpi.wording import say
from tests.dashboard.small import LAST, csv, spells

pytestmark = pytest.mark.slow

ALL = Scope.everything()
FILE = csv(spells("Breda", 40, seed=5))
UPLOAD = ToUpload("trajecten", None, "trajecten.csv", "uwv", Period(LAST))


Working = Callable[..., JobRecord]


@pytest.fixture
def done(store: Store) -> Iterator[Working]:
    """Have it done by a worker with these limits: the job as it ended."""
    workers: list[Worker] = []

    def work(
        asked: Asked, file: bytes | None = None, scope: Scope = ALL, **limits: int
    ) -> JobRecord:
        job_id = JobQueue(store).ask(asked, by="Anna", scope=scope, file=file)
        workers.append(_worker(store, **limits))
        assert workers[-1].do_next()
        return JobQueue(store).job(job_id, scope)

    yield work
    for each in workers:
        each.leave()


def _worker(store: Store, **limits: int) -> Worker:
    home = store.settings.home
    store.settings = replace(store.settings, jobs=replace(store.settings.jobs, **limits))
    return Worker(store, lambda job: _kept(home, job), KINDS)


def _kept(home: Path, job: JobRecord) -> Path:
    import traceback

    log = home / "log"
    log.write_text(f"{job.kind}\n{traceback.format_exc()}")
    return log


def _files(store: Store) -> list[Path]:
    return [path for path in (store.settings.home / FOLDER).rglob("file") if path.is_file()]


def _answer(store: Store, job: JobRecord) -> Any:
    assert job.state == "done", job.fault
    return JobQueue(store).answer(job)


def _said(job: JobRecord) -> str:
    assert job.fault is not None
    return say(job.fault.key, "nl", **job.fault.params)


def test_from_a_file_to_what_came_of_it(store: Store, done: Working) -> None:
    look = _answer(store, done(ToLook(("trajecten",)), FILE))
    assert isinstance(look, Look)
    assert look == store.look(FILE, ("trajecten",))
    stored = _answer(store, done(UPLOAD, FILE))
    assert isinstance(stored, UploadResult)
    assert (stored.status, stored.upload_ids, stored.rows_stored) == ("stored", (1,), 40)
    assert set(store.uploads(ALL)["delivered_by"]) == {"Anna"}
    assert set(store.uploads(ALL)["filename"]) == {"trajecten.csv"}
    ready = done(ToMakeReady())
    assert _answer(store, ready) == MadeReady(counted=_answer(store, ready).counted)
    withdrawal = _answer(store, done(ToSeeWithdrawal(1)))
    assert isinstance(withdrawal, Withdrawal)
    assert withdrawal == store.withdrawal(1, scope=ALL)
    assert _answer(store, done(ToWithdraw(1, "fout bestand"))) == Withdrawn(2)
    assert not store.uploads(ALL)["current"].any()
    nothing = _answer(store, done(ToReportNothing("klachten", "Breda", Period(LAST), "uwv")))
    assert isinstance(nothing, UploadResult)
    assert (nothing.status, nothing.rows_stored) == ("stored", 0)
    assert _files(store) == []


def test_what_changed_the_figures_has_what_pages_need_made_ready(
    store: Store, done: Working
) -> None:
    jobs = Jobs(store.catalogue.engine)
    assert _answer(store, done(UPLOAD, FILE)).status == "stored"
    ahead = jobs.take(jobs.new_worker(), KINDS)
    assert ahead is not None
    assert (ahead.kind, ahead.awaited, ahead.scope) == ("ready", False, ALL)
    jobs.leave(str(ahead.worker))
    jobs.end(ahead.id, str(ahead.worker), "done")
    assert _answer(store, done(UPLOAD, FILE)).status == "unchanged"
    assert jobs.take(jobs.new_worker(), KINDS) is None


def test_a_fault_of_the_user_is_a_sentence(store: Store, done: Working) -> None:
    job = done(ToWithdraw(7, "fout bestand"))
    assert job.state == "failed"
    assert _said(job) == str(UsageError("catalogue.unknown_upload", id=7))


def test_nothing_outside_the_scope_of_who_asked_is_delivered(store: Store, done: Working) -> None:
    job = done(UPLOAD, FILE, Scope.of(["Tilburg"], "rows"))
    assert job.state == "failed"
    assert _said(job) == say("scope.not_allowed", "nl", werkplein="Breda")
    assert store.version == 0
    assert _files(store) == []


def test_our_own_fault_is_in_the_log_and_the_next_job_is_done(store: Store, done: Working) -> None:
    job = done(ToLook(("trajecten",)))
    assert job.state == "failed"
    log = store.settings.home / "log"
    assert str(log) in _said(job)
    assert "FileNotFoundError" in log.read_text(), "it was asked about a file without one"
    assert done(ToLook(("trajecten",)), FILE).state == "done"


def test_who_takes_too_much_memory_is_ended_and_told(store: Store, done: Working) -> None:
    job = done(UPLOAD, FILE, memory_bytes=1 << 26)
    assert job.state == "failed"
    assert "meer geheugen dan is toegestaan (0.1 GB)" in _said(job)
    assert store.version == 0
    assert _files(store) == []


def test_who_takes_too_long_is_ended_and_told(store: Store, done: Working) -> None:
    job = done(UPLOAD, FILE, seconds=0)
    assert job.state == "failed"
    assert "langer dan is toegestaan" in _said(job)
    assert store.version == 0
    assert _files(store) == []


def _soon(when: Callable[[], bool], then: Callable[[], object]) -> threading.Thread:
    """Do this beside the test as soon as that is so."""

    def wait() -> None:
        while not when():
            time.sleep(0.01)
        then()

    thread = threading.Thread(target=wait)
    thread.start()
    return thread


def hang(arguments: dict[str, Any]) -> None:
    """A job that never ends."""
    time.sleep(600)


@pytest.fixture
def hanging(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ketenkpi.jobs.worker.perform_here", hang)


@pytest.mark.usefixtures("hanging")
def test_who_is_stopped_ends_and_leaves_nothing(store: Store, done: Working) -> None:
    queue = JobQueue(store)
    job_id = queue.ask(UPLOAD, by="Anna", scope=ALL, file=FILE)
    runs = _soon(lambda: queue.job(job_id, ALL).state == "running", lambda: queue.stop(job_id, ALL))
    worker = _worker(store)
    assert worker.do_next()
    runs.join()
    worker.leave()
    assert queue.job(job_id, ALL).state == "cancelled"
    assert _files(store) == []
    assert not queue.has_workers()


def test_who_is_stopped_before_it_began_leaves_nothing(store: Store) -> None:
    queue = JobQueue(store)
    job_id = queue.ask(UPLOAD, by="Anna", scope=ALL, file=FILE)
    assert len(_files(store)) == 1
    queue.stop(job_id, ALL)
    assert queue.job(job_id, ALL).state == "cancelled"
    assert _files(store) == []


@pytest.mark.usefixtures("hanging")
def test_what_is_made_ready_makes_way_for_who_waits(store: Store) -> None:
    queue, jobs = JobQueue(store), Jobs(store.catalogue.engine)
    queue.make_ready()
    (ahead,) = jobs.have_ended()
    asked = _soon(
        lambda: queue.job(ahead, ALL).state == "running",
        lambda: queue.ask(UPLOAD, by="Anna", scope=ALL, file=FILE),
    )
    worker = _worker(store)
    assert worker.do_next()
    asked.join()
    worker.leave()
    job = queue.job(ahead, ALL)
    assert (job.state, job.attempts) == ("waiting", 0)
    assert jobs.somebody_waits()


def test_what_is_begun_goes_back_when_the_worker_is_told_to_end(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue = JobQueue(store)
    job_id = queue.ask(UPLOAD, by="Anna", scope=ALL, file=FILE)
    worker = _worker(store)

    def interrupted(child: Child, seconds: float) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Child, "outcome", interrupted)
        with pytest.raises(KeyboardInterrupt):
            worker.do_next()
    job = queue.job(job_id, ALL)
    assert (job.state, job.attempts) == ("waiting", 0)
    assert len(_files(store)) == 1, "the next worker needs it"
    assert worker.do_next()
    assert queue.job(job_id, ALL).state == "done"
    worker.leave()
