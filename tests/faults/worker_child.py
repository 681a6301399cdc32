"""A worker in a process of its own: one whose first job kills it, or one that only takes jobs.

    python -m tests.faults.worker_child HOME URL killed:parent:UploadTask.count:1
    python -m tests.faults.worker_child HOME URL takes:PATH

Nothing in the library knows of this: what the child of the worker runs is
replaced from outside. `parent` kills the worker, `child` the process that does
the job; the second time a job is taken up, nobody is killed.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path
from typing import Any, NoReturn

from ketenkpi.catalogue import JobRecord, Jobs
from ketenkpi.jobs import KINDS, Worker, worker
from ketenkpi.jobs.perform import perform_here
from ketenkpi.settings import Settings
from ketenkpi.store import Store, open_store
from tests.faults.upload_child import call_after

KILLED = "killed"


def perform_killed(arguments: dict[str, Any]) -> Any:
    """Do the job, and kill whom it says at the point that stands beside the home folder."""
    told = Path(arguments["home"]).parent / KILLED
    if told.exists():
        whom, place, times = told.read_text().split(":")
        told.unlink()
        told.with_name("child").write_text(str(os.getpid()))
        call_after(place, int(times), lambda: _kill(whom))
    return perform_here(arguments)


def _kill(whom: str) -> None:
    if whom == "child":
        os.kill(os.getpid(), signal.SIGKILL)
    os.kill(os.getppid(), signal.SIGKILL)
    # Not one step further: a child without its worker ends by itself.
    time.sleep(600)


def _raised(job: JobRecord) -> NoReturn:
    raise AssertionError(f"no fault of ours was to come of {job.kind}")


def _take_all(store: Store, sign: Path) -> None:
    """Take jobs as fast as they come, once the sign is there, and say which."""
    jobs = Jobs(store.catalogue.engine)
    name = jobs.new_worker()
    jobs.beat(name)
    Path(f"{sign}.{os.getpid()}").touch()
    while not sign.exists():
        time.sleep(0.005)
    while (job := jobs.take(name, KINDS)) is not None:
        print(job.id)
        jobs.end(job.id, name, "done")
    jobs.leave(name)


def main() -> None:
    home, url, how = sys.argv[1:]
    kind, _, detail = how.partition(":")
    store = open_store(Settings.load(home=Path(home), database_url=url))
    if kind == "takes":
        _take_all(store, Path(detail))
        return
    (Path(home).parent / KILLED).write_text(detail)
    # By the name under which the child can import it.
    from tests.faults.worker_child import perform_killed

    worker.perform_here = perform_killed
    Worker(store, _raised, KINDS).run()


if __name__ == "__main__":
    main()
