"""What the definition of an indicator says, in both languages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ketenkpi.indicators import answers, load_indicators, load_norms
from ketenkpi.surfaces import in_html, in_words, reading
from ketenkpi.wording import LANGUAGES, LIBRARY, Language


def _told(indicator: str, language: Language = "nl") -> dict[str, str]:
    with reading(language):
        items = answers.definition(load_indicators()[indicator]).items
        return {in_words(each.of): in_words(each.lines) for each in items}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_definition_is_told_whole(language: Language) -> None:
    for key, indicator in load_indicators().items():
        told = _told(key, language)
        assert all(told.values()), key
        texts = set(told.values())
        for each in (indicator.question, indicator.formula, indicator.missing, indicator.why):
            assert each.in_(language) in texts, key
        assert {indicator.source, indicator.author, str(indicator.version)} <= texts
        unit = LIBRARY.raw(f"units.{indicator.unit}", language)
        assert any(text.startswith(f"{unit}; ") for text in texts)


def test_what_is_counted_is_told_with_the_rows_it_takes() -> None:
    told = _told("aandeel_werk")
    assert told["Teller"].endswith("bekend is; aantal, waar reden is werk")
    assert told["Noemer"].startswith("uitkeringen die in het kwartaal eindigden")


@pytest.mark.parametrize(
    ("indicator", "told"),
    [("uitkeringsduur", "(cohort)"), ("uitstroom", "(periode)"), ("stand", "(moment)")],
)
def test_whose_figure_a_quarter_shows(indicator: str, told: str) -> None:
    assert told in _told(indicator)["Over wie het gaat"]


def test_a_term_is_told_of_those_that_have_one() -> None:
    norms = load_norms()
    assert _told("besluit_op_tijd")["Termijn"] in {norm.name.nl for norm in norms.values()}
    assert "Termijn" not in _told("uitstroom")


def test_others_to_look_at_are_ways_to_their_definitions() -> None:
    items = answers.definition(load_indicators()["uitstroom"]).items
    with reading("nl"):
        html = "".join(in_html(each.lines) for each in items)
    assert "./definities?indicator=aandeel_werk" in html
    assert "./definities?indicator=herinstroom" in html


def test_one_of_the_installation_itself_is_marked() -> None:
    own = replace(load_indicators()["uitstroom"], key="eigen_uitstroom")
    assert answers.listed_name(own).nl == "Uitstroom (eigen)"
    assert answers.listed_name(load_indicators()["uitstroom"]).nl == "Uitstroom"
