"""axe-core finds nothing on any page or tab, light and dark, on WCAG 2.1 levels A and AA."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import Opened, Visit
from tests.browser.test_quality import PAGES

pytestmark = pytest.mark.browser
LEVELS = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}


def _found(visit: Visit) -> list[str]:
    """What is wrong, each as its rule with the first element that it is about."""
    answer = Axe().run(visit.page, options=LEVELS).response
    return [f"{each['id']}: {each['nodes'][0]['html'][:120]}" for each in answer["violations"]]


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_no_fault_that_axe_finds(opened: Opened, path: str, colours: str) -> None:
    assert _found(opened(path, colours=colours)) == []


@pytest.mark.parametrize("path", PAGES)
def test_nor_has_any_of_its_tabs(opened: Opened, path: str) -> None:
    visit = opened(path)
    tabs = visit.page.get_by_role("tab")
    for number in range(1, tabs.count()):
        tabs.nth(number).click()
        visit.settled()
        assert _found(visit) == [], tabs.nth(number).inner_text()


def test_it_does_find_a_fault(opened: Opened) -> None:
    visit = opened("/over")
    visit.page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=\"data:,\">')")
    assert any(each.startswith("image-alt") for each in _found(visit))
