"""A region of today reads its own words: no page says WWB of 2025, and either name asks for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from ketenkpi.scope import Scope
from ketenkpi.settings import Settings
from ketenkpi.store import open_store
from ketenkpi.vocabulary import Quarter
from tests.dashboard.conftest import MAIN
from tests.dashboard.said import said
from tests.dashboard.working import at

pytestmark = pytest.mark.slow

FILE = Path(__file__).parents[1] / "unit" / "contracts" / "cases" / "trajecten_2025.csv"
PLACE = "Werkcentrum Twente"
STEPS = "traject_id;werkplein;taak;organisatie;begin;einde;overdracht;medewerker"
LAST = Quarter(2025, 4)
PAGES = ("overzicht", "vergelijken", "keten", "raster", "samenwerking", "middelen", "programma")

Opened = Callable[..., AppTest]


def steps() -> bytes:
    """Work and income side by side, with doers from outside the chain."""
    rows = [STEPS]
    for number in range(40):
        first = date(2025, 10, 1) + timedelta(days=number)
        for task, who, after in (
            ("intake", "uwv", 0),
            ("claimbeoordeling", "gemeente", 2),
            ("diagnose", "schuldhulp" if number % 2 else "gemeente", 8),
            ("handhaving", "gemeente", 9),
        ):
            begun = first + timedelta(days=after)
            ended = begun + timedelta(days=1)
            key = f"T{3 * number + 1}"
            rows.append(f"{key};{PLACE};{task};{who};{begun};{ended};dossier;m{number % 4}")
    return "\n".join([*rows, ""]).encode()


@pytest.fixture(scope="module")
def today(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("today") / "home"
    store = open_store(Settings.load(home))
    for contract, file in (("trajecten", FILE), ("stappen", steps())):
        result = store.upload(
            file, contract, by="test", organisation="samen", quarter=LAST,
            filename=f"{contract}.csv", answers={"werkplein": "nieuw"},
            scope=Scope.everything())  # fmt: skip
        assert result.status == "stored", result.findings
    store.close()
    return home


@pytest.fixture
def opened(today: Path, monkeypatch: pytest.MonkeyPatch) -> Opened:
    monkeypatch.setenv("KETENKPI_HOME", str(today))

    def open_page(page: str, **address: str) -> AppTest:
        app = AppTest.from_file(str(MAIN), default_timeout=60)
        for name, value in address.items():
            app.query_params[name] = value
        at(app, page).run()
        assert not app.exception, app.exception[0].stack_trace
        return app

    return open_page


@pytest.mark.parametrize("page", PAGES)
def test_no_page_says_wwb_of_today(page: str, opened: Opened) -> None:
    app = opened(page, plek=PLACE, kwartaal="2025K4")
    assert "WWB" not in said(app)
    assert all("WWB" not in option for each in app.selectbox for option in each.options)


def test_schemes_are_those_that_are_there_by_their_name_of_the_day(opened: Opened) -> None:
    app = opened("overzicht", kwartaal="2025K4")
    (scheme,) = [each for each in app.selectbox if each.key == "regeling"]
    assert scheme.options[1:] == [
        "WW", "Participatiewet", "IOAW", "nug", "Bbz", "WIA", "ZW", "Wajong 2015",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["WWB", "PW", "Participatiewet"])
def test_an_address_may_use_any_name(name: str, opened: Opened) -> None:
    app = opened("overzicht", kwartaal="2025K4", regeling=name)
    (scheme,) = [each for each in app.selectbox if each.key == "regeling"]
    assert scheme.value == "WWB"
    assert "Participatiewet" in scheme.options


def test_steps_about_income_hand_nobody_over(opened: Opened) -> None:
    app = opened("keten", plek=PLACE)
    (handover,) = [each for each in app.selectbox if each.key == "overdracht"]
    assert handover.options[1:] == ["Intake → diagnose"]
    assert "schuldhulp" in said(app)
