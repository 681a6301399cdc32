"""Satisfaction answers per klantprincipe, and complaints."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ketenkpi.example.csv_files import day_of, day_text, number_of, stream
from ketenkpi.example.delivery import hexes
from ketenkpi.example.places import REGISTER, ExamplePlace
from ketenkpi.example.truths import FIRST, LAST, TRUTHS
from ketenkpi.vocabulary import Quarter

COLUMNS = (
    "werkplein",
    "kwartaal",
    "klantgroep",
    "klantprincipe",
    "score",
    "prioriteit",
    "respondent",
    "aangeschreven",
)
COMPLAINT_COLUMNS = ("werkplein", "datum", "thema", "kanaal")
KLACHT_KANALEN = ("digitaal", "balie", "telefoon", "overig")

# Mean experience and mean priority of each klantprincipe, the same at every
# Werkplein but one.
PRINCIPES = {
    "bereikbaarheid": (6.9, 7.6),
    "tijdigheid": (6.3, 8.4),
    "persoonlijke_aandacht": (6.6, 8.0),
    "houvast": (6.4, 7.3),
    "evenwichtige_behandeling": (6.8, 7.0),
    "een_geheel": (6.0, 6.8),
    "algemeen": (6.6, 7.9),
}
# Respondents per unit of weight and quarter, response, and the effect on every score.
KLANTGROEPEN = {"werkzoekende": (3.2, 0.34, 0.0), "werkgever": (0.9, 0.22, -0.3)}
PERSON_SD, ANSWER_SD = 1.1, 1.2
UNANSWERED, NO_PRIORITY = 0.04, 0.08
KLACHTEN_PER_WEIGHT = 0.8
THEMES = {"dienstverlening": 0.4, "bejegening": 0.2, "behandelingsduur": 0.3, "informatie": 0.1}


def answers(seed: int) -> list[tuple[object, ...]]:
    """Rows of contract `tevredenheid`."""
    rng = stream(seed, "answers")
    names = iter(hexes(rng, "r", 20_000))
    rows: list[tuple[object, ...]] = []
    for quarter in (FIRST + i for i in range(LAST - FIRST + 1)):
        for place in REGISTER.open_in(quarter):
            for group, (per_weight, response, shift) in KLANTGROEPEN.items():
                size = 4 + int(rng.poisson(REGISTER.weight_in(place, quarter) * per_weight))
                invited = size + int(rng.poisson(size * (1 / response - 1)))
                for _ in range(size):
                    marks = _marks(rng, place, shift)
                    who = next(names)
                    rows += [
                        (place.name, quarter, group, principe, score, priority, who, invited)
                        for principe, score, priority in marks
                    ]
    return rows


def _marks(
    rng: np.random.Generator, place: ExamplePlace, shift: float
) -> list[tuple[str, int, object]]:
    if place.name == TRUTHS.content_werkplein:
        shift += TRUTHS.content_points
    means = np.array(list(PRINCIPES.values()))
    n = len(means)
    person = rng.normal(0, PERSON_SD)
    score = _mark(means[:, 0] + shift + person + rng.normal(0, ANSWER_SD, n))
    priority = _mark(means[:, 1] + rng.normal(0, 1.4, n))
    chance = rng.random((2, n))
    return [
        (name, int(score[i]), int(priority[i]) if chance[1, i] > NO_PRIORITY else "")
        for i, name in enumerate(PRINCIPES)
        if chance[0, i] > UNANSWERED
    ]


def _mark(values: NDArray[np.float64]) -> NDArray[np.int64]:
    return np.clip(np.rint(values), 1, 10).astype(np.int64, copy=False)


def complaints(seed: int) -> list[tuple[object, ...]]:
    """Rows of contract `klachten`, by day."""
    rng = stream(seed, "complaints")
    rows: list[tuple[int, str, str, str]] = []
    for quarter in (FIRST + i for i in range(LAST - FIRST + 1)):
        for place in REGISTER.open_in(quarter):
            mean = REGISTER.weight_in(place, quarter) * KLACHTEN_PER_WEIGHT
            for _ in range(int(rng.poisson(mean))):
                rows.append((_any_day(rng, quarter), place.name, *_complaint(rng)))
    return [(name, day_text(day_of(day)), theme, via) for day, name, theme, via in sorted(rows)]


def _complaint(rng: np.random.Generator) -> tuple[str, str]:
    theme = rng.choice(list(THEMES), p=list(THEMES.values()))
    return str(theme), str(rng.choice(KLACHT_KANALEN, p=[0.35, 0.15, 0.3, 0.2]))


def _any_day(rng: np.random.Generator, quarter: Quarter) -> int:
    return int(rng.integers(number_of(quarter.first_day), number_of(quarter.last_day) + 1))
