"""What page Klanttevredenheid shows, kept by `cached`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dashboard import reads
from dashboard.basis import Basis
from dashboard.cached import cached
from dashboard.components.pickers import Choice
from ketenkpi.answer import Said, Section
from ketenkpi.charts import recipes
from ketenkpi.overview import ClientGroup, Satisfaction, satisfaction_of
from ketenkpi.overview.answers import (
    marks_section,
    priority_section,
    response_section,
    satisfaction_headline,
    themes_section,
)


@dataclass(frozen=True)
class SatisfactionShown:
    """What was found, with what is said of it; quarters: those of the courses."""

    found: Satisfaction
    quarters: tuple[int, ...]
    headline: Said
    marks: Section
    priority: Mapping[ClientGroup, Section]
    response: Section
    themes: Section


@cached
def satisfaction(basis: Basis, code: str, quarter: int) -> SatisfactionShown:
    """Of one place in one quarter; schemes and target groups are not asked in a survey."""
    place, quarters = reads.places(basis)[code], reads.course_quarters(basis, quarter)
    found = satisfaction_of(
        basis.store.source,
        place.column,
        place.name,
        basis.scope,
        quarters=quarters,
        quarter=quarter,
        werkpleinen=reads.werkpleinen(basis, place),
    )
    return SatisfactionShown(
        found,
        quarters,
        satisfaction_headline(found),
        marks_section(found),
        {group.group: priority_section(group) for group in found.groups},
        response_section(found),
        themes_section(found),
    )


def recipe(basis: Basis, choice: Choice, key: str, group: str | None = None) -> str:
    """The lines that draw the picture of one section elsewhere; group: of whom it is."""
    place = reads.places(basis)[choice.place]
    return recipes.satisfaction(
        key,
        (place.column, place.name),
        reads.course_quarters(basis, choice.quarter),
        choice.quarter,
        reads.werkpleinen(basis, place),
        group,
    )
