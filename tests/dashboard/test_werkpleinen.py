"""The board: numbers of the library, links to places, what lacks is named."""

from __future__ import annotations

import html
import re

import pytest

from dashboard.basis import Basis
from dashboard.components import board
from dashboard.components.pickers import Choice
from dashboard.views.werkpleinen import tile_map
from ketenkpi.overview import EVERY_CASE, RugRow, Tile, load_first_screen
from ketenkpi.overview.answers import BoardCell
from ketenkpi.register import MapTile
from ketenkpi.scope import Scope
from ketenkpi.store import Store
from ketenkpi.surfaces import reading
from ketenkpi.vocabulary import Quarter
from tests.dashboard.boards import cells, in_region, tables, values
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


def test_regions_with_a_tile_are_a_map(opened: Opened, store: Store) -> None:
    in_region(store, "Twente", "Zeeland")
    app = opened("werkpleinen", **AT)
    (drawn,) = tables(app, "kk-map")
    # Twente lies in row 3 and column 7 of the country, Zeeland in 7 and 2.
    at = re.findall(r'style="grid-row:(\d+);grid-column:(\d+)"><strong>(.*?)</strong>', drawn)
    assert at == [("1", "6", "Twente"), ("5", "1", "Zeeland")]
    links = [html.unescape(each) for each in re.findall(r'class="kk-go" href="([^"]*)"', drawn)]
    assert len(links) == 2
    assert links[0].startswith("./?plek=Voorbeeldstad")
    assert "<b>& Co" not in drawn
    assert "Zonder plaats" not in drawn


def test_one_place_or_none_is_no_map(opened: Opened, store: Store) -> None:
    assert not tables(opened("werkpleinen", **AT), "kk-map")
    in_region(store, "Twente", "Kust")
    assert not tables(opened("werkpleinen", **AT), "kk-map")


def test_the_map_has_the_verdicts_of_the_board_and_guesses_no_place(store: Store) -> None:
    basis = Basis(store, Scope.everything(), store.version)
    quarter = Quarter(2009, 3).index
    choice = Choice("alle", quarter, EVERY_CASE)
    found = board.rows(basis, quarter, EVERY_CASE)
    tiles = {"Twente": MapTile("twente", 3, 7), "Zeeland": MapTile("zeeland", 7, 2)}
    regions = {"Twente": (NOORD,), "Zeeland": (), "Kust": (ZUID,)}
    with reading("nl"):
        drawn = tile_map.as_html(basis, choice, regions, tiles)
    placed, _, unplaced = drawn.partition("Zonder plaats op de kaart")
    assert html.escape(NOORD) in placed
    assert html.escape(ZUID) in unplaced
    assert html.escape(ZUID) not in placed
    marked = sum(cell.verdict is not None for cells in found.cells.values() for cell in cells)
    assert drawn.count("kk-verdict") == marked


def test_a_mark_on_the_map_is_a_sign_with_its_area() -> None:
    row = RugRow(Tile("aandeel_werk"), 0, None, {}, {})
    with reading("nl"):
        assert tile_map._mark("Naar werk", BoardCell(row)) == ""
        bad = tile_map._mark("Naar werk", BoardCell(row, "concern"))
    assert bad == (
        ' <span class="kk-verdict kk-bad" title="slechter dan verwacht">◆ Naar werk</span>'
    )
