"""Spells and steps of two invented Werkpleinen, of which one hands over slowly."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

from ketenkpi.scope import Scope
from ketenkpi.settings import Settings
from ketenkpi.store import Store, open_store
from ketenkpi.vocabulary import Quarter
from tests.dashboard.small import csv

SPELLS = "traject_id;werkplein;regeling;doelgroep;melding;instroom;uitstroom;reden_uitstroom"
STEPS = "traject_id;werkplein;taak;organisatie;begin;einde;overdracht;medewerker"
QUICK, SLOW = "Vlotveen", "Traag <i>& Co</i>"
FIRST, LAST = Quarter(2009, 1), Quarter(2009, 4)
# Days between intake and diagnosis when the gemeente takes over from UWV.
WAIT = {QUICK: 6, SLOW: 30}
CASES = 120


def rows_of(place: str, seed: int) -> tuple[list[str], list[str]]:
    chance = random.Random(seed)
    spells, steps = [], []
    for number in range(CASES):
        key = f"{seed}-{number}"
        begin = date(2009, 1, 5) + timedelta(days=chance.randrange(200))
        crosses = number % 3 == 0
        wait = WAIT[place] if crosses else 5
        diagnosis = begin + timedelta(days=1 + wait + chance.randrange(5))
        ended = number % 2 == 0
        left = diagnosis + timedelta(days=40)
        how = "warm" if number % 4 == 0 else "dossier"
        who = "gemeente" if crosses else "uwv"
        scheme = "WWB" if number % 5 == 0 else "WW"
        spells.append(
            f"{key};{place};{scheme};jongere;{begin};{begin};" + (f"{left};werk" if ended else ";")
        )
        until = begin + timedelta(days=1)
        steps.append(f"{key};{place};intake;uwv;{begin};{until};{how};m{number % 3}")
        done = diagnosis + timedelta(days=3)
        steps.append(f"{key};{place};diagnose;{who};{diagnosis};{done};geen;m{number % 5}")
    return spells, steps


def installed(home: Path, *contracts: str) -> Store:
    """A store with both Werkpleinen over 2009; `contracts`: only those, both by default."""
    store = open_store(Settings.load(home))
    rows = [rows_of(place, seed) for seed, place in enumerate((QUICK, SLOW))]
    files = {
        "trajecten": csv([row for spells, _ in rows for row in spells], SPELLS),
        "stappen": csv([row for _, steps in rows for row in steps], STEPS),
    }
    for contract in contracts or files:
        result = store.upload(
            files[contract], contract, by="test", organisation="samen",
            quarter=LAST + -1, observed_until=LAST.last_day, observed_from=FIRST.first_day,
            filename=f"{contract}.csv", answers={"werkplein": "nieuw"},
            scope=Scope.everything())  # fmt: skip
        assert result.status == "stored", result.findings
    return store
