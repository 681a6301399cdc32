"""Spells, goals and phases of six invented Werkpleinen."""

from __future__ import annotations

from pathlib import Path

from ketenkpi.scope import Scope
from ketenkpi.settings import Settings
from ketenkpi.store import Store, open_store
from ketenkpi.vocabulary import Quarter
from tests.dashboard.small import csv

FIRST, LAST = Quarter(2009, 1), Quarter(2009, 2)
REGION, PLAN = "Regio <i>Noord</i>", "Actieplan *2009*"
# Of a hundred who leave, so many go to work; the first three are in phase 1, the rest in 3a.
TO_WORK = {"Aarden": 30, "Bron & Co": 32, "Cel": 34, "Dal": 60, "Erf": 62, "Fles": 64}
SPELLS = "traject_id;werkplein;regeling;doelgroep;melding;instroom;uitstroom;reden_uitstroom"
PLACES = "werkplein;naam;arbeidsmarktregio"
PHASES = "werkplein;doelgroep;fase;vanaf;tot;bewijs"
GOALS = "werkplein;arbeidsmarktregio;indicator;doel;vanaf;tot;waarde;soort;afgeleid_van;vastgesteld"
YEAR = "01-01-2009;31-12-2009"


def _spells(place: str, to_work: int) -> list[str]:
    return [
        f"{place}{n};{place};WWB;korte_afstand;2009-01-05;2009-01-05;"
        f"2009-0{4 + n % 2}-{1 + n % 28:02d};{'werk' if n < to_work else 'overig'}"
        for n in range(100)
    ]


def _goals() -> list[str]:
    return [
        f";{REGION};aandeel_werk;Meer naar werk;{YEAR};70;streefwaarde;{PLAN};15-12-2008",
        f"Aarden;;aandeel_werk;;{YEAR};80;streefwaarde;Meer naar werk;01-02-2009",
        f"Dal;;;Prettig samenwerken;{YEAR};;;Ander plan;",
    ]


def installed(home: Path) -> Store:
    """A store with these files."""
    store = open_store(Settings.load(home))
    files = (
        ("werkpleinen", PLACES, [f"{place};{place};{REGION}" for place in TO_WORK]),
        ("trajecten", SPELLS, [row for pair in TO_WORK.items() for row in _spells(*pair)]),
        ("doelen", GOALS, _goals()),
        ("fasen", PHASES, [
            f"{place};korte_afstand;{'1' if n < 3 else '3a'};01-01-2008;;mt"
            for n, place in enumerate(TO_WORK)
        ]),
    )  # fmt: skip
    for contract, head, rows in files:
        result = store.upload(
            csv(rows, head), contract, by="test", organisation="samen", quarter=LAST,
            observed_from=FIRST.first_day, filename=f"{contract}.csv",
            answers={"werkplein": "nieuw"}, scope=Scope.everything())  # fmt: skip
        assert result.status == "stored", result.findings
    return store
