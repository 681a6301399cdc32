"""What a worker does for this page: how far it is, to stop it, and what came of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass

import streamlit as st

from dashboard import session
from dashboard.components.plain import plain
from dashboard.words import say
from ketenkpi.errors import UserError
from ketenkpi.jobs import Answer, JobRecord
from ketenkpi.surfaces import language as reader
from ketenkpi.surfaces import reading
from ketenkpi.wording import Language
from ketenkpi.wording import say as say_of_library

# A small file is checked in half a second: then no bar need come and go.
SHORT_SECONDS = 1.5
EVERY_SECONDS = 1.0


@dataclass
class Awaited:
    """What was asked of a worker about `key`, and its answer once it is there.

    waited: a moment, without a bar. over: nothing more comes of it.
    """

    key: Hashable
    job_id: str
    answer: Answer | None = None
    waited: bool = False
    over: bool = False


def once(name: str, key: Hashable, ask: Callable[[], str]) -> Answer | None:
    """What came of what is asked about `key`, asked once however often the page runs.

    name: where the session keeps it. ask: gives the id of the job. None while there
    is no answer; then the page says why. What was asked about another key is stopped.
    """
    kept = about(name, key)
    if kept is None:
        forget(name)
        kept = st.session_state[name] = Awaited(key, ask())
    return answer_of(kept)


def under(name: str) -> Awaited | None:
    """What is awaited under this name, whatever it is about."""
    kept: Awaited | None = st.session_state.get(name)
    return kept


def about(name: str, key: Hashable) -> Awaited | None:
    """What is awaited under this name, when it is about `key`."""
    kept = under(name)
    return kept if kept is not None and kept.key == key else None


def forget(name: str) -> None:
    """Nobody waits for it any more; a job that is not ready is stopped."""
    kept: Awaited | None = st.session_state.pop(name, None)
    if kept is not None and not kept.over:
        session.jobs().stop(kept.job_id, session.scope())


def answer_of(awaited: Awaited) -> Answer | None:
    """The answer; None where there is none (yet), and then how far it is, or why, is drawn."""
    if awaited.answer is None:
        job = _soon(awaited)
        awaited.over = job.ended
        if job.state == "done":
            awaited.answer = session.jobs().answer(job)
        elif job.ended:
            _why_not(job)
        else:
            _progress(job.id, reader())
    return awaited.answer


def _soon(awaited: Awaited) -> JobRecord:
    """The job as it stands; of what was just asked as it stands after a moment."""
    queue, scope = session.jobs(), session.scope()
    job = queue.job(awaited.job_id, scope)
    if awaited.waited or not queue.has_workers():
        return job
    awaited.waited = True
    until = time.monotonic() + SHORT_SECONDS
    with st.spinner(say("taak.busy")):
        while not job.ended and time.monotonic() < until:
            time.sleep(0.05)
            job = queue.job(awaited.job_id, scope)
    return job


def _why_not(job: JobRecord) -> None:
    if job.fault is None:
        st.info(say("taak.stopped"))
        return
    fault = UserError(job.fault.key, **job.fault.params)
    st.error(plain(fault.message(reader())))


@st.fragment(run_every=EVERY_SECONDS)
def _progress(job_id: str, language: Language) -> None:
    """A part of the page of its own, which runs again without the page around it."""
    with reading(language):
        job = session.jobs().job(job_id, session.scope())
        if job.ended:
            st.rerun()
        st.progress(min(max(job.share, 0.0), 1.0), text=_stage(job))
        if not session.jobs().has_workers():
            st.warning(say("taak.no_worker"))
        if st.button(say("taak.stop"), key=f"stop_{job_id}", disabled=job.stop_asked):
            session.jobs().stop(job_id, session.scope())
            st.rerun(scope="app")


def _stage(job: JobRecord) -> str:
    if job.stop_asked:
        return say("taak.stops")
    if job.state == "waiting":
        return say("taak.waits")
    return say_of_library(f"busy.{job.stage}", reader()) if job.stage else say("taak.busy")
