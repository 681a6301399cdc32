"""The registered phases of one Werkplein beside its figures over the quarters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import pandas as pd

from dashboard import formats
from dashboard.words import say
from ketenkpi.contracts import find_contract
from ketenkpi.research_model import load_phases
from ketenkpi.vocabulary import Quarter
from ketenkpi.wording import Language
from ketenkpi.wording import say as library_say

COLUMNS = ("row", "first", "last", "phase", "text")
Timeline = tuple[str | None, ...]


def _no_bands() -> pd.DataFrame:
    return pd.DataFrame(columns=list(COLUMNS))


@dataclass(frozen=True)
class Bands:
    """The rows of `charts.phases`, and below the chart whose phase it is and what it means.

    Without a registered phase there are no rows and the sentence is empty.
    """

    rows: pd.DataFrame = field(default_factory=_no_bands)
    said: str = ""


def bands(
    register: Iterable[Mapping[str, Any]], place: str, quarters: Sequence[int], language: Language
) -> Bands:
    """One band per course of phases: target groups with the same course share theirs.

    register: rows of contract `fasen`. A quarter (index) has the phase that
    holds on its last day; where none does there is a gap.
    """
    mine = [row for row in register if row["werkplein"] == place]
    shared: dict[Timeline, list[str]] = {}
    for group in find_contract("fasen").column("doelgroep").values:
        course = tuple(_phase(mine, group, quarter) for quarter in quarters)
        if any(course):
            shared.setdefault(course, []).append(group)
    if not shared:
        return Bands()
    rows = [
        run
        for number, (course, groups) in enumerate(shared.items())
        for run in _runs(number, course, quarters, _listed(groups, language), language)
    ]
    return Bands(pd.DataFrame(rows, columns=list(COLUMNS)), _said(place, shared, language))


def _phase(mine: Sequence[Mapping[str, Any]], group: str, quarter: int) -> str | None:
    day = Quarter.from_index(quarter).last_day
    for row in mine:
        if row["doelgroep"] == group and row["vanaf"] <= day and day <= (row["tot"] or day):
            return str(row["fase"])
    return None


def _runs(
    number: int, course: Timeline, quarters: Sequence[int], groups: str, language: Language
) -> Iterable[tuple[int, str, str, str, str]]:
    for phase, run in groupby(zip(course, quarters, strict=True), key=lambda pair: pair[0]):
        if phase is None:
            for _ in run:
                pass
            continue
        inside = [formats.quarter(quarter) for _, quarter in run]
        text = say(
            "fase.band_text",
            language,
            groups=groups,
            phase=phase,
            name=load_phases().phases[phase].name.in_(language),
            first=inside[0],
            last=inside[-1],
        )
        yield number, inside[0], inside[-1], phase, text


def _said(place: str, shared: Mapping[Timeline, list[str]], language: Language) -> str:
    courses = [_listed(groups, language) for groups in shared.values()]
    if len(courses) == 1:
        whose = say("fase.band_one", language, place=place, groups=courses[0])
    else:
        parts = [
            say("fase.band_row", language, number=number, groups=groups)
            for number, groups in enumerate(courses, start=1)
        ]
        whose = say("fase.band_several", language, place=place, rows="; ".join(parts))
    seen = {phase for course in shared for phase in course if phase}
    phases = load_phases().phases
    key = "; ".join(
        say("fase.code", language, phase=code, name=phases[code].name.in_(language))
        for code in phases
        if code in seen
    )
    return say("fase.band_legend", language, whose=whose, codes=key)


def _listed(groups: Sequence[str], language: Language) -> str:
    return ", ".join(group_name(group, language) for group in groups)


def group_name(group: str, language: Language) -> str:
    """A target group in two or three words."""
    return library_say(f"cooperation.group_{group}", language)
