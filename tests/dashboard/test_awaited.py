"""A page shows how far a worker is, stops it, and says what to do when nobody works."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.pages import path
from ketenkpi.catalogue import JobFault, JobRecord, Jobs
from ketenkpi.jobs import KINDS
from ketenkpi.jobs.folders import FOLDER
from ketenkpi.scope import Scope
from ketenkpi.store import Store
from tests.dashboard.conftest import MAIN
from tests.dashboard.said import said
from tests.dashboard.small import csv, spells
from tests.dashboard.working import work_off

pytestmark = pytest.mark.slow

ALL = Scope.everything()
FILE = csv(spells("Breda", 40, seed=5))


@pytest.fixture
def app(store: Store) -> AppTest:
    """Page Gegevens with a file that nobody has checked yet."""
    page = AppTest.from_file(str(MAIN), default_timeout=60).run()
    page.switch_page(path("gegevens")).run()
    page.file_uploader[0].upload("trajecten.csv", FILE).run()
    assert not page.exception
    return page


@pytest.fixture
def jobs(store: Store) -> Jobs:
    return Jobs(store.catalogue.engine)


def _bar(app: AppTest) -> str:
    (bar,) = app.get("progress")
    return str(bar.proto.text)


def _stop(app: AppTest) -> None:
    next(button for button in app.button if button.label == "Stoppen").click().run()
    assert not app.exception


def _taken(jobs: Jobs) -> JobRecord:
    name = jobs.new_worker()
    jobs.beat(name)
    job = jobs.take(name, KINDS)
    assert job is not None
    return job


def _files(store: Store) -> list[Path]:
    return list((store.settings.home / FOLDER).rglob("file"))


def test_without_a_worker_the_page_says_what_to_start(app: AppTest, store: Store) -> None:
    assert _bar(app) == "Wacht op zijn beurt"
    assert "ketenkpi worker" in app.warning[0].value
    assert work_off(store) == 1
    app.run()
    assert not app.warning
    assert not app.get("progress")
    assert "Gelezen rijen: 40 = 40 op te slaan" in said(app)


def test_how_far_it_is_is_shown_in_both_languages(app: AppTest, jobs: Jobs) -> None:
    job = _taken(jobs)
    worker = str(job.worker)
    jobs.progress(job.id, worker, "cel", 0.25)
    app.run()
    assert _bar(app) == "cellen controleren"
    assert app.get("progress")[0].proto.value == 25
    assert not app.warning
    app.query_params["taal"] = "en"
    app.run()
    assert _bar(app) == "checking cells"


def test_a_job_that_waits_is_stopped_with_nothing_left(app: AppTest, store: Store) -> None:
    assert len(_files(store)) == 1
    _stop(app)
    assert "Gestopt. Er is niets opgeslagen." in app.info[0].value
    assert _files(store) == []
    assert work_off(store) == 0


def test_a_job_that_runs_is_asked_to_stop(app: AppTest, jobs: Jobs) -> None:
    job = _taken(jobs)
    app.run()
    _stop(app)
    assert _bar(app) == "Wordt gestopt"
    assert jobs.get(job.id, ALL).stop_asked
    jobs.end(job.id, str(job.worker), "cancelled")
    app.run()
    assert "Gestopt" in app.info[0].value


def test_a_job_that_failed_says_why_and_what_to_do(app: AppTest, jobs: Jobs) -> None:
    job = _taken(jobs)
    jobs.end(job.id, str(job.worker), "failed", JobFault("jobs.too_much", {"gb": 8.0}))
    app.run()
    assert "meer geheugen dan is toegestaan (8.0 GB)" in app.error[0].value.replace("\\", "")
    assert not app.form_submit_button


def test_another_file_stops_the_check_of_the_first(app: AppTest, jobs: Jobs) -> None:
    (first,) = jobs.have_ended()
    app.file_uploader[0].upload("trajecten_2.csv", FILE).run()
    assert jobs.get(first, ALL).state == "cancelled"
    assert sum(not ended for ended in jobs.have_ended().values()) == 1
