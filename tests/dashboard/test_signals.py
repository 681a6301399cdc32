"""What to discuss, on a page."""

from __future__ import annotations

import pytest

from ketenkpi.indicators import load_indicators, part_name
from tests.dashboard.conftest import Opened
from tests.dashboard.said import said
from tests.dashboard.small import NOORD

pytestmark = pytest.mark.slow


def test_the_page_says_that_two_werkpleinen_are_too_few(opened: Opened) -> None:
    words = said(opened(plek=NOORD, kwartaal="2009K4"))
    assert "Wat te bespreken" in words
    assert "ten minste vijf Werkpleinen" in words


def test_the_course_of_any_figure_can_be_asked_for(opened: Opened) -> None:
    app = opened(plek=NOORD, kwartaal="2009K4", indicator="aandeel_reden:werk")
    assert app.selectbox(key="indicator").value == "aandeel_reden:werk"
    name = part_name(load_indicators()["aandeel_reden"], "werk").nl
    assert app.header[-1].value == name


def test_a_link_may_name_the_part_that_is_shown_anyway(opened: Opened) -> None:
    app = opened(plek=NOORD, kwartaal="2009K4", indicator="herinstroom:365")
    assert app.selectbox(key="indicator").value == "herinstroom"
    assert app.query_params["indicator"] == "herinstroom"
