"""One figure of one Werkplein against its own limits of chance, kept by `cached`."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard import reads
from dashboard.basis import Basis
from dashboard.cached import cached
from dashboard.presenters import parts
from dashboard.views.overzicht import fetched
from ketenkpi.answer import Section
from ketenkpi.charts import recipes
from ketenkpi.comparison import answers
from ketenkpi.indicators import load_indicators
from ketenkpi.overview import CountedCases, Tile


@dataclass(frozen=True)
class Control:
    """What is said and drawn, and the quarters from which new limits may be set."""

    section: Section
    quarters: tuple[int, ...]
    recipe: str


@cached
def control(basis: Basis, code: str, cases: CountedCases, figure_code: str) -> Control | None:
    """The control chart of one Werkplein; None when it has no figure in any quarter."""
    place, tile = reads.places(basis)[code], Tile.of(figure_code)
    indicator = load_indicators()[tile.indicator]
    newest = reads.delivered(basis).quarters[-1]
    seen = fetched.figures_of(basis, figure_code, "werkplein", cases, newest)
    if not seen.speaks_of(tile.indicator, place.name):
        return None
    where = parts.where(indicator, tile.split, cases)
    chart = basis.store.control(
        tile.indicator, scope=basis.scope, where=where, werkpleinen=[place.name]
    )
    rebases = [
        one
        for one in basis.store.rebases(basis.scope)
        if (one.werkplein, one.indicator) == (place.name, tile.indicator)
    ]
    section = answers.control(chart, indicator.unit, rebases, indicator=tile.name)
    recipe = recipes.control(tile.indicator, place.name, where)
    return Control(section, tuple(int(quarter) for quarter in chart["kwartaal"]), recipe)
