"""The page Samenwerking in a browser: from a cell to its handover by keyboard, within a phone."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from benchmarks.page import serving
from ketenkpi.research_model import load_dependence, load_scan
from ketenkpi.scope import Scope
from ketenkpi.store import Store
from tests.browser.conftest import APP, NARROW, WIDE, Opened
from tests.browser.test_quality import CONTRAST
from tests.dashboard.chain_files import LAST, QUICK, SLOW, installed
from tests.dashboard.small import csv

pytestmark = pytest.mark.browser
PARTS = ("scan", "afspraken", "fase")
SCAN = "werkplein;kwartaal;invuller;onderdeel;situatie;product;proces;score"
PHASES = "werkplein;doelgroep;fase;vanaf;tot;akkoord_uwv"


def _rows(place: str) -> Iterator[str]:
    head = f"{place};{LAST}"
    for filler, mark in (("uwv", 2), ("gemeente", 1)):
        for item in load_scan().items.values():
            marks = f"{mark};{mark};" if "product" in item.scale.columns else f";;{mark}"
            yield f"{head};{filler};{item.key};;{marks}"
        for pair in load_dependence().pairs:
            yield f"{head};{filler};{pair.key};{pair.situation};{mark};{mark};"


def _deliver(store: Store, contract: str, head: str, rows: list[str]) -> None:
    result = store.upload(
        csv(rows, head), contract, by="test", organisation="samen", quarter=LAST,
        filename=f"{contract}.csv", scope=Scope.everything())  # fmt: skip
    assert result.status == "stored", result.findings.listed[:3]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a dashboard whose Werkpleinen delivered steps, a scan and phases."""
    folder = tmp_path_factory.mktemp("samenwerking")
    store = installed(folder / "home")
    _deliver(store, "samenwerking", SCAN, [*_rows(QUICK), *_rows(SLOW)])
    periods = ("0;01-01-2009;30-06-2009;01-12-2008", "1;01-07-2009;;")
    _deliver(store, "fasen", PHASES, [f"{QUICK};jongere;{period}" for period in periods])
    store.close()
    with serving(APP, folder / "home", folder / "server.log") as address:
        yield f"http://{address}"


def _path(part: str, place: str = QUICK) -> str:
    return "/samenwerking?" + urlencode({"plek": place, "kwartaal": str(LAST), "deel": part})


def test_by_keyboard_from_a_cell_to_exactly_its_handover(opened: Opened) -> None:
    visit = opened(_path("afspraken", SLOW))
    page = visit.page
    # The table takes the focus to be scrolled; the next stop is its first cell with a pair.
    page.locator(".kk-matrix").focus()
    page.keyboard.press("Tab")
    link = page.locator(".kk-matrix a").first
    expect(link).to_be_focused()
    assert "Intake en Diagnose" in (link.get_attribute("aria-label") or "")
    page.keyboard.press("Enter")
    page.wait_for_url("**/keten?**")
    visit.settled()
    expect(page.get_by_role("heading", name="Van intake naar diagnose")).to_be_visible(
        timeout=60_000
    )
    # The same Werkplein, and the year that the matrix was about: its steps were
    # delivered for the third quarter, and followed to the end of the fourth.
    expect(page.get_by_text(f"{SLOW}, eind 2009K4").first).to_be_visible()
    assert "periode=2009K1-2009K3" in page.url


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("viewport", [NARROW, WIDE], ids=["390", "1280"])
def test_it_does_not_scroll_sideways_and_headings_go_down_one_step(
    opened: Opened, viewport, part: str
) -> None:
    visit = opened(_path(part), viewport=viewport)
    widths = visit.page.evaluate(
        "[document.documentElement, document.querySelector('[data-testid=stMain]')]"
        ".map((e) => e.scrollWidth - e.clientWidth)"
    )
    assert widths == [0, 0]
    levels = visit.page.evaluate(
        "[...document.querySelectorAll('[data-testid=stMain] :is(h1,h2,h3,h4)')]"
        ".map((h) => Number(h.tagName[1]))"
    )
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_the_codes_in_the_lanes_are_readable(opened: Opened, colours: str) -> None:
    visit = opened(_path("fase"), viewport=NARROW, colours=colours)
    visit.page.locator("[data-testid=stVegaLiteChart] svg.marks, .vega-embed svg").first.wait_for()
    found = visit.page.evaluate(CONTRAST)
    texts = [text for text, _ in found]
    assert {"0", "1", QUICK, SLOW} <= set(texts)
    assert [(text, ratio) for text, ratio in found if ratio < 4.5] == []
