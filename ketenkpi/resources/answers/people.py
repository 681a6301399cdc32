"""Fte, caseload and capacity; effort beside result; double registration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketenkpi.answer import Listed, Measured, Picture, Reasons, Said, Section, phrase, table_of
from ketenkpi.resources.answers.money import part_point
from ketenkpi.resources.answers.names import column, named, short, weights, who
from ketenkpi.resources.ledger import PARTNERS, UWV
from ketenkpi.vocabulary import in_both

if TYPE_CHECKING:
    from ketenkpi.resources.assumptions import Assumptions
    from ketenkpi.resources.double import DoubleRegistration
    from ketenkpi.resources.effort import Effort
    from ketenkpi.resources.result import Resources
    from ketenkpi.resources.staff import Caseload


def caseload(found: Resources) -> Section:
    """Cases per fte, and hours needed beside hours there are, by partner and task."""
    finding = (
        phrase("resources.of_where", where=found.quarters[-1]),
        *(_heaviest(found, partner) for partner in PARTNERS),
        *(_capacity(found, partner) for partner in PARTNERS),
    )
    table = table_of(
        found.caseloads,
        (column("task"), lambda each: short("taak", each.task)),
        (column("partner"), lambda each: named("organisatie", each.partner)),
        (column("fte", "fte"), lambda each: each.fte),
        (column("cases", "number"), lambda each: each.cases),
        (column("joint_cases", "number"), lambda each: each.joint),
        (column("running", "number"), lambda each: each.running),
        (column("caseload", "cases_per_fte"), lambda each: each.caseload),
        (column("required", "hours"), lambda each: each.required),
        (column("available", "hours"), lambda each: each.available),
        (column("gap", "hours", "signed"), lambda each: each.gap),
        (column("places", "number"), lambda each: each.places),
    )
    tasks = [each for each in found.caseloads if each.task]
    pictures = [
        Picture(
            "by_partner",
            unit,
            tuple(_point(each, key) for each in tasks),
            phrase(f"resources.alt_{key}", finding=finding),
        )
        for key, unit in (("caseload", "cases_per_fte"), ("gap", "hours"))
    ]
    shown = tuple(one for one in pictures if any(row["value"] is not None for row in one.rows))
    notes = (
        in_both("resources.note_caseload"),
        in_both("resources.assumption_joint"),
        hours(found.assumptions),
    )
    title = found.assumptions.concepts["caseload"].name
    return Section("caseload", title, finding, table, shown, notes)


def hours(assumed: Assumptions) -> Said:
    """How many hours a case takes and a full-time job yields, and that nobody measured it."""
    values = assumed.case_hours.values.items()
    each = weights("taak", ((task, Measured(value, "hours")) for task, value in values))
    return phrase(
        "resources.note_hours",
        hours=Listed(each),
        why=assumed.case_hours.why,
        fte=assumed.hours_per_fte.why,
    )


def _heaviest(found: Resources, partner: str) -> Said:
    known = [
        each
        for each in found.caseloads
        if each.partner == partner and each.task and each.caseload.value is not None
    ]
    if not known:
        whole = _whole(found, partner)
        reasons = Reasons((whole.fte, whole.caseload))
        return phrase("resources.caseload_unknown", partner=who(partner), why=reasons)
    most = max(known, key=lambda each: each.caseload.value or 0.0)
    return phrase(
        "resources.caseload_most",
        partner=who(partner),
        task=short("taak", most.task).each(str.lower),
        value=Measured(most.caseload, "cases_per_fte_whole"),
    )


def _whole(found: Resources, partner: str) -> Caseload:
    return next(e for e in found.caseloads if e.partner == partner and e.task is None)


def _capacity(found: Resources, partner: str) -> Said:
    gap = _whole(found, partner).gap
    if gap.value is None:
        return None
    jobs = abs(gap.value) / found.assumptions.hours_per_fte_quarter
    return phrase(
        f"resources.capacity_{'short' if gap.value < 0 else 'over'}",
        partner=who(partner),
        hours=Measured(gap, "hours", "size"),
        fte=Measured(jobs, "jobs_tenths"),
    )


def _point(each: Caseload, key: str) -> dict[str, Said | float]:
    figure = each.caseload if key == "caseload" else each.gap
    name = short("taak", each.task)
    text = phrase(
        f"resources.point_{key}",
        name=name,
        partner=named("organisatie", each.partner),
        value=Measured(figure, "cases_per_fte_whole"),
        required=Measured(each.required, "hours"),
        available=Measured(each.available, "hours"),
    )
    ends = {end: getattr(figure, end) for end in ("value", "low", "high")}
    return {"name": name, "partner": each.partner, **ends, "text": text}


def effort(found: Resources) -> Section:
    """The share of each partner in what is put in, done and reached."""
    known = {each.measured: each for each in found.effort}
    fte, spent, steps, work = (
        Measured(known[name].share_uwv, "share")
        for name in ("fte", "besteed", "stappen", "uitstroom_werk")
    )
    finding = phrase("resources.effort", fte=fte, spent=spent, steps=steps, work=work)
    table = table_of(
        found.effort,
        (column("measured"), lambda each: in_both(f"resources.effort_{each.measured}")),
        (column("share_uwv", "share"), lambda each: each.share_uwv),
        (column("share_gemeente", "share"), lambda each: Measured(_rest(each), "share")),
        (column("pairs", "number"), lambda each: each.pairs),
    )
    points = tuple(point for each in found.effort for point in _effort_points(each))
    alt = phrase("resources.alt_effort", finding=finding)
    pictures = (
        (Picture("parts", "share", points, alt, in_both("resources.drawn_effort")),)
        if points
        else ()
    )
    notes = (in_both("resources.note_effort"), in_both("resources.no_cause"))
    title = found.assumptions.concepts["effort"].name
    return Section("effort", title, finding, table, pictures, notes)


def _rest(each: Effort) -> float | None:
    value = each.share_uwv.value
    return None if value is None else 1 - value


def _effort_points(each: Effort) -> list[dict[str, Said | float]]:
    figure, rest = each.share_uwv, _rest(each)
    if figure.value is None or rest is None:
        return []
    name = in_both(f"resources.short_effort_{each.measured}")
    points = [
        part_point(name, partner, named("organisatie", partner), share)
        for partner, share in zip(PARTNERS, (figure.value, rest), strict=True)
    ]
    # The limits are those of the border between the two.
    points[PARTNERS.index(UWV)] |= {"low": figure.low, "high": figure.high}
    return points


def double(found: Resources) -> Section:
    """Hours of double registration, what jobs these are, and what they cost."""
    both = found.double[-1]
    finding = _double_said(found, both)
    table = table_of(
        found.double,
        (column("partner"), lambda each: named("organisatie", each.partner)),
        (column("hours", "hours"), lambda each: each.hours),
        (column("hours_fte", "hours_per_fte"), lambda each: each.per_fte),
        (column("equivalent", "jobs"), lambda each: each.equivalent),
        (column("cost_hours", "euro"), lambda each: each.cost),
    )
    pictures: tuple[Picture, ...] = ()
    if both.per_fte.value is not None:
        rows = tuple(_double_point(each) for each in found.double if each.partner)
        alt = phrase("resources.alt_double", finding=finding)
        pictures = (Picture("beside_mark", "hours_per_fte", rows, alt),)
    title = found.assumptions.concepts["double"].name
    notes = (found.assumptions.hours_per_fte.why,)
    return Section("double", title, finding, table, pictures, notes)


def _double_said(found: Resources, both: DoubleRegistration) -> Said:
    if both.hours.value is None:
        return in_both("resources.double_unknown")
    said = phrase(
        "resources.double",
        hours=Measured(both.hours, "hours"),
        fte=Measured(both.equivalent, "jobs_tenths"),
        year=Measured(found.assumptions.hours_per_fte.value, "hours"),
    )
    if both.cost.value is None:
        return said
    return (said, phrase("resources.double_cost", cost=Measured(both.cost, "euro")))


def _double_point(each: DoubleRegistration) -> dict[str, Said | float]:
    name = named("organisatie", each.partner)
    text = phrase(
        "resources.point_double",
        partner=name,
        value=Measured(each.per_fte, "hours_per_fte"),
        hours=Measured(each.hours, "hours"),
    )
    return {"name": name, "value": each.per_fte.value, "mark": None, "text": text}
