"""Every case of the invented region, the whole truth; what is delivered of it is in `rows`.

The length of a case is exponential, so that what still runs at the start needs
no past of its own: its remaining days are drawn like those of a new case. The
reason does not depend on the length; only the end of the right cuts it off.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from ketenkpi.example.csv_files import stream
from ketenkpi.example.present.plan import Deliverer, RegionPlan, SchemeMix, Shares, Site

# Days of a month, on average.
MONTH = 365.25 / 12
# Nothing that still runs began earlier: the oldest regime of today.
OLDEST = date(2015, 2, 1)
# Applications that were not granted, for each that was.
REFUSED = 0.08
RIGHT_OVER = "einde_recht"
OCCUPATIONS = ("zorg", "techniek", "logistiek", "administratie", "handel", "horeca", "")


@dataclass(frozen=True, slots=True)
class Case:
    """One case; `begin` None was refused. Days after the last quarter are not known to anybody."""

    site: Site
    partner: Deliverer
    scheme: str
    group: str
    born: int
    channel: str
    occupation: str
    report: date
    applied: date
    decided: date
    due: date
    begin: date | None
    paid: date | None
    right_ends: date | None
    end: date | None
    reason: str
    suspended: int
    number: str = ""
    client: str = ""
    person: int = -1

    def touches(self, first: date, last: date) -> bool:
        """Whether a file over these days speaks of it: reported by then and not over before."""
        over = self.end if self.begin is not None else self.decided
        return self.report <= last and (over is None or over >= first)


def simulate(plan: RegionPlan, seed: int, size: float = 1.0) -> tuple[Case, ...]:
    """All cases by day of report, numbered as each partner numbers them."""
    rng = stream(seed, "present_cases")
    found: list[Case] = []
    for site in plan.sites:
        for partner in plan.partners.values():
            part = plan.part(site, partner) * site.weight * size
            for mix in plan.schemes.values():
                if part > 0 and mix.role == partner.role:
                    found += _of_cell(rng, plan, site, partner, mix, part)
    found.sort(key=lambda case: (case.report, case.site.name, case.scheme))
    return tuple(_numbered(plan, _same_people(rng, plan, found)))


def _of_cell(
    rng: np.random.Generator,
    plan: RegionPlan,
    site: Site,
    partner: Deliverer,
    mix: SchemeMix,
    part: float,
) -> Iterator[Case]:
    start = plan.first.first_day
    for _ in range(rng.poisson(mix.inflow * part * mix.days / MONTH)):
        begin = max(OLDEST, start - timedelta(int(rng.exponential(mix.days)) + 1))
        yield _case(rng, plan, site, partner, mix, begin, start)
    for quarter in plan.quarters:
        days = (quarter.last_day - quarter.first_day).days + 1
        ratio = _inflow_ratio(plan, mix, quarter.year)
        for _ in range(rng.poisson(mix.inflow * part * days / MONTH * ratio)):
            begin = quarter.first_day + timedelta(int(rng.integers(days)))
            yield _case(rng, plan, site, partner, mix, begin, begin)
            if rng.random() < REFUSED:
                yield _refused(_case(rng, plan, site, partner, mix, begin, begin))


def _inflow_ratio(plan: RegionPlan, mix: SchemeMix, year: int) -> float:
    truth = plan.truths["inflow"]
    return float(truth["ratio"]) if (mix.key, year) == (truth["scheme"], truth["year"]) else 1.0


def _case(
    rng: np.random.Generator,
    plan: RegionPlan,
    site: Site,
    partner: Deliverer,
    mix: SchemeMix,
    begin: date,
    since: date,
) -> Case:
    """A case that begins on a day and still ran on the day `since`."""
    report = begin - timedelta(int(rng.integers(0, 11)))
    applied = report + timedelta(int(rng.integers(0, 6)))
    suspended = int(rng.integers(5, 29)) if rng.random() < 0.12 else 0
    decided = applied + timedelta(int(rng.gamma(4, mix.lead / 4)) + suspended)
    right_ends = begin + timedelta(mix.term) if mix.term else None
    if right_ends is not None and right_ends <= since:
        right_ends = since + timedelta(int(rng.integers(1, mix.term)))
    end: date = since + timedelta(int(rng.exponential(mix.days)) + 1)
    reason = pick(rng, mix.reasons)
    if right_ends is not None and end >= right_ends:
        end, reason = right_ends, RIGHT_OVER
    return Case(
        site=site,
        partner=partner,
        scheme=mix.key,
        group=_group(rng, plan, partner, begin.year),
        born=begin.year - int(rng.integers(18, 66)),
        channel=pick(rng, {"digitaal": 0.7, "telefoon": 0.1, "balie": 0.17, "": 0.03}),
        occupation=OCCUPATIONS[int(rng.integers(len(OCCUPATIONS)))],
        report=report,
        applied=min(applied, end),
        decided=min(decided, end),
        due=applied + timedelta(mix.due + suspended),
        begin=begin,
        paid=min(max(begin, decided) + timedelta(int(rng.integers(1, 9))), end),
        right_ends=right_ends,
        end=end if end <= plan.last.last_day else None,
        reason=reason,
        suspended=suspended,
    )


def _refused(case: Case) -> Case:
    return replace(case, begin=None, paid=None, right_ends=None, end=None, reason="")


def _group(rng: np.random.Generator, plan: RegionPlan, partner: Deliverer, year: int) -> str:
    truth, shares = plan.truths["newcomers"], dict(plan.groups[partner.role])
    if (partner.role, year) == (truth["role"], truth["year"]):
        shares[truth["group"]] *= truth["ratio"]
    return pick(rng, shares)


def pick(rng: np.random.Generator, shares: Shares) -> str:
    """One of the keys, each as often as its share; some ten times as fast as `rng.choice`."""
    left = rng.random() * sum(shares.values())
    for key, share in shares.items():
        left -= share
        if left < 0:
            return key
    return key


def _same_people(rng: np.random.Generator, plan: RegionPlan, cases: Sequence[Case]) -> list[Case]:
    """Which cases are of one person: returns after work, and who goes on after a right ended.

    Who goes on is with another partner, so that only shows where both use one pseudonym.
    """
    free: dict[tuple[str, str, str], list[tuple[date, int]]] = {}
    for number, case in enumerate(cases):
        if case.end is not None and case.reason in ("werk", RIGHT_OVER):
            key = (case.site.name, case.scheme, case.reason)
            free.setdefault(key, []).append((case.end, number))
    persons = list(range(len(cases)))
    for number, case in enumerate(cases):
        if case.begin is None:
            continue
        before = _predecessor(rng, plan, free, case)
        if before is not None:
            persons[number] = persons[before]
    return [
        replace(case, person=persons[number], born=cases[persons[number]].born)
        for number, case in enumerate(cases)
    ]


def _predecessor(
    rng: np.random.Generator,
    plan: RegionPlan,
    free: dict[tuple[str, str, str], list[tuple[date, int]]],
    case: Case,
) -> int | None:
    """The case whose client comes back in this one; taken from `free`."""
    goes_on = case.scheme == plan.follows["after"] and rng.random() < plan.follows["share"]
    if goes_on:
        key, within = (case.site.name, plan.follows["before"], RIGHT_OVER), plan.follows["within"]
    elif rng.random() < plan.returns["share"]:
        key, within = (case.site.name, case.scheme, "werk"), plan.returns["within"]
    else:
        return None
    begin = case.report
    for place, (end, number) in enumerate(free.get(key, [])):
        if timedelta(0) < begin - end <= timedelta(within):
            del free[key][place]
            return number
    return None


def _numbered(plan: RegionPlan, cases: Iterable[Case]) -> Iterator[Case]:
    """With the number of the case and the pseudonym, each series from 1 on in order of report.

    Only the shared system marks its numbers; those of partners look alike.
    """
    case_numbers: dict[str, int] = {}
    clients: dict[str, dict[int, int]] = {}
    for case in cases:
        series = plan.numbering(case.site, case.partner)
        mark = "" if series == case.partner.code else "g"
        case_numbers[series] = case_numbers.get(series, 0) + 1
        known = clients.setdefault(series, {})
        client = known.setdefault(case.person, len(known) + 1)
        number = f"{mark}{case_numbers[series]:05d}"
        yield replace(case, number=number, client=f"{mark}k{client:05d}")
