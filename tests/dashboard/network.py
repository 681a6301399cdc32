"""A network of eight small invented Werkpleinen, of which one differs and one hardly has cases."""

from __future__ import annotations

import random
from datetime import timedelta
from pathlib import Path

from ketenkpi.scope import Scope
from ketenkpi.settings import Settings
from ketenkpi.store import Store, open_store
from ketenkpi.vocabulary import Quarter
from tests.dashboard.small import csv

HEAD = "traject_id;werkplein;regeling;doelgroep;melding;instroom;uitstroom;reden_uitstroom"
FIRST, LAST = Quarter(2008, 1), Quarter(2009, 4)
# In the order of their names; names with characters that mean something elsewhere.
PLACES = (
    "Aldermeer", "Beukrode", "Cedervoort <i>", "Dennewold *zuid*", "Elzenburg", "Fijnrode",
    "Grauwdam", "Heidrecht",
)  # fmt: skip
# Fewer clients leave to work here, and far fewer than chance explains.
LOW = "Elzenburg"
# Too few cases for a figure.
TINY = "Heidrecht"
CASES = {TINY: 4}


def _spells(place: str, seed: int) -> list[str]:
    chance = random.Random(seed)
    to_work = 0.25 if place == LOW else 0.6
    rows = []
    for number in range(CASES.get(place, 300 + 40 * seed)):
        begin = FIRST.first_day + timedelta(days=chance.randrange(560))
        end = begin + timedelta(days=chance.randrange(20, 150))
        reason = "werk" if chance.random() < to_work else "einde_recht"
        left = end <= LAST.last_day
        rows.append(";".join(map(str, (
            f"{seed}-{number}", place, chance.choice(("WW", "WWB")),
            chance.choice(("korte_afstand", "grote_afstand")), begin, begin,
            end if left else "", reason if left else "",
        ))))  # fmt: skip
    return rows


def rows() -> list[str]:
    """The rows of every place together."""
    return [row for seed, place in enumerate(PLACES) for row in _spells(place, seed)]


def installed(home: Path) -> Store:
    """A store in which every place delivered 2008 and 2009."""
    store = open_store(Settings.load(home))
    result = store.upload(
        csv(rows(), HEAD), "trajecten", by="test", organisation="samen", quarter=LAST,
        observed_from=FIRST.first_day, filename="netwerk.csv",
        answers={"werkplein": "nieuw"}, scope=Scope.everything())  # fmt: skip
    assert result.status == "stored", result.findings
    return store
