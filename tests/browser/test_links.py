"""The address of a page, opened by somebody else in a browser of their own, shows the same."""

from __future__ import annotations

from urllib.parse import quote, urlparse

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import RAN, WIDE, Opened
from tests.browser.test_quality import PAGES
from tests.dashboard.small import NOORD

pytestmark = pytest.mark.browser

CHOSEN = f"plek={quote(NOORD)}&kwartaal=2009K2&regeling=WW&doelgroep=alle"


def _seen(page: Page) -> dict[str, object]:
    """What a reader sees: the headings, what is chosen in each picker, the tabs that are open."""
    pickers = page.locator("[data-testid=stMain] [data-testid=stSelectbox]")
    tabs = page.locator("[data-testid=stMain] [role=tab][aria-selected=true]")
    return {
        "headings": page.locator("[data-testid=stMain] :is(h1, h2)").all_inner_texts(),
        "chosen": [each.inner_text() for each in pickers.all()],
        "tabs": tabs.all_inner_texts(),
    }


@pytest.mark.parametrize("path", PAGES)
def test_the_address_of_a_page_and_its_last_tab_shows_somebody_else_the_same(
    opened: Opened, browser: Browser, path: str
) -> None:
    mine = opened(f"{path}?{CHOSEN}")
    tabs = mine.page.locator("[data-testid=stMain] [role=tab]")
    if tabs.count():
        # The first row of tabs; one inside it is not of every page.
        tabs.nth(
            mine.page.locator("[role=tablist]").first.locator("[role=tab]").count() - 1
        ).click()
        mine.settled()
    seen = _seen(mine.page)
    assert seen["headings"]
    theirs = browser.new_context(viewport=WIDE, locale="nl-NL")
    try:
        page = theirs.new_page()
        page.goto(mine.page.url)
        page.wait_for_selector("h1")
        page.wait_for_selector(RAN, timeout=60_000)
        page.wait_for_function(
            "() => !document.querySelector('[data-stale=true], [data-testid=stSkeleton]')"
        )
        page.wait_for_timeout(300)
        assert urlparse(page.url).path == urlparse(mine.page.url).path
        assert _seen(page) == seen
    finally:
        theirs.close()
