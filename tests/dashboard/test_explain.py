"""Numbers of which an explanation is asked are listed on the page, explained there, and read."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from ketenkpi.scope import Scope
from ketenkpi.store import Store
from tests.dashboard.conftest import Opened
from tests.dashboard.said import said
from tests.dashboard.small import NOORD

pytestmark = pytest.mark.slow

PAGE = "gegevens"
ALL = Scope.everything()
WHY = "Overname van *twintig* dossiers"


@pytest.fixture
def odd(store: Store) -> Store:
    """The small installation with a row that does not balance."""
    file = (
        "werkplein;kwartaal;regeling;beginstand;instroom;uitstroom;eindstand\n"
        f"{NOORD};2009K4;IOAW;500;10;10;520\n"
    )
    result = store.upload(
        file.encode(),
        "stand_stroom",
        by="test",
        organisation="samen",
        filename="stand.csv",
        scope=ALL,
    )
    assert result.status == "stored", result.findings
    return store


def _page(opened: Opened) -> AppTest:
    app = opened(PAGE)
    app.session_state["deel"] = "Wie leverde wat"
    app.run()
    assert not app.exception
    return app


def _explain(app: AppTest, words: str, by: str = "Anna") -> AppTest:
    app.text_area(key="uitleg_tekst").set_value(words)
    app.text_input(key="uitlegger").set_value(by)
    (button,) = (each for each in app.form_submit_button if "uitleggen" in str(each.key))
    button.click().run()
    assert not app.exception
    return app


def test_a_page_without_odd_values_says_nothing_of_explanations(opened: Opened) -> None:
    assert "Uitleg gevraagd" not in said(_page(opened))


def test_an_odd_value_is_explained_on_the_page(opened: Opened, odd: Store) -> None:
    app = _page(opened)
    assert "Uitleg gevraagd" in said(app)
    app = _explain(app, WHY)
    assert "De uitleg is bewaard" in said(app)
    assert odd.to_explain(ALL) == ()
    assert [(kept.text, kept.by) for kept in odd.explanations(ALL)] == [(WHY, "Anna")]
    assert "Uitgelegd door Anna" in said(app)
    assert WHY in said(app)


@pytest.mark.parametrize(("words", "by"), [("klopt", "Anna"), (WHY, " ")])
def test_too_few_words_or_no_name_keep_nothing(
    opened: Opened, odd: Store, words: str, by: str
) -> None:
    app = _explain(_page(opened), words, by)
    assert app.error
    assert odd.explanations(ALL) == ()
