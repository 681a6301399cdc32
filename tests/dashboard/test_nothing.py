"""The button for nothing to report, and who is still missing, on the pages."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from ketenkpi.scope import Scope
from ketenkpi.store import Store
from tests.dashboard.conftest import Opened
from tests.dashboard.said import said
from tests.dashboard.small import FIRST, LAST, NOORD, csv, spells

pytestmark = pytest.mark.slow

PAGE = "gegevens"
WEST = "West"
NOTHING = "Meld dat er niets te melden is"


def _delivered(opened: Opened) -> AppTest:
    # Pages open on the newest complete quarter; here it is about the one that is not.
    app = opened(PAGE, kwartaal=str(LAST))
    app.session_state["deel"] = "Wie leverde wat"
    return app.run()


def _press(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception, app.exception[0].stack_trace
    return app


def _report(app: AppTest, contract: str = "klachten", place: str = NOORD) -> AppTest:
    app.selectbox(key="niets_contract").select(contract)
    app.selectbox(key="niets_place").select(place)
    app.text_input(key="niets_periode").set_value(str(LAST))
    app.session_state["niets_organisatie"] = "uwv"
    app.text_input(key="niets_door").set_value("Anna")
    return _press(app, NOTHING)


def test_the_button_delivers_nothing_and_the_grid_says_so(opened: Opened, store: Store) -> None:
    app = _report(_delivered(opened))
    assert "had UWV in" in app.success[0].value
    assert "niets te melden (UWV)" in app.table[0].value.to_string()
    grid = store.deliveries(Scope.everything()).set_index(["contract", "kwartaal"])
    assert grid.loc[("klachten", LAST.index), ["werkplein", "rows"]].tolist() == [NOORD, 0]
    # Once more is the same.
    _press(app, NOTHING)
    assert "al gemeld" in app.info[0].value


def test_what_is_not_said_is_asked(opened: Opened, store: Store) -> None:
    app = _press(_delivered(opened), NOTHING)
    assert "Kies het soort gegevens" in app.error[0].value
    # Of spells all partners together delivered, so it is asked what this takes over.
    _report(app, "trajecten")
    assert store.uploads(Scope.everything())["rows"].min() > 0
    label = next(b.label for b in app.button if "niets_neemt_over" in str(b.key))
    _press(app, label)
    assert not app.error


@pytest.fixture
def apart(store: Store) -> Store:
    """At West UWV delivered four quarters and the gemeente three."""
    for partner, quarter, seed in (("uwv", LAST, 3), ("gemeente", LAST + -1, 4)):
        rows = [r for r in spells(WEST, 60, seed) if r.split(";")[3] <= str(quarter.last_day)]
        done = store.upload(
            csv(rows), "trajecten", by="test", organisation=partner, quarter=quarter,
            observed_from=FIRST.first_day, answers={"werkplein": "nieuw"},
            scope=Scope.everything())  # fmt: skip
        assert done.status == "stored", done.findings
    return store


def test_nothing_instead_of_rows_shows_what_changes_and_asks(opened: Opened, apart: Store) -> None:
    app = _report(_delivered(opened), "trajecten", WEST)
    assert "komt in de plaats van eerdere leveringen" in app.warning[0].value
    assert apart.uploads(Scope.everything())["rows"].min() > 0, "nothing is stored before the yes"
    _press(app, "Vervangen")
    grid = apart.deliveries(Scope.everything())
    mine = grid[(grid["werkplein"] == WEST) & (grid["kwartaal"] == LAST.index)]
    assert 0 in mine["rows"].tolist()


def test_pages_name_the_partner_that_is_missing(opened: Opened, apart: Store) -> None:
    assert [one.missing for one in apart.missing(Scope.everything()) if one.delivered] == [
        ("gemeente",)
    ]
    page = said(opened(plek="alle", kwartaal=str(LAST)))
    assert "West (de gemeente)" in page
    assert "West (de gemeente)" in said(opened(plek=WEST, kwartaal=str(LAST)))
    before = said(opened(plek="alle", kwartaal=str(LAST + -1)))
    assert "West (de gemeente)" not in before
    app = _delivered(opened)
    assert "West (de gemeente)" in said(app)
    assert "(UWV); nog niet: de gemeente" in app.table[0].value.to_string()
