"""Fte, caseload and capacity; effort beside result; double registration."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard import charts, formats
from dashboard.charts import resources as pictured
from dashboard.presenters.resources_words import (
    MISSING,
    Section,
    euros,
    named,
    number,
    share,
    short,
    shown,
    signed,
    table,
    who,
    why,
)
from dashboard.theme import BLUE, VERMILION, Mode
from dashboard.words import say
from ketenkpi.resources import PARTNERS, UWV, Assumptions, Caseload, DoubleRegistration, Effort
from ketenkpi.store import Resources
from ketenkpi.wording import Language
from ketenkpi.wording import say as library_say

NAN = float("nan")


def caseload(found: Resources, mode: Mode, language: Language) -> Section:
    """Cases per fte, and hours needed beside hours there are, by partner and task."""
    quarter = str(found.quarters[-1])
    said = " ".join(_heaviest(found, partner, language) for partner in PARTNERS)
    capacity = " ".join(_capacity(found, partner, language) for partner in PARTNERS)
    finding = f"{quarter}: {said} {capacity}".strip()
    heads = (
        *("task", "partner", "fte", "cases", "joint_cases", "running", "caseload"),
        *("required", "available", "gap", "places", "why"),
    )
    rows = [_caseload_row(each, language) for each in found.caseloads]
    tasks = [each for each in found.caseloads if each.task]
    pictures = []
    for key, unit in (("caseload", "cases_per_fte"), ("gap", "hours")):
        data = pd.DataFrame([_point(each, key, language) for each in tasks])
        if data["value"].notna().any():
            alt = say(f"middelen.alt_{key}", language, finding=finding)
            picture = pictured.by_partner(data, unit=unit, alt=alt, mode=mode, language=language)
            pictures.append(picture)
    notes = (
        say("middelen.note_caseload", language),
        library_say("resources.assumption_joint", language),
        hours(found.assumptions, language),
    )
    return Section("caseload", finding, tuple(pictures), table(heads, rows, language), notes)


def hours(assumed: Assumptions, language: Language) -> str:
    """How many hours a case takes and a full-time job yields, and that nobody measured it."""
    each = ", ".join(
        f"{short('taak', task, language)} {formats.number(value, 0, language)}"
        for task, value in assumed.case_hours.values.items()
    )
    return say(
        "middelen.note_hours", language, hours=each, why=assumed.case_hours.why.in_(language),
        fte=assumed.hours_per_fte.why.in_(language),
    )  # fmt: skip


def _heaviest(found: Resources, partner: str, language: Language) -> str:
    name = who(partner, language)
    known = [
        each for each in found.caseloads
        if each.partner == partner and each.task and each.caseload.value is not None
    ]  # fmt: skip
    if not known:
        whole = next(e for e in found.caseloads if e.partner == partner and e.task is None)
        reasons = why(language, whole.fte, whole.caseload)
        return say("middelen.caseload_unknown", language, partner=name, why=reasons)
    most = max(known, key=lambda each: each.caseload.value or 0.0)
    return say(
        "middelen.caseload_most", language, partner=name,
        task=short("taak", most.task, language).lower(), value=shown(most.caseload, 0, language),
    )  # fmt: skip


def _capacity(found: Resources, partner: str, language: Language) -> str:
    whole = next(e for e in found.caseloads if e.partner == partner and e.task is None)
    if whole.gap.value is None:
        return ""
    key = "short" if whole.gap.value < 0 else "over"
    size = formats.number(abs(whole.gap.value), 0, language)
    jobs = abs(whole.gap.value) / found.assumptions.hours_per_fte_quarter
    return say(
        f"middelen.capacity_{key}", language, partner=who(partner, language),
        hours=size, fte=formats.number(jobs, 1, language),
    )  # fmt: skip


def _caseload_row(each: Caseload, language: Language) -> list[str]:
    gap = each.gap.value
    return [
        short("taak", each.task, language),
        named("organisatie", each.partner, language),
        shown(each.fte, 1, language),
        shown(each.cases, 0, language),
        shown(each.joint, 0, language),
        shown(each.running, 0, language),
        shown(each.caseload, 1, language),
        shown(each.required, 0, language),
        shown(each.available, 0, language),
        MISSING if gap is None else signed(gap, 0, language),
        formats.number(each.places, 0, language),
        why(language, each.fte, each.caseload),
    ]


def _point(each: Caseload, key: str, language: Language) -> dict[str, Any]:
    figure = each.caseload if key == "caseload" else each.gap
    name, partner = short("taak", each.task, language), named("organisatie", each.partner, language)
    text = say(
        f"middelen.point_{key}", language, name=name, partner=partner,
        value=shown(figure, 0, language),
        required=shown(each.required, 0, language), available=shown(each.available, 0, language),
    )  # fmt: skip
    return {
        "name": name, "partner": partner, "place": PARTNERS.index(each.partner),
        "value": number(figure.value), "low": number(figure.low), "high": number(figure.high),
        "beside": NAN, "text": text,
    }  # fmt: skip


def effort(found: Resources, mode: Mode, language: Language) -> Section:
    """The share of each partner in what is put in, done and reached."""
    known = {each.measured: each for each in found.effort}
    fte, spent, steps, work = (
        share(known[name].share_uwv, language)
        for name in ("fte", "besteed", "stappen", "uitstroom_werk")
    )
    finding = say("middelen.effort", language, fte=fte, spent=spent, steps=steps, work=work)
    rows = [
        [
            library_say(f"resources.effort_{each.measured}", language),
            share(each.share_uwv, language),
            _percent_limits(each, language),
            _rest(each, language),
            formats.number(each.pairs, 0, language),
            why(language, each.share_uwv),
        ]
        for each in found.effort
    ]
    heads = ("measured", "uwv", "interval", "gemeente", "pairs", "why")
    points = [point for each in found.effort for point in _effort_points(each, language)]
    pictures: tuple[charts.Chart, ...] = ()
    if points:
        alt = say("middelen.alt_effort", language, finding=finding)
        frame = pd.DataFrame(points)
        pictures = (pictured.parts(frame, alt=alt, mode=mode, language=language),)
    notes = (say("middelen.note_effort", language), say("middelen.no_cause", language))
    return Section("effort", finding, pictures, table(heads, rows, language), notes)


def _percent_limits(each: Effort, language: Language) -> str:
    figure = each.share_uwv
    if figure.low is None or figure.high is None:
        return ""
    ends = {
        name: formats.percentage(value, 1, language)
        for name, value in (("low", figure.low), ("high", figure.high))
    }
    return say("page.interval", language, **ends)


def _rest(each: Effort, language: Language) -> str:
    value = each.share_uwv.value
    return MISSING if value is None else formats.percentage(1 - value, 1, language)


def _effort_points(each: Effort, language: Language) -> list[dict[str, Any]]:
    figure = each.share_uwv
    if figure.value is None:
        return []
    name = say(f"middelen.short_effort_{each.measured}", language)
    parts = ((PARTNERS[0], BLUE, figure.value), (PARTNERS[1], VERMILION, 1 - figure.value))
    return [
        {
            "name": name, "part": named("organisatie", partner, language), "colour": colour,
            "order": place, "share": value,
            "low": number(figure.low) if partner == UWV else NAN,
            "high": number(figure.high) if partner == UWV else NAN,
            "text": say(
                "middelen.point_part", language, name=name,
                part=named("organisatie", partner, language),
                share=formats.percentage(value, 1, language),
            ),
        }
        for place, (partner, colour, value) in enumerate(parts)
    ]  # fmt: skip


def double(found: Resources, mode: Mode, language: Language) -> Section:
    """Hours of double registration, what jobs these are, and what they cost."""
    both = found.double[-1]
    if both.hours.value is None:
        finding = say("middelen.double_unknown", language)
    else:
        finding = say(
            "middelen.double", language, hours=shown(both.hours, 0, language),
            fte=shown(both.equivalent, 1, language),
            year=formats.number(found.assumptions.hours_per_fte.value, 0, language),
        )  # fmt: skip
        if both.cost.value is not None:
            cost = euros(both.cost, language)
            finding += " " + say("middelen.double_cost", language, cost=cost)
    rows = [
        [
            named("organisatie", each.partner, language),
            shown(each.hours, 0, language),
            shown(each.per_fte, 1, language),
            shown(each.equivalent, 2, language),
            euros(each.cost, language),
            why(language, each.hours, each.cost),
        ]
        for each in found.double
    ]
    heads = ("partner", "hours", "hours_fte", "equivalent", "cost_hours", "why")
    pictures: tuple[charts.Chart, ...] = ()
    if both.per_fte.value is not None:
        alt = say("middelen.alt_double", language, finding=finding)
        data = pd.DataFrame(
            [_double_point(each, language) for each in found.double if each.partner]
        )
        picture = pictured.beside_mark(
            data, unit="hours_per_fte", alt=alt, mode=mode, language=language
        )
        pictures = (picture,)
    notes = (found.assumptions.hours_per_fte.why.in_(language),)
    return Section("double", finding, pictures, table(heads, rows, language), notes)


def _double_point(each: DoubleRegistration, language: Language) -> dict[str, Any]:
    partner = named("organisatie", each.partner, language)
    text = say(
        "middelen.point_double", language, partner=partner,
        value=shown(each.per_fte, 1, language), hours=shown(each.hours, 0, language),
    )  # fmt: skip
    return {"name": partner, "value": number(each.per_fte.value), "mark": NAN, "text": text}
