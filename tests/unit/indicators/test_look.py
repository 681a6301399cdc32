"""One question looking back, or following who began: each leads to the other and back."""

from __future__ import annotations

from pathlib import Path

import pytest

from ketenkpi.errors import DefinitionError
from ketenkpi.indicators import counterpart, load_indicators, look_of, seen_as
from ketenkpi.settings import CONFIG

KNOWN = load_indicators()
PAIRS = {key: one.as_cohort for key, one in KNOWN.items() if one.as_cohort}


def test_the_pairs_are_of_one_question_in_one_direction() -> None:
    assert PAIRS == {
        "aandeel_werk": "werk_cohort_365",
        "uitstroomquote_jaar": "uitstroom_cohort_365",
    }
    for back, cohort in PAIRS.items():
        assert KNOWN[back].direction == KNOWN[cohort].direction
        assert KNOWN[cohort].numerator.tally == "cohort"
        assert KNOWN[back].numerator.tally != "cohort"


@pytest.mark.parametrize(("back", "cohort"), PAIRS.items())
def test_each_leads_to_the_other_and_back(back: str, cohort: str) -> None:
    assert (look_of(back, KNOWN), look_of(cohort, KNOWN)) == ("terugblik", "cohort")
    assert counterpart(back, "cohort", KNOWN) == cohort
    assert counterpart(cohort, "terugblik", KNOWN) == back
    for key, look in ((back, "terugblik"), (cohort, "cohort")):
        assert counterpart(key, look, KNOWN) == key


def test_what_has_no_counterpart_stays_and_nothing_is_asked_twice() -> None:
    assert look_of("instroom", KNOWN) is None
    keys = ["instroom", "aandeel_werk", "werk_cohort_365"]
    assert seen_as(keys, "cohort", KNOWN) == ("instroom", "werk_cohort_365")
    assert seen_as(keys, "terugblik", KNOWN) == ("instroom", "aandeel_werk")


@pytest.mark.parametrize(
    ("cohort", "reason"),
    [("bestaat_niet", "as_cohort 'bestaat_niet' does not exist"), ("werk_cohort_365", "the same")],
)
def test_a_cohort_has_one_that_looks_back(cohort: str, reason: str, tmp_path: Path) -> None:
    text = (CONFIG / "indicators" / "aandeel_werk.yaml").read_text(encoding="utf-8")
    text = text.replace("key: aandeel_werk\n", "key: eigen\n")
    text = text.replace("as_cohort: werk_cohort_365", f"as_cohort: {cohort}")
    (tmp_path / "eigen.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError, match=reason):
        load_indicators(own=tmp_path)
