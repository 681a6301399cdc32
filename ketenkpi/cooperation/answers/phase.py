"""The phase of a Werkplein by register, scan and steps, and the register of everybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from ketenkpi.answer import (
    Bullet,
    Listed,
    Measured,
    Picture,
    Said,
    Section,
    count_of,
    in_full,
    phrase,
    table_of,
)
from ketenkpi.contracts import find_contract
from ketenkpi.cooperation.answers.names import (
    column,
    defined,
    item,
    parted,
    party,
    short,
    target_group,
    who,
)
from ketenkpi.cooperation.phases import FAILS, HOLDS
from ketenkpi.cooperation.picture import phase_text, range_text
from ketenkpi.cooperation.scan import GEMEENTE, UWV
from ketenkpi.cooperation.steps import PRESENT, VERDICTS
from ketenkpi.research_model import load_phases
from ketenkpi.vocabulary import Quarter, in_both

if TYPE_CHECKING:
    from ketenkpi.cooperation.phases import Derived
    from ketenkpi.cooperation.picture import PhasePicture
    from ketenkpi.cooperation.register import PhaseBreak, PhasePeriod, Timeline
    from ketenkpi.cooperation.steps import Check
    from ketenkpi.figure import Figure


def three_sources(found: PhasePicture, quarter: Quarter) -> Section:
    """What the register, the scan and the steps say, one after the other."""
    said = (_registered(found.registered, quarter), _derived(found), _seen_in_steps(found))
    return Section("phase", in_both("cooperation.phase"), said)


def _registered(periods: Sequence[PhasePeriod], quarter: Quarter) -> Said:
    if not periods:
        return phrase("cooperation.registered_none", quarter=quarter)
    order = list(load_phases().phases)
    ranked = sorted(periods, key=lambda each: -order.index(each.phase))
    by_phase = [(key, list(of)) for key, of in groupby(ranked, key=lambda each: each.phase)]
    parts = (
        phrase(
            "cooperation.registered_part",
            phase=phase_text(key),
            groups=Listed(tuple(target_group(each.doelgroep) for each in of)),
            since=in_full(min(each.first for each in of)),
        )
        for key, of in by_phase
    )
    return phrase("cooperation.registered", parts=parted(parts))


def _derived(found: PhasePicture) -> Said:
    if not found.derived:
        return in_both("cooperation.derived_none")
    by_range: dict[tuple[str, ...], tuple[Said, ...]] = {}
    for each in found.derived:
        by_range[each.possible] = (*by_range.get(each.possible, ()), who(each.party))
    parts = (
        phrase("cooperation.derived_part", phase=range_text(possible), parties=Listed(parties))
        for possible, parties in by_range.items()
    )
    return phrase("cooperation.derived", parts=parted(parts))


def _seen_in_steps(found: PhasePicture) -> Said:
    verdicts = [check.verdict for check in found.checks]
    if not verdicts:
        return in_both("cooperation.steps_none")
    counts = {key: count_of(verdicts.count(key)) for key in VERDICTS}
    return phrase("cooperation.steps", **counts)


def findings(found: PhasePicture) -> Section:
    """What does not agree with each other, or lacks."""
    said = phrase("cooperation.findings_some", count=count_of(len(found.findings)))
    return Section(
        "findings",
        in_both("cooperation.findings"),
        said if found.findings else in_both("cooperation.findings_none"),
        items=tuple(Bullet(each.said) for each in found.findings),
    )


def reasons(found: PhasePicture) -> Section:
    """Why each phase fits what a party answers or not, with the signs spelled out."""
    rows = [(each.party, reason) for each in found.derived for reason in each.reasons]
    table = table_of(
        sorted(rows, key=lambda row: list(load_phases().phases).index(row[1].phase)),
        (column("phase"), lambda row: _phase(row[1].phase)),
        (column("party"), lambda row: party(row[0])),
        (column("fits"), lambda row: in_both(f"cooperation.phase_{row[1].state}")),
        (column("as_needed"), lambda row: _items(row[1].met)),
        (column("not_as_needed"), lambda row: _items(row[1].against)),
        (column("undecided"), lambda row: _items(row[1].open)),
    )
    notes = (in_both("cooperation.reasons_note"),)
    title = in_both("cooperation.reasons")
    return Section("reasons", title, _derived(found), table, notes=notes)


def _items(keys: Sequence[str]) -> Said:
    return Listed(tuple(map(item, keys)))


def _phase(key: str) -> Said:
    return defined("fase", key, phase_text(key))


def signs(found: PhasePicture) -> Section:
    """What each party answers to each sign of a phase."""
    model = load_phases()
    ends = {name: Measured(getattr(model, name), "share_whole") for name in ("holds", "fails")}
    table = table_of(
        [(each.party, sign) for each in found.derived for sign in each.signs],
        (column("item"), lambda row: item(row[1].item)),
        (column("party"), lambda row: party(row[0])),
        (column("state"), lambda row: in_both(f"cooperation.state_{row[1].state}")),
        (column("marks"), lambda row: parted(map(short, row[1].answers))),
    )
    said = tuple(_there(each) for each in found.derived)
    notes = (phrase("cooperation.signs_note", **ends),)
    return Section("signs", in_both("cooperation.signs"), said, table, notes=notes)


def _there(derived: Derived) -> Said:
    states = [sign.state for sign in derived.signs]
    counts = {state: count_of(states.count(state)) for state in (HOLDS, FAILS)}
    total = count_of(len(states))
    return phrase("cooperation.signs_said", party=who(derived.party), total=total, **counts)


def checks(found: PhasePicture) -> Section:
    """A phase beside what the steps of the quarter show, sign by sign."""
    known = load_phases().signs
    table = table_of(
        found.checks,
        (column("sign"), lambda e: defined("teken", e.seen.sign, known[e.seen.sign].name)),
        (column("basis"), _basis),
        (column("groups"), _groups),
        (column("expected"), _expected),
        (column("seen", "share_whole"), _seen),
        (column("n", "number"), lambda each: each.seen.figure.n),
        (column("verdict"), lambda each: in_both(f"cooperation.verdict_{each.verdict}")),
    )
    notes = (in_both("cooperation.checks_note"),)
    title = in_both("cooperation.checks")
    return Section("checks", title, _seen_in_steps(found), table, notes=notes)


def _basis(check: Check) -> Said:
    return phrase(f"cooperation.basis_{check.basis}", phases=range_text(check.phases))


def _groups(check: Check) -> Said:
    groups = tuple(map(target_group, check.seen.doelgroepen))
    return Listed(groups) if groups else in_both("cooperation.all_groups")


def _expected(check: Check) -> Said:
    if check.expected is None:
        return in_both("cooperation.expected_nothing")
    limit = check.seen.high if check.expected == PRESENT else check.seen.low
    return phrase(f"cooperation.expected_{check.expected}", share=Measured(limit, "share_whole"))


def _seen(check: Check) -> Figure:
    """What was measured, with the limits that it is judged by."""
    low, high = check.seen.interval or (None, None)
    return replace(check.seen.figure, low=low, high=high)


def groups_in(register: Timeline) -> tuple[str, ...]:
    """The target groups of which any phase is registered, as the contract orders them."""
    there = {period.doelgroep for period in register.periods}
    return tuple(g for g in find_contract("fasen").column("doelgroep").values if g in there)


def register(
    found: Timeline,
    groups: Sequence[str],
    places: Sequence[str],
    quarter: Quarter,
    subject: str | None = None,
) -> Section:
    """Every registered period of these target groups and Werkpleinen, and how many are where.

    The picture is of one target group, the lane of `subject` in it is told apart.
    """
    title = in_both("cooperation.register")
    if not groups:
        return Section("register", title, in_both("cooperation.register_none"))
    finding = tuple(_in_phases(found, group, places, quarter) for group in groups)
    table = table_of(
        [e for place in places for e in found.of(place) if e.doelgroep in groups],
        (column("werkplein"), lambda each: each.werkplein),
        (column("group"), lambda each: target_group(each.doelgroep)),
        (column("phase"), lambda each: _phase(each.phase)),
        (column("first"), lambda each: each.first),
        (column("last"), lambda each: each.last or in_both("cooperation.still_runs")),
        (column("days", "days"), lambda each: each.days(found.until)),
        (column("approved_uwv"), lambda each: _approved(each, UWV)),
        (column("approved_gemeente"), lambda each: _approved(each, GEMEENTE)),
        (column("evidence"), lambda e: e.evidence or in_both("cooperation.no_evidence")),
    )
    lanes = [lane for place in places for lane in _lanes(found, place, groups[0])]
    picture = Picture(
        "swimlanes",
        "number",
        tuple(lane | {"subject": subject, "chosen": str(quarter.last_day)} for lane in lanes),
        phrase("cooperation.register_alt", finding=finding),
        in_both("cooperation.register_drawn"),
    )
    notes = (
        in_both("cooperation.register_order"),
        phrase("cooperation.days_until", day=in_full(found.until)),
        *(_broken(each) for each in found.breaks if each.werkplein in places),
    )
    pictures = (picture,) if len(groups) == 1 else ()
    return Section("register", title, finding, table, pictures, notes)


def _in_phases(found: Timeline, group: str, places: Sequence[str], quarter: Quarter) -> Said:
    """How many places are in which phase at the end of the quarter, and how many moved."""
    holding = [
        next((each.phase for each in found.at(place, quarter) if each.doelgroep == group), None)
        for place in places
    ]
    counts = {key: holding.count(key) for key in (*load_phases().phases, None) if key in holding}
    moved = [
        each
        for each in found.transitions
        if each.doelgroep == group and each.werkplein in places and each.day <= quarter.last_day
    ]
    return phrase(
        f"cooperation.register_said{'_one' if len(places) == 1 else ''}",
        group=target_group(group),
        quarter=quarter,
        total=count_of(len(places)),
        parts=Listed(tuple(_in_phase(key, count, len(places)) for key, count in counts.items())),
        moves=count_of(len(moved)),
    )


def _in_phase(key: str | None, count: int, places: int) -> Said:
    if places == 1:
        return in_both("cooperation.no_phase") if key is None else phase_text(key)
    number = count_of(count)
    if key is None:
        return phrase("cooperation.in_no_phase", count=number)
    return phrase("cooperation.in_phase", count=number, phase=key)


def _approved(period: PhasePeriod, partner: str) -> Said:
    if partner in period.not_asked:
        return in_both("cooperation.short_nvt")
    return period.approvals[partner] or in_both("cooperation.not_approved")


def _broken(each: PhaseBreak) -> Said:
    return phrase(
        f"cooperation.break_{each.kind}",
        werkplein=each.werkplein,
        group=target_group(each.doelgroep),
        first=in_full(each.first),
        last=in_full(each.last) if each.last else in_both("cooperation.still_runs"),
    )


def _lanes(found: Timeline, place: str, group: str) -> list[dict[str, Said | float]]:
    """A bar per period; a place that registered nothing has a lane without one."""
    lanes = [_lane(period, found) for period in found.of(place, group)]
    return lanes or [{"place": place, "first": None, "last": None, "phase": "", "lacking": False}]


def _lane(period: PhasePeriod, found: Timeline) -> dict[str, Said | float]:
    # A bar ends the day after its period, so that periods meet.
    after = (period.last or max(found.until, period.first)) + timedelta(days=1)
    text = phrase(
        "cooperation.lane",
        place=period.werkplein,
        phase=phase_text(period.phase),
        first=in_full(period.first),
        last=in_full(period.last) if period.last else in_both("cooperation.still_runs"),
        approval=_approval(period),
    )
    return {
        "place": period.werkplein,
        "first": period.first.isoformat(),
        "last": after.isoformat(),
        "phase": period.phase,
        "lacking": bool(period.lacking),
        "text": text,
    }


def _approval(period: PhasePeriod) -> Said:
    if not period.lacking:
        key = "approved_where_asked" if period.not_asked else "approved"
        return in_both(f"cooperation.{key}")
    return phrase("cooperation.approval_lacks", who=Listed(tuple(map(who, period.lacking))))
