"""The scan by keyboard alone: answered, left, gone on with in another browser, submitted."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import NARROW, Opened, Visit
from tests.dashboard.small import ZUID

pytestmark = pytest.mark.browser
ADDRESS = {"plek": ZUID, "kwartaal": "2009K3", "deel": "invullen", "vragen": "toonkamer"}


def _path(filler: str) -> str:
    return "/samenwerking?" + urlencode({**ADDRESS, "invuller": filler})


def _named(visit: Visit) -> None:
    """Say who fills in, as the keyboard does."""
    visit.page.get_by_role("textbox", name="Uw naam").fill("Anna")
    visit.page.keyboard.press("Enter")
    visit.settled()


def _choice(visit: Visit, words: str) -> Locator:
    """The first button with these words: the one of the first question."""
    return visit.page.get_by_role("radio", name=words).first


def test_by_keyboard_and_on_in_another_browser(opened: Opened) -> None:
    visit = opened(_path("gemeente"))
    page = visit.page
    expect(_choice(visit, "3 grotendeels")).to_be_disabled()
    _named(visit)
    _choice(visit, "3 grotendeels").focus()
    page.keyboard.press("Space")
    visit.settled()
    expect(page.get_by_text("1 van de 117 vragen")).to_be_visible()
    expect(page.get_by_text("door Anna").first).to_be_visible()

    # The first browser is gone; a narrow screen goes on where it stopped.
    page.close()
    again = opened(_path("gemeente"), viewport=NARROW, colours="dark")
    expect(_choice(again, "3 grotendeels")).to_have_attribute("aria-checked", "true")
    width = again.page.evaluate("() => document.documentElement.scrollWidth")
    assert width <= NARROW["width"]
    # The partner does not see it.
    partner = opened(_path("uwv"))
    expect(partner.page.get_by_text("Er is nog niets ingevuld")).to_be_visible()

    _named(again)
    again.page.get_by_role("button", name="Indienen", exact=True).focus()
    again.page.keyboard.press("Enter")
    again.settled()
    expect(again.page.get_by_text("telt nu mee")).to_be_visible(timeout=60_000)
    expect(again.page.get_by_text("Alles is ingediend")).to_be_visible()
