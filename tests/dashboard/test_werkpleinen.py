"""The board: numbers of the library, links to places, what lacks is named."""

from __future__ import annotations

import html
import re

import pytest

from ketenkpi.overview import load_first_screen
from ketenkpi.store import Store
from tests.dashboard.boards import cells, tables, values
from tests.dashboard.conftest import Opened
from tests.dashboard.said import said
from tests.dashboard.small import NOORD, ZUID

pytestmark = pytest.mark.slow

AT = {"kwartaal": "2009K3"}


def test_r1_each_werkplein_stands_on_the_six_areas_with_the_figures_of_the_library(
    opened: Opened, store: Store
) -> None:
    (table,) = tables(opened("werkpleinen", **AT))
    work = [each.tile.indicator for each in load_first_screen().areas].index("aandeel_werk")
    counted = values(store, "aandeel_werk", "werkplein")
    assert set(counted) == {NOORD, ZUID}
    for name, value in counted.items():
        # Before the areas stands the lane of phases.
        assert cells(table, name)[work + 1] == f"{value:.1%}".replace(".", ",")
    assert len(cells(table, NOORD)) == 7


def test_a_name_leads_to_the_overview_and_names_are_text(opened: Opened) -> None:
    (table,) = tables(opened("werkpleinen", plek=NOORD, **AT))
    links = [html.unescape(each) for each in re.findall(r'class="kk-go" href="([^"]*)"', table)]
    assert links[0].startswith("./?plek=Voorbeeldstad")
    assert all("kwartaal=2009K3" in each for each in links)
    assert "<b>& Co" not in table
    assert '<tr class="kk-own"><th scope="row"><a' in table


def test_without_phases_and_regions_it_says_which_file_tells(opened: Opened) -> None:
    words = said(opened("werkpleinen", **AT))
    assert "lever het bestand 'fasen' aan" in words
    assert "lever het bestand 'werkpleinen' aan" in words


def test_a_scheme_narrows_the_board(opened: Opened) -> None:
    (whole,) = tables(opened("werkpleinen", **AT))
    (part,) = tables(opened("werkpleinen", regeling="WW", **AT))
    assert cells(whole, NOORD) != cells(part, NOORD)


@pytest.mark.parametrize("taal", ["nl", "en"])
def test_the_headline_counts_what_stands_out(opened: Opened, taal: str) -> None:
    words = said(opened("werkpleinen", taal=taal, **AT))
    assert {"nl": "het derde kwartaal van 2009", "en": "the third quarter of 2009"}[taal] in words
