"""The queue, on both databases: who gets which job, and what becomes of one that is left behind."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from ketenkpi.catalogue import JobFault, JobRecord, Jobs, NewJob
from ketenkpi.catalogue.database import writing
from ketenkpi.catalogue.jobs import MOST_ATTEMPTS, SILENT_SECONDS
from ketenkpi.catalogue.tables import WorkerRow
from ketenkpi.errors import UsageError
from ketenkpi.scope import Scope
from ketenkpi.settings import Settings
from tests.unit.catalogue.builders import catalogue_of

ALL = Scope.everything()
KINDS = ("look", "upload", "ready")


@pytest.fixture
def jobs(settings: Settings) -> Iterator[Jobs]:
    engine = catalogue_of(settings).engine
    yield Jobs(engine)
    engine.dispose()


def _ask(jobs: Jobs, kind: str = "upload", awaited: bool = True, scope: Scope = ALL) -> str:
    job_id = jobs.new_id()
    jobs.ask(job_id, NewJob(kind, {"filename": f"{kind}.csv"}, "anna", scope, awaited))
    return job_id


def _worker(jobs: Jobs) -> str:
    name = jobs.new_worker()
    jobs.beat(name)
    return name


def _taken(jobs: Jobs, worker: str) -> JobRecord:
    job = jobs.take(worker, KINDS)
    assert job is not None
    return job


def _silent(jobs: Jobs, worker: str) -> None:
    """Nothing was heard of this worker for longer than a living one is silent."""
    long_ago = datetime.now(UTC) - timedelta(seconds=SILENT_SECONDS + 1)
    with writing(jobs._engine) as session:
        mine = update(WorkerRow).where(WorkerRow.name == worker)
        session.execute(mine.values(seen_at=long_ago))


def test_a_job_is_taken_once_and_says_what_was_asked(jobs: Jobs) -> None:
    job_id = _ask(jobs)
    first, second = _worker(jobs), _worker(jobs)
    job = _taken(jobs, first)
    assert (job.id, job.kind, job.asked_by, job.state) == (job_id, "upload", "anna", "running")
    assert job.arguments == {"filename": "upload.csv"}
    assert (job.worker, job.attempts) == (first, 1)
    assert jobs.take(second, KINDS) is None
    assert jobs.take(first, KINDS) is None


def test_a_worker_gets_only_what_it_does(jobs: Jobs) -> None:
    _ask(jobs)
    look = _ask(jobs, "look")
    checks = _worker(jobs)
    taken = jobs.take(checks, {"look"})
    assert taken is not None
    assert taken.id == look
    assert jobs.take(checks, {"look"}) is None
    # Nor what another one left behind.
    other = _worker(jobs)
    assert _taken(jobs, other).kind == "upload"
    jobs.leave(other)
    assert jobs.take(checks, {"look"}) is None


def test_what_somebody_waits_for_comes_first_then_what_was_asked_first(jobs: Jobs) -> None:
    ahead = _ask(jobs, "ready", awaited=False)
    asked = [_ask(jobs), _ask(jobs)]
    assert jobs.somebody_waits()
    worker = _worker(jobs)
    assert [_taken(jobs, worker).id for _ in range(3)] == [*asked, ahead]
    assert not jobs.somebody_waits()


@pytest.mark.parametrize(
    "scope",
    [ALL, Scope.everything("figures"), Scope.of(["Zuid", "A, B"], "rows"), Scope.of([])],
    ids=lambda scope: scope.key,
)
def test_a_job_sees_exactly_what_who_asked_sees(jobs: Jobs, scope: Scope) -> None:
    job_id = _ask(jobs, scope=scope)
    assert jobs.get(job_id, scope).scope == scope
    assert _taken(jobs, _worker(jobs)).scope == scope


@pytest.mark.parametrize(
    "other", [ALL, Scope.of(["A", "B"]), Scope.of(["A"], "rows"), Scope.of([])]
)
def test_nobody_with_another_scope_finds_or_stops_it(jobs: Jobs, other: Scope) -> None:
    job_id = _ask(jobs, scope=Scope.of(["A"]))
    with pytest.raises(UsageError, match="taak"):
        jobs.get(job_id, other)
    with pytest.raises(UsageError, match="taak"):
        jobs.stop(job_id, other)
    assert not jobs.get(job_id, Scope.of(["A"])).stop_asked


def test_progress_and_end_are_for_who_has_it(jobs: Jobs) -> None:
    job_id = _ask(jobs)
    mine, other = _worker(jobs), _worker(jobs)
    _taken(jobs, mine)
    jobs.progress(job_id, mine, "tellen", 0.6)
    jobs.progress(job_id, other, "bestand", 0.1)
    jobs.end(job_id, other, "failed", JobFault("jobs.died", {}))
    jobs.give_back(job_id, other, counts=False)
    job = jobs.get(job_id, ALL)
    assert (job.stage, job.share, job.state) == ("tellen", 0.6, "running")
    assert jobs.standing(job_id, other) is None
    jobs.end(job_id, mine, "failed", JobFault("jobs.too_long", {"minutes": 120}))
    job = jobs.get(job_id, ALL)
    assert job.ended
    assert (job.state, job.fault) == ("failed", JobFault("jobs.too_long", {"minutes": 120}))
    assert job.arguments == {}, "the name of a file may hold what nobody may keep"
    assert jobs.standing(job_id, mine) is None


def test_a_job_of_a_silent_worker_is_taken_up_again(jobs: Jobs) -> None:
    job_id = _ask(jobs)
    gone, worker = _worker(jobs), _worker(jobs)
    _taken(jobs, gone)
    _silent(jobs, gone)
    job = _taken(jobs, worker)
    assert (job.id, job.worker, job.attempts) == (job_id, worker, 2)
    jobs.end(job_id, gone, "done")
    assert jobs.get(job_id, ALL).state == "running", "who was taken for gone ends nothing"


def test_of_a_dead_process_on_this_computer_nobody_waits_for_silence(jobs: Jobs) -> None:
    code = "import sys; from ketenkpi.catalogue import Jobs; print(Jobs.new_worker())"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    gone = ended.stdout.strip()
    jobs.beat(gone)
    assert not jobs.has_workers()
    job_id = _ask(jobs)
    _taken(jobs, gone)
    assert _taken(jobs, _worker(jobs)).id == job_id


def test_what_dies_every_time_is_given_up_with_what_to_do(jobs: Jobs) -> None:
    job_id = _ask(jobs)
    for attempt in range(1, MOST_ATTEMPTS + 1):
        worker = _worker(jobs)
        assert _taken(jobs, worker).attempts == attempt
        jobs.leave(worker)
    job = _taken(jobs, _worker(jobs))
    assert (job.id, job.state) == (job_id, "failed")
    assert job.fault == JobFault("jobs.died", {"attempts": MOST_ATTEMPTS})
    assert jobs.take(_worker(jobs), KINDS) is None


@pytest.mark.parametrize(("counts", "attempts"), [(True, 2), (False, 1)])
def test_a_job_that_is_given_back_waits_again(jobs: Jobs, counts: bool, attempts: int) -> None:
    job_id = _ask(jobs)
    worker = _worker(jobs)
    _taken(jobs, worker)
    jobs.progress(job_id, worker, "tellen", 0.6)
    jobs.give_back(job_id, worker, counts=counts)
    job = jobs.get(job_id, ALL)
    assert (job.state, job.worker, job.stage, job.share) == ("waiting", None, "", 0.0)
    assert _taken(jobs, worker).attempts == attempts


def test_stopping_ends_at_once_what_waits_and_asks_who_does_it(jobs: Jobs) -> None:
    waits, runs = _ask(jobs), _ask(jobs)
    assert jobs.stop(waits, ALL).state == "cancelled"
    worker = _worker(jobs)
    assert _taken(jobs, worker).id == runs
    assert jobs.stop(runs, ALL).state == "running"
    standing = jobs.standing(runs, worker)
    assert standing is not None
    assert standing.stop_asked
    # Its worker dies before it saw that: nobody begins it again.
    jobs.leave(worker)
    assert _taken(jobs, _worker(jobs)).state == "cancelled"


def test_what_ended_is_not_stopped(jobs: Jobs) -> None:
    job_id = _ask(jobs)
    worker = _worker(jobs)
    _taken(jobs, worker)
    jobs.end(job_id, worker, "done")
    assert jobs.stop(job_id, ALL).state == "done"


def test_of_what_is_made_ready_only_the_latest_waits(jobs: Jobs) -> None:
    def ready() -> str:
        job_id = jobs.new_id()
        jobs.ask_latest(job_id, NewJob("ready", {}, "ketenkpi", ALL, False))
        return job_id

    worker = _worker(jobs)
    runs = ready()
    assert _taken(jobs, worker).id == runs
    ready()
    latest = ready()
    assert set(jobs.have_ended()) == {runs, latest}


def test_what_ended_long_ago_is_forgotten_and_what_waits_is_not(jobs: Jobs) -> None:
    waits, ended = _ask(jobs), _ask(jobs)
    jobs.stop(ended, ALL)
    worker = _worker(jobs)
    jobs.forget(datetime.now(UTC) - timedelta(days=1))
    assert jobs.have_ended() == {waits: False, ended: True}
    jobs.forget(datetime.now(UTC) + timedelta(seconds=1))
    assert jobs.have_ended() == {waits: False}
    assert not jobs.has_workers(), f"{worker} was last seen before that"


def test_a_worker_is_there_until_it_leaves_or_is_silent(jobs: Jobs) -> None:
    assert not jobs.has_workers()
    worker = _worker(jobs)
    assert jobs.has_workers()
    _silent(jobs, worker)
    assert not jobs.has_workers()
    jobs.beat(worker)
    assert jobs.has_workers()
    jobs.leave(worker)
    assert not jobs.has_workers()


def test_what_plain_data_can_hold_comes_back(jobs: Jobs) -> None:
    hard: dict[str, Any] = {"naam": "é\udc80 'x' \"y\" \\", "niets": None, "lijst": [1, 2.5, True]}
    job_id = jobs.new_id()
    jobs.ask(job_id, NewJob("upload", hard, 'Anna & "Jan"', ALL, True))
    assert _taken(jobs, _worker(jobs)).arguments == hard
