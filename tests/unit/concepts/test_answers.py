"""Every concept of the research model is explained, and leads to the others it is made of."""

from __future__ import annotations

import html
import re
from urllib.parse import parse_qs, urlsplit

import pytest

from ketenkpi import concepts
from ketenkpi.concepts import answers
from ketenkpi.indicators import load_indicators
from ketenkpi.research_model import load_dependence, load_integration, load_phases, load_scan
from ketenkpi.resources import load_assumptions
from ketenkpi.surfaces import in_html, reading
from ketenkpi.wording import LANGUAGES, Language

TAG = re.compile(r"<[^>]*>")
HREF = re.compile(r'href="([^"]*)"')


def _html(code: str, language: Language = "nl") -> str:
    items = answers.definition(code).items
    with reading(language):
        return " ".join(in_html(said) for each in items for said in (each.of, *each.lines))


def _words(code: str, language: Language) -> str:
    return html.unescape(TAG.sub("", _html(code, language)))


def test_all_of_the_model_is_there() -> None:
    model = {
        "onderdeel": load_scan().items,
        "groep": load_scan().groups,
        "niveau": load_scan().levels,
        "relatie": load_dependence().relations,
        "situatie": load_dependence().situations,
        "fase": load_phases().phases,
        "teken": load_phases().signs,
        "strategie": {each.key: each for each in load_integration().strategies},
    }
    wanted = {f"{kind}.{key}" for kind, keys in model.items() for key in keys}
    wanted |= {f"keten.{key}" for key in concepts.CHAIN}
    wanted |= {f"begrip.{key}" for key in concepts.OWN} | set(load_assumptions().concepts)
    assert set(concepts.names()) == wanted


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_says_what_it_is_and_where_that_stands(language: Language) -> None:
    for code in concepts.names():
        words = _words(code, language)
        # Agreement is a statistic of ours: the paper has none.
        paper = "Cohen" if code == "begrip.overeenstemming" else "Ketensamenwerking in de praktijk"
        assert paper in words, code
        assert len(words) > 80, code


def test_links_between_concepts_and_to_indicators_lead_somewhere() -> None:
    found = set()
    for code in concepts.names():
        for address in HREF.findall(_html(code)):
            query = parse_qs(urlsplit(html.unescape(address)).query)
            assert set(query.get("begrip", ())) <= set(concepts.names())
            assert set(query.get("indicator", ())) <= set(load_indicators())
            found |= set(query)
    assert found == {"begrip", "indicator"}


def test_what_a_phase_needs_and_what_an_item_counts_for_say_the_same() -> None:
    assert "Integraal team" in _words("fase.3a", "nl")
    assert "Gemengde caseload" in _words("fase.3b", "nl")
    assert "3b = Integraal team met gemengde caseloads" in _words(
        "onderdeel.gemengde_caseload", "nl"
    )
    # The scale in words, and the two ends of a criterion.
    assert "2 = volledige afspraken" in _words("onderdeel.intake", "nl")
    assert "0 = informele regels; 4 = groot aantal formele regels" in _words(
        "onderdeel.formaliteit_regels", "nl"
    )
