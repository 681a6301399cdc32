"""One result by phase: each Werkplein as a dot, the phases beside each other, per target group."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ketenkpi.answer import (
    Column,
    Listed,
    Measured,
    Picture,
    Said,
    Section,
    count_of,
    phrase,
    table_of,
)
from ketenkpi.cooperation.answers import target_group
from ketenkpi.programme.answers.theory import in_phase, reading
from ketenkpi.programme.per_phase import Line, PlaceInPhase, ResultByPhase
from ketenkpi.programme.theory import load_theory
from ketenkpi.research_model import load_phases
from ketenkpi.vocabulary import Text, in_both

Row = Mapping[str, Said | float]


def by_phase(found: ResultByPhase, own: str | None = None) -> tuple[Section, ...]:
    """What may be said of the phases, then a picture and a table of each target group.

    own: the Werkplein that is drawn in blue and named.
    """
    sections = tuple(_group(key, line, found, own) for key, line in found.lines.items())
    return (_whole(found), *sections)


def _whole(found: ResultByPhase) -> Section:
    told = [(key, line) for key, line in found.lines.items() if line.reading.said != "cannot_tell"]
    said: Said = in_both("programme.theory_no_phases")
    if found.lines:
        key, line = (told or list(found.lines.items()))[0]
        said = phrase("programme.by_phase_said", group=group_named(key), said=_told(line))
    return Section("whole", in_both("programme.by_phase"), said, notes=(load_theory().caution,))


def _told(line: Line) -> Said:
    """The figures of the phases that were compared, and what may be said of them."""
    ends = (line.reading.first, line.reading.last)
    compared = tuple(in_phase(each, line) for each in line.figures if each.phase in ends)
    if not compared:
        return reading(line).of
    return phrase("programme.by_phase_told", phases=Listed(compared), reading=reading(line).of)


def _group(key: str, line: Line, found: ResultByPhase, own: str | None) -> Section:
    names = load_phases().phases
    table = table_of(
        line.places,
        (_column("place"), lambda each: each.werkplein),
        (_column("phase"), lambda each: phrase(
            "programme.theory_phase", phase=each.phase, name=names[each.phase].name
        )),
        (_column("figure"), lambda each: Measured(each.figure, line.indicator.unit)),
    )  # fmt: skip
    drawn = [each for each in line.places if each.figure.value is not None]
    title = phrase("programme.by_phase_group", group=group_named(key), places=count_of(len(drawn)))
    picture = Picture("by_phase", line.indicator.unit, tuple(_marks(line, found, own)), _told(line))
    whose = () if line.narrowed else (in_both("programme.theory_everybody"),)
    return Section(key, title, _told(line), table, (picture,) if drawn else (), whose)


def group_named(group: str) -> Text:
    """A target group as the first words of a sentence."""
    return target_group(group).each(lambda name: name[0].upper() + name[1:])


def _column(key: str) -> Column:
    return Column(key, in_both(f"programme.by_phase_{key}"))


def _marks(line: Line, found: ResultByPhase, own: str | None) -> Iterator[Row]:
    """The phases of all groups in order, the middle of each, and the Werkpleinen."""
    there = {each.phase for other in found.lines.values() for each in other.figures}
    least, most = _ends(found)
    for phase in load_phases().phases:
        if phase in there:
            yield {"phase": phase, "role": "scale", "low": least, "high": most}
    for figure in line.figures:
        middle = line.middle(figure.phase, found.least_werkpleinen)
        if middle is not None:
            said = phrase(
                "programme.by_phase_middle", phase=figure.phase, value=_worded(middle, line)
            )
            yield {"phase": figure.phase, "role": "middle", "value": middle, "text": said}
    for place in line.places:
        if place.figure.value is not None:
            yield _dot(place, line, place.werkplein == own)


def _dot(place: PlaceInPhase, line: Line, own: bool) -> Row:
    figure = place.figure
    value = Measured(figure, line.indicator.unit, "worded")
    said = phrase("programme.by_phase_dot", place=place.werkplein, phase=place.phase, value=value)
    assert figure.value is not None, "only known figures are drawn"
    row: dict[str, Said | float] = {"phase": place.phase, "value": figure.value, "text": said}
    row |= {"role": "subject" if own else "other", "name": place.werkplein if own else ""}
    return row | {"low": figure.low, "high": figure.high}


def _worded(value: float, line: Line) -> Measured:
    return Measured(value, line.indicator.unit, "worded")


def _ends(found: ResultByPhase) -> tuple[float, float]:
    """The least and most of all groups, so that their pictures share one scale."""
    ends = [
        each
        for line in found.lines.values()
        for place in line.places
        if place.figure.value is not None
        for each in (place.figure.value, place.figure.low, place.figure.high)
        if each is not None
    ]
    return min(ends, default=0.0), max(ends, default=1.0)
