"""Answers, complaints and vacancies of two invented Werkpleinen, delivered to a small store."""

from __future__ import annotations

import random
from datetime import date, timedelta

from ketenkpi.scope import Scope
from ketenkpi.store import Store
from ketenkpi.vocabulary import Quarter
from tests.dashboard.small import LAST, NOORD, ZUID, csv

WHEN = Quarter(2009, 3)
ANSWERS = "werkplein;kwartaal;klantgroep;klantprincipe;score;prioriteit;respondent;aangeschreven"
COMPLAINTS = "werkplein;datum;thema"
VACANCIES = "vacature_id;werkplein;geregistreerd;gesloten;uitkomst;geworven_door;geschikt_wwb"
# How jobseekers of NOORD answer; five marks lower than it matters for timeliness alone.
PRINCIPLES = ("bereikbaarheid", "tijdigheid", "houvast", "een_geheel", "algemeen")
INVITED = 60


def answers() -> list[str]:
    """Thirty jobseekers and twelve employers of each Werkplein; employers say no importance."""
    chance = random.Random(7)
    rows = []
    for place in (NOORD, ZUID):
        for group, count in (("werkzoekende", 30), ("werkgever", 12)):
            for who in range(count):
                for principle in PRINCIPLES:
                    late = principle == "tijdigheid"
                    mark = chance.randrange(3, 6) if late else chance.randrange(6, 9)
                    matters = "" if group == "werkgever" else 9 if late else mark
                    cells = (place, WHEN, group, principle, mark, matters, f"{group}{who}", INVITED)
                    rows.append(";".join(map(str, cells)))
    return rows


def complaints() -> list[str]:
    """Three of NOORD in the quarter, one of them on how it was treated; one in the next."""
    told = (("2009-07-03", "wachten"), ("2009-08-03", "wachten"), ("2009-09-30", "bejegening"))
    rows = [f"{NOORD};{day};{theme}" for day, theme in (*told, ("2009-10-01", "bejegening"))]
    return [*rows, f"{ZUID};2009-07-09;informatie"]


def vacancies() -> list[str]:
    """Of NOORD, one every third day of the year; how each ended follows from its number."""
    rows = []
    for number in range(120):
        begin = date(2009, 1, 2) + timedelta(days=3 * number)
        end = begin + timedelta(days=20 + number % 30)
        how = ("vervuld_eigen", "vervuld_partner", "ingetrokken", "")[number % 4]
        closed = how != "" and end <= LAST.last_day
        by, fit = ("uwv", "gemeente")[number // 4 % 2], ("ja", "nee")[number // 2 % 2]
        ended = f"{end};{how}" if closed else ";"
        rows.append(f"V{number};{NOORD};{begin};{ended};{by};{fit}")
    return rows


def deliver_customers(store: Store) -> None:
    """All three, for both Werkpleinen."""
    made = (
        ("tevredenheid", ANSWERS, answers(), WHEN),
        ("klachten", COMPLAINTS, complaints(), LAST),
        ("vacatures", VACANCIES, vacancies(), LAST),
    )
    for contract, head, rows, quarter in made:
        result = store.upload(
            csv(rows, head), contract, by="test", organisation="samen", quarter=quarter,
            observed_from=date(2009, 1, 1), filename=f"{contract}.csv",
            answers={"leeg": "nul"}, scope=Scope.everything())  # fmt: skip
        assert result.status == "stored", (contract, result.findings)
