"""Texts about handovers name the terms that `config/handover.yaml` sets."""

from __future__ import annotations

import re

import pytest

from ketenkpi.indicators import load_indicators
from ketenkpi.indicators.handover_kinds import load_terms
from ketenkpi.wording import say

TERMS = load_terms()
WEEKS = {"nl": re.compile(r"(\d+) weken"), "en": re.compile(r"(\d+) weeks")}
TO = {"nl": re.compile(r"naar plaatsing (\d+)|(\d+) weken naar plaatsing"),
      "en": re.compile(r"(\d+) to placement|(\d+) weeks to placement")}  # fmt: skip


def test_terms_are_whole_weeks() -> None:
    assert {days % 7 for days in (TERMS.days, *TERMS.pairs.values())} == {0}


def _named(text: str, language: str) -> set[int]:
    whole = {int(found) for found in WEEKS[language].findall(text)}
    return whole | {int(a or b) for a, b in TO[language].findall(text)}


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("key", ["overdracht_aandeel", "overdracht_mediaan", "overdracht_p90"])
def test_indicators_name_both_terms(key: str, language: str) -> None:
    formula = load_indicators()[key].formula.in_(language)
    assert _named(formula, language) == {TERMS.days // 7, TERMS.pairs[">plaatsing"] // 7}


@pytest.mark.parametrize("language", ["nl", "en"])
def test_waits_at_a_border_and_the_page_of_definitions_do_too(language: str) -> None:
    for key in ("wachttijd_binnen", "wachttijd_tussen"):
        formula = load_indicators()[key].formula.in_(language)
        assert _named(formula, language) == {TERMS.of("overdracht_binnen") // 7}
    meaning = say("concepts.meaning_wachten", language)
    assert _named(meaning, language) == {TERMS.days // 7, TERMS.pairs[">plaatsing"] // 7}
