"""Crisis or us on a page: one place, a subject, the lines and what may be said of them."""

from __future__ import annotations

import pytest

from dashboard.words import WORDS
from tests.dashboard.conftest import Opened
from tests.dashboard.said import said
from tests.dashboard.small import NOORD

pytestmark = pytest.mark.slow


def tab(opened: Opened, place: str):
    app = opened(plek=place, kwartaal="2009K4", indicator="uitstroom")
    app.session_state["weergave"] = WORDS.say("overzicht.tab_crisis", "nl")
    return app.run()


def test_the_place_stands_beside_the_country_and_another_subject_can_be_asked(
    opened: Opened,
) -> None:
    app = tab(opened, NOORD)
    assert not app.exception
    words = said(app)
    assert "Nederland staat in 2009K4 op" in words
    assert "37789ksz" in words
    # Four quarters tell nothing.
    assert "minstens 2 hele jaren" in words
    (drawn,) = app.get("vega_lite_chart")
    assert "Lijnen van WW-uitkeringen als index" in drawn.proto.alt
    app.selectbox(key="onderwerp").set_value("werkloosheid").run()
    assert "Een eigen lijn is er niet" in said(app)


def test_of_all_places_together_it_says_to_choose_one(opened: Opened) -> None:
    assert WORDS.say("overzicht.crisis_place", "nl") in said(tab(opened, "alle"))
