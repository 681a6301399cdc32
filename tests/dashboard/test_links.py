"""A link shows another reader the same: the tab that is open, the box that is ticked."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.components.chosen import TICKED
from tests.dashboard.chain_files import installed
from tests.dashboard.conftest import MAIN
from tests.dashboard.said import said
from tests.dashboard.working import at

pytestmark = pytest.mark.slow

HOME = "KETENKPI_HOME"
# Page, name of its tabs in the address, what the session holds them by, and each tab by code.
TABS = (
    ("overzicht", "weergave", "weergave", {
        "verloop": "Grafiek", "tabel": "Tabel", "grenzen": "Toevalsgrenzen",
        "plekken": "Alle plaatsen", "herzieningen": "Herzieningen", "crisis": "Crisis of ons",
    }),
    ("vergelijken", "beeld", "beeld", {"spread": "Spreiding", "table": "Tabel"}),
    ("samenwerking", "deel", "samenwerking_deel", {"fase": "Fase", "scan": "Scan"}),
    ("gegevens", "deel", "deel", {
        "leveren": "Controleren en aanleveren", "sjablonen": "Sjablonen",
        "geleverd": "Wie leverde wat",
    }),
    ("definities", "deel", "uitleg", {
        "indicator": "Cijfers", "begrip": "Begrippen", "nakijken": "Na te kijken",
    }),
    ("keten", "weergave_open", "weergave_open", {"beeld": "Beeld", "tabel": "Tabel"}),
)  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation with spells and steps."""
    folder = tmp_path_factory.mktemp("links")
    installed(folder).close()
    return folder


def _address(app: AppTest) -> dict[str, str]:
    """What stands in the address now; what a test put there is a list, what a page did is not."""
    every = {name: app.query_params[name] for name in app.query_params}
    return {name: each if isinstance(each, str) else each[-1] for name, each in every.items()}


@pytest.fixture
def arrived(home: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    """Open a page by a link, with nothing chosen before: `arrived("keten", plek="alle")`."""

    def open_page(page: str, **address: str) -> AppTest:
        app = AppTest.from_file(str(MAIN), default_timeout=120)
        monkeypatch.setenv(HOME, str(home))
        for name, value in address.items():
            app.query_params[name] = value
        at(app, page).run()
        assert not app.exception, app.exception[0].stack_trace
        return app

    return open_page


@pytest.mark.parametrize(("page", "name", "key", "labels"), TABS, ids=[each[0] for each in TABS])
def test_the_open_tab_stands_in_the_address_and_a_link_opens_it(
    arrived, page: str, name: str, key: str, labels: dict[str, str]
) -> None:
    mine = arrived(page)
    assert name not in mine.query_params, "the first tab is open without being named"
    # From the last back to the first, which is named then: that is a step as well.
    for code, label in reversed(labels.items()):
        assert label in [tab.label for tab in mine.tabs]
        mine.session_state[key] = label
        mine.run()
        assert _address(mine)[name] == code
        assert arrived(page, **_address(mine)).session_state[key] == label
    # Back: the address changes, and the tab with it.
    last = [*labels][-1]
    mine.query_params[name] = last
    mine.run()
    assert mine.session_state[key] == labels[last]


def test_a_page_of_one_werkplein_says_so_where_a_link_asks_for_all_of_them(arrived) -> None:
    told = said(arrived("vergelijken", plek="alle"))
    assert "De link vraagt om 'Alle Werkpleinen samen'. Deze pagina is van één Werkplein." in told
    assert "om 'Nergens'. Dat is hier niet bekend" in said(arrived("vergelijken", plek="Nergens"))


@pytest.mark.parametrize("view", ["plek", "werkpleinen"])
def test_a_box_that_is_ticked_stands_in_the_address(arrived, view: str) -> None:
    box = "onderdelen"
    assert not arrived("raster", tab=view).checkbox(key=box).value
    linked = arrived("raster", tab=view, **{box: TICKED})
    assert linked.checkbox(key=box).value
    linked.checkbox(key=box).uncheck().run()
    assert box not in linked.query_params
    linked.checkbox(key=box).check().run()
    assert _address(linked)[box] == TICKED
    # Back: it is no longer in the address, so it is no longer ticked.
    del linked.query_params[box]
    linked.run()
    assert not linked.checkbox(key=box).value
