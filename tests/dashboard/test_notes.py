"""Notes below a course: written at the chart, drawn in it, struck with a trace."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from ketenkpi.scope import Scope
from ketenkpi.store import Store
from tests.dashboard.conftest import Opened
from tests.dashboard.said import said
from tests.dashboard.small import NOORD, ZUID

pytestmark = pytest.mark.slow
ALL = Scope.everything()


def _written(app: AppTest, words: str, by: str = "Anna") -> AppTest:
    app.text_area(key="notitie_tekst").set_value(words)
    app.text_input(key="notitie_door").set_value(by)
    app.selectbox(key="notitie_kwartaal").set_value("2009K3")
    return app.button(key="notitie_bewaren").click().run()


def _marks(app: AppTest) -> int:
    (chart,) = app.get("vega_lite_chart")
    return str(chart.proto.spec).count("[1]")


def test_a_note_is_written_at_the_chart_and_stands_in_it(opened: Opened, store: Store) -> None:
    app = opened(plek=NOORD, kwartaal="2009K4", indicator="uitstroom")
    app.selectbox(key="notitie_over").set_value(True)
    _written(app, "Verhuisd naar de markt.")
    assert not app.exception
    (kept,) = store.annotations(ALL)
    assert (kept.werkplein, kept.indicator, kept.written_by) == (NOORD, "uitstroom", "Anna")
    assert "[1] het derde kwartaal van 2009: Verhuisd naar de markt." in said(app)
    assert "Lijn met een nummer: een notitie" in said(app)
    # Beside another figure or place it does not stand.
    for address in ({"plek": NOORD, "indicator": "instroom"}, {"plek": ZUID}):
        other = opened(**{"kwartaal": "2009K4", "indicator": "uitstroom"} | address)
        assert "Verhuisd naar de markt." not in said(other)


def test_at_all_together_it_is_about_all_and_stands_at_each(opened: Opened, store: Store) -> None:
    _written(opened(plek="alle", kwartaal="2009K4", indicator="uitstroom"), "Nieuw systeem.")
    (kept,) = store.annotations(ALL)
    assert (kept.werkplein, kept.indicator) == ("", None)
    assert "Nieuw systeem." in said(opened(plek=ZUID, kwartaal="2009K4", indicator="instroom"))


@pytest.mark.parametrize(
    ("words", "by", "told"),
    [
        ("Bel 06 12345678", "Anna", "telefoonnummer"),
        ("", "Anna", "leeg"),
        ("Verhuisd.", "", "Vul uw naam in"),
    ],
)
def test_what_is_refused_says_why(
    opened: Opened, store: Store, words: str, by: str, told: str
) -> None:
    app = _written(opened(plek=NOORD, kwartaal="2009K4"), words, by)
    assert told in app.error[0].value.replace("\\", "")
    assert store.annotations(ALL) == ()


def test_a_note_is_struck_with_a_reason_and_stays_to_be_read(opened: Opened, store: Store) -> None:
    store.annotate(NOORD, "2009K3", "Staking.", by="Anna", scope=ALL)
    app = opened(plek=NOORD, kwartaal="2009K4", indicator="uitstroom")
    app.text_input(key="notitie_doorhaler").set_value("Bert")
    app.button(key="notitie_weg").click().run()
    assert "vraagt een reden" in app.error[0].value
    app.text_input(key="notitie_reden").set_value("Dat was in mei.")
    app.button(key="notitie_weg").click().run()
    assert not app.exception
    assert store.annotations(ALL) == ()
    words = said(app)
    assert "Lijn met een nummer" not in words
    assert "Doorgehaald door Bert op" in words
    assert "Dat was in mei." in words
