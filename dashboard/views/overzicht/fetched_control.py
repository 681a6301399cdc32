"""One figure of one Werkplein against its own limits of chance, kept by `cached`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dashboard import charts, formats, reads
from dashboard.basis import Basis
from dashboard.cached import cached
from dashboard.presenters import parts
from dashboard.theme import Mode
from dashboard.views.overzicht import control_words as presenter
from dashboard.views.overzicht import fetched
from dashboard.words import say
from ketenkpi.indicators import load_indicators
from ketenkpi.overview import Tile
from ketenkpi.wording import Language


@dataclass(frozen=True)
class Control:
    """The sentences, the chart, whose phases stand below it, and the quarters from which new
    limits may be set."""

    said: presenter.Said
    chart: charts.Chart
    phases: str
    quarters: tuple[int, ...]


@cached
def control(
    basis: Basis, code: str, scheme: str | None, figure_code: str, language: Language, mode: Mode
) -> Control | None:
    """The control chart of one Werkplein; None when it has no figure in any quarter."""
    place, tile = reads.places(basis)[code], Tile.of(figure_code)
    indicator = load_indicators()[tile.indicator]
    newest = reads.delivered(basis).quarters[-1]
    seen = fetched.figures_of(basis, figure_code, "werkplein", scheme, newest)
    if not seen.speaks_of(tile.indicator, place.name):
        return None
    where: dict[str, list[Any]] = {"regeling": [scheme]} if scheme else {}
    if tile.split is not None and indicator.split is not None:
        days = indicator.split == parts.WINDOW
        where[indicator.split] = [int(tile.split) if days else tile.split]
    chart = basis.store.control(
        tile.indicator, scope=basis.scope, where=where, werkpleinen=[place.name]
    )
    rebases = [
        one
        for one in basis.store.rebases(basis.scope)
        if (one.werkplein, one.indicator) == (place.name, tile.indicator)
    ]
    said = presenter.said(chart, indicator.unit, rebases, language)
    quarters = tuple(int(q) for q in chart["kwartaal"])
    below = reads.phases_below(basis, place, quarters, language)
    alt = say(
        "grenzen.alt",
        language,
        indicator=tile.name.in_(language),
        place=place.name,
        first=formats.quarter(quarters[0]),
        last=formats.quarter(quarters[-1]),
        finding=said.change,
    )
    drawn = charts.control(
        presenter.points(chart, indicator.unit, language),
        unit=indicator.unit,
        target=presenter.last_target(chart),
        bands=below.rows,
        alt=alt,
        mode=mode,
        language=language,
    )
    return Control(said, drawn, below.said, quarters)
