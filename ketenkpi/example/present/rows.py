"""Cases as a partner delivers them over a period: what it knows on the last day of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from ketenkpi.contracts import find_contract
from ketenkpi.example.csv_files import day_text
from ketenkpi.example.present.cases import Case
from ketenkpi.example.present.plan import Deliverer, RegionPlan, Site
from ketenkpi.vocabulary import Period, Quarter

Row = tuple[object, ...]
Table = tuple[Sequence[str], list[Row]]


def columns_of(contract: str, cells: Iterable[Mapping[str, object]]) -> Table:
    """Rows under the columns of a contract that they fill, in its order.

    A column that the contract does not have is left out, so that the generator
    can run ahead of it.
    """
    rows = list(cells)
    filled = {name for row in rows for name in row}
    names = [name for name in find_contract(contract).names if name in filled]
    return names, [tuple(row.get(name, "") for name in names) for row in rows]


def text(day: date | None, until: date) -> str:
    """A day as Dutch Excel writes it; empty when it is not known yet."""
    return day_text(day) if day is not None and day <= until else ""


def with_files(cases: Iterable[Case], partner: Deliverer) -> list[Case]:
    """The cases of a partner at the sites of which it has case files."""
    return [
        case
        for case in cases
        if case.partner.code == partner.code and case.site.name not in partner.aggregates
    ]


def trajecten(
    cases: Iterable[Case],
    period: Period,
    first: Quarter,
    corrected: Iterable[str] = (),
    reason: str = "",
) -> Table:
    """Rows of `trajecten` over a period; `corrected` numbers get the reason known later.

    The first period holds all that still ran at its start.
    """
    since = min(period.first_day, first.first_day) if period.quarter == first else period.first_day
    better = frozenset(corrected)
    touching = [case for case in cases if case.touches(since, period.last_day)]
    return columns_of(
        "trajecten",
        (
            _spell(case, period.last_day, reason if case.number in better else case.reason)
            for case in touching
        ),
    )


def _spell(case: Case, until: date, reason: str) -> dict[str, object]:
    ended = case.end is not None and case.end <= until
    begun = case.begin is not None and case.begin <= until
    return {
        "traject_id": case.number,
        "werkplein": case.site.name,
        "regeling": case.partner.written.get(case.scheme, case.scheme),
        "client": case.client,
        "doelgroep": case.group,
        "kanaal": case.channel,
        "melding": text(case.report, until),
        "aanvraag": text(case.applied, until),
        "besluit": text(case.decided, until),
        "instroom": text(case.begin, until),
        "eerste_betaling": text(case.paid, until),
        "termijn": day_text(case.due) if case.applied <= until else "",
        "einde_recht": day_text(case.right_ends) if case.right_ends and begun else "",
        "opschorting": case.suspended if case.suspended and case.decided <= until else "",
        "beroepsgroep": case.occupation,
        "uitstroom": text(case.end, until),
        "reden_uitstroom": reason if ended else "",
        "geboortejaar": case.born,
    }


def to_correct(plan: RegionPlan, cases: Iterable[Case]) -> tuple[str, ...]:
    """Numbers of cases that ended in a month and whose reason is found out later."""
    truth = plan.truths["correction"]
    month = Period.parse(truth["month"])
    return tuple(
        case.number
        for case in with_files(cases, plan.partners[truth["partner"]])
        if case.reason == truth["from"]
        and case.end is not None
        and month.first_day <= case.end <= month.last_day
    )


def stocks(plan: RegionPlan, cases: Sequence[Case], partner: Deliverer, last: Quarter) -> Table:
    """A year of `stand_stroom` of the sites without case files, counted from the same cases."""
    rows: list[dict[str, object]] = []
    for site in plan.sites:
        for quarter in plan.quarters_of(last):
            if site.name in partner.aggregates:
                rows += _stocks(plan, cases, partner, site, quarter)
    return columns_of("stand_stroom", rows)


def _stocks(
    plan: RegionPlan, cases: Sequence[Case], partner: Deliverer, site: Site, quarter: Quarter
) -> list[dict[str, object]]:
    first, last = quarter.first_day, quarter.last_day
    rows: list[dict[str, object]] = []
    for mix in plan.schemes.values():
        mine = [
            (case.begin, case.end, case.reason)
            for case in cases
            if (case.scheme, case.site, case.partner.code) == (mix.key, site, partner.code)
            and case.begin is not None
        ]
        if mix.role != partner.role:
            continue
        ends = [reason for _, end, reason in mine if end and first <= end <= last]
        rows.append(
            {
                "werkplein": site.name,
                "kwartaal": quarter,
                "regeling": partner.written.get(mix.key, mix.key),
                "beginstand": sum(b < first and not (e and e < first) for b, e, _ in mine),
                "instroom": sum(first <= begin <= last for begin, _, _ in mine),
                "uitstroom": len(ends),
                "uitstroom_werk": ends.count("werk"),
                "eindstand": sum(b <= last and not (e and e <= last) for b, e, _ in mine),
            }
        )
    return rows
