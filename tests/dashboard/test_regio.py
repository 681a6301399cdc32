"""A region: its parts add to the whole, and what was not delivered is no zero."""

from __future__ import annotations

import pytest

from ketenkpi.store import Store
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
