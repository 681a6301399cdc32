"""The degree of integration: where a Werkplein stands, what that is made of, and its course."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ketenkpi.answer import Measured, Picture, Reasons, Said, Section, count_of, phrase, table_of
from ketenkpi.cooperation.answers.names import (
    column,
    course_picture,
    defined,
    parted,
    party,
    source,
    span,
    who,
)
from ketenkpi.cooperation.integration import CRITERIA, LEVELS, WHOLE
from ketenkpi.research_model import load_integration, load_scan
from ketenkpi.vocabulary import Quarter, Text, in_both

if TYPE_CHECKING:
    from ketenkpi.cooperation.integration import Degree, DegreePoint, PartScore, Position
    from ketenkpi.figure import Figure

# The kind of concept that a part is, and the group of the scan that asks for it.
KINDS = {LEVELS: "niveau", CRITERIA: "onderdeel"}
GROUPS = {LEVELS: "tabel_4", CRITERIA: "criteria"}


def position(werkplein: str, found: Position, degrees: Sequence[Degree]) -> Section:
    """Where a Werkplein stands on the line, and the totals that say so."""
    table = table_of(
        degrees,
        (column("by"), lambda each: in_both(f"cooperation.by_{each.by}")),
        (column("party"), lambda each: party(each.party)),
        (column("total", "number"), lambda each: each.total),
        (column("sensitivity"), lambda each: span(each.lowest, each.highest, "number")),
        (column("open_marks"), lambda each: span(each.at_least, each.at_most, "number")),
        (column("strategy"), lambda each: _strategies(each.strategies)),
    )
    finding = _stands(werkplein, found)
    drawn = [each for each in degrees if each.by == CRITERIA and each.total.value is not None]
    rows = (*map(_on_line, drawn), *_bands())
    drawing = in_both("cooperation.position_drawn")
    pictures = (Picture("strategies", "number", rows, finding, drawing),) if drawn else ()
    notes = (in_both("cooperation.position_note"),)
    return Section("position", in_both("cooperation.position"), finding, table, pictures, notes)


def _stands(werkplein: str, found: Position) -> Said:
    if found.low is None or found.high is None:
        return phrase("cooperation.position_none", werkplein=werkplein)
    low, high = (count_of(end) for end in (found.low, found.high))
    # What is seen of them: whole numbers.
    key = "one" if int(found.low + 0.5) == int(found.high + 0.5) else "between"
    where = phrase(f"cooperation.position_{key}", werkplein=werkplein, low=low, high=high)
    fits = "strategies" if found.strategy is None else "strategy"
    return (where, phrase(f"cooperation.{fits}", strategies=_strategies(found.strategies)))


def _strategies(keys: Sequence[str]) -> Said:
    named = {each.key: each.name for each in load_integration().strategies}
    return parted(defined("strategie", key, named[key]) for key in keys)


def _on_line(degree: Degree) -> dict[str, Said | float]:
    return {
        "party": party(degree.party),
        "value": degree.total.value,
        "low": degree.lowest,
        "high": degree.highest,
        "text": _total(degree),
    }


def _bands() -> Iterator[dict[str, Said | float]]:
    """The strategies on the line; a name without what it aims at, so that it fits."""
    order = load_integration().strategies
    ends = [*(strategy.start for strategy in order[1:]), float(WHOLE)]
    for strategy, end in zip(order, ends, strict=True):
        name = strategy.name.each(lambda text: text.partition(" (")[0])
        yield {"name": name, "start": strategy.start, "end": end}


def parts(
    degrees: Sequence[Degree],
    by: str,
    earlier: Sequence[Degree] = (),
    before: Quarter | None = None,
) -> Section:
    """Every level or criterion with its weight and its score by each party.

    earlier: the degrees by the scan before, which was about quarter `before`.
    """
    mine = [degree for degree in degrees if degree.by == by]
    rows = [
        (degree, part)
        for key in (load_integration().levels if by == LEVELS else load_integration().criteria)
        for degree in mine
        for part in degree.parts
        if part.key == key
    ]
    table = table_of(
        rows,
        (column(by), lambda row: defined(KINDS[by], row[1].key, _name(by, row[1].key))),
        (column("party"), lambda row: party(row[0].party)),
        (column("weight", "weight"), lambda row: row[1].weight),
        (column("score", "number"), lambda row: _of_hundred(row[1].score)),
        (column("open_marks"), lambda row: _with_open(row[1])),
        (column("answered", "number"), lambda row: row[1].answered),
        (column("asked", "number"), lambda row: row[1].asked),
    )
    finding = tuple(map(_total, mine))
    known = {
        (each.party, part.key): _of_hundred(part.score).value
        for each in earlier
        if each.by == by
        for part in each.parts
    }
    picture = Picture(
        "marks",
        "number",
        tuple(_point(by, *row, known.get((row[0].party, row[1].key))) for row in rows),
        finding,
        phrase("cooperation.hollow", quarter=before)
        if before
        else in_both("cooperation.no_hollow"),
    )
    notes = (in_both("cooperation.weights_note"), source(GROUPS[by]))
    return Section(by, in_both(f"cooperation.{by}"), finding, table, (picture,), notes)


def _name(by: str, key: str) -> Text:
    return load_scan().levels[key] if by == LEVELS else load_scan().items[key].name


def _of_hundred(figure: Figure) -> Figure:
    """A part of the scale as a number from 0 to 100, which totals are too."""
    return figure if figure.value is None else replace(figure, value=WHOLE * figure.value)


def _with_open(part: PartScore) -> Said:
    if part.answered == part.asked:
        return None
    return span(WHOLE * part.at_least, WHOLE * part.at_most, "number")


def _total(found: Degree) -> Said:
    """The total of one party with what it was made of and how far weights move it."""
    named = who(found.party, first=True)
    if found.total.value is None or found.lowest is None or found.highest is None:
        reason = Reasons((found.total,))
        return phrase("cooperation.total_none", party=named, reason=reason)
    said = phrase(
        f"cooperation.total_{found.by}",
        party=named,
        total=Measured(found.total, "number"),
        between=span(found.lowest, found.highest, "number"),
    )
    opened = sum(part.asked - part.answered for part in found.parts)
    if not opened:
        return said
    ends = {"low": found.at_least, "high": found.at_most, "count": opened}
    told = {name: count_of(end) for name, end in ends.items()}
    return (said, phrase("cooperation.total_open", **told))


def _point(
    by: str, degree: Degree, part: PartScore, before: float | None
) -> dict[str, Said | float]:
    """A mark of the picture; a criterion has words for its two ends."""
    item = load_scan().items[part.key] if by == CRITERIA else None
    score = _of_hundred(part.score)
    told = phrase(
        f"cooperation.score{'' if part.answered == part.asked else '_open'}",
        value=Measured(score, "number"),
        answered=count_of(part.answered),
        asked=count_of(part.asked),
        between=_with_open(part),
    )
    said = Reasons((part.score,)) if score.value is None else told
    return {
        "label": _name(by, part.key),
        "low": (item and item.low) or "",
        "high": (item and item.high) or "",
        "party": party(degree.party),
        "value": score.value,
        "before": before,
        "text": phrase(
            "cooperation.point", part=_name(by, part.key), party=party(degree.party), said=said
        ),
    }


def course(points: Sequence[DegreePoint]) -> Section:
    """The totals scan by scan, from the first to the last of each party."""
    title = in_both("cooperation.degree_course")
    if not points:
        return Section("degree_course", title, in_both("cooperation.degree_course_none"))
    by_way = {by: [each for each in points if each.by == by] for by in (LEVELS, CRITERIA)}
    pictures = tuple(
        course_picture(
            in_both(f"cooperation.course_{by}"),
            [(each.quarter, each.party, each.total) for each in of],
            "number",
        )
        for by, of in by_way.items()
        if of
    )
    table = table_of(
        points,
        (column("quarter"), lambda each: Quarter.from_index(each.quarter)),
        (column("by"), lambda each: in_both(f"cooperation.by_{each.by}")),
        (column("party"), lambda each: party(each.party)),
        (column("total", "number"), lambda each: each.total),
    )
    said = tuple(picture.alt for picture in pictures)
    return Section("degree_course", title, said, table, pictures)
