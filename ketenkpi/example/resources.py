"""Money and people of both partners, per quarter.

The seed paper (5.1) reports that the municipal budget for re-integratie is
about ten times that of UWV, and joint procurement at one of fifteen.
"""

from __future__ import annotations

import numpy as np

from ketenkpi.example.csv_files import euros, stream
from ketenkpi.example.places import REGISTER, ExamplePlace
from ketenkpi.example.truths import FIRST, LAST
from ketenkpi.vocabulary import Quarter

COLUMNS = (
    "werkplein",
    "kwartaal",
    "organisatie",
    "soort",
    "taak",
    "doelgroep",
    "begroot",
    "besteed",
    "fte",
    "gezamenlijk",
    "uren_dubbel",
)
JOINT_PROCUREMENT = "Verzonnen Veen"
# Fte per unit of weight, by task.
FTE = {
    "uwv": {
        "intake": 0.34,
        "diagnose": 0.22,
        "aanbodversterking": 0.10,
        "arbeidsbemiddeling": 0.42,
        "plaatsing": 0.10,
    },
    "gemeente": {
        "intake": 0.10,
        "diagnose": 0.26,
        "aanbodversterking": 0.52,
        "arbeidsbemiddeling": 0.30,
        "plaatsing": 0.08,
    },
}
FTE_COST = 15_500.0
# Euro per unit of weight and quarter.
RE_INTEGRATIE = {"uwv": 4_000.0, "gemeente": 40_000.0}
RE_INTEGRATIE_SPLIT = {
    "uwv": {"korte_afstand": 0.45, "jongere": 0.20, "overig": 0.35},
    "gemeente": {
        "korte_afstand": 0.15,
        "jongere": 0.20,
        "grote_afstand": 0.45,
        "overgang_ww_wwb": 0.05,
        "overig": 0.15,
    },
}
OTHER = {"huisvesting": 1_900.0, "ict": 1_100.0, "kanalen": 350.0, "overig": 400.0}
# Hours a quarter of entering the same data twice, per full-time job (5.2).
DOUBLE_HOURS = {"uwv": 9.0, "gemeente": 14.0}


def resources(seed: int) -> list[tuple[object, ...]]:
    """Rows of contract `middelen`."""
    rng, double = stream(seed, "resources"), stream(seed, "double")
    rows: list[tuple[object, ...]] = []
    for quarter in (FIRST + i for i in range(LAST - FIRST + 1)):
        for place in REGISTER.open_in(quarter):
            for partner in ("uwv", "gemeente"):
                rows += _partner(rng, double, place, quarter, partner)
    return rows


def _partner(
    rng: np.random.Generator,
    double: np.random.Generator,
    place: ExamplePlace,
    quarter: Quarter,
    partner: str,
) -> list[tuple[object, ...]]:
    weight = REGISTER.weight_in(place, quarter)
    head = (place.name, quarter, partner)
    rows: list[tuple[object, ...]] = []
    for taak, per_weight in FTE[partner].items():
        # Teams are made up in steps of half a day a week.
        fte = max(0.1, round(weight * per_weight * rng.normal(1, 0.05), 1))
        money = _money(rng, fte * FTE_COST, 0.03)
        hours = round(fte * DOUBLE_HOURS[partner] * double.normal(1, 0.15))
        people = f"{fte:.1f}".replace(".", ",")
        rows.append((*head, "personeel", taak, "", *money, people, "nee", str(hours)))
    joint = "ja" if place.name == JOINT_PROCUREMENT else "nee"
    for doelgroep, share in RE_INTEGRATIE_SPLIT[partner].items():
        money = _money(rng, weight * RE_INTEGRATIE[partner] * share, 0.12)
        rows.append((*head, "re_integratie", "", doelgroep, *money, "", joint, ""))
    for soort, per_weight in OTHER.items():
        money = _money(rng, weight * per_weight, 0.05)
        together = {"huisvesting": {"1", "2", "3a", "3b"}, "kanalen": {"3a", "3b"}}
        phase = place.phase(quarter)
        shared = "ja" if phase in together.get(soort, ()) else "nee"
        rows.append((*head, soort, "", "", *money, "", shared, ""))
    return rows


def _money(rng: np.random.Generator, mean: float, spread: float) -> tuple[str, str]:
    budget = round(mean * rng.normal(1, 0.04), -2)
    return euros(budget), euros(budget * max(0.2, rng.normal(0.97, spread)))
