"""The whole region of today into a folder, in the order in which it is uploaded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from ketenkpi.example.csv_files import columns_of, write_csv
from ketenkpi.example.present import others
from ketenkpi.example.present.cases import Case, simulate
from ketenkpi.example.present.plan import Deliverer, RegionPlan, Site, load_plan
from ketenkpi.example.present.rows import Table, stocks, to_correct, trajecten, with_files
from ketenkpi.example.present.steps import Step, simulate_steps, stappen
from ketenkpi.example.present.truths import planted_yaml
from ketenkpi.partner import TOGETHER, code_of
from ketenkpi.vocabulary import Period, Quarter

SEED = 2025


@dataclass(frozen=True)
class PresentFile:
    """One file: its contract, for which period, who delivers it and what the uploader states.

    answers: to the questions an upload of it asks. corrects: it takes the place
    of an earlier file of the same period.
    """

    contract: str
    path: Path
    period: Period
    organisation: str
    observed_from: date
    observed_until: date
    answers: Mapping[str, str] = field(default_factory=dict)
    corrects: bool = False


@dataclass(frozen=True)
class PresentSet:
    """What `write_present` wrote, in upload order."""

    folder: Path
    seed: int
    files: tuple[PresentFile, ...]
    planted: Path


@dataclass(frozen=True)
class _Folder:
    path: Path
    plan: RegionPlan
    cases: Sequence[Case]
    steps: Sequence[Step]
    seed: int

    def put(
        self,
        contract: str,
        table: Table,
        period: Period,
        who: str = TOGETHER,
        *,
        since: date | None = None,
        part: str = "",
        answers: Mapping[str, str] | None = None,
        corrects: bool = False,
    ) -> PresentFile:
        """Write one file; `part` tells it from another of the same partner and period."""
        name = "_".join(word for word in (contract, code_of(who), str(period), part) if word)
        file = self.path / f"{name}.csv"
        write_csv(file, columns_of(*table), "utf-8-sig")
        return PresentFile(
            contract,
            file,
            period,
            who,
            since or period.first_day,
            period.last_day,
            answers or {},
            corrects,
        )


def write_present(folder: Path, *, seed: int = SEED, size: float = 1.0) -> PresentSet:
    """Write the files and `planted_2025.yaml` into `folder` (made when it is not there).

    size multiplies the number of cases, some 6,000 at 1; the same seed and size
    give the same bytes.
    """
    plan = load_plan()
    folder.mkdir(parents=True, exist_ok=True)
    cases = simulate(plan, seed, size)
    out = _Folder(folder, plan, cases, simulate_steps(plan, cases, seed), seed)
    planted = folder / "planted_2025.yaml"
    planted.write_bytes(planted_yaml(plan).encode())
    return PresentSet(folder, seed, tuple(_files(out)), planted)


def _files(out: _Folder) -> Iterator[PresentFile]:
    plan = out.plan
    yield out.put("werkpleinen", others.werkpleinen(plan), Period(plan.first))
    for partner in plan.partners.values():
        yield from _case_files(out, partner)
    yield from _correction(out)
    for last in (quarter for quarter in plan.quarters if quarter.number == 4):
        for partner in plan.partners.values():
            yield from _year(out, partner, last)
        scan = others.samenwerking(plan, last, out.seed)
        yield out.put("samenwerking", scan, Period(last))
    for contract, table in (
        ("fasen", others.fasen(plan)),
        ("doelen", others.doelen(plan)),
        ("context", others.context(plan)),
        ("verdeling", others.verdeling(plan)),
    ):
        yield out.put(contract, table, Period(plan.last), since=plan.first.first_day)


def _case_files(out: _Folder, partner: Deliverer) -> Iterator[PresentFile]:
    """Spells per month or quarter."""
    plan = out.plan
    mine = with_files(out.cases, partner)
    # Every file is of a partner that follows its cases since the start: a return
    # within a year is known as soon as there is a year behind it.
    start = plan.first.first_day
    stated = False
    for period in partner.periods(plan.first, plan.last):
        # What is stated of numbers holds for all places in a file. So the first
        # time the sites with a numbering of their own come apart.
        groups = _one_file(mine) if stated else _by_numbering(out.plan, partner, mine)
        stated = True
        for part, answers, cases in groups:
            table = trajecten(cases, period, plan.first)
            yield out.put(
                "trajecten",
                table,
                period,
                partner.organisation,
                since=start,
                part=part,
                answers=answers,
            )


Group = tuple[str, Mapping[str, str], Sequence[Case]]


def _one_file(cases: Sequence[Case]) -> list[Group]:
    return [("", {}, cases)]


def _by_numbering(plan: RegionPlan, partner: Deliverer, cases: Sequence[Case]) -> list[Group]:
    """The cases apart by what their numbers mean, with what the uploader states of that."""
    known = partner.organisation == partner.role
    role = {} if known else {f"rol:{code_of(partner.organisation)}": partner.role}
    sites = plan.sites_of(partner)
    shared = [site for site in sites if site.region == plan.shared_numbering]
    own = [site for site in sites if site not in shared]
    return [
        (
            part if shared and own else "",
            role | {"kring": circle, "zaaknummers": circle},
            [case for case in cases if case.site in here],
        )
        for part, circle, here in (("eigen", "partner", own), ("gedeeld", "werkplein", shared))
        if here
    ]


def _correction(out: _Folder) -> Iterator[PresentFile]:
    """One month again, with reasons that were found out later."""
    truth = out.plan.truths["correction"]
    partner, month = out.plan.partners[truth["partner"]], Period.parse(truth["month"])
    better, mine = to_correct(out.plan, out.cases), with_files(out.cases, partner)
    table = trajecten(mine, month, out.plan.first, better, truth["to"])
    yield out.put(
        "trajecten",
        table,
        month,
        partner.organisation,
        since=out.plan.first.first_day,
        part="verbeterd",
        corrects=True,
    )


def _year(out: _Folder, partner: Deliverer, last: Quarter) -> Iterator[PresentFile]:
    """What comes once a year of one partner; vacancies and complaints once over all years."""
    plan, since, start = out.plan, date(last.year, 1, 1), out.plan.first.first_day
    tables: list[tuple[str, Table, date]] = [
        ("stappen", stappen(out.steps, partner.code, since, last), start),
        ("tevredenheid", others.tevredenheid(plan, partner, last, out.seed), since),
        ("middelen", others.middelen(plan, partner, last, out.seed), since),
    ]
    if partner.aggregates:
        tables.append(("stand_stroom", stocks(plan, out.cases, partner, last), since))
    if last == plan.last:
        tables.append(("vacatures", others.vacatures(plan, partner, last, out.seed), start))
        tables.append(("klachten", others.klachten(plan, partner, out.seed), start))
    for contract, table, begin in tables:
        # Every quarter was delivered, so that no row means that nothing happened.
        answers = {"leeg": "nul"} if contract in ("vacatures", "klachten") else {}
        who = partner.organisation
        yield out.put(contract, table, Period(last), who, since=begin, answers=answers)


__all__ = ["PresentFile", "PresentSet", "Site", "write_present"]
