"""The queue: what is to be done outside the pages, who does it, and how far it is.

A worker takes a job in one transaction: on SQLite nobody else can write
meanwhile, on PostgreSQL the row is locked and others pass it by. What lives is
the worker and not the job: it says so every few seconds in a row of its own,
so a job needs no pulse, and one whose worker is gone is free again.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, cast

from sqlalchemy import ColumnElement, Engine, Select, and_, delete, or_, select, update
from sqlalchemy.orm import Session

from ketenkpi.catalogue.database import now, reading, writing
from ketenkpi.catalogue.tables import JobRow, WorkerRow
from ketenkpi.errors import UsageError
from ketenkpi.scope import Scope
from ketenkpi.scratch import is_gone, process_name

JobState = Literal["waiting", "running", "done", "failed", "cancelled"]
EndState = Literal["done", "failed", "cancelled"]
ENDED: frozenset[JobState] = frozenset({"done", "failed", "cancelled"})
# A worker that did not say for so long that it lives is taken for gone. It says
# so every five seconds; a disk that hangs or a large commit may miss some. On one
# computer nobody waits for it: there the number of its process tells at once.
SILENT_SECONDS = 30
# Taken up so often, and its worker or its process died each time: a fourth would too.
MOST_ATTEMPTS = 3
DIED = "jobs.died"


@dataclass(frozen=True, slots=True)
class JobFault:
    """Why a job failed: a sentence of the wording by its key, and what fills it."""

    key: str
    params: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class NewJob:
    """What is asked: arguments as plain data, by whom, and what the job may see.

    awaited: somebody waits for it; what is made ready ahead comes after that.
    """

    kind: str
    arguments: Mapping[str, Any]
    asked_by: str
    scope: Scope
    awaited: bool


@dataclass(frozen=True, slots=True)
class JobRecord:
    """One job as it stands. `stage` and `share` (0 to 1) say how far it is.

    arguments: empty once it ended. attempts: how often it was taken up.
    stop_asked: somebody wants it to end. fault: only of a failed one.
    """

    id: str
    kind: str
    arguments: Mapping[str, Any]
    asked_by: str
    scope: Scope
    awaited: bool
    state: JobState
    stage: str
    share: float
    worker: str | None
    attempts: int
    stop_asked: bool
    fault: JobFault | None
    asked_at: datetime
    ended_at: datetime | None

    @property
    def ended(self) -> bool:
        """Whether nothing more will come of it."""
        return self.state in ENDED


class Jobs:
    """The jobs of an installation and who does them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    # --- asking --------------------------------------------------------------

    @staticmethod
    def new_id() -> str:
        """A name nobody can guess: whoever knows it may see what came of the job."""
        return secrets.token_hex(16)

    def ask(self, job_id: str, new: NewJob) -> None:
        """Put a job in the queue, under a name of `new_id`."""
        with writing(self._engine) as session:
            session.add(_row(job_id, new))

    def ask_latest(self, job_id: str, new: NewJob) -> None:
        """Put it in the queue in place of those of its kind that wait: one will do."""
        with writing(self._engine) as session:
            waiting = (JobRow.kind == new.kind, JobRow.state == "waiting")
            session.execute(delete(JobRow).where(*waiting))
            session.add(_row(job_id, new))

    def get(self, job_id: str, scope: Scope) -> JobRecord:
        """A job that was asked for with this very scope.

        Raises UsageError when there is none: another's job is not even there.
        """
        with reading(self._engine) as session:
            row = session.get(JobRow, job_id)
            if row is None or _scope(row) != scope:
                raise UsageError("jobs.unknown", id=job_id)
            return _record(row)

    def stop(self, job_id: str, scope: Scope) -> JobRecord:
        """Ask a job to end: at once when it waits, else its worker ends it soon."""
        self.get(job_id, scope)
        with writing(self._engine) as session:
            row = session.scalars(_of(job_id).with_for_update()).one()
            row.stop_asked = True
            if row.state == "waiting":
                _end(row, "cancelled")
            return _record(row)

    # --- doing ---------------------------------------------------------------

    def take(self, worker: str, kinds: Collection[str]) -> JobRecord | None:
        """The job of these kinds that this worker, and nobody else, does now; None without one.

        What somebody waits for comes first, then what was asked first. One whose
        worker is gone is taken up again, up to MOST_ATTEMPTS times; then it is
        given as it has just ended, failed or cancelled, to be cleared away.
        """
        # Looked at first: a writing transaction would hold up those who write.
        with reading(self._engine) as session:
            if session.scalars(_free(session, kinds)).first() is None:
                return None
        with writing(self._engine) as session:
            free = _free(session, kinds).with_for_update(skip_locked=True)
            row = session.scalars(free).first()
            if row is None:
                return None
            _take(row, worker)
            return _record(row)

    def standing(self, job_id: str, worker: str) -> JobRecord | None:
        """The job as it stands, while this worker has it; None when somebody else has."""
        with reading(self._engine) as session:
            row = session.scalars(_had(job_id, worker)).one_or_none()
            return None if row is None else _record(row)

    def progress(self, job_id: str, worker: str, stage: str, share: float) -> None:
        """Say how far it is; nothing when this worker has it no more."""
        with writing(self._engine) as session:
            mine = update(JobRow).where(*_mine(job_id, worker))
            session.execute(mine.values(stage=stage, share=share))

    def end(self, job_id: str, worker: str, state: EndState, fault: JobFault | None = None) -> None:
        """Say what came of it; nothing when this worker has it no more."""
        with writing(self._engine) as session:
            row = session.scalars(_had(job_id, worker).with_for_update()).one_or_none()
            if row is not None:
                _end(row, state, fault)

    def give_back(self, job_id: str, worker: str, *, counts: bool) -> None:
        """Let it wait for the next worker; counts: as an attempt that failed."""
        with writing(self._engine) as session:
            values: dict[str, Any] = {"state": "waiting", "worker": None, "stage": "", "share": 0.0}
            if not counts:
                values["attempts"] = JobRow.attempts - 1
            session.execute(update(JobRow).where(*_mine(job_id, worker)).values(**values))

    def somebody_waits(self) -> bool:
        """Whether a job waits that somebody waits for."""
        with reading(self._engine) as session:
            waiting = (JobRow.state == "waiting", JobRow.awaited)
            return session.scalars(select(JobRow.id).where(*waiting).limit(1)).first() is not None

    # --- workers -------------------------------------------------------------

    @staticmethod
    def new_worker() -> str:
        """A name for a worker in this process."""
        return f"{process_name()}-{secrets.token_hex(4)}"

    def beat(self, worker: str) -> None:
        """Say that this worker lives."""
        with writing(self._engine) as session:
            session.merge(WorkerRow(name=worker, seen_at=now()))

    def leave(self, worker: str) -> None:
        """Say that this worker ends."""
        with writing(self._engine) as session:
            session.execute(delete(WorkerRow).where(WorkerRow.name == worker))

    def has_workers(self) -> bool:
        """Whether anybody would do a job."""
        with reading(self._engine) as session:
            return any(not is_gone(name) for name in session.scalars(_fresh()))

    # --- tidying -------------------------------------------------------------

    def forget(self, before: datetime) -> None:
        """Delete jobs that ended before then, and workers that were last seen before then."""
        with writing(self._engine) as session:
            session.execute(delete(JobRow).where(JobRow.ended_at < before))
            session.execute(delete(WorkerRow).where(WorkerRow.seen_at < before))

    def have_ended(self) -> dict[str, bool]:
        """Of every job there is, by its id, whether it ended."""
        with reading(self._engine) as session:
            rows = session.execute(select(JobRow.id, JobRow.state))
            return {job_id: state in ENDED for job_id, state in rows}


