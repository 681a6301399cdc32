"""Doing one job: in the process that calls it, and as the child of a worker."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from ketenkpi.catalogue import JobFault, JobRecord, Jobs
from ketenkpi.errors import UserError
from ketenkpi.jobs.folders import JobFolder
from ketenkpi.jobs.kinds import CHANGING, KINDS, Assignment, JobKind
from ketenkpi.jobs.queue import JobQueue
from ketenkpi.plain_data import as_plain, from_plain
from ketenkpi.settings import Settings
from ketenkpi.store import Store, open_store

# A page looks once a second; each time is a transaction on the disk.
SECONDS_BETWEEN = 0.5


def perform(store: Store, job: JobRecord) -> JobFault | None:
    """Do a job that its worker took; gives why it failed, None when it did not.

    What came of it is in its folder. What was delivered or taken back asks for
    another job, which makes ready what pages would wait for.
    """
    kind, folder = KINDS[cast(JobKind, job.kind)], JobFolder.of(store.settings.home, job.id)
    asked = from_plain(kind.asked, dict(job.arguments))
    given = Assignment(job.asked_by, job.scope, folder.file, _told(store, job))
    before = store.version
    try:
        answer = kind.do(store, asked, given)
    except UserError as fault:
        return JobFault(fault.key, {name: _said(value) for name, value in fault.params.items()})
    folder.put_answer(as_plain(answer))
    if job.kind in CHANGING and store.version != before:
        JobQueue(store).make_ready()
    return None


def perform_here(arguments: dict[str, Any]) -> Any:
    """The side of the child: do the job `id` that `worker` took; gives the fault, if any."""
    import duckdb

    store = open_store(Settings.load(Path(arguments["home"]), arguments["database_url"]))
    job = Jobs(store.catalogue.engine).standing(arguments["id"], arguments["worker"])
    if job is None:
        # Taken for dead meanwhile: somebody else does it, and this process is ended.
        return None
    try:
        fault = perform(store, job)
    except duckdb.OutOfMemoryException as full:
        raise MemoryError from full
    return None if fault is None else as_plain(fault)


def _told(store: Store, job: JobRecord) -> Callable[[str, float], None]:
    """Says how far it is, a few times a second at most."""
    jobs, worker, last = Jobs(store.catalogue.engine), str(job.worker), 0.0

    def tell(stage: str, share: float) -> None:
        nonlocal last
        if time.monotonic() - last >= SECONDS_BETWEEN:
            jobs.progress(job.id, worker, stage, share)
            last = time.monotonic()

    return tell


def _said(value: object) -> Any:
    """What fills a sentence; as text it says the same."""
    return value if isinstance(value, str | int | float) else str(value)
