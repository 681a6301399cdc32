"""A page beside which a worker works: what a run asks of it is done before the next."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from ketenkpi.catalogue import Jobs
from ketenkpi.jobs import KINDS, perform
from ketenkpi.jobs.folders import JobFolder
from ketenkpi.store import Store


def work_off(store: Store) -> int:
    """Do every job that waits, as a worker does, in this process; gives how many."""
    jobs, done = Jobs(store.catalogue.engine), 0
    name = jobs.new_worker()
    jobs.beat(name)
    while (job := jobs.take(name, KINDS)) is not None:
        fault = perform(store, job)
        jobs.end(job.id, name, "failed" if fault else "done", fault)
        JobFolder.of(store.settings.home, job.id).remove_file()
        done += 1
    jobs.leave(name)
    return done


def at(app: AppTest, page: str) -> AppTest:
    """The app at a page before anything ran, as a link to it opens it.

    AppTest knows where pages are only once the first ran, which took 4 of the 4.5 seconds
    of a test of another page, and left the choices of the first in the address.
    """
    app._page_hash = calc_hash(page)
    return app


class WorkedPage(AppTest):
    """A page that runs again as long as a worker did something for it."""

    def __init__(self, script: Path, store: Store) -> None:
        super().__init__(script, default_timeout=60)
        self._store = store

    def _run(self, *arguments: Any, **named: Any) -> AppTest:
        super()._run(*arguments, **named)
        while work_off(self._store):
            super()._run(self._tree.get_widget_states())
        return self
