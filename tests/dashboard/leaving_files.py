"""Spells of two invented Werkpleinen whose target groups leave at a different pace."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from ketenkpi.scope import Scope
from ketenkpi.settings import Settings
from ketenkpi.store import Store, open_store
from ketenkpi.vocabulary import Quarter
from tests.dashboard.chain_files import SPELLS
from tests.dashboard.small import csv

HERE, THERE = "Snelveen <b>& Co</b>", "Traagdam"
FIRST, LAST = Quarter(2009, 1), Quarter(2009, 4)
# The last quarter of which everybody was followed for half a year at the end of 2009.
FOLLOWED = Quarter(2009, 2)
# Of each group how many begin, and the mean days until they leave.
PACE = {"jongere": (150, 70), "korte_afstand": (150, 75), "grote_afstand": (90, 600)}
FEW = ("samenloop", 6)


@dataclass(frozen=True)
class Case:
    """One invented benefit; left None: still running when the file was made."""

    place: str
    group: str
    begin: date
    left: date | None
    reason: str


def cases() -> list[Case]:
    """All of them, the same each time."""
    chance, made = random.Random(7), []
    for place in (HERE, THERE):
        for group, (count, mean) in {**PACE, FEW[0]: (FEW[1], 100)}.items():
            for _ in range(count):
                begin = FIRST.first_day + timedelta(days=chance.randrange(300))
                left = begin + timedelta(days=int(chance.expovariate(1 / mean)))
                reason = chance.choice(("werk", "werk", "einde_recht", "onbekend"))
                running = left > LAST.last_day
                made.append(Case(place, group, begin, None if running else left, reason))
    return made


def installed(home: Path) -> Store:
    """A store with all of them, delivered at the end of 2009."""
    store = open_store(Settings.load(home))
    for at, place in enumerate((HERE, THERE)):
        rows = [
            f"{at}-{number};{place};WWB;{each.group};{each.begin};{each.begin};"
            + (f"{each.left};{each.reason}" if each.left else ";")
            for number, each in enumerate(cases())
            if each.place == place
        ]
        result = store.upload(
            csv(rows, SPELLS), "trajecten", by="test", organisation="samen", quarter=LAST,
            observed_from=FIRST.first_day, filename="trajecten.csv",
            answers={"werkplein": "nieuw"}, scope=Scope.everything())  # fmt: skip
        assert result.status == "stored", result.findings
    return store
