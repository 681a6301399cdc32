"""An amount divided by a key, and moves with what they change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketenkpi.answer import (
    Listed,
    Measured,
    Picture,
    Reasons,
    Said,
    Section,
    count_of,
    phrase,
    table_of,
)
from ketenkpi.resources.allocation import KEYS, written
from ketenkpi.resources.answers.names import cell_name, column, weights
from ketenkpi.resources.answers.people import hours
from ketenkpi.resources.what_if import added
from ketenkpi.vocabulary import in_both

if TYPE_CHECKING:
    from ketenkpi.resources.allocation import AllocatedPart, Allocation
    from ketenkpi.resources.assumptions import Assumptions
    from ketenkpi.resources.scenario import ScenarioMove
    from ketenkpi.resources.what_if import Changed, WhatIf

# An amount with the word for its unit, and without it below a head that has it.
AMOUNT = {"fte": "fte_cents", "euro": "euro_cents"}
BARE = {"fte": "fte_bare", "euro": "euro_cents"}
NEED = "behoefte"


def key_name(key: str) -> Said:
    """A key as a picker shows it; an own key by its own name."""
    if key in KEYS:
        return in_both(f"resources.key_{key}")
    return phrase("resources.key_own", name=key)


def _key_inside(key: str) -> Said:
    """The same within a sentence."""
    if key in KEYS:
        return in_both(f"resources.key_{key}").each(str.lower)
    return phrase("resources.key_own_inside", name=key)


def allocation(found: Allocation, assumed: Assumptions) -> Section:
    """What each Werkplein gets, beside what it has."""
    finding = _divided(found)
    table = table_of(
        found.parts,
        (column("werkplein"), lambda part: part.werkplein),
        (column("weight", "weight"), lambda part: part.weight),
        (column("share", "share"), lambda part: part.share),
        (column("amount", AMOUNT[found.unit]), lambda part: part.amount),
        (column("present", BARE[found.unit]), lambda part: part.present),
        (column("difference", BARE[found.unit], "signed"), lambda part: part.difference),
    )
    picture = Picture(
        "beside_mark",
        found.unit,
        tuple(
            {
                "name": part.werkplein,
                "value": float(part.amount),
                "mark": part.present.value,
                "text": phrase(
                    "resources.point_allocation",
                    name=part.werkplein,
                    amount=Measured(part.amount, AMOUNT[found.unit]),
                    present=Measured(part.present, BARE[found.unit]),
                ),
            }
            for part in found.parts
        ),
        phrase("resources.alt_allocation", finding=finding),
        in_both("resources.drawn_allocation"),
    )
    amount = Measured(found.amount, AMOUNT[found.unit])
    notes: list[Said] = [
        phrase("resources.note_allocation", amount=amount),
        in_both(f"resources.note_present_{found.unit}"),
    ]
    if found.key == NEED:
        values = assumed.need_weights.values.items()
        groups = weights("doelgroep", ((g, Measured(value, "weight")) for g, value in values))
        why = assumed.need_weights.why
        notes.append(phrase("resources.note_need", why=why, groups=Listed(groups)))
    title = assumed.concepts["allocation"].name
    return Section("allocation", title, finding, table, (picture,), tuple(notes))


def _divided(found: Allocation) -> Said:
    head = phrase(
        "resources.allocation",
        key=_key_inside(found.key),
        amount=Measured(found.amount, AMOUNT[found.unit]),
        count=count_of(len(found.parts)),
    )
    known = [part for part in found.parts if part.difference.value is not None]
    if not known:
        return head
    most, least = (choose(known, key=_difference) for choose in (max, min))
    more = _moved(found, "more", most) if _difference(most) > 0 else None
    less = _moved(found, "less", least) if _difference(least) < 0 else None
    return (head, more, less)


def _difference(part: AllocatedPart) -> float:
    return part.difference.value or 0.0


def _moved(found: Allocation, key: str, part: AllocatedPart) -> Said:
    size = Measured(part.difference, AMOUNT[found.unit], "size")
    return phrase(f"resources.allocation_{key}", name=part.werkplein, size=size)


def what_if(found: WhatIf, assumed: Assumptions) -> Section:
    """What the moves change, and that nothing appeared or vanished."""
    finding = _changed(found)
    table = table_of(
        found.touched,
        (column("cell"), lambda each: cell_name(each.cell)),
        (column("fte_before", "fte_bare"), lambda each: each.before.fte),
        (column("fte_after", "fte_bare"), lambda each: each.after.fte),
        (column("euro_before", "euro_cents"), lambda each: each.before.euro),
        (column("euro_after", "euro_cents"), lambda each: each.after.euro),
        (column("caseload", "cases_per_fte"), lambda each: each.before.caseload),
        (column("caseload_after", "cases_per_fte"), lambda each: each.after.caseload),
        (column("required", "hours"), lambda each: each.required),
        (column("available", "hours"), lambda each: each.before.available),
        (column("available_after", "hours"), lambda each: each.after.available),
        (column("gap", "hours", "signed"), lambda each: each.before.gap),
        (column("gap_after", "hours", "signed"), lambda each: each.after.gap),
    )
    rows = tuple(_point(each) for each in found.touched if _has_gap(each))
    alt = phrase("resources.alt_what_if", finding=finding)
    pictures = (
        (Picture("moved", "hours", rows, alt, in_both("resources.drawn_what_if")),) if rows else ()
    )
    checks = [
        phrase(
            "resources.check",
            unit=check.unit,
            before=Measured(check.before, AMOUNT[check.unit]),
            after=Measured(check.after, AMOUNT[check.unit]),
        )
        for check in found.checks
    ]
    notes = (*checks, in_both("resources.note_what_if"), hours(assumed))
    title = assumed.concepts["what_if"].name
    return Section("what_if", title, finding, table, pictures, notes)


def _has_gap(each: Changed) -> bool:
    return each.before.gap.value is not None and each.after.gap.value is not None


def _changed(found: WhatIf) -> Said:
    touched = found.touched
    required, before, after = added(touched)
    moves = phrase("resources.what_if_moves", count=count_of(len(found.scenario.moves)))
    if required.value is None or before.value is None or after.value is None:
        reasons = Reasons(tuple(each.required for each in touched))
        return (moves, phrase("resources.what_if_unknown", why=reasons))
    worst = min(filter(_has_after, touched), key=lambda each: each.after.gap.value or 0.0)
    gap = worst.after.gap
    said = phrase(
        f"resources.what_if_{'short' if (gap.value or 0.0) < 0 else 'enough'}",
        cell=cell_name(worst.cell),
        size=Measured(gap, "hours", "size"),
        was=Measured(worst.before.gap, "hours", "signed"),
    )
    return (moves, said)


def _has_after(each: Changed) -> bool:
    return each.after.gap.value is not None


def _point(each: Changed) -> dict[str, Said | float]:
    name, place = cell_name(each.cell), f"{each.cell.werkplein}, "
    before, after = each.before.gap, each.after.gap
    return {
        "name": name.each(lambda text: f"{each.cell.werkplein}\n{text.removeprefix(place)}"),
        "before": before.value,
        "after": after.value,
        "text": phrase(
            "resources.point_what_if",
            name=name,
            before=Measured(before, "hours", "signed"),
            after=Measured(after, "hours", "signed"),
        ),
    }


def move_said(move: ScenarioMove) -> Said:
    """One move as a line in a list."""
    return phrase(
        "resources.move",
        amount=written(move.amount),
        unit=move.unit,
        source=cell_name(move.source),
        target=cell_name(move.target),
    )
