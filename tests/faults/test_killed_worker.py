"""A worker or its child killed in the middle of an upload: it is done once, by the next one."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ketenkpi.catalogue import JobRecord
from ketenkpi.jobs import KINDS, JobQueue, ToUpload, Worker
from ketenkpi.jobs.folders import FOLDER
from ketenkpi.scope import Scope
from ketenkpi.store import Store, UploadResult
from ketenkpi.vocabulary import Period, Quarter

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
ALL = Scope.everything()
FILE = b"werkplein;datum;thema\nA;05-01-2009;wachttijd\nA;07-01-2009;wachttijd\n"
ASKED = ToUpload(
    "klachten", None, "klachten.csv", "uwv", Period(Quarter(2009, 1)),
    answers={"werkplein": "nieuw"},
)  # fmt: skip
BEFORE = ["UploadTask.read:1", "UploadTask.count:1", "Blobs._rename:2", "Catalogue._insert:1"]
AFTER = "UploadTask.commit:1"


def _asked(store: Store) -> str:
    return JobQueue(store).ask(ASKED, by="anna", scope=ALL, file=FILE)


def _killing(store: Store, how: str) -> subprocess.Popen[bytes]:
    settings = store.settings
    return subprocess.Popen(
        [sys.executable, "-m", "tests.faults.worker_child", settings.home, settings.database_url,
         how],
        cwd=ROOT,
    )  # fmt: skip


def _worker(store: Store) -> Worker:
    def keep(job: JobRecord) -> Path:
        raise AssertionError(f"no fault of ours was to come of {job.kind}")

    return Worker(store, keep, KINDS)


def _delivered_once(store: Store, job_id: str, attempts: int) -> UploadResult:
    """The job is done, its rows count once, and nothing of its file is left."""
    job = JobQueue(store).job(job_id, ALL)
    assert (job.state, job.attempts) == ("done", attempts)
    assert list(store.uploads(ALL)["rows"]) == [2]
    assert store.version == 1
    assert store.counts(ALL).roll_up("klachten", by=["werkplein"])["n"].to_list() == [2]
    assert list((store.settings.home / FOLDER / job_id).iterdir()) == [
        store.settings.home / FOLDER / job_id / "answer.json"
    ]
    answer = JobQueue(store).answer(job)
    assert isinstance(answer, UploadResult)
    return answer


def _worker_killed(store: Store, point: str) -> str:
    job_id = _asked(store)
    killed = _killing(store, f"killed:parent:{point}")
    assert killed.wait() == -signal.SIGKILL
    assert JobQueue(store).job(job_id, ALL).state == "running", "nobody knows yet"
    _ended(int((store.settings.home.parent / "child").read_text()))
    return job_id


def _ended(process: int) -> None:
    """Wait until it is gone: else two would do the job, which is no harm but no proof."""
    state = Path(f"/proc/{process}/stat")
    while state.exists() and state.read_text().rpartition(")")[2].split()[0] != "Z":
        time.sleep(0.02)


def _taken_up_again(store: Store, job_id: str) -> UploadResult:
    worker = _worker(store)
    assert worker.do_next()
    worker.leave()
    return _delivered_once(store, job_id, attempts=2)


@pytest.mark.parametrize("point", BEFORE)
def test_a_killed_workers_upload_is_done_by_the_next(local: Store, point: str) -> None:
    job_id = _worker_killed(local, point)
    assert local.version == 0
    assert _taken_up_again(local, job_id).status == "stored"


def test_a_worker_that_was_killed_after_the_commit_delivers_no_second_time(store: Store) -> None:
    job_id = _worker_killed(store, AFTER)
    assert store.version == 1
    assert _taken_up_again(store, job_id).status == "unchanged"


def test_a_worker_that_was_killed_in_the_transaction(store: Store) -> None:
    job_id = _worker_killed(store, "Catalogue._start_run:1")
    assert store.version == 0
    assert _taken_up_again(store, job_id).status == "stored"


@pytest.mark.parametrize("point", [BEFORE[1], AFTER])
def test_a_killed_child_is_followed_by_another(local: Store, point: str) -> None:
    job_id = _asked(local)
    running = _killing(local, f"killed:child:{point}")
    queue = JobQueue(local)
    while not queue.job(job_id, ALL).ended:
        assert running.poll() is None
        time.sleep(0.05)
    running.terminate()
    running.wait()
    expected = "unchanged" if point == AFTER else "stored"
    assert _delivered_once(local, job_id, attempts=2).status == expected


def test_two_workers_never_take_the_same_job(store: Store) -> None:
    queue, settings = JobQueue(store), store.settings
    asked = [queue.ask(ASKED, by=f"anna {n}", scope=ALL) for n in range(60)]
    sign = settings.home.parent / "sign"
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.faults.worker_child", settings.home,
             settings.database_url, f"takes:{sign}"],
            cwd=ROOT, stdout=subprocess.PIPE, text=True,
        )
        for _ in range(3)
    ]  # fmt: skip
    while len(list(sign.parent.glob("sign.*"))) < len(started):
        assert all(process.poll() is None for process in started)
        time.sleep(0.01)
    sign.touch()
    taken = [process.communicate(timeout=120)[0].split() for process in started]
    assert sorted(each for mine in taken for each in mine) == sorted(asked)
    assert sum(bool(mine) for mine in taken) > 1, "they worked at the same time"
