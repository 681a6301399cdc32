"""The bar above every page: what it chooses is carried along, and what it cannot is told."""

from __future__ import annotations

import pytest

from dashboard import session
from dashboard.pages import path
from dashboard.words import WORDS
from ketenkpi.scope import Scope
from ketenkpi.store import Store
from tests.dashboard.conftest import Opened
from tests.dashboard.said import said
from tests.dashboard.small import NOORD, ZUID

pytestmark = pytest.mark.slow


def test_a_choice_goes_along_from_page_to_page(opened: Opened) -> None:
    app = opened(plek=ZUID, kwartaal="2009K3", regeling="WW")
    for page in ("programma", "vergelijken", "overzicht"):
        app.query_params.clear()
        app.switch_page(path(page)).run()
        assert app.selectbox(key="plek").value == ZUID, page
        assert app.selectbox(key="regeling").value == "WW", page


def test_what_a_page_cannot_show_stays_chosen_for_those_that_can(opened: Opened) -> None:
    app = opened(plek="alle")
    app.query_params.clear()
    app.switch_page(path("vergelijken")).run()
    assert app.selectbox(key="plek").value == NOORD
    app.query_params.clear()
    app.switch_page(path("overzicht")).run()
    assert app.selectbox(key="plek").value == "alle"


def test_what_narrows_nothing_on_a_page_is_told_there(opened: Opened) -> None:
    assert "verandert dit niets: regeling" in said(opened("programma", regeling="WW"))
    assert "verandert dit niets" not in said(opened("programma"))
    assert "verandert dit niets" not in said(opened(regeling="WW"))


def test_who_sees_figures_has_a_scheme_or_a_target_group_and_is_told(
    opened: Opened, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = WORDS.say("page.not_crossed", "nl")
    rows = opened(regeling="WW", doelgroep="jongere")
    assert [rows.selectbox(key=key).value for key in ("regeling", "doelgroep")] == ["WW", "jongere"]
    assert told not in said(rows)
    figures = Scope.everything("figures")
    monkeypatch.setattr(session, "scope", lambda: figures)
    app = opened(regeling="WW", doelgroep="jongere")
    assert [app.selectbox(key=key).value for key in ("regeling", "doelgroep")] == ["WW", "alle"]
    assert told in said(app)
