"""What page Werkgevers shows, kept by `cached`."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard import reads
from dashboard.basis import Basis
from dashboard.cached import cached
from dashboard.components.pickers import Choice
from ketenkpi.answer import Said, Section
from ketenkpi.charts import recipes
from ketenkpi.overview import Vacancies, vacancies_of
from ketenkpi.overview.answers import acquired_section, path_section, vacancies_headline


@dataclass(frozen=True)
class VacanciesShown:
    """What was found, with what is said of it; quarters: those of the courses."""

    found: Vacancies
    quarters: tuple[int, ...]
    headline: Said
    path: Section
    acquired: Section


@cached
def vacancies(basis: Basis, code: str, quarter: int) -> VacanciesShown:
    """Of one place up to a quarter; a vacancy is of no scheme and no target group."""
    place, quarters = reads.places(basis)[code], reads.course_quarters(basis, quarter)
    found = vacancies_of(
        basis.store.source,
        place.column,
        place.name,
        basis.scope,
        quarters=quarters,
        quarter=quarter,
    )
    told = (vacancies_headline(found), path_section(found), acquired_section(found))
    return VacanciesShown(found, quarters, *told)


def recipe(basis: Basis, choice: Choice, key: str) -> str:
    """The lines that draw the picture of one section elsewhere."""
    place, quarter = reads.places(basis)[choice.place], choice.quarter
    quarters = reads.course_quarters(basis, quarter)
    return recipes.vacancies(key, (place.column, place.name), quarters, quarter)
