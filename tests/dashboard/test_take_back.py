"""A wrong file is taken back on the page: what changes is shown first, then a reason is asked."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button

from ketenkpi.scope import Scope
from ketenkpi.store import Store
from tests.dashboard.conftest import Opened
from tests.dashboard.said import said
from tests.unit.surfaces.same import Cells

pytestmark = pytest.mark.slow

PAGE = "gegevens"
ALL = Scope.everything()


def _shown(opened: Opened, upload_id: int | None = None) -> AppTest:
    app = opened(PAGE)
    app.session_state["deel"] = "Wie leverde wat"
    app.run()
    if upload_id is not None:
        app.selectbox(key="intrekken_nummer").set_value(upload_id).run()
    assert not app.exception
    return app


def _buttons(app: AppTest) -> list[Button]:
    """The buttons that take back; the page has another form beside it."""
    return [button for button in app.form_submit_button if "intrekken" in str(button.key)]


def _confirm(app: AppTest, by: str, reason: str) -> AppTest:
    app.text_input(key="intrekker").set_value(by)
    app.text_area(key="intrekken_reden").set_value(reason)
    _buttons(app)[0].click().run()
    assert not app.exception
    return app


def test_what_it_changes_is_shown_and_nothing_is_changed(opened: Opened, store: Store) -> None:
    before = store.version
    newest, oldest = store.uploads(ALL).to_dict("records")
    app = _shown(opened)
    assert app.selectbox(key="intrekken_nummer").options[0].startswith("2: trajecten.csv")
    assert not _buttons(app)
    app.selectbox(key="intrekken_nummer").set_value(2).run()
    assert f"rijen erbij 0, weg {newest['rows']}, anders 0" in said(app)
    tables = [Cells(each.value).rows for each in app.html if "<table>" in each.value]
    assert {"Was", "Wordt"} <= set(tables[-1][0])
    assert store.version == before
    assert (newest["current"], oldest["current"]) == (True, True)


def test_with_a_reason_it_is_taken_back_and_said_to_be(opened: Opened, store: Store) -> None:
    app = _confirm(_shown(opened, 2), "Anna", "bestand van *vorig* jaar")
    assert "Levering 2 is ingetrokken" in said(app)
    newest, oldest = store.uploads(ALL).to_dict("records")
    assert (newest["current"], newest["withdrawn"]) == (False, "bestand van *vorig* jaar")
    assert (oldest["current"], oldest["withdrawn"]) == (True, "")
    counts = list(app.dataframe[0].value["Telt mee"])
    assert counts == ["nee, ingetrokken: bestand van *vorig* jaar", "ja"]
    choices = app.selectbox(key="intrekken_nummer")
    assert (choices.value, len(choices.options)) == (None, 1)
    assert store.audit(ALL)["actor"].iloc[-1] == "Anna"


def test_without_a_name_or_a_reason_nothing_happens(opened: Opened, store: Store) -> None:
    before = store.version
    for by, reason in (("", "dubbel"), ("Anna", " ")):
        app = _confirm(_shown(opened, 1), by, reason)
        assert app.error[0].value == "Vul uw naam en een reden in."
    assert store.version == before


def test_when_all_is_taken_back_the_reasons_stay(opened: Opened, store: Store) -> None:
    store.withdraw_upload(1, 2, by="anna", reason="oefening", scope=ALL)
    app = _shown(opened)
    assert "Er is nog niets aangeleverd." in said(app)
    counts = list(app.dataframe[0].value["Telt mee"])
    assert counts == ["nee, ingetrokken: oefening"] * 2
    assert not [box for box in app.selectbox if box.key == "intrekken_nummer"]


def test_another_was_first(opened: Opened, store: Store) -> None:
    app = _shown(opened, 1)
    store.withdraw_upload(1, by="bert", reason="dubbel", scope=ALL)
    app = _confirm(app, "Anna", "ook dubbel")
    # It is no longer among those that count, so the question has gone.
    assert app.selectbox(key="intrekken_nummer").value is None
    assert "nee, ingetrokken: dubbel" in list(app.dataframe[0].value["Telt mee"])
    assert store.version == 3
