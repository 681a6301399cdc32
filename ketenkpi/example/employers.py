"""Vacancies: who acquired them, whether they fit bijstand clients, how they were filled."""

from __future__ import annotations

import numpy as np

from ketenkpi.example.csv_files import day_of, day_text, number_of, stream
from ketenkpi.example.places import REGISTER
from ketenkpi.example.spells import END
from ketenkpi.example.truths import FIRST, LAST, TRUTHS
from ketenkpi.vocabulary import Quarter

COLUMNS = (
    "vacature_id",
    "werkplein",
    "geregistreerd",
    "gesloten",
    "uitkomst",
    "geworven_door",
    "geschikt_wwb",
    "vervuld_uit",
    "sector",
)
PER_WEIGHT = 5.0
# Fewer vacancies in the crisis; not one of the planted truths, but a year in
# which inflow grows by half and vacancies stay level would not be believed.
BY_YEAR = {2008: 1.0, 2009: 0.65, 2010: 0.8}
WERVERS = {"uwv": 0.62, "gemeente": 0.26, "samen": 0.12}
# "Too few fit vacancies for WWB" (seed paper, 7.2): mostly a matter of who acquires.
FIT_FOR_BIJSTAND = {"uwv": 0.22, "gemeente": 0.70, "samen": 0.45}
UITKOMSTEN = {
    "vervuld_eigen": 0.30,
    "vervuld_partner": 0.07,
    "vervuld_anders": 0.38,
    "ingetrokken": 0.25,
}
OWN_LAW = {"uwv": "WW", "gemeente": "WWB"}
PARTNER_LAW = {"uwv": "WWB", "gemeente": "WW"}
SECTOREN = ("zorg", "bouw", "techniek", "logistiek", "horeca", "schoonmaak", "winkel", "groen")
MEAN_DAYS = 48


def vacancies(seed: int) -> list[tuple[object, ...]]:
    """Rows of contract `vacatures`, by day of registration."""
    rng = stream(seed, "vacancies")
    found: list[tuple[int, tuple[str, ...]]] = []
    for quarter in (FIRST + i for i in range(LAST - FIRST + 1)):
        for place in REGISTER.open_in(quarter):
            mean = REGISTER.weight_in(place, quarter) * PER_WEIGHT * BY_YEAR[quarter.year]
            found += [_vacancy(rng, place.name, quarter) for _ in range(int(rng.poisson(mean)))]
    found.sort(key=lambda row: row[0])
    return [(f"V-{i:05d}", *cells) for i, (_, cells) in enumerate(found, start=1)]


def _pick(rng: np.random.Generator, shares: dict[str, float]) -> str:
    return str(rng.choice(list(shares), p=list(shares.values())))


def _vacancy(rng: np.random.Generator, place: str, quarter: Quarter) -> tuple[int, tuple[str, ...]]:
    begin = int(rng.integers(number_of(quarter.first_day), number_of(quarter.last_day) + 1))
    end = begin + 1 + int(rng.gamma(1.6, MEAN_DAYS / 1.6))
    end = min(end, _closing(place))
    by, sector = _pick(rng, WERVERS), str(rng.choice(SECTOREN))
    fit = "ja" if rng.random() < FIT_FOR_BIJSTAND[by] else "nee"
    outcome = _pick(rng, UITKOMSTEN)
    law = _filled_from(rng, by, outcome)
    if end > END:
        outcome, law, closed = "", "", ""
    else:
        closed = day_text(day_of(end))
    return begin, (place, day_text(day_of(begin)), closed, outcome, by, fit, law, sector)


def _closing(place: str) -> int:
    # The merged Werkplein closes its vacancies with its doors.
    return number_of(TRUTHS.merged_on) if place == TRUTHS.merged_werkplein else END + 1_000


def _filled_from(rng: np.random.Generator, by: str, outcome: str) -> str:
    if outcome == "vervuld_eigen":
        return OWN_LAW.get(by, "WW" if rng.random() < 0.5 else "WWB")
    if outcome == "vervuld_partner":
        return PARTNER_LAW.get(by, "WW" if rng.random() < 0.5 else "WWB")
    return "overig" if outcome == "vervuld_anders" else ""
