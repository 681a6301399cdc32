"""A page on paper: the answer without the frame, tables whole, folds open."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NARROW, Opened
from tests.dashboard.small import NOORD

pytestmark = pytest.mark.browser
NOT_ON_PAPER = ("stSidebar", "stHeader", "stSelectbox", "stForm", "stDownloadButton", "stButton")


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_paper_has_whole_tables_and_no_frame(opened: Opened, colours: str) -> None:
    page = opened("/werkpleinen", colours=colours).page
    page.emulate_media(media="print", color_scheme=colours)
    for part in NOT_ON_PAPER:
        assert page.locator(f"[data-testid={part}]:visible").count() == 0, part
    cut = page.evaluate(
        "[...document.querySelectorAll('.kk-grid, .kk-rug, .kk-board')].filter((box) =>"
        " box.offsetParent && getComputedStyle(box).overflowY !== 'visible').length"
    )
    assert cut == 0
    expect(page.locator(".kk-source")).to_be_visible()
    expect(page.locator(".kk-source")).to_contain_text("gegevensversie")
    ink = page.locator(".kk-source").evaluate("(e) => getComputedStyle(e).color")
    assert max(map(int, re.findall(r"\d+", ink)[:3])) < 60


def test_a_folded_table_is_open_on_paper_to_its_last_row(opened: Opened) -> None:
    visit = opened(f"/?plek={quote(NOORD)}&kwartaal=2009K3&indicator=uitstroom")
    page = visit.page
    page.get_by_role("tab", name="Toevalsgrenzen").click()
    visit.settled()
    fold = page.locator("details.kk-fold", has=page.locator("table")).first
    fold.wait_for()
    last = fold.locator("tbody tr").last
    expect(last).to_be_hidden()
    page.emulate_media(media="print")
    expect(last).to_be_visible()
    height = last.evaluate("(e) => e.getBoundingClientRect().height")
    assert height > 5


def test_paper_goes_on_beyond_one_page_without_forms(opened: Opened) -> None:
    page = opened("/?kwartaal=2009K3").page
    forms = page.locator("[data-testid=stExpander]", has_text="Schrijf een notitie")
    expect(forms).to_have_count(1)
    expect(forms).to_be_visible()
    page.emulate_media(media="print")
    expect(forms).to_be_hidden()
    pages = page.pdf(format="A4").count(b"/Type /Page\n")
    assert pages > 1


def test_a_table_that_goes_on_says_so_on_a_phone(opened: Opened) -> None:
    page = opened("/raster?deel=Alle+Werkpleinen", viewport=NARROW).page
    marked = page.evaluate(
        "[...document.querySelectorAll('.kk-grid, .kk-rug, .kk-board')].map((box) =>"
        " [box.scrollWidth > box.clientWidth + 1, box.classList.contains('kk-wide'),"
        " getComputedStyle(box, '::before').content])"
    )
    assert marked
    for wide, said, word in marked:
        assert said == wide
        assert ("schuif" in word) == wide
