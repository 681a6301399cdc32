"""The step log behind the spells: who did what, when, and how it was handed over.

The log starts in 2008, so of clients who were there already the first steps
are missing. A chain stops where the client leaves.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ketenkpi.example.csv_files import NEVER, Days, days_text, names, number_of, stream
from ketenkpi.example.delivery import SpellTexts, hexes
from ketenkpi.example.places import REGISTER
from ketenkpi.example.spells import (
    DOELGROEP_OF,
    DOELGROEPEN,
    END,
    REGELING_OF,
    REGELINGEN,
    SHARED,
    START,
    TO_WORK,
    Index,
    Spells,
)
from ketenkpi.example.truths import FIRST, LAST, TRUTHS

COLUMNS = (
    "traject_id",
    "werkplein",
    "taak",
    "organisatie",
    "begin",
    "einde",
    "overdracht",
    "medewerker",
)
TAKEN = ("intake", "diagnose", "aanbodversterking", "arbeidsbemiddeling", "plaatsing")
ORGANISATIES = ("uwv", "gemeente", "duo", "integraal_team", "extern")
UWV, GEMEENTE, DUO, TEAM, EXTERN = range(5)
GEEN, DOSSIER, WARM = range(3)
OVERDRACHT = ("geen", "dossier", "warm")
PHASES = ("0", "1", "2", "3a", "3b")

# For each task: share of clients (WW, bijstand), mean days of work, and mean
# days the client waits before it inside one organisation.
SHARE = {
    "diagnose": (0.92, 0.95),
    "aanbodversterking": (0.32, 0.68),
    "arbeidsbemiddeling": (0.82, 0.66),
}
WORK = {"diagnose": 8, "aanbodversterking": 105, "arbeidsbemiddeling": 85}
WAIT = {"diagnose": 10, "aanbodversterking": 12, "arbeidsbemiddeling": 8}
PLACED = 0.55
# The part of the clients of the shared groups that a duo or team really takes.
DUO_SHARE, TEAM_SHARE = 0.90, 0.85
# By phase, of the handovers between organisations; inside one a talk needs no name.
WARM_SHARE = np.array([0.10, 0.70, 0.75, 0.80, 0.80])
INSIDE_DOSSIER = 0.05


@dataclass(frozen=True)
class Steps:
    """Steps as columns; `spell` is the row in the set of spells, `end` and `begin` are days.

    `handover` says how the client went on after the step.
    """

    spell: Index
    task: Index
    organisation: Index
    begin: Days
    end: Days
    handover: Index
    phase: Index


def steps_of(seed: int, spells: Spells) -> Steps:
    """All steps begun in the period, ordered by begin."""
    rng = stream(seed, "steps")
    previous = _intake(rng, spells)
    found = [previous]
    for task in ("diagnose", "aanbodversterking", "arbeidsbemiddeling"):
        step = _next(rng, spells, previous, task)
        found.append(step)
        previous = _latest(previous, step)
    found.append(_placement(rng, spells, previous))
    return _log(spells, _handed_over(rng, _together(found)))


def _together(found: list[Steps]) -> Steps:
    return Steps(
        *(np.concatenate([getattr(s, name) for s in found]) for name in Steps.__annotations__)
    )


def _handed_over(rng: np.random.Generator, steps: Steps) -> Steps:
    """The steps by spell and task, each with the way its client was handed on to the next.

    A step is over when the next one begins.
    """
    steps = _in_order(steps, np.lexsort((steps.task, steps.spell)))
    draw = rng.random(len(steps.spell))
    goes_on = np.append(steps.spell[1:] == steps.spell[:-1], False)
    elsewhere = np.append(steps.organisation[1:] != steps.organisation[:-1], False)
    # Between organisations the phase of the receiving step decides how warm it is.
    warm = WARM_SHARE[np.append(steps.phase[1:], 0)]
    between = np.where(draw < warm, WARM, DOSSIER)
    inside = np.where(draw < INSIDE_DOSSIER, DOSSIER, GEEN)
    handover = np.where(goes_on, np.where(elsewhere, between, inside), GEEN)
    next_begin = np.where(goes_on, np.append(steps.begin[1:], NEVER), NEVER)
    return replace(steps, handover=handover, end=np.minimum(steps.end, next_begin))


def _log(spells: Spells, every: Steps) -> Steps:
    place = spells.place[every.spell]
    known = np.array([p.case_files for p in REGISTER.places])[place]
    keep = np.flatnonzero(known & (every.begin >= START) & (every.begin <= END))
    order = keep[np.lexsort((every.task[keep], every.spell[keep], every.begin[keep]))]
    return _in_order(every, order)


def _in_order(steps: Steps, order: Index | NDArray[np.bool_]) -> Steps:
    return Steps(*(getattr(steps, name)[order] for name in Steps.__annotations__))


def _phase_at(spells: Spells, rows: Index, day: Days) -> Index:
    """The phase (index in PHASES) a client's Werkplein is in for this client on `day`."""
    phase = _phase_of_place(spells.place[rows], day)
    return np.where(SHARED[spells.cell[rows]], phase, 0)


