"""`ketenkpi worker` does what pages ask, and `ketenkpi serve` keeps one beside the dashboard."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import select

from ketenkpi.catalogue import JobRecord, Jobs
from ketenkpi.catalogue.database import reading
from ketenkpi.catalogue.tables import WorkerRow
from ketenkpi.jobs import JobQueue, ToLook
from ketenkpi.scope import Scope
from ketenkpi.settings import Settings
from ketenkpi.store import Store, open_store
from tests.dashboard.small import csv, spells
from tests.house.tree import ROOT

pytestmark = pytest.mark.slow

ALL = Scope.everything()
FILE = csv(spells("Breda", 40, seed=5))


@pytest.fixture
def store(home: Path) -> Iterator[Store]:
    opened = open_store(Settings.load(home))
    yield opened
    opened.close()


@contextmanager
def _started(*command: str) -> Iterator[subprocess.Popen[str]]:
    asked = [sys.executable, "-m", "ketenkpi", *command]
    with subprocess.Popen(asked, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        try:
            yield process
        finally:
            process.terminate()
            process.wait(timeout=30)


def _done(store: Store) -> JobRecord:
    queue = JobQueue(store)
    job_id = queue.ask(ToLook(("trajecten",)), by="", scope=ALL, file=FILE)
    while not (job := queue.job(job_id, ALL)).ended:
        time.sleep(0.05)
    return job


def _workers(store: Store) -> list[int]:
    """The numbers of the processes of the workers that are there."""
    with reading(store.catalogue.engine) as session:
        names = session.scalars(select(WorkerRow.name)).all()
    numbers = [int(name.split("-")[1]) for name in names]
    return [number for number in numbers if Path(f"/proc/{number}").exists()]


def test_a_worker_does_what_is_asked_until_it_is_told_to_end(store: Store) -> None:
    jobs = Jobs(store.catalogue.engine)
    with _started("worker") as worker:
        assert worker.stdout is not None
        assert "Klaar om te doen wat op pagina's gevraagd wordt" in worker.stdout.readline()
        assert _done(store).state == "done"
        assert jobs.has_workers()
    assert worker.returncode == 130
    assert not jobs.has_workers()
    assert _workers(store) == []


def test_serve_keeps_a_worker_beside_it(home: Path, store: Store) -> None:
    with _started("serve", "--geen-browser") as server:
        assert server.stdout is not None
        assert "http://127.0.0.1:" in server.stdout.readline()
        assert _done(store).state == "done"
        before = _workers(store)
        assert len(before) == 2, "one of them checks files only"
        os.kill(before[0], signal.SIGKILL)
        while len(after := _workers(store)) < 2 or set(after) & set(before):
            time.sleep(0.05)
        assert _done(store).state == "done"
    assert _workers(store) == []
    assert "ketenkpi worker ended with exit code -9" in (home / "fouten.log").read_text()
