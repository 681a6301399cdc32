"""The page Programma: goals as a tree, proposals with a link to their figure, norms with gaps."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

import pytest

from dashboard.pages import path
from ketenkpi.indicators import load_norms
from ketenkpi.programme import Programme, Proposal, answers, load_agenda
from ketenkpi.programme.goals import judge
from ketenkpi.scope import Scope
from ketenkpi.surfaces import items_as_html, reading
from tests.dashboard.conftest import MAIN, Opened
from tests.dashboard.programme_files import LAST, REGION, installed
from tests.dashboard.said import said

pytestmark = pytest.mark.slow

PAGE = "programma"
ALL = Scope.everything()


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of the installation with goals and phases, made once."""
    home = tmp_path_factory.mktemp("programme") / "home"
    installed(home).close()
    return home


def html_of(app) -> str:
    return " ".join(item.value for item in app.html)


def test_the_page_says_what_the_library_counts(opened: Opened, store) -> None:
    words = said(opened(PAGE, plek="alle", kwartaal="2009K2"))
    register = store.programme(ALL, LAST).goals
    tally = register.tally("measurable")
    assert (tally.yes, tally.of) == (2, 3)
    assert "Meetbaar: 2 van 3 doelen (0 onbekend)." in words
    assert "Vooraf vastgesteld: 1 van 3 (1 onbekend)." in words
    assert "Volgt uit een doel of plan van de regio: 1 van 2 (1 onbekend)." in words
    # Two goals are of a year that is not over.
    assert "Gehaald: 0 van 1 (bij 1 niet te zeggen)." in words


def test_a_goal_of_a_werkplein_stands_below_the_regional_goal_it_follows_from(
    opened: Opened,
) -> None:
    page = html_of(opened(PAGE, plek="alle", kwartaal="2009K2"))
    tree = page[page.index("Regio &lt;i&gt;Noord&lt;/i&gt;</strong>") :]
    assert tree.index("Plan: Actieplan *2009*") < tree.index("Meer naar werk")
    assert tree.index("Meer naar werk") < tree.index("Aarden: ") < tree.index("Dal: ")
    assert "Vastgesteld 31 dagen na de eerste dag" in tree
    assert "&#x27;Ander plan&#x27; is niet gevonden" in tree
    # A name from a file is text and no markup.
    assert "Regio &lt;i&gt;Noord&lt;/i&gt;" in tree
    assert "<i>Noord</i>" not in tree


def test_proposals_link_to_the_figure_behind_them(opened: Opened) -> None:
    page = html_of(opened(PAGE, plek="Aarden", kwartaal="2009K2"))
    assert "Bespreek of het doel voor Aandeel uitstroom naar werk nog te halen is." in page
    found = re.search(r'<a href="([^"]+)" target="_self">Bekijk de leveringen', page)
    assert found
    assert "plek=Aarden&amp;kwartaal=2009K2" in found[1]
    assert "Dit zijn voorstellen, geen besluiten." in page


def test_one_werkplein_has_its_own_list_and_all_have_one_each(opened: Opened, store) -> None:
    every = opened(PAGE, plek="alle", kwartaal="2009K2")
    places = {each.place for each in store.programme(ALL, LAST).agenda}
    names = re.findall(r"<summary>([^<]+) \(\d+\)</summary>", html_of(every))
    assert {escape(place) for place in places} <= {*names}
    assert REGION in places
    one = opened(PAGE, plek="Dal", kwartaal="2009K2")
    assert "Dal. Voorstellen:" in said(one)
    assert "Geef doelen een indicator en een waarde." in said(one)


def test_every_rule_stands_on_the_page_with_its_addressee(opened: Opened) -> None:
    words = said(opened(PAGE, plek="alle", kwartaal="2009K2"))
    for norm in load_norms().values():
        assert " ".join(norm.name.nl.split()) in " ".join(words.split()), norm.key
    assert "✗ door niemand gemeten" in words
    assert "– nooit in werking getreden" in words
    assert "– te controleren" in words


def test_how_the_norms_fit_together_stands_below_them(opened: Opened) -> None:
    words = said(opened(PAGE, plek="alle", kwartaal="2009K2"))
    for told in (
        "Samenhang van de normen",
        "Geen plicht in dit kwartaal waarvan wij de tekst lazen: de werkgever en de bedrijfsarts.",
        "In dit kwartaal heeft geen plicht twee termijnen.",
        "Plichten die niemand meet",
    ):
        assert told in words


def test_it_is_there_in_english(opened: Opened) -> None:
    words = said(opened(PAGE, plek="alle", kwartaal="2009K2", taal="en"))
    assert "Measurable: 2 of 3 goals (0 unknown)." in words
    assert "✗ measured by nobody" in words


def test_nothing_delivered_leads_to_the_page_with_data(tmp_path, monkeypatch, opened) -> None:
    monkeypatch.setenv("KETENKPI_HOME", str(tmp_path / "empty"))
    words = said(opened(PAGE))
    assert "Er zijn nog geen gegevens." in words


def test_every_proposal_leads_to_a_page_that_is_there() -> None:
    for kind in load_agenda().kinds.values():
        page = (MAIN.parent / path(kind.page)).read_text(encoding="utf-8")
        assert kind.part is None or f'"{kind.part}":' in page, kind.key
    gap = Proposal(
        load_agenda().kinds["afspraak_ontbreekt"], "A & B",
        {"pair": 1, "situation": 1, "kinds": 1, "relation": 1, "clients": 1},
        {"werkplein": "A & B", "kwartaal": "2009K2", "paar": "x", "situatie": "samenloop"},
    )  # fmt: skip
    found = Programme(
        LAST, judge((), LAST, {}, {}), (gap,), (), load_agenda(), {"A & B": "1"}, {}
    )  # fmt: skip
    with reading("nl"):
        html = items_as_html(answers.agenda(found)[0].items)
    link = "./samenwerking?plek=A+%26+B&kwartaal=2009K2&deel=afspraken&situatie=samenloop"
    assert f'href="{escape(link)}"' in html
