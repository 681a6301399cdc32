"""`stand_stroom` for Werkpleinen that deliver no case files, counted from the same spells."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ketenkpi.example.csv_files import number_of
from ketenkpi.example.places import REGISTER, ExamplePlace
from ketenkpi.example.spells import (
    DOELGROEP_OF,
    DOELGROEPEN,
    REGELING_OF,
    REGELINGEN,
    TO_WORK,
    Spells,
)
from ketenkpi.example.truths import FIRST, LAST
from ketenkpi.terms import days_of
from ketenkpi.vocabulary import Quarter

COLUMNS = (
    "werkplein",
    "kwartaal",
    "regeling",
    "doelgroep",
    "beginstand",
    "instroom",
    "uitstroom",
    "uitstroom_werk",
    "herinstroom",
    "eindstand",
)
RETURN_WITHIN = days_of("jaar")


def stand_stroom(spells: Spells, places: list[ExamplePlace]) -> list[tuple[object, ...]]:
    """One row per Werkplein, quarter, regeling and doelgroep that occurs."""
    returned = _returned(spells)
    rows: list[tuple[object, ...]] = []
    for place in places:
        here = ~spells.refused & (spells.place == REGISTER.number[place.name])
        for quarter in (FIRST + i for i in range(LAST - FIRST + 1)):
            for regeling, doelgroep in _cells(spells, here):
                cell = here & _in_cell(spells, regeling, doelgroep)
                flow = _flows(spells.take(cell), returned[cell], quarter)
                rows.append((place.name, quarter, regeling, doelgroep, *flow))
    return rows


def _cells(spells: Spells, here: NDArray[np.bool_]) -> list[tuple[str, str]]:
    found = np.unique(spells.cell[here])
    return [(REGELINGEN[REGELING_OF[c]], DOELGROEPEN[DOELGROEP_OF[c]]) for c in found.tolist()]


def _in_cell(spells: Spells, regeling: str, doelgroep: str) -> NDArray[np.bool_]:
    same: NDArray[np.bool_] = REGELING_OF[spells.cell] == REGELINGEN.index(regeling)
    same &= DOELGROEP_OF[spells.cell] == DOELGROEPEN.index(doelgroep)
    return same


def _flows(
    spells: Spells, returned: NDArray[np.bool_], quarter: Quarter
) -> tuple[int, int, int, int, int, int]:
    first, last = number_of(quarter.first_day), number_of(quarter.last_day)
    begun = (spells.instroom >= first) & (spells.instroom <= last)
    ended = (spells.uitstroom >= first) & (spells.uitstroom <= last)
    return (
        int(((spells.instroom < first) & (spells.uitstroom >= first)).sum()),
        int(begun.sum()),
        int(ended.sum()),
        int((ended & (spells.reden == TO_WORK)).sum()),
        int((begun & returned).sum()),
        int(((spells.instroom <= last) & (spells.uitstroom > last)).sum()),
    )


def _returned(spells: Spells) -> NDArray[np.bool_]:
    """Whether the client left, under the same regeling, at most a year before this inflow."""
    order = np.lexsort((spells.instroom, REGELING_OF[spells.cell], spells.client))
    client, law = spells.client[order], REGELING_OF[spells.cell][order]
    gap = spells.instroom[order][1:] - spells.uitstroom[order][:-1]
    same = (client[1:] == client[:-1]) & (law[1:] == law[:-1])
    result = np.zeros(len(spells), dtype=bool)
    result[order[1:]] = same & (gap > 0) & (gap <= RETURN_WITHIN)
    return result