def _phase_of_place(place: Index, day: Days) -> Index:
    """The phase (index in PHASES) of a Werkplein for its shared groups on `day`."""
    quarters = [FIRST + i for i in range(LAST - FIRST + 1)]
    table = np.array(
        [[PHASES.index(p.phase(q)) for q in quarters] for p in REGISTER.places], dtype=np.int64
    )
    begins = np.array([number_of(q.first_day) for q in quarters])
    when = np.clip(np.searchsorted(begins, day, side="right") - 1, 0, len(quarters) - 1)
    found: Index = table[place, when]
    return found


def _is_ww(spells: Spells, rows: Index) -> NDArray[np.bool_]:
    ww: NDArray[np.bool_] = REGELING_OF[spells.cell[rows]] == REGELINGEN.index("WW")
    return ww


def _far(spells: Spells, rows: Index) -> NDArray[np.bool_]:
    far: NDArray[np.bool_] = DOELGROEP_OF[spells.cell[rows]] == DOELGROEPEN.index("grote_afstand")
    return far


def _gamma(rng: np.random.Generator, shape: float, mean: float, size: int) -> Days:
    return rng.gamma(shape, mean / shape, size).astype(np.int64)


def _intake(rng: np.random.Generator, spells: Spells) -> Steps:
    n = len(spells)
    rows = np.arange(n)
    begin = spells.melding + 1 + _gamma(rng, 2, 5, n)
    phase = _phase_at(spells, rows, begin)
    organisation = np.where(_is_ww(spells, rows) | (rng.random(n) < 0.7), UWV, GEMEENTE)
    # Duos do the intake of the shared groups in bijstand only (seed paper, 3.1).
    shared = (phase >= PHASES.index("2")) & ~_is_ww(spells, rows) & (rng.random(n) < DUO_SHARE)
    organisation = np.where(shared, DUO, organisation)
    end = np.minimum(begin + rng.integers(0, 3, n), spells.uitstroom)
    held = (begin < spells.uitstroom) & (~spells.refused | (rng.random(n) < 0.8))
    steps = Steps(rows, np.zeros(n, dtype=np.int64), organisation, begin, end, rows * 0, phase)
    return _in_order(steps, held)


def _share(rng: np.random.Generator, spells: Spells, rows: Index, task: str) -> NDArray[np.bool_]:
    ww, bijstand = SHARE[task]
    share = np.where(_is_ww(spells, rows), ww, bijstand)
    far = _far(spells, rows)
    # Clients far from the labour market are strengthened first and placed last.
    if task == "aanbodversterking":
        share = np.where(far, 0.9, share)
    if task == "arbeidsbemiddeling":
        share = np.where(far, 0.15, share)
    return ~spells.refused[rows] & (rng.random(len(rows)) < share)


def _next(rng: np.random.Generator, spells: Spells, before: Steps, task: str) -> Steps:
    before = _in_order(before, _share(rng, spells, before.spell, task))
    n, rows = len(before.spell), before.spell
    phase = _phase_at(spells, rows, before.end + WAIT[task])
    organisation = _organisation(rng, spells, rows, task, phase)
    wait = _gamma(rng, 3, WAIT[task], n) + _extra_days(spells, before, organisation, task)
    begin = before.end + wait
    end = np.minimum(begin + 1 + _gamma(rng, 2, WORK[task], n), spells.uitstroom[rows])
    number = np.full(n, TAKEN.index(task))
    steps = Steps(rows, number, organisation, begin, end, np.zeros(n, dtype=np.int64), phase)
    return _in_order(steps, begin < spells.uitstroom[rows])


def _crosses(one: Index, other: Index) -> NDArray[np.bool_]:
    # Only a step between UWV and the gemeente itself; a duo or team is both.
    crosses: NDArray[np.bool_] = (one != other) & (one <= GEMEENTE) & (other <= GEMEENTE)
    return crosses


def _extra_days(spells: Spells, before: Steps, organisation: Index, task: str) -> Days:
    crosses = _crosses(before.organisation, organisation)
    slow = (
        (spells.place[before.spell] == REGISTER.number[TRUTHS.slow_werkplein])
        & (before.task == TAKEN.index("diagnose"))
        & (task == "aanbodversterking")
    )
    return np.where(crosses, TRUTHS.boundary_days + np.where(slow, TRUTHS.slow_days, 0), 0)


