"""Limits of chance on a page: two answers apart, and new limits only with reason and name."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard.words import WORDS
from ketenkpi.scope import Scope
from ketenkpi.store import Store
from tests.dashboard.conftest import Opened
from tests.dashboard.said import said
from tests.dashboard.small import NOORD

pytestmark = pytest.mark.slow

SUBMIT = "FormSubmitter:nieuwe_grenzen-Vaststellen"


@pytest.fixture
def tab(opened: Opened):
    app = opened(plek=NOORD, kwartaal="2009K4", indicator="uitstroom")
    app.session_state["weergave"] = WORDS.say("grenzen.tab", "nl")
    return app.run()


def test_the_chart_says_its_finding_to_who_cannot_see_it(tab) -> None:
    (drawn,) = tab.get("vega_lite_chart")
    assert "Verandert het?" in drawn.proto.alt
    assert "2009K1 tot en met 2009K4" in drawn.proto.alt


def test_new_limits_are_refused_without_name_or_reason(tab, store: Store) -> None:
    tab.button(key=SUBMIT).click().run()
    assert tab.error[0].value == WORDS.say("grenzen.name_needed", "nl")
    tab.text_input(key="grens_door").set_value("A. Voorbeeld")
    tab.button(key=SUBMIT).click().run()
    assert "alleen met een reden" in tab.error[0].value
    assert store.rebases(Scope.everything()) == ()


def test_new_limits_are_kept_with_who_when_and_why(tab, store: Store) -> None:
    tab.text_input(key="grens_door").set_value("A. Voorbeeld")
    tab.text_area(key="grens_reden").set_value("Nieuw team")
    tab.selectbox(key="grens_kwartaal").set_value("2009K3")
    tab.button(key=SUBMIT).click().run()
    assert not tab.exception
    (kept,) = store.rebases(Scope.everything())
    assert (kept.werkplein, kept.indicator) == (NOORD, "uitstroom")
    assert (kept.reason, kept.by, kept.on) == ("Nieuw team", "A. Voorbeeld", date.today())
    assert "Nieuwe grenzen vanaf 2009K3: Nieuw team" in said(tab)


def test_all_together_has_no_limits(opened: Opened) -> None:
    app = opened(plek="alle", kwartaal="2009K4", indicator="uitstroom")
    app.session_state["weergave"] = WORDS.say("grenzen.tab", "nl")
    assert "horen bij één Werkplein" in said(app.run())