def _fresh() -> Select[str]:
    """The names of workers that said of late that they live."""
    since = now() - timedelta(seconds=SILENT_SECONDS)
    return select(WorkerRow.name).where(WorkerRow.seen_at >= since)


def _free(session: Session, kinds: Collection[str]) -> Select[JobRow]:
    """The next job of these kinds that waits or whose worker is gone."""
    gone = [name for name in session.scalars(_fresh()) if is_gone(name)]
    # Who is fresh is asked again within the statement: else a worker that came and took
    # a job since would seem to be nobody.
    nobody = or_(JobRow.worker.in_(gone), JobRow.worker.not_in(_fresh()))
    lost = and_(JobRow.state == "running", nobody)
    free = select(JobRow).where(JobRow.kind.in_(kinds), or_(JobRow.state == "waiting", lost))
    return free.order_by(JobRow.awaited.desc(), JobRow.asked_at, JobRow.id).limit(1)


def _take(row: JobRow, worker: str) -> None:
    row.worker = worker
    if row.stop_asked:
        _end(row, "cancelled")
    elif row.attempts >= MOST_ATTEMPTS:
        _end(row, "failed", JobFault(DIED, {"attempts": row.attempts}))
    else:
        row.state, row.attempts = "running", row.attempts + 1


def _end(row: JobRow, state: EndState, fault: JobFault | None = None) -> None:
    row.state, row.ended_at = state, now()
    # The name of a file may hold what nobody may keep; nobody needs them any more.
    row.arguments = {}
    row.fault = None if fault is None else {"key": fault.key, "params": dict(fault.params)}


def _of(job_id: str) -> Select[JobRow]:
    return select(JobRow).where(JobRow.id == job_id)


def _mine(job_id: str, worker: str) -> tuple[ColumnElement[bool], ...]:
    return (JobRow.id == job_id, JobRow.worker == worker, JobRow.state == "running")


def _had(job_id: str, worker: str) -> Select[JobRow]:
    return select(JobRow).where(*_mine(job_id, worker))


def _row(job_id: str, new: NewJob) -> JobRow:
    places = new.scope.werkpleinen
    scope = {"werkpleinen": None if places is None else sorted(places), "detail": new.scope.detail}
    return JobRow(
        id=job_id,
        kind=new.kind,
        arguments=dict(new.arguments),
        asked_by=new.asked_by,
        scope=scope,
        awaited=new.awaited,
        state="waiting",
        stage="",
        share=0.0,
        attempts=0,
        stop_asked=False,
        asked_at=now(),
    )


def _scope(row: JobRow) -> Scope:
    places = row.scope["werkpleinen"]
    return Scope(None if places is None else frozenset(places), row.scope["detail"])


def _record(row: JobRow) -> JobRecord:
    return JobRecord(
        id=row.id,
        kind=row.kind,
        arguments=row.arguments,
        asked_by=row.asked_by,
        scope=_scope(row),
        awaited=row.awaited,
        state=cast(JobState, row.state),
        stage=row.stage,
        share=row.share,
        worker=row.worker,
        attempts=row.attempts,
        stop_asked=row.stop_asked,
        fault=None if row.fault is None else JobFault(**row.fault),
        asked_at=row.asked_at,
        ended_at=row.ended_at,
    )
