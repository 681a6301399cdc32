"""No page or tab shows words that only makers use, nor a number that does not fit its noun."""

from __future__ import annotations

import pytest

from dashboard.pages import QUESTIONS
from tests.dashboard.conftest import Opened
from tests.dashboard.said import said
from tests.dashboard.small import LAST, NOORD
from tests.words import faults

pytestmark = pytest.mark.slow

# Page Over lists what is new for who builds with the library as well.
PAGES = [page for pages in QUESTIONS.values() for page in pages if page != "over"]
# There the names stand that people type into files, with every other spelling.
DICTIONARY = ({"deel": "sjablonen"}, {"contract": "trajecten"})
TABS = {
    "samenwerking": [{"deel": part} for part in ("scan", "afspraken", "integratie", "invullen")],
    "middelen": [{"onderwerp": each} for each in ("mensen", "opbrengst", "verdelen", "wat_als")],
    "gegevens": [{"deel": part} for part in ("sjablonen", "geleverd")],
    "definities": [{"contract": "trajecten"}, {"begrip": "begrip.product"}, {"nakijken": "ja"}],
    "overzicht": [{"weergave": "grenzen"}],
}  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_a_page_and_its_tabs_show_no_words_of_makers(opened: Opened, page: str) -> None:
    for tab in ({}, *TABS.get(page, ())):
        app = opened(page, plek=NOORD, kwartaal=str(LAST), **tab)
        words = said(app)
        assert len(words) > 20
        found = [each for each in faults(words) if not each.startswith("a name of the code")]
        assert (found if tab in DICTIONARY else faults(words)) == [], tab


def test_each_kind_is_found() -> None:
    shown = "bij 1 Werkpleinen n.v.t.. is too_few. Gewogen kappa 0,5"
    assert [each.partition(":")[0] for each in faults(shown)] == [
        "two full stops", "one of several", "a name of the code", "jargon"]  # fmt: skip
    assert faults("bij 11 Werkpleinen ... en uren_dubbel") == []
