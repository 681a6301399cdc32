"""What following a case means: cohorts, ways to end, returns, decisions, repeated reports."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from ketenkpi.counts.engines import engine_names
from tests.engines.small_tables import K1, K2, column, of_spells, spell

pytestmark = pytest.mark.slow

engines = pytest.mark.parametrize("engine", engine_names())
START = date(2009, 1, 5)


def day(days: int) -> date:
    return START + timedelta(days)


def days_of(counts: Any, tally: str, measure: str, **where: Any) -> dict[tuple[str, int], int]:
    found = column(counts, tally, ["reden", "days"], measure, **where)
    return {key: number for key, number in found.items() if number}


@engines
def test_a_cohort_holds_who_was_followed_for_the_whole_window(engine: str) -> None:
    counts = of_spells(
        engine,
        spell(1, instroom=START, uitstroom=day(182), reden_uitstroom="werk"),
        spell(2, instroom=START, uitstroom=day(183), reden_uitstroom="werk"),
        spell(3, instroom=START, uitstroom=day(10), reden_uitstroom="verhuizing"),
        spell(4, instroom=date(2009, 3, 31)),
        observed_until=day(182),
    )
    # The fourth began later and was followed for less than half a year.
    assert column(counts, "cohort", ["venster"]) == {182: 3}
    assert column(counts, "cohort", ["venster"], "uitstroom") == {182: 2}
    assert column(counts, "cohort", ["venster"], "werk") == {182: 1}


@engines
def test_who_came_before_the_watching_is_in_no_cohort(engine: str) -> None:
    counts = of_spells(
        engine,
        spell(1, instroom=START),
        spell(2, instroom=date(2009, 2, 2)),
        spell(3, instroom=date(2009, 2, 2), uitstroom=date(2009, 2, 1)),
        observed_from=date(2009, 2, 1),
    )
    # Nor is a benefit that ends before it begins.
    assert column(counts, "cohort", ["venster"]) == {182: 1}


@engines
def test_age_is_the_year_of_inflow_less_the_year_of_birth(engine: str) -> None:
    born = {1983: "tot_27", 1982: "27_44", 1965: "27_44", 1964: "45_54", 1954: "55_plus"}
    born |= {1955: "45_54", None: "onbekend"}
    rows = [spell(i, instroom=START, geboortejaar=year) for i, year in enumerate(born)]
    counts = of_spells(engine, *rows)
    assert column(counts, "cohort", ["leeftijd"], venster=182) == {
        "tot_27": 1,
        "27_44": 2,
        "45_54": 2,
        "55_plus": 1,
        "onbekend": 1,
    }


@engines
def test_a_case_ends_for_one_reason_or_runs_on(engine: str) -> None:
    counts = of_spells(
        engine,
        spell(1, instroom=START, uitstroom=day(30), reden_uitstroom="werk"),
        spell(2, instroom=START, uitstroom=day(30)),
        spell(3, instroom=START),
        # Ends after the last day seen: it is still running, whatever the reason will be.
        spell(4, instroom=START, uitstroom=day(300), reden_uitstroom="werk"),
        spell(5, instroom=START, uitstroom=day(-1), reden_uitstroom="werk"),
        observed_until=day(100),
    )
    assert days_of(counts, "afloop", "events") == {("werk", 30): 1, ("onbekend", 30): 1}
    assert days_of(counts, "afloop", "censored") == {("loopt", 100): 2}


@engines
def test_a_late_entry_has_no_reason_yet(engine: str) -> None:
    counts = of_spells(
        engine,
        spell(1, instroom=START, uitstroom=day(90), reden_uitstroom="werk"),
        spell(2, instroom=START, uitstroom=day(20), reden_uitstroom="werk"),
        observed_from=day(30),
    )
    # The second was over before the watching began.
    assert days_of(counts, "afloop", "entered") == {("loopt", 30): 1}
    assert days_of(counts, "afloop", "events") == {("werk", 90): 1}


@engines
def test_a_return_is_the_next_inflow_anywhere(engine: str) -> None:
    left: dict[str, Any] = {"instroom": date(2008, 6, 2), "reden_uitstroom": "werk"}
    counts = of_spells(
        engine,
        spell(1, client="a", uitstroom=START, **left),
        spell(2, client="a", werkplein="Beveld", regeling="WWB", instroom=day(40)),
        spell(3, client="a", instroom=day(60)),
        spell(4, client="b", uitstroom=START, **left),
        spell(5, client=None, uitstroom=START, **left),
        # On the very day: back after 0 days.
        spell(6, client="c", uitstroom=START, **left),
        spell(7, client="c", instroom=START),
        observed_until=day(100),
        circle="overal",
    )
    assert days_of(counts, "terugkeer", "events") == {("werk", 40): 1, ("werk", 0): 1}
    assert days_of(counts, "terugkeer", "censored") == {("werk", 100): 1}
    assert column(counts, "terugkeer", ["kwartaal"], "events") == {K1: 2}


@engines
def test_a_benefit_is_not_its_own_return(engine: str) -> None:
    counts = of_spells(
        engine,
        spell(1, client="a", instroom=START, uitstroom=START, reden_uitstroom="werk"),
        observed_until=day(10),
    )
    assert days_of(counts, "terugkeer", "events") == {}
    assert days_of(counts, "terugkeer", "censored") == {("werk", 10): 1}


@engines
def test_a_decision_is_followed_for_13_weeks(engine: str) -> None:
    counts = of_spells(
        engine,
        spell(1, besluit=START, instroom=day(-14)),
        spell(2, besluit=START, instroom=day(91)),
        spell(3, besluit=START, instroom=day(92)),
        spell(4, besluit=START, melding=START),
        spell(5, besluit=date(2009, 3, 31), melding=START),
        observed_until=day(91),
    )
    assert column(counts, "besluit", ["kwartaal"]) == {K1: 4}
    assert column(counts, "besluit", ["kwartaal"], "zonder_instroom") == {K1: 2}


@engines
def test_a_repeated_report_follows_one_that_led_to_nothing(engine: str) -> None:
    second = date(2009, 4, 6)
    counts = of_spells(
        engine,
        spell(1, client="a", melding=START),
        spell(2, client="a", melding=second),
        spell(3, client="b", melding=START, instroom=day(7)),
        spell(4, client="b", melding=second),
        spell(5, client="c", melding=date(2008, 9, 1)),
        spell(6, client="c", melding=second),
        spell(7, client=None, melding=second),
        observed_from=date(2008, 9, 1),
    )
    # The report of c is 217 days old; the one of b had led to a benefit.
    assert column(counts, "herhaling", ["kwartaal"], "at_risk")[K2] == 3
    assert column(counts, "herhaling", ["kwartaal"])[K2] == 1
