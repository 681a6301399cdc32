"""One result by phase, kept by `cached`."""

from __future__ import annotations

from dashboard.basis import Basis
from dashboard.cached import cached
from ketenkpi.charts import recipes
from ketenkpi.programme import BoxMeasure, ResultByPhase
from ketenkpi.vocabulary import Quarter


@cached
def result(basis: Basis, measure: BoxMeasure, quarter: int) -> ResultByPhase:
    """A result of every Werkplein by its phase, for each target group with phases."""
    return basis.store.result_by_phase(basis.scope, measure, Quarter.from_index(quarter))


def recipe(measure: BoxMeasure, quarter: int, own: str | None, group: str) -> str:
    """The lines that draw the picture of one target group elsewhere."""
    asked = (measure.indicator, measure.part, measure.expected)
    return recipes.by_phase(*asked, quarter, own, group)
