"""Asking for jobs and following them: what pages use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from ketenkpi.catalogue import JobRecord, Jobs, NewJob
from ketenkpi.jobs.folders import JobFolder
from ketenkpi.jobs.kinds import KINDS, Answer, Asked, JobKind, ToMakeReady, kind_of
from ketenkpi.plain_data import as_plain, from_plain
from ketenkpi.scope import Scope
from ketenkpi.store import Store

# Who asks for what nobody waits for.
NOBODY = "ketenkpi"


@dataclass(frozen=True, slots=True)
class JobQueue:
    """The jobs of one installation, for who asks for them."""

    store: Store

    def ask(self, asked: Asked, *, by: str, scope: Scope, file: bytes | None = None) -> str:
        """Have something done outside this process; gives the id of the job.

        The file is kept, for nobody else to read, until the job ends.
        """
        job_id = Jobs.new_id()
        folder = JobFolder.of(self.store.settings.home, job_id)
        try:
            if file is not None:
                folder.put_file(file)
            self._jobs.ask(job_id, NewJob(kind_of(asked), as_plain(asked), by, scope, True))
        except BaseException:
            folder.remove()
            raise
        return job_id

    def make_ready(self) -> None:
        """Have made ready what pages would wait for; one such job waits at most.

        It shows nobody anything, so it sees everything.
        """
        asked = ToMakeReady()
        new = NewJob(kind_of(asked), as_plain(asked), NOBODY, Scope.everything(), False)
        self._jobs.ask_latest(Jobs.new_id(), new)

    def job(self, job_id: str, scope: Scope) -> JobRecord:
        """How far a job is; raises UsageError unless this very scope asked for it."""
        return self._jobs.get(job_id, scope)

    def answer(self, job: JobRecord) -> Answer:
        """What came of a job that is done."""
        kind = KINDS[cast(JobKind, job.kind)]
        folder = JobFolder.of(self.store.settings.home, job.id)
        return from_plain(kind.answer, folder.answer())

    def stop(self, job_id: str, scope: Scope) -> None:
        """End a job; one that runs ends within a second, with nothing half done."""
        job = self._jobs.stop(job_id, scope)
        if job.ended:
            JobFolder.of(self.store.settings.home, job_id).remove_file()

    def has_workers(self) -> bool:
        """Whether anybody would do a job."""
        return self._jobs.has_workers()

    @property
    def _jobs(self) -> Jobs:
        return Jobs(self.store.catalogue.engine)
