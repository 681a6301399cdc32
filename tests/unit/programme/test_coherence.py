"""Where norms do not fit each other: found by quarter, and found a second time by plain loops."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ketenkpi.config_file import read_definition
from ketenkpi.indicators import load_indicators
from ketenkpi.programme import Coherence, OwnNorm, TwoTerms, answers, coherence_of
from ketenkpi.programme.norm_matrix import norm_matrix
from ketenkpi.settings import CONFIG
from ketenkpi.surfaces import in_words, reading
from ketenkpi.surfaces.drawn import drawn
from ketenkpi.vocabulary import Quarter, Text
from tests.unit.programme.test_goals import goals, regional

FILE = read_definition(CONFIG / "norms.yaml")
KNOWN = load_indicators()
QUARTERS = [Quarter.from_index(i) for i in range(Quarter(2008, 1).index, Quarter(2027, 1).index)]


def found_in(quarter: Quarter) -> Coherence:
    return coherence_of(norm_matrix(quarter, KNOWN))


def terms(found: Coherence) -> dict[str, set[str]]:
    return {one.duty.nl: {rule.norm.key for rule in one.rules} for one in found.two_terms}


WW = "De WW op tijd betalen"


def test_both_terms_of_ww_run_in_the_quarter_of_the_change() -> None:
    # A right of 30 June 2015 is under the four weeks up to and including 28 July.
    assert WW not in terms(found_in(Quarter(2015, 2)))
    assert terms(found_in(Quarter(2015, 3)))[WW] == {
        "eerste_betaling_ww",
        "eerste_betaling_ww_opgave",
    }
    assert WW not in terms(found_in(Quarter(2015, 4)))
    # First payments and all payments have the same ten days: other figures, but no two terms.
    assert WW not in terms(found_in(Quarter(2017, 1)))


def test_a_search_period_that_may_be_waived_is_no_second_term() -> None:
    for quarter in (Quarter(2025, 4), Quarter(2026, 1), Quarter(2026, 4)):
        assert "Wachten met een bijstandsaanvraag onder de 27 jaar" not in terms(found_in(quarter))


@pytest.mark.parametrize("quarter", QUARTERS, ids=str)
def test_two_terms_are_those_of_plain_loops_over_the_file(quarter: Quarter) -> None:
    plain: dict[str, set[str]] = {}
    for duty, name in FILE["duties"].items():
        running = {}
        for key, norm in FILE["norms"].items():
            if norm.get("duty") != duty or norm["days"] is None:
                continue
            begin, end = norm["valid_from"] or norm["text_of"], norm["valid_to"]
            over = end is not None and end < quarter.first_day
            last = None if end is None else end + timedelta(days=norm["days"])
            if begin <= quarter.last_day if not over else last >= quarter.first_day:
                running[key] = norm["days"]
        if len(set(running.values())) > 1:
            plain[name["nl"]] = set(running)
    assert terms(found_in(quarter)) == plain


@pytest.mark.parametrize("quarter", [Quarter(2009, 4), Quarter(2026, 1)], ids=str)
def test_rules_by_step_and_addressee_are_those_of_plain_loops(quarter: Quarter) -> None:
    found = found_in(quarter)
    for step in found.steps:
        for addressee in found.matrix.addressees:
            plain = 0
            for norm in FILE["norms"].values():
                begin, end = norm["valid_from"], norm["valid_to"]
                plain += (
                    norm["step"] == step
                    and addressee in norm["addressees"]
                    and norm["certainty"] == "sourced"
                    and norm["entered_into_force"]
                    and (begin is None or begin <= quarter.last_day)
                    and (end is None or end >= quarter.first_day)
                )
            assert found.duties(step, addressee) == plain


def test_whom_no_text_that_was_read_binds_has_no_duty() -> None:
    found = found_in(Quarter(2009, 4))
    assert found.without_duty == ("employer", "physician")
    with reading("nl"):
        said = in_words(answers.coherence(found)[0].finding)
    told = (
        "Geen plicht in dit kwartaal waarvan wij de tekst lazen: de werkgever en de bedrijfsarts."
    )
    assert told in said


def test_a_duty_without_an_indicator_says_why() -> None:
    found = found_in(Quarter(2026, 1))
    assert found.unmeasured
    part = next(each for each in answers.coherence(found) if each.key == "unmeasured")
    assert part.table is not None
    with reading("nl"):
        rows = drawn(part.table).rows
    assert [row[2] for row in rows] == [r.norm.gap.nl for r in found.unmeasured if r.norm.gap]
    assert all(rule.norm.indicator is None for rule in found.unmeasured)


LAST = {"soort": "norm", "indicator": "betalingen_ww_op_tijd", "tot": None}


def test_a_place_with_another_norm_stands_beside_the_national_one() -> None:
    mine = goals(
        {**regional(), **LAST, "waarde": 85.0},
        {**regional(), **LAST, "waarde": 90.0},
        {**regional(), **LAST, "waarde": 80.0, "soort": "streefwaarde"},
        {**regional(), **LAST, "waarde": 70.0, "indicator": "aandeel_werk"},
    )
    told = coherence_of(norm_matrix(Quarter(2018, 1), KNOWN), mine).own_norms
    assert [(one.place, one.own, one.national) for one in told] == [("Middenland", 0.85, 0.9)]
    # In a year of which the national share was not found there is nothing to stand beside.
    assert coherence_of(norm_matrix(Quarter(2022, 1), KNOWN), mine).own_norms == ()
    (*_, last) = answers.coherence(coherence_of(norm_matrix(Quarter(2018, 1), KNOWN), mine))
    assert last.table is not None
    with reading("nl"):
        name = "WW-betalingen binnen 10 dagen na de opgave"
        assert drawn(last.table).rows == (("Middenland", name, "85%", "90%"),)


def test_what_is_no_difference_is_refused() -> None:
    rule = norm_matrix(Quarter(2018, 1), KNOWN).rules[0]
    with pytest.raises(ValueError, match="no two terms"):
        TwoTerms(Text("plicht", "duty"), (rule, rule))
    with pytest.raises(ValueError, match="is the national one"):
        OwnNorm("A", KNOWN["aandeel_werk"], 0.9, 0.9)
