"""Klanttevredenheid: what is shown is what the library says, and what lacks is named."""

from __future__ import annotations

import re
from statistics import mean

import pytest

from dashboard.words import WORDS
from ketenkpi.overview import ClientGroup, Satisfaction, satisfaction_of
from ketenkpi.overview.answers import priority_section, to_work_on
from ketenkpi.scope import Scope
from ketenkpi.store import Store
from tests.dashboard.conftest import Opened
from tests.dashboard.customer_files import (
    INVITED,
    PRINCIPLES,
    WHEN,
    answers,
    deliver_customers,
)
from tests.dashboard.said import said
from tests.dashboard.small import NOORD
from tests.unit.surfaces.told import told

pytestmark = pytest.mark.slow
PAGE, ALL = "klanttevredenheid", Scope.everything()


def _found(store: Store, scope: Scope = ALL) -> Satisfaction:
    at = WHEN.index
    return satisfaction_of(
        store.source, "werkplein", NOORD, scope,
        quarters=(at,), quarter=at, werkpleinen=(NOORD,))  # fmt: skip


def _by_hand(group: ClientGroup, principle: str, column: int) -> float:
    rows = [row.split(";") for row in answers()]
    return mean(int(r[column]) for r in rows if (r[0], r[2], r[3]) == (NOORD, group, principle))


def test_marks_and_importance_are_those_of_the_answers(store: Store) -> None:
    deliver_customers(store)
    seekers, employers = _found(store).groups
    for principle in PRINCIPLES:
        now = seekers.marks[principle].now
        assert now is not None
        assert now.figure.value == pytest.approx(_by_hand("werkzoekende", principle, 4))
    # Importance is mark plus gap; asked of everybody, so it is the mean importance itself.
    for point in seekers.points:
        assert point.same_people
        assert point.importance == pytest.approx(_by_hand("werkzoekende", point.principle, 5))
    assert {each.principle for each in seekers.points} == {
        "bereikbaarheid",
        "tijdigheid",
        "houvast",
    }
    assert to_work_on(seekers) == ("tijdigheid",)
    assert seekers.widest == next(p for p in seekers.points if p.principle == "tijdigheid")
    assert employers.points == ()
    assert employers.widest is None
    assert "kolom prioriteit" in told(priority_section(employers).finding)


def test_complaints_are_counted_by_theme_within_place_and_quarter(store: Store) -> None:
    deliver_customers(store)
    assert _found(store).themes == (("wachten", 2), ("bejegening", 1))
    assert _found(store, Scope.everything("figures")).themes is None


def test_m9_on_which_principle_do_we_fail(store: Store, opened: Opened) -> None:
    deliver_customers(store)
    text = said(opened(PAGE, plek=NOORD, kwartaal=str(WHEN)))
    gap = _by_hand("werkzoekende", "tijdigheid", 5) - _by_hand("werkzoekende", "tijdigheid", 4)
    assert re.search(
        rf"verst boven het cijfer bij tijdigheid: {gap:.1f} punten".replace(".", ","), text
    )
    assert "lager cijfer dan gemiddeld bij werkzoekenden: tijdigheid." in text
    assert f"Van werkzoekenden gaven 30 van de {INVITED} geen antwoord" in text
    assert f"Van werkgevers gaven 48 van de {INVITED} geen antwoord" in text
    assert "De meeste klachten gaan over wachten: 2 van 3." in text


def test_m10_whether_clients_notice_two_organisations(store: Store, opened: Opened) -> None:
    # Counters and numbers stand on page Samenwerking; here what clients notice of them.
    deliver_customers(store)
    app = opened(PAGE, plek=NOORD, kwartaal=str(WHEN))
    value = f"{_by_hand('werkzoekende', 'een_geheel', 4):.1f}".replace(".", ",")
    (table,) = [
        table
        for each in app.html
        for table in each.value.split("<table>")
        if "Met belang" not in table and "Midden elders" in table
    ]
    row = next(r for r in table.split("<tr>") if "als één geheel" in r and "werkzoekenden" in r)
    assert value in row


def test_the_other_group_says_what_lacks(store: Store, opened: Opened) -> None:
    deliver_customers(store)
    app = opened(PAGE, plek=NOORD, kwartaal=str(WHEN), klantgroep="werkgever")
    assert "kolom prioriteit van het bestand Klanttevredenheid" in said(app)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_without_a_survey_the_file_is_named(opened: Opened, language: str) -> None:
    text = said(opened(PAGE, plek=NOORD, kwartaal=str(WHEN), taal=language))
    assert WORDS.say(f"{PAGE}.title", language) in text
    assert {"nl": "bestand Klanttevredenheid", "en": "file Client satisfaction"}[language] in text


def test_a_scheme_narrows_nothing_here_and_that_is_said(store: Store, opened: Opened) -> None:
    deliver_customers(store)
    text = said(opened(PAGE, plek=NOORD, kwartaal=str(WHEN), regeling="WW"))
    assert "verandert dit niets: regeling" in text
