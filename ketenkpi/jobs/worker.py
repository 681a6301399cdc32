"""The worker: takes jobs one by one and does each in a process of its own.

So memory goes back to the system when a job ends, one that takes too much or
too long is ended without harm to the next, and to stop one is to end its
process: what an upload stores it stores in one transaction, so nothing is half
in. The process of the next job is started ahead, with everything loaded.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal, NoReturn

from ketenkpi.catalogue import JobFault, JobRecord, Jobs
from ketenkpi.child import Child, ChildFault, Died, Done, Outcome, TooLong, TooMuch
from ketenkpi.jobs.folders import JobFolder, sweep
from ketenkpi.jobs.kinds import JobKind
from ketenkpi.jobs.perform import perform_here
from ketenkpi.store import Store

# How soon a job that waits is seen, and a child that takes too much memory.
LOOK_SECONDS = 0.2
# Whether somebody wants it to stop: two questions a second to the database.
ASK_SECONDS = 0.5
BEAT_SECONDS = 5.0
SWEEP_SECONDS = 60.0
# How long a page can still ask what came of a job.
KEPT = timedelta(days=1)

# Why a job ends before its process does: somebody stops it, it makes way for what
# somebody waits for, or another worker has it.
Broken = Literal["stopped", "makes_way", "lost"]


@dataclass
class _Every:
    """Whether it is time again for what is done every so many seconds."""

    seconds: float
    _last: float = field(default=float("-inf"))

    def due(self) -> bool:
        if time.monotonic() - self._last < self.seconds:
            return False
        self._last = time.monotonic()
        return True


class Worker:
    """One worker of an installation, for jobs of these kinds.

    keep: puts our own fault, being handled, in a log.
    """

    def __init__(
        self, store: Store, keep: Callable[[JobRecord], Path], kinds: Collection[JobKind]
    ) -> None:
        self._store, self._keep, self._kinds = store, keep, kinds
        self._limits = store.settings.jobs
        self._jobs = Jobs(store.catalogue.engine)
        self._name = Jobs.new_worker()
        self._beat, self._sweep = _Every(BEAT_SECONDS), _Every(SWEEP_SECONDS)
        self._next = self._child()

    def run(self) -> NoReturn:
        """Do jobs until it is interrupted; one that was begun then goes back to the queue."""
        try:
            while True:
                if not self.do_next():
                    time.sleep(LOOK_SECONDS)
        finally:
            self.leave()

    def do_next(self) -> bool:
        """Do one job to its end; False when there is none."""
        self._live()
        job = self._jobs.take(self._name, self._kinds)
        if job is None:
            return False
        if job.ended:
            self._folder(job).remove_file()
        else:
            self._do(job)
        return True

    def leave(self) -> None:
        """End what was started ahead, and say that nobody is here any more."""
        with self._next:
            self._jobs.leave(self._name)

    def _live(self) -> None:
        if self._beat.due():
            self._jobs.beat(self._name)
        if self._sweep.due():
            self._jobs.forget(datetime.now(UTC) - KEPT)
            sweep(self._store.settings.home, self._jobs.have_ended())

    def _do(self, job: JobRecord) -> None:
        try:
            with self._next as child:
                self._begin(child, job)
                self._conclude(job, self._watched(child, job))
        except ChildFault:
            self._end(job, JobFault("jobs.own_fault", {"file": str(self._keep(job))}))
        except KeyboardInterrupt:
            self._jobs.give_back(job.id, self._name, counts=False)
            raise
        finally:
            self._next = self._child()

    def _child(self) -> Child:
        return Child(perform_here, memory_bytes=None)

    def _begin(self, child: Child, job: JobRecord) -> None:
        settings = self._store.settings
        where = {"home": str(settings.home), "database_url": settings.database_url}
        child.ask({**where, "id": job.id, "worker": self._name}, seconds=self._limits.seconds)

    def _watched(self, child: Child, job: JobRecord) -> Outcome | Broken:
        """What came of it, or why it must end; the child may then still work."""
        until, ask = time.monotonic() + self._limits.seconds, _Every(ASK_SECONDS)
        while (outcome := child.outcome(LOOK_SECONDS)) is None:
            self._live()
            if child.resident_bytes() > self._limits.memory_bytes:
                return TooMuch(self._limits.memory_bytes)
            if time.monotonic() > until:
                return TooLong(self._limits.seconds)
            if ask.due() and (broken := self._broken(job)):
                return broken
        return outcome

    def _broken(self, job: JobRecord) -> Broken | None:
        standing = self._jobs.standing(job.id, self._name)
        if standing is None:
            return "lost"
        if standing.stop_asked:
            return "stopped"
        return "makes_way" if not job.awaited and self._jobs.somebody_waits() else None

    def _conclude(self, job: JobRecord, came: Outcome | Broken) -> None:
        match came:
            case Done(None):
                self._end(job, None)
            case Done(fault):
                self._end(job, JobFault(**fault))
            case TooMuch(memory_bytes):
                self._end(job, JobFault("jobs.too_much", {"gb": round(memory_bytes / 2**30, 1)}))
            case TooLong(seconds):
                self._end(job, JobFault("jobs.too_long", {"minutes": round(seconds / 60)}))
            case Died():
                self._jobs.give_back(job.id, self._name, counts=True)
            case "makes_way":
                self._jobs.give_back(job.id, self._name, counts=False)
            case "stopped":
                self._jobs.end(job.id, self._name, "cancelled")
                self._folder(job).remove_file()
            case "lost":
                pass

    def _end(self, job: JobRecord, fault: JobFault | None) -> None:
        self._jobs.end(job.id, self._name, "failed" if fault else "done", fault)
        self._folder(job).remove_file()

    def _folder(self, job: JobRecord) -> JobFolder:
        return JobFolder.of(self._store.settings.home, job.id)
