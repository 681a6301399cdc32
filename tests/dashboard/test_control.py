"""Limits of chance on a page: two answers apart, and new limits only with reason and name."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from dashboard.views.overzicht import control_words
from dashboard.words import say
from ketenkpi.catalogue import RebaseRecord
from ketenkpi.scope import Scope
from ketenkpi.store import Store
from tests.dashboard.conftest import Opened
from tests.dashboard.said import said
from tests.dashboard.small import NOORD

pytestmark = pytest.mark.slow

NAN = np.nan
SUBMIT = "FormSubmitter:nieuwe_grenzen-Vaststellen"


def chart(values: list[float], **last: object) -> pd.DataFrame:
    count = len(values)
    frame = pd.DataFrame({
        "werkplein": "Noord", "kwartaal": range(8044 - count, 8044), "value": values,
        "centre": 10.0, "low": 5.0, "high": 15.0, "phase": 0, "rule": None,
        "variation": "common", "assurance": "none", "points": count, "trial": count < 13,
        "pending": False, "reason": None, "target": NAN,
    })  # fmt: skip
    for name, value in last.items():
        frame[name] = frame[name].astype(object)
        frame.loc[count - 1, name] = value
    return frame


def test_change_and_target_are_two_answers() -> None:
    told = control_words.said(
        chart([10.0] * 14, variation="improvement", assurance="fail", target=12.0), "days", (), "nl"
    )
    assert told.change.startswith("Verandert het? Het cijfer is beter")
    assert "doel" not in told.change
    assert told.target.startswith("Wordt het doel zo gehaald? Doel: 12 dagen.")
    assert "vrijwel nooit gehaald" in told.target
    assert "proeflimieten" not in told.change


def test_few_points_are_called_trial_limits() -> None:
    assert "proeflimieten: de grenzen zijn berekend uit 12 kwartalen" in (
        control_words.said(chart([10.0] * 12), "days", (), "nl").change
    )


def test_gaps_pending_quarters_and_new_limits_are_told() -> None:
    rows = chart([10.0, NAN, 11.0, 12.0], pending=True, variation="none")
    rows.loc[1, "reason"] = "indicators.reason_too_few"
    rows["pending"] = rows["pending"].astype(bool)
    rebase = RebaseRecord(
        "Noord", "uitstroom", 8042, "Nieuw team", "A. Voorbeeld", date(2011, 1, 5)
    )
    notes = " ".join(control_words.said(rows, "days", (rebase,), "nl").notes)
    assert (
        "Nieuwe grenzen vanaf 2010K3: Nieuw team (besloten door A. Voorbeeld, 5 januari 2011)"
        in (notes)
    )
    assert "niet het hele kwartaal bestond: 2010K4" in notes
    assert "Geen cijfer in 2010K2." in notes


@pytest.fixture
def tab(opened: Opened):
    app = opened(plek=NOORD, kwartaal="2009K4", indicator="uitstroom")
    app.session_state["weergave"] = say("grenzen.tab", "nl")
    return app.run()


def test_the_chart_says_its_finding_to_who_cannot_see_it(tab) -> None:
    (drawn,) = tab.get("vega_lite_chart")
    assert "Verandert het?" in drawn.proto.alt
    assert "2009K1 tot en met 2009K4" in drawn.proto.alt


def test_new_limits_are_refused_without_name_or_reason(tab, store: Store) -> None:
    tab.button(key=SUBMIT).click().run()
    assert tab.error[0].value == say("grenzen.name_needed", "nl")
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
    app.session_state["weergave"] = say("grenzen.tab", "nl")
    assert "horen bij één Werkplein" in said(app.run())
