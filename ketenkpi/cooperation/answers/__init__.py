"""What is known about cooperation, as sections that every surface draws.

names        what partners, marks, items and groups are called, and what several answers share
scan         how much is filled in, how far the partners agree, items side by side
pairs        what is agreed between tasks against what is needed
phase        the phase by register, scan and steps, and the register of every Werkplein
integration  the degree of integration with its parts and its course
views        principles, conditions, channels and factors
bands        the registered phases below a chart over the quarters
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ketenkpi.answer import phrase
from ketenkpi.cooperation.answers.bands import NO_BANDS, phase_bands
from ketenkpi.cooperation.answers.integration import course, parts, position
from ketenkpi.cooperation.answers.names import target_group
from ketenkpi.cooperation.answers.pairs import (
    SORTS,
    MatrixCell,
    cell,
    coverage,
    gaps,
    situation_said,
)
from ketenkpi.cooperation.answers.phase import (
    checks,
    findings,
    groups_in,
    reasons,
    register,
    signs,
    three_sources,
)
from ketenkpi.cooperation.answers.scan import (
    agreement,
    completeness,
    differences,
    last_scans,
    one_item,
    side_by_side,
)
from ketenkpi.cooperation.answers.views import (
    channels,
    conditions,
    conditions_course,
    factors,
    principles,
)
from ketenkpi.cooperation.integration import CRITERIA, LEVELS, degrees
from ketenkpi.vocabulary import Quarter

if TYPE_CHECKING:
    from ketenkpi.answer import Said, Section
    from ketenkpi.cooperation.result import Cooperation
    from ketenkpi.cooperation.scan import ScanAnswers

__all__ = [
    "NO_BANDS",
    "SORTS",
    "MatrixCell",
    "cell",
    "completeness",
    "coverage",
    "gaps",
    "groups_in",
    "integration_of",
    "last_scans",
    "one_item",
    "phase_bands",
    "phase_of",
    "register",
    "scan_of",
    "sections",
    "side_by_side",
    "situation_said",
    "target_group",
    "title",
    "views_of",
]


def sections(found: Cooperation) -> list[Section]:
    """All about one Werkplein in the order it is read; without a scan what is known then."""
    answers = found.answers
    if not answers.answering:
        return [completeness(answers), *phase_of(found)]
    return [
        *scan_of(found.answers),
        coverage(found.coordination),
        gaps(found.coordination),
        *phase_of(found),
        *integration_of(found),
        *views_of(found),
    ]


def title(found: Cooperation) -> Said:
    """Which Werkplein and quarter this is about."""
    return phrase("cooperation.title", werkplein=found.werkplein, quarter=found.quarter)


def scan_of(answers: ScanAnswers) -> list[Section]:
    """How far the partners agree, where they differ most, and how much is filled in."""
    agreed = agreement(answers)
    apart = [differences(answers)] if agreed.table else []
    return [agreed, *apart, completeness(answers)]


def phase_of(found: Cooperation) -> list[Section]:
    """What the three sources say, what does not agree, and why."""
    told = [three_sources(found.phase, found.quarter), findings(found.phase)]
    if found.phase.derived:
        told += [reasons(found.phase), signs(found.phase)]
    return [*told, *([checks(found.phase)] if found.phase.checks else [])]


def integration_of(found: Cooperation, before: ScanAnswers | None = None) -> list[Section]:
    """Where the Werkplein stands, each part with its weight, and the course. before: the
    answers by the scan before."""
    earlier = () if before is None else degrees(before)
    when = None if before is None else Quarter.from_index(before.quarter)
    return [
        position(found.werkplein, found.position, found.degrees),
        *(parts(found.degrees, by, earlier, when) for by in (CRITERIA, LEVELS)),
        course(found.degree_course),
    ]


def views_of(found: Cooperation) -> list[Section]:
    """Principles, conditions with their course, channels, and what helps or hinders."""
    return [
        principles(found.answers, found.principles),
        conditions(found.answers, found.conditions),
        conditions_course(found.conditions),
        channels(found.answers, found.channels),
        factors(found.answers, found.balances),
    ]
