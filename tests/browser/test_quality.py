"""What only a browser can tell: language, contrast as drawn, widths, and no other host."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from tests.browser.conftest import NARROW, SMALLEST, WIDE, Opened, Visit
from tests.house.test_pages import OPENING, all_pages

pytestmark = pytest.mark.browser
# The first page has the address of the installation itself.
PAGES = tuple("/" if page == OPENING else f"/{page}" for page in all_pages())
# English words of Streamlit itself that a Dutch page may not show or read out.
ENGLISH = re.compile(
    r"\b(Browse|Upload|Drag and drop|per file|Skip to|Main menu|Show data|Help for|Close|Search"
    r"|Fullscreen|Clear|Choose an option|Select|No results|Link to heading|Loading|Running"
    r"|Download as|Copy|Open sidebar|Expand|Collapse|App pages|yyyy|options? available|selected)\b"
)
# Contrast of every text of every chart against the page, in CSS colours as computed.
CONTRAST = """() => {
  const parse = (c) => c.match(/[\\d.]+/g).slice(0, 3).map(Number);
  const lum = (c) => {
    const [r, g, b] = parse(c).map((v) => v / 255)
      .map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const page = lum(getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor);
  const ratio = (l) => (Math.max(l, page) + 0.05) / (Math.min(l, page) + 0.05);
  return [...document.querySelectorAll('[data-testid=stVegaLiteChart] svg text')]
    .filter((t) => t.textContent.trim())
    .map((t) => [t.textContent, ratio(lum(getComputedStyle(t).fill))]);
}"""
SAID = """() => {
  const named = [...document.querySelectorAll('[aria-label],[placeholder],[title]')]
    .filter((e) => !e.closest('svg.marks, canvas'))
    .flatMap((e) => ['aria-label', 'placeholder', 'title'].map((n) => e.getAttribute(n)));
  return [document.body.innerText, ...named.filter(Boolean)];
}"""


def _english(visit: Visit) -> list[str]:
    return [text for text in visit.page.evaluate(SAID) if ENGLISH.search(text)]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_dutch_throughout_and_asks_nobody_else(opened: Opened, path: str) -> None:
    visit = opened(path)
    assert visit.page.evaluate("document.documentElement.lang") == "nl"
    assert _english(visit) == []
    assert visit.elsewhere == []


def test_open_lists_and_menus_are_dutch_too(opened: Opened) -> None:
    visit = opened("/gegevens")
    visit.page.get_by_role("tab", name="Wie leverde wat").click()
    visit.settled()
    visit.page.get_by_role("combobox").first.click()
    visit.page.get_by_role("combobox").first.fill("onvindbaar")
    visit.page.wait_for_timeout(300)
    assert _english(visit) == []


def test_an_english_page_says_so(opened: Opened) -> None:
    visit = opened("/?taal=en")
    assert visit.page.evaluate("document.documentElement.lang") == "en"
    visit.page.get_by_role("link", name="Data").click()
    visit.page.get_by_role("heading", name="Data", level=1).wait_for()
    # The cookie keeps the language on a page whose address does not name it.
    assert visit.page.get_by_text("Choose a file.").is_visible()


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_chart_text_is_readable_as_drawn(opened: Opened, colours: str) -> None:
    visit = opened("/?kwartaal=2009K3&indicator=uitkeringsduur", colours=colours)
    visit.page.wait_for_selector("[data-testid=stVegaLiteChart] svg text")
    found = visit.page.evaluate(CONTRAST)
    assert len(found) >= 6
    assert [(text, ratio) for text, ratio in found if ratio < 4.5] == []


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("viewport", [SMALLEST, NARROW, WIDE], ids=["320", "390", "1280"])
def test_no_page_scrolls_sideways(opened: Opened, path: str, viewport) -> None:
    visit = opened(path, viewport=viewport)
    widths = visit.page.evaluate(
        "[document.documentElement, document.querySelector('[data-testid=stMain]')]"
        ".map((e) => e.scrollWidth - e.clientWidth)"
    )
    assert widths == [0, 0]


@pytest.mark.parametrize("path", PAGES)
def test_headings_go_down_one_step_at_a_time(opened: Opened, path: str) -> None:
    visit = opened(path)
    levels = visit.page.evaluate(
        "[...document.querySelectorAll('[data-testid=stMain] :is(h1,h2,h3,h4)')]"
        ".map((h) => Number(h.tagName[1]))"
    )
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("path", PAGES)
def test_every_picture_and_control_has_a_name(opened: Opened, path: str) -> None:
    visit = opened(path)
    # `textContent`: in a fold that is closed nothing is drawn, and `innerText` is empty.
    nameless = visit.page.evaluate(
        "[...document.querySelectorAll('[data-testid=stMain] :is(button,input,select,textarea)')]"
        ".filter((e) => e.offsetParent && !(e.getAttribute('aria-label') || e.textContent.trim()"
        " || e.labels?.length || e.getAttribute('aria-labelledby'))).map((e) => e.outerHTML)"
    )
    assert nameless == []
    pictures = visit.page.evaluate(
        "[...document.querySelectorAll('[data-testid=stMain] img')]"
        ".filter((e) => !e.hasAttribute('alt')).length"
    )
    assert pictures == 0


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("tab", ["Spreiding", "Trechter", "Plaats in de rij"])
def test_charts_of_a_comparison_are_readable_and_stay_within_a_phone(
    opened: Opened, tab: str, colours: str
) -> None:
    visit = opened("/vergelijken?indicator=aandeel_werk", viewport=NARROW, colours=colours)
    visit.page.get_by_role("tab", name=tab).click()
    visit.settled()
    chart = visit.page.locator("[data-testid=stVegaLiteChart] svg").first
    chart.wait_for()
    found = visit.page.evaluate(CONTRAST)
    assert len(found) >= 4
    assert [(text, ratio) for text, ratio in found if ratio < 4.5] == []
    box = chart.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= NARROW["width"]
    assert _english(visit) == []


def test_a_quarter_without_a_figure_is_a_cross_within_the_chart(opened: Opened) -> None:
    visit = opened("/?plek=alle&kwartaal=2009K3&indicator=uitkeringsduur")
    # The only marks that stand on their corner; what they say is in the text of the picture.
    cross = visit.page.locator("[data-testid=stVegaLiteChart] svg path[transform*='rotate(45)']")
    inside = visit.page.locator("[data-testid=stVegaLiteChart] svg path.background").first
    box, plot = cross.first.bounding_box(), inside.bounding_box()
    assert box is not None
    assert plot is not None
    middle = box["y"] + box["height"] / 2
    assert plot["y"] < middle < plot["y"] + plot["height"]
