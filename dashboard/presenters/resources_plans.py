"""An amount divided by a key, and moves with what they change."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pandas as pd

from dashboard import charts, formats
from dashboard.charts import resources as pictured
from dashboard.presenters.resources_people import hours
from dashboard.presenters.resources_words import (
    MISSING,
    Section,
    number,
    share,
    short,
    shown,
    signed,
    table,
    why,
)
from dashboard.theme import Mode
from dashboard.words import say
from ketenkpi.resources import (
    KEYS,
    Allocation,
    Assumptions,
    Cell,
    Changed,
    Figure,
    WhatIf,
    added,
    written,
)
from ketenkpi.wording import Language

DECIMALS = {"fte": 2, "euro": 2}


def key_name(key: str, language: Language) -> str:
    """A key as a picker shows it; an own key by its own name."""
    if key in KEYS:
        return say(f"middelen.key_{key}", language)
    return say("middelen.key_own", language, name=key)


def allocation(found: Allocation, assumed: Assumptions, mode: Mode, language: Language) -> Section:
    """What each Werkplein gets, beside what it has."""
    finding = _divided(found, language)
    rows = [
        [
            part.werkplein,
            formats.number(part.weight, 1, language),
            share(part.share, language),
            _amount(part.amount, found.unit, language),
            shown(part.present, DECIMALS[found.unit], language),
            _gap(part.difference, found.unit, language),
            why(language, part.present),
        ]
        for part in found.parts
    ]
    heads = ("werkplein", "weight", "share", "amount", "present", "difference", "why")
    data = pd.DataFrame(
        {
            "name": part.werkplein,
            "value": float(part.amount),
            "mark": number(part.present.value),
            "text": say(
                "middelen.point_allocation", language, name=part.werkplein,
                amount=_amount(part.amount, found.unit, language),
                present=shown(part.present, DECIMALS[found.unit], language),
            ),
        }
        for part in found.parts
    )  # fmt: skip
    alt = say("middelen.alt_allocation", language, finding=finding)
    chart = pictured.beside_mark(data, unit=found.unit, alt=alt, mode=mode, language=language)
    amount = _amount(found.amount, found.unit, language)
    notes = [
        say("middelen.note_allocation", language, amount=amount),
        say(f"middelen.note_present_{found.unit}", language),
    ]
    if found.key == "behoefte":
        groups = ", ".join(
            f"{short('doelgroep', group, language)} {formats.number(value, 1, language)}"
            for group, value in assumed.need_weights.values.items()
        )
        why_weights = assumed.need_weights.why.in_(language)
        notes.append(say("middelen.note_need", language, why=why_weights, groups=groups))
    return Section("allocation", finding, (chart,), table(heads, rows, language), tuple(notes))


def _divided(found: Allocation, language: Language) -> str:
    known = [part for part in found.parts if part.difference.value is not None]
    head = say(
        "middelen.allocation", language, key=key_name(found.key, language).lower(),
        amount=_amount(found.amount, found.unit, language), count=len(found.parts),
    )  # fmt: skip
    if not known:
        return head
    most = max(known, key=lambda part: part.difference.value or 0.0)
    least = min(known, key=lambda part: part.difference.value or 0.0)
    told = [
        say(
            f"middelen.allocation_{key}", language, name=part.werkplein,
            size=_size(part.difference, found.unit, language),
        )
        for key, part, there in (
            ("more", most, (most.difference.value or 0.0) > 0),
            ("less", least, (least.difference.value or 0.0) < 0),
        )
        if there
    ]  # fmt: skip
    return " ".join([head, *told])


def _amount(amount: Decimal, unit: str, language: Language) -> str:
    text = formats.number(float(amount), DECIMALS[unit], language)
    return f"€ {text}" if unit == "euro" else f"{text} fte"


def _gap(figure: Figure, unit: str, language: Language) -> str:
    return MISSING if figure.value is None else signed(figure.value, DECIMALS[unit], language)


def _size(figure: Figure, unit: str, language: Language) -> str:
    assert figure.value is not None
    return _amount(abs(Decimal(str(round(figure.value, 2)))), unit, language)


def cell_name(cell: Cell, language: Language) -> str:
    """'Noord, UWV, intake'."""
    partner, task = short("organisatie", cell.partner, language), short("taak", cell.task, language)
    return f"{cell.werkplein}, {partner}, {task.lower()}"


def what_if(found: WhatIf, assumed: Assumptions, mode: Mode, language: Language) -> Section:
    """What the moves change, and that nothing appeared or vanished."""
    finding = _changed(found, language)
    rows = [_row(each, language) for each in found.touched]
    heads = (
        *("cell", "fte", "fte_after", "euro", "euro_after", "caseload", "caseload_after"),
        *("required", "available", "available_after", "gap", "gap_after", "why"),
    )
    points = [
        _point(each, language)
        for each in found.touched
        if each.before.gap.value is not None and each.after.gap.value is not None
    ]
    pictures: tuple[charts.Chart, ...] = ()
    if points:
        alt = say("middelen.alt_what_if", language, finding=finding)
        frame = pd.DataFrame(points)
        picture = pictured.moved(frame, unit="hours", alt=alt, mode=mode, language=language)
        pictures = (picture,)
    checks = [
        say(
            "middelen.check", language, unit=check.unit,
            before=_amount(check.before, check.unit, language),
            after=_amount(check.after, check.unit, language),
        )
        for check in found.checks
    ]  # fmt: skip
    notes = (*checks, say("middelen.note_what_if", language), hours(assumed, language))
    return Section("what_if", finding, pictures, table(heads, rows, language), notes)


def _changed(found: WhatIf, language: Language) -> str:
    touched = found.touched
    required, before, after = added(touched)
    moves = say("middelen.what_if_moves", language, count=len(found.scenario.moves))
    if required.value is None or before.value is None or after.value is None:
        reasons = why(language, *(each.required for each in touched))
        return f"{moves} {say('middelen.what_if_unknown', language, why=reasons)}".strip()
    worst = min(
        (each for each in touched if each.after.gap.value is not None),
        key=lambda each: each.after.gap.value or 0.0,
    )
    gap = worst.after.gap
    key = "short" if (gap.value or 0.0) < 0 else "enough"
    said = say(
        f"middelen.what_if_{key}", language, cell=cell_name(worst.cell, language),
        size=formats.number(abs(gap.value or 0.0), 0, language),
        was=signed(worst.before.gap.value or 0.0, 0, language),
    )  # fmt: skip
    return f"{moves} {said}"


def _row(each: Changed, language: Language) -> list[str]:
    def stock(amount: Decimal | None) -> str:
        return MISSING if amount is None else formats.number(float(amount), 2, language)

    def gap(figure: Figure) -> str:
        return MISSING if figure.value is None else signed(figure.value, 0, language)

    before, after = each.before, each.after
    return [
        cell_name(each.cell, language),
        *(stock(amount) for amount in (before.fte, after.fte, before.euro, after.euro)),
        *(shown(state.caseload, 1, language) for state in (before, after)),
        shown(each.required, 0, language),
        *(shown(state.available, 0, language) for state in (before, after)),
        gap(before.gap),
        gap(after.gap),
        why(language, each.cases, before.available),
    ]


def _point(each: Changed, language: Language) -> dict[str, Any]:
    name = cell_name(each.cell, language)
    before, after = each.before.gap, each.after.gap
    return {
        "name": f"{each.cell.werkplein}\n{name.removeprefix(each.cell.werkplein + ', ')}",
        "before": number(before.value), "after": number(after.value),
        "text": say(
            "middelen.point_what_if", language, name=name,
            before=signed(before.value or 0.0, 0, language),
            after=signed(after.value or 0.0, 0, language),
        ),
    }  # fmt: skip


def move_text(unit: str, amount: Decimal, source: Cell, target: Cell, language: Language) -> str:
    """One move as a line in a list."""
    return say(
        "middelen.move", language, amount=written(amount), unit=unit,
        source=cell_name(source, language), target=cell_name(target, language),
    )  # fmt: skip
