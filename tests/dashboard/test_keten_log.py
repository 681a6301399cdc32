"""A log that exists already, by its profile, from upload to the page Keten."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.pages import path
from ketenkpi.scope import Scope
from ketenkpi.settings import Settings
from ketenkpi.store import Store, open_store
from tests.dashboard.conftest import MAIN
from tests.dashboard.said import said

pytestmark = pytest.mark.slow

HEAD = (
    "case:channel,case:concept:name,case:enddate,case:enddate_planned,case:startdate,"
    "concept:name,org:resource,time:timestamp"
)
# Invented, in the columns of the profile for the permit log. Every case has its
# receipt confirmed and checked on the first day and is judged `wait` days
# later; case 0 is still open. The others close when the last day of that quarter has
# been followed for the eight weeks within which a next step counts.
WAITS = (2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)
ACTS = ("Confirmation of receipt", "T02 Check confirmation of receipt")
JUDGED = "T06 Determine necessity of stop advice"


def log() -> str:
    lines = [HEAD]
    for number, wait in enumerate(WAITS):
        closed = "" if number == 0 else "2011-05-31 16:00:00.0+01:00"
        fixed = (
            f"Desk,case-{number},{closed},2011-03-08 10:00:00.0+01:00,2011-01-10 09:00:00.0+01:00"
        )
        lines += [f"{fixed},{act},Res1,2011-01-10 10:00:00.0+01:00" for act in ACTS]
        lines.append(f"{fixed},{JUDGED},Res2,2011-01-{10 + wait} 09:00:00.0+01:00")
    return "\n".join(lines) + "\n"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("KETENKPI_HOME", str(tmp_path / "home"))
    opened = open_store(Settings.load(tmp_path / "home"))
    result = opened.upload(
        log().encode(),
        profile="wabo_log",
        by="anna",
        organisation="gemeente",
        answers={"werkplein": "nieuw"},
        filename="log.csv",
        scope=Scope.everything(),
    )
    assert result.status == "stored", result.findings
    return opened


def test_the_log_runs_from_upload_to_the_page(store: Store) -> None:
    chain = store.chain(Scope.everything())
    cases = len(WAITS)
    # Receipt, check on the same day, judgement: two moves a case.
    assert chain.flow.moves == 2 * cases
    assert {h.key: (h.n, h.days.value) for h in chain.handovers} == {
        "intake>diagnose": (cases, sum(WAITS)),
        "intake>intake": (cases, 0),
    }
    assert chain.handover("intake>diagnose").median.value == 7
    assert chain.repeats[0].again == cases
    assert [met.spells for met in chain.involved] == [(cases, 0, 0, 0), (0, cases, 0, 0)]
    # A decision without inflow ends a permit; one case has none.
    assert sum(leaving.n for leaving in chain.flow.exits) == cases - 1
    assert chain.open.n == 1

    app = AppTest.from_file(str(MAIN), default_timeout=60)
    app.query_params["overdracht"] = "intake>diagnose"
    app.run().switch_page(path("keten")).run()
    assert not app.exception
    words = said(app)
    assert f"klanten gingen {2 * cases} keer van een stap naar de volgende" in words
    assert "Alle stappen staan op naam van gemeente" in words
    assert "De helft van hen begon binnen 7 dagen" in words
    assert "Over het wachten tussen organisaties is hier niets te zeggen" in words
