"""Crisis or us, as a section that every surface draws: the verdict, the lines, whose they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from math import expm1

from ketenkpi.answer import (
    Cell,
    Column,
    Measured,
    Picture,
    Said,
    Section,
    count_of,
    phrase,
    table_of,
)
from ketenkpi.context.result import ContextCourse, IndexLine, LinePoint
from ketenkpi.context.subjects import load_context_rules
from ketenkpi.figure import lacking
from ketenkpi.vocabulary import Quarter, in_both

INDEX, RATE = "index", "per_1000_people"
# The place in blue, the country dashed, the region in grey; where the place has no line
# of its own, the region is in blue.
DRAWN = {"own": "subject", "region": "peer", "country": "beside"}
NO_NUMBER = lacking("context.reason_no_number")
NO_PEOPLE = lacking("context.reason_no_people")


def section(found: ContextCourse) -> Section:
    """Whether the place went with the country, the lines by quarter, and where each is from."""
    finding = (*_ends(found), _verdict(found))
    table = table_of(
        found.quarters,
        (Column("quarter", in_both("context.column_quarter")), lambda when: when),
        *(column for line in found.lines for column in _columns(line)),
    )
    notes = (*(_whose(found, line) for line in found.lines), *_notes(found))
    title = phrase("context.title", subject=found.subject.name, place=found.place)
    return Section("context", title, finding, table, (_picture(found, finding),), notes)


def _ends(found: ContextCourse) -> Iterator[Said]:
    """Where each line stands in its newest quarter."""
    for line in found.lines:
        last = max(line.points)
        value = Measured(line.points[last].index, INDEX)
        yield phrase("context.end", name=_name(line), quarter=last, value=value, base=found.base)


def _verdict(found: ContextCourse) -> Said:
    """What may be concluded of the place and the country."""
    apart, rules = found.apart, load_context_rules()
    if apart.drift is None:
        return (
            phrase(f"context.verdict_{apart.verdict}", least=count_of(rules.least_years)),
            found.subject.another_kind,
        )
    low, value, high = (
        Measured(expm1(end), "share", "signed")
        for end in (apart.drift.low, apart.drift.value, apart.drift.high)
    )
    within = Measured(rules.along_within, "share_whole")
    times: dict[str, Said] = {"first": apart.first, "last": apart.last}
    return phrase(
        f"context.verdict_{apart.verdict}",
        place=found.place,
        low=low,
        value=value,
        high=high,
        within=within,
        **times,
    )


def _columns(line: IndexLine) -> Iterator[tuple[Column, Callable[[Quarter], Cell]]]:
    """The number, the index and the rate of a line, as far as it has any."""
    kinds: Mapping[str, tuple[str, Callable[[LinePoint], Cell]]] = {
        "value": ("number", lambda point: point.value),
        "index": (INDEX, lambda point: point.index),
        "rate": (RATE, _rate),
    }
    for key, (unit, cell) in kinds.items():
        if key != "rate" or any(point.per_1000 is not None for point in line.points.values()):
            head = phrase(f"context.column_{key}", name=_name(line))
            yield Column(f"{line.role}_{key}", head, unit), partial(_cell, line, cell)


def _cell(line: IndexLine, of: Callable[[LinePoint], Cell], when: Quarter) -> Cell:
    return of(line.points[when]) if when in line.points else NO_NUMBER


def _rate(point: LinePoint) -> Cell:
    return NO_PEOPLE if point.per_1000 is None else point.per_1000


def _name(line: IndexLine) -> Said:
    return in_both("context.country") if line.name is None else line.name


def _whose(found: ContextCourse, line: IndexLine) -> Said:
    """The source and the base of a line."""
    if line.series is None:
        name = found.subject.name
        return phrase("context.own_source", name=line.name, what=name, base=found.base)
    key = "context.brought_source" if line.brought else "context.shipped_source"
    return phrase(
        key,
        name=_name(line),
        what=line.series.name,
        code=line.code,
        base=found.base,
        title=line.series.table.title,
        table=line.series.table.key,
        licence=line.series.table.licence,
    )


def _notes(found: ContextCourse) -> Iterator[Said]:
    """What to know beside the lines."""
    yield in_both("context.read_index")
    if any(point.per_1000 is not None for line in found.lines for point in line.points.values()):
        yield in_both("context.read_rate")
    if found.line("region") is None and found.region is not None:
        yield phrase("context.no_region", region=found.region)
    if found.area_since is not None:
        yield phrase("context.area_since", place=found.place, quarter=found.area_since)
    if any(point.open for line in found.lines for point in line.points.values()):
        yield in_both("context.still_open")


def _picture(found: ContextCourse, finding: Said) -> Picture:
    rows = [_point(found, line, when) for line in found.lines for when in found.quarters]
    first, last = found.quarters[0], found.quarters[-1]
    alt = phrase("context.alt", subject=found.subject.name, first=first, last=last, finding=finding)
    names = {line.role: _name(line) for line in found.lines}
    legend = tuple(phrase(f"context.legend_{_role(found, r)}", name=n) for r, n in names.items())
    return Picture("course", INDEX, tuple(rows), alt, legend)


def _role(found: ContextCourse, role: str) -> str:
    return "subject" if role == found.lines[0].role else DRAWN[role]


def _point(found: ContextCourse, line: IndexLine, when: Quarter) -> dict[str, Said | float]:
    point, role = line.points.get(when), _role(found, line.role)
    value = None if point is None else point.index
    name, missing = _name(line), in_both("context.reason_no_number")
    written = missing if value is None else Measured(value, INDEX)
    state = "provisional" if point is not None and point.open else "final"
    return {
        "kwartaal": str(when),
        "role": role,
        "name": name,
        "value": value,
        "low": None,
        "high": None,
        "state": state if value is not None else "missing",
        "chosen": False,
        "text": phrase("context.point", name=name, quarter=when, value=written),
    }