def _organisation(
    rng: np.random.Generator, spells: Spells, rows: Index, task: str, phase: Index
) -> Index:
    n, ww = len(rows), _is_ww(spells, rows)
    draw = rng.random(n)
    own = {"diagnose": 0.45, "aanbodversterking": 0.75, "arbeidsbemiddeling": 0.65}[task]
    rest = EXTERN if task == "aanbodversterking" else UWV
    bijstand = np.where(draw < own, GEMEENTE, rest)
    outside = (task == "aanbodversterking") & (draw > 0.8)
    found = np.where(ww, np.where(outside, EXTERN, UWV), bijstand)
    together = rng.random(n)
    if task == "diagnose":
        found = np.where((phase == PHASES.index("2")) & (together < DUO_SHARE), DUO, found)
    return np.where((phase >= PHASES.index("3a")) & (together < TEAM_SHARE), TEAM, found)


def _latest(before: Steps, after: Steps) -> Steps:
    """The last step of each spell so far: `after` where there is one, else `before`."""
    went_on = np.isin(before.spell, after.spell)
    merged = _together([_in_order(before, ~went_on), after])
    return _in_order(merged, np.argsort(merged.spell, kind="stable"))


def _placement(rng: np.random.Generator, spells: Spells, before: Steps) -> Steps:
    to_work = (spells.reden == TO_WORK) & (spells.uitstroom < NEVER)
    placed = to_work[before.spell] & (rng.random(len(before.spell)) < PLACED)
    before = _in_order(before, placed)
    n, out = len(before.spell), spells.uitstroom[before.spell]
    begin = np.maximum(before.begin + 1, out - rng.integers(3, 15, n))
    # Placement goes on while bemiddeling closes, by those who did it.
    organisation = np.where(before.organisation == EXTERN, GEMEENTE, before.organisation)
    steps = replace(
        before,
        task=np.full(n, TAKEN.index("plaatsing")),
        organisation=organisation,
        begin=begin,
        end=out,
    )
    return _in_order(steps, begin < out)


def stappen(seed: int, spells: Spells, texts: SpellTexts) -> dict[str, list[str]]:
    """The columns of contract `stappen`, as known on the last day of the period."""
    steps = steps_of(seed, spells)
    place = spells.place[steps.spell]
    cells = {
        "traject_id": [texts.traject_id[i] for i in steps.spell.tolist()],
        "werkplein": names([p.name for p in REGISTER.places], place),
        "taak": names(TAKEN, steps.task),
        "organisatie": names(ORGANISATIES, steps.organisation),
        "begin": days_text(steps.begin, END),
        "einde": days_text(steps.end, END),
        "overdracht": names(OVERDRACHT, steps.handover),
        "medewerker": _staff(stream(seed, "staff"), spells, steps, place),
    }
    return {name: cells[name] for name in COLUMNS}


DESKS = 60
# Workers are of one of these groups: those of their organisation, those of UWV
# for bijstand, and two groups in an integrated team.
UWV_BIJSTAND, TEAM_WW, GROUPS = 5, 6, 8
# The part of the bijstand clients of UWV that meets a worker without WW clients.
APART = 0.95


def _staff(rng: np.random.Generator, spells: Spells, steps: Steps, place: Index) -> list[str]:
    """A pseudonym per step; a worker serves one regeling, from phase 3b on both."""
    weight = np.array([p.weight for p in REGISTER.places])
    pool = np.minimum(DESKS, 2 + (weight * 1.5).astype(np.int64))
    number = (rng.random(len(place)) * pool[place]).astype(np.int64)
    group = _group(rng, steps.organisation, _is_ww(spells, steps.spell))
    # In phase 3b all who serve these clients are in the team; long distance stays apart.
    mixed = _phase_of_place(place, steps.begin) == PHASES.index("3b")
    mixed &= (steps.organisation != EXTERN) & ~_far(spells, steps.spell)
    mixed &= place != REGISTER.number[TRUTHS.unmixed_werkplein]
    group = np.where(mixed, TEAM_WW + rng.integers(0, 2, len(place)), group)
    pseudonyms = hexes(rng, "m", len(weight) * GROUPS * DESKS)
    return names(pseudonyms, (place * GROUPS + group) * DESKS + number)


def _group(rng: np.random.Generator, organisation: Index, ww: NDArray[np.bool_]) -> Index:
    """The group of the worker of each step where caseloads are separate."""
    own = np.where(ww, UWV, GEMEENTE)
    apart = (organisation == UWV) & ~ww & (rng.random(len(ww)) < APART)
    group = np.where(organisation == DUO, own, np.where(apart, UWV_BIJSTAND, organisation))
    return np.where(organisation == TEAM, TEAM_WW + own, group)
