"""The page Keten with steps, in a browser: readable, within a phone, and by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest

from benchmarks.page import serving
from tests.browser.conftest import APP, NARROW, WIDE, Opened
from tests.browser.test_quality import CONTRAST
from tests.dashboard.chain_files import installed

pytestmark = pytest.mark.browser
ASKED = "/keten?overdracht=intake>diagnose"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a dashboard whose Werkpleinen delivered steps."""
    folder = tmp_path_factory.mktemp("keten")
    installed(folder / "home").close()
    with serving(APP, folder / "home", folder / "server.log") as address:
        yield f"http://{address}"


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_words_in_the_pictures_are_readable_and_stay_within_a_phone(
    opened: Opened, colours: str
) -> None:
    visit = opened(ASKED, viewport=NARROW, colours=colours)
    charts = visit.page.locator("[data-testid=stVegaLiteChart] svg.marks, .vega-embed svg")
    charts.first.wait_for()
    found = visit.page.evaluate(CONTRAST)
    words = " ".join(text for text, _ in found)
    assert all(word in words for word in ("UWV", "gemeente", "Uitkomst", "werk"))
    assert [(text, ratio) for text, ratio in found if ratio < 4.5] == []
    for chart in charts.all():
        box = chart.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= NARROW["width"]


@pytest.mark.parametrize("viewport", [NARROW, WIDE], ids=["390", "1280"])
def test_it_does_not_scroll_sideways_with_everything_on_it(opened: Opened, viewport) -> None:
    visit = opened(ASKED, viewport=viewport)
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


def test_a_handover_is_chosen_and_its_table_opened_by_keyboard(opened: Opened) -> None:
    visit = opened("/keten")
    page = visit.page
    page.get_by_role("combobox", name="Kijk naar één overdracht").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    visit.settled()
    page.get_by_role("heading", name="Van intake naar diagnose").wait_for()
    assert "overdracht=intake" in page.url
    tab = page.get_by_role("tab", name="Tabel").nth(2)
    tab.focus()
    page.keyboard.press("Enter")
    visit.settled()
    table = page.get_by_role("region", name="De weg van klanten")
    table.wait_for()
    assert "diagnose (gemeente)" in table.inner_text()
