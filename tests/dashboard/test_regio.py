"""A region: its parts add to the whole, and what was not delivered is no zero."""

from __future__ import annotations

import re

import pytest

from dashboard.views.regio import headline
from ketenkpi.answer import Bullet
from ketenkpi.indicators import load_indicators
from ketenkpi.overview import PlacedFigures, Tile, parts_of_whole
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


def test_without_regions_it_says_which_file_tells(opened: Opened) -> None:
    alone = opened("regio", **AT)
    assert "Lever het bestand 'werkpleinen' aan" in said(alone)
    assert not tables(alone)


def test_r3_the_parts_of_a_region_add_to_the_whole(store: Store, opened: Opened) -> None:
    in_region(store)
    for code in (NOORD, "regio:Kust", "alle"):
        app = opened("regio", plek=code, **AT)
        (added,) = tables(app, "kk-board kk-added")
        whole = [int(text) for text in cells(added, "Kust")]
        parts = [[int(text) for text in cells(added, name)] for name in (NOORD, ZUID)]
        assert whole == [sum(column) for column in zip(*parts, strict=True)]
        counted = values(store, "instroom", "regio")
        assert whole[0] == counted["Kust"]
        assert "Regio Kust" in said(app) or "Kust (regio)" in said(app)


def test_what_a_werkplein_did_not_deliver_is_no_zero(store: Store, opened: Opened) -> None:
    in_region(store)
    (added,) = tables(opened("regio", plek="regio:Kust", kwartaal="2009K4"), "kk-board kk-added")
    assert cells(added, ZUID) == ["niet geleverd"] * 3


def test_the_headline_is_the_counts_and_a_signal_only_where_there_is_one(
    store: Store, opened: Opened
) -> None:
    in_region(store)
    app = opened("regio", plek="regio:Kust", **AT)
    (line,) = [each.value for each in app.html if "kk-headline" in each.value]
    inflow, outflow, stock = (
        values(store, key, "regio")["Kust"] for key in ("instroom", "uitstroom", "stand")
    )
    assert f"Instroom {inflow:.0f}, uitstroom {outflow:.0f}, lopende uitkeringen" in line
    assert f"{stock:.0f}." in line
    tests = store.signals(Quarter(2009, 3), Scope.everything())
    assert not tests["sure"].any()
    assert "signa" not in line


def test_a_signal_in_the_region_is_named_with_its_figure() -> None:
    counts = (parts_of_whole(Tile("instroom"), *[PlacedFigures({}, (), ())] * 2, "Kust", (), 0),)
    bullet = Bullet("Noord (1 signaal)", (Tile("aandeel_werk").name,))
    with reading("nl"):
        line = headline.as_html(counts, (bullet,))
        assert line == f"Noord (1 signaal): {Tile('aandeel_werk').name.nl}."
        assert headline.as_html(counts, ()) == ""


def test_other_figures_of_a_region_are_chosen_and_kept_in_the_address(
    store: Store, opened: Opened
) -> None:
    in_region(store)
    app = opened("regio", plek="regio:Kust", cijfers="instroom,uitstroomquote", **AT)
    (rug,) = tables(app, "kk-rug")
    rows = re.findall(r'<th scope="row"><a [^>]*>(.*?)</a>', rug)
    known = load_indicators()
    assert rows == [known[key].name.nl for key in ("instroom", "uitstroomquote")]
    assert f"{values(store, 'instroom', 'regio')['Kust']:.0f}" in rug
    box = app.multiselect(key="cijfers")
    assert all(": " in option for option in box.options)
    assert len(box.options) > 40
    box.set_value([]).run()
    assert "cijfers" not in app.query_params
    (usual,) = tables(app, "kk-rug")
    assert known["aandeel_werk"].name.nl in usual
