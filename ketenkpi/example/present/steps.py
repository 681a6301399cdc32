"""The steps behind the cases; each partner delivers those of its own records.

Where two partners share one numbering the steps of both are on the same case,
so that a handover between them is seen. Elsewhere a partner records all steps of
its own cases, also those that somebody else did for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from ketenkpi.example.csv_files import day_text, stream
from ketenkpi.example.present.cases import Case, pick
from ketenkpi.example.present.plan import RegionPlan, StepMix
from ketenkpi.example.present.rows import Table, columns_of, text
from ketenkpi.vocabulary import Quarter

# Of each case that goes on, the share that gets one more task.
GOES_ON = 0.78
STAFF = 12


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a case; `recorder` is the code of the partner that delivers it."""

    case: Case
    recorder: str
    task: str
    doer: str
    begin: date
    end: date
    handover: str
    worker: str


def simulate_steps(plan: RegionPlan, cases: Sequence[Case], seed: int) -> tuple[Step, ...]:
    """The steps of every case that began in the period."""
    rng = stream(seed, "present_steps")
    found: list[Step] = []
    for case in cases:
        if case.begin is not None and case.report >= plan.first.first_day:
            found += _of_case(rng, plan, case)
    return tuple(found)


def _of_case(rng: np.random.Generator, plan: RegionPlan, case: Case) -> Iterator[Step]:
    day, before = case.applied, ""
    for mix in plan.steps:
        doer = pick(rng, mix.doers[case.partner.role])
        if mix.beside:
            yield _step(rng, plan, case, mix, doer, case.applied, case.decided)
            continue
        if before:
            day += timedelta(_wait(rng, plan, case, before, doer))
        end = day + timedelta(int(rng.gamma(2, mix.days / 2)) + 1)
        if day > plan.last.last_day or (case.end is not None and day > case.end):
            return
        yield _step(rng, plan, case, mix, doer, day, end)
        if rng.random() > GOES_ON:
            return
        day, before = end, doer


def _step(
    rng: np.random.Generator,
    plan: RegionPlan,
    case: Case,
    mix: StepMix,
    doer: str,
    begin: date,
    end: date,
) -> Step:
    handover = pick(rng, {"geen": 0.4, "dossier": 0.35, "warm": 0.25})
    worker = f"m{case.site.weight * 10:02.0f}{doer[:2]}{int(rng.random() * STAFF):02d}"
    return Step(case, _recorder(plan, case, doer), mix.task, doer, begin, end, handover, worker)


def _wait(rng: np.random.Generator, plan: RegionPlan, case: Case, before: str, doer: str) -> int:
    """Days between two steps: longer from one organisation to another, longest at one site."""
    if before == doer:
        return int(rng.poisson(plan.wait["inside"]))
    truth = plan.truths["handover"]
    extra = int(truth["extra_days"]) if case.site.name == truth["site"] else 0
    return int(rng.poisson(plan.wait["between"])) + extra


def _recorder(plan: RegionPlan, case: Case, doer: str) -> str:
    """Who delivers a step: of one shared system whoever did it, else whose case it is."""
    if case.site.region != plan.shared_numbering:
        return case.partner.code
    here = [
        partner.code
        for partner in plan.partners.values()
        if partner.role == doer and plan.part(case.site, partner) > 0
    ]
    return here[0] if here else case.partner.code


def stappen(steps: Sequence[Step], recorder: str, first: date, quarter: Quarter) -> Table:
    """Rows of `stappen` of one partner from `first` up to the end of a quarter."""
    until = quarter.last_day
    mine = [
        step
        for step in steps
        if step.recorder == recorder and step.begin <= until and step.end >= first
    ]
    return columns_of(
        "stappen",
        (
            {
                "traject_id": step.case.number,
                "werkplein": step.case.site.name,
                "taak": step.task,
                "organisatie": step.doer,
                "begin": day_text(step.begin),
                "einde": text(step.end, until),
                "overdracht": step.handover if step.end <= until else "",
                "medewerker": step.worker,
            }
            for step in mine
        ),
    )
