"""The spells as a Werkplein delivers them: what it knows on a given day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ketenkpi.example.csv_files import NEVER, Days, day_of, days_text, names, stream
from ketenkpi.example.places import REGISTER
from ketenkpi.example.spells import (
    AOW,
    CELLS,
    DOELGROEP_OF,
    DOELGROEPEN,
    END,
    REDENEN,
    REGELING_OF,
    REGELINGEN,
    Index,
    Spells,
    last_day_of_quarter,
)
from ketenkpi.terms import days_of

COLUMNS = (
    "traject_id",
    "werkplein",
    "regeling",
    "client",
    "doelgroep",
    "kanaal",
    "melding",
    "aanvraag",
    "besluit",
    "instroom",
    "eerste_betaling",
    "termijn",
    "uitstroom",
    "reden_uitstroom",
    "geboortejaar",
)
KANALEN = ("digitaal", "balie", "telefoon", "overig")
# Cells left empty, as in any register.
NO_GROUP, NO_CHANNEL, NO_REASON, NO_APPLICATION = 0.02, 0.02, 0.03, 0.25


@dataclass(frozen=True)
class SpellTexts:
    """What does not change over time, one text per spell, in the order of the spells."""

    traject_id: Sequence[str]
    client: Sequence[str]
    doelgroep: Sequence[str]
    kanaal: Sequence[str]
    reden: Sequence[str]
    born: Sequence[str]


def describe(seed: int, spells: Spells) -> SpellTexts:
    """Identities and characteristics of `spells` (the whole set, in its order)."""
    rng = stream(seed, "texts")
    n = len(spells)
    group = DOELGROEP_OF[spells.cell]
    return SpellTexts(
        traject_id=[f"T-{i:06d}" for i in range(1, n + 1)],
        client=_pseudonyms(rng, spells.client),
        doelgroep=_with_gaps(rng, names(DOELGROEPEN, group), NO_GROUP),
        kanaal=_with_gaps(rng, names(KANALEN, _channel(rng, spells)), NO_CHANNEL),
        reden=_with_gaps(rng, names(REDENEN, spells.reden), NO_REASON),
        born=[str(year) for year in _birth_years(rng, spells, group)],
    )


def hexes(rng: np.random.Generator, prefix: str, count: int) -> list[str]:
    """`count` different pseudonyms such as k-8f3a21c9."""
    found = np.unique(rng.integers(0, 16**8, count + count // 100 + 10))
    return [f"{prefix}-{value:08x}" for value in rng.permutation(found)[:count].tolist()]


def _pseudonyms(rng: np.random.Generator, client: Index) -> list[str]:
    distinct, place = np.unique(client, return_inverse=True)
    return names(hexes(rng, "k", len(distinct)), place)


def _with_gaps(rng: np.random.Generator, texts: list[str], share: float) -> list[str]:
    empty = rng.random(len(texts)) < share
    return np.where(empty, "", np.array(texts, dtype=object)).tolist()  # type: ignore[no-any-return]


def _channel(rng: np.random.Generator, spells: Spells) -> Index:
    # WW clients report digitally, bijstand clients at the counter (seed paper, 3.1).
    ww = REGELING_OF[spells.cell] == REGELINGEN.index("WW")
    draw = rng.random(len(spells))
    digital = np.searchsorted([0.72, 0.86, 0.98], draw, side="right")
    counter = np.searchsorted([0.07, 0.85, 0.97], draw, side="right")
    return np.where(ww, digital, counter)


def _birth_years(rng: np.random.Generator, spells: Spells, group: Index) -> Index:
    # One year of birth per client, drawn for the client's first spell; who
    # leaves at state pension age turned 65 in that year.
    _, first, place = np.unique(spells.client, return_index=True, return_inverse=True)
    begin = np.minimum(spells.instroom, spells.melding)[first]
    year = np.array([day_of(day).year for day in begin.tolist()])
    young = group[first] == DOELGROEPEN.index("jongere")
    old = np.array([cell.regeling in ("IOAW", "IOAZ") for cell in CELLS])[spells.cell[first]]
    age = np.where(young, rng.integers(18, 26, len(first)), rng.integers(27, 63, len(first)))
    born = year - np.where(old, rng.integers(52, 63, len(first)), age)
    pension = (spells.reden == AOW) & (spells.uitstroom < NEVER)
    day = np.minimum(spells.uitstroom[pension], 25_000)
    # Nobody is on benefit past that age.
    last = np.array([day_of(min(day, END)).year for day in spells.uitstroom.tolist()])
    np.maximum.at(born, place[~spells.refused], (last - 64)[~spells.refused])
    born[place[pension]] = [day_of(d).year - 65 for d in day.tolist()]
    return born[place]


def known_outflow(spells: Spells, until: int) -> Days:
    """The ends registered by day `until`: late ones appear with a later quarter."""
    registered = spells.uitstroom.copy()
    for quarters in range(1, int(spells.late.max(initial=0)) + 1):
        later = spells.late >= quarters
        registered[later] = last_day_of_quarter(last_day_of_quarter(registered[later]) + 1)
    return np.where(registered <= until, spells.uitstroom, NEVER)


def trajecten(
    seed: int, spells: Spells, texts: SpellTexts, until: int, which: NDArray[np.bool_]
) -> dict[str, list[str]]:
    """The columns of contract `trajecten` for the spells in `which` reported by day `until`."""
    rows = np.flatnonzero(which & (spells.melding <= until))
    seen = spells.take(rows)
    forgotten = stream(seed, "application").random(len(spells))[rows] < NO_APPLICATION
    # Of spells that were running long before 2008 the application is often gone.
    gone = forgotten & (seen.instroom < spells.melding.max() - 4 * days_of("jaar"))
    end = known_outflow(seen, until)
    applied = np.where(gone, NEVER, seen.aanvraag)
    due = np.where(gone | (seen.aanvraag > until), NEVER, seen.termijn)
    pick = rows.tolist()
    reden = [texts.reden[i] if day < NEVER else "" for i, day in zip(pick, end, strict=True)]
    cells = {
        "traject_id": [texts.traject_id[i] for i in pick],
        "werkplein": names([p.name for p in REGISTER.places], seen.place),
        "regeling": _regeling(seen),
        "client": [texts.client[i] for i in pick],
        "doelgroep": [texts.doelgroep[i] for i in pick],
        "kanaal": [texts.kanaal[i] for i in pick],
        "melding": days_text(seen.melding, until),
        "aanvraag": days_text(applied, until),
        "besluit": days_text(np.where(gone, NEVER, seen.besluit), until),
        "instroom": days_text(seen.instroom, until),
        "eerste_betaling": days_text(seen.betaling, until),
        "termijn": days_text(due, NEVER - 1),
        "uitstroom": days_text(end, until),
        "reden_uitstroom": reden,
        "geboortejaar": [texts.born[i] for i in pick],
    }
    return {name: cells[name] for name in COLUMNS}


def _regeling(spells: Spells) -> list[str]:
    without = REGELINGEN.index("geen")
    return names(REGELINGEN, np.where(spells.without, without, REGELING_OF[spells.cell]))
