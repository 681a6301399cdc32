"""The registered phases of one Werkplein beside its figures over the quarters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from ketenkpi.answer import Listed, Picture, Said, phrase
from ketenkpi.contracts import find_contract
from ketenkpi.cooperation.answers.names import parted, target_group
from ketenkpi.research_model import load_phases
from ketenkpi.vocabulary import Quarter

if TYPE_CHECKING:
    from ketenkpi.cooperation.register import Timeline

NO_BANDS = Picture("bands", "number", (), None)
# The phase of each quarter, None where none is registered.
Course = tuple[str | None, ...]


def phase_bands(register: Timeline, place: str, quarters: Sequence[int]) -> Picture:
    """One band per course of phases: target groups with the same course share theirs.

    A quarter (index) has the phase that holds on its last day; where none does
    there is a gap. note: whose phase it is and what its code means; without a
    registered phase there are no rows and nothing is said.
    """
    whens = [Quarter.from_index(quarter) for quarter in quarters]
    shared: dict[Course, list[str]] = {}
    for group in find_contract("fasen").column("doelgroep").values:
        held = ({e.doelgroep: e.phase for e in register.at(place, when)} for when in whens)
        course = tuple(each.get(group) for each in held)
        if any(course):
            shared.setdefault(course, []).append(group)
    rows = tuple(
        {"row": number, **run}
        for number, (course, groups) in enumerate(shared.items())
        for run in _runs(course, whens, _listed(groups))
    )
    if not shared:
        return NO_BANDS
    said = _said(place, shared)
    return Picture("bands", "number", rows, said, said)


def _runs(
    course: Course, whens: Sequence[Quarter], groups: Said
) -> Iterator[Mapping[str, Said | float]]:
    for phase, run in groupby(zip(course, whens, strict=True), key=lambda pair: pair[0]):
        inside = [when for _, when in run]
        if phase is None:
            continue
        ends = {"first": inside[0], "last": inside[-1]}
        name = load_phases().phases[phase].name
        text = phrase("cooperation.band_text", groups=groups, phase=phase, name=name, **ends)
        yield {**ends, "phase": phase, "text": text}


def _said(place: str, shared: Mapping[Course, list[str]]) -> Said:
    courses = [_listed(groups) for groups in shared.values()]
    if len(courses) == 1:
        whose = phrase("cooperation.band_one", place=place, groups=courses[0])
    else:
        rows = (
            phrase("cooperation.band_row", number=str(number), groups=groups)
            for number, groups in enumerate(courses, start=1)
        )
        whose = phrase("cooperation.band_several", place=place, rows=parted(rows))
    seen = {phase for course in shared for phase in course}
    codes = (
        phrase("cooperation.phase_code", phase=key, name=each.name)
        for key, each in load_phases().phases.items()
        if key in seen
    )
    return phrase("cooperation.band_legend", whose=whose, codes=parted(codes))


def _listed(groups: Iterable[str]) -> Said:
    return Listed(tuple(map(target_group, groups)))
