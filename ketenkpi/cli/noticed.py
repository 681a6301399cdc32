"""`ketenkpi kpi --signalen`: what in a quarter deserves a conversation."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ketenkpi.cli.screen import Screen
from ketenkpi.cli.selection import versions_of_figures
from ketenkpi.errors import UsageError, UserError
from ketenkpi.surfaces.json_text import DataRows
from ketenkpi.vocabulary import Quarter, in_both

if TYPE_CHECKING:
    import pandas as pd

    from ketenkpi.answer import Section
    from ketenkpi.overview import Delivered
    from ketenkpi.store import Store


def run(store: Store, options: argparse.Namespace, screen: Screen) -> int:
    """Print the sure signals of one quarter by Werkplein, at most five each."""
    import pandas as pd

    from ketenkpi.comparison import most_telling
    from ketenkpi.overview import Delivered
    from ketenkpi.scope import Scope

    scope = Scope.everything()
    quarter = _quarter(store, options, scope)
    found = store.signals(quarter, scope, list(options.indicator) or None)
    places = options.werkplein or sorted(set(found["werkplein"]))
    top = [most_telling(found, name) for name in places]
    rows = pd.concat(top, ignore_index=True) if top else found
    screen.sections(_sections(found, places, quarter, Delivered.of(store.deliveries(scope))))
    screen.data(
        {"quarter": str(quarter), "tests": len(found), "signals": DataRows(rows)},
        versions_of_figures(store.indicators, found),
    )
    return 0


def _quarter(store: Store, options: argparse.Namespace, scope: Any) -> Quarter:
    """The one asked for, else the newest that nobody is still counting."""
    if len(options.kwartaal) > 1:
        raise UsageError("cli.one_quarter", option="--signalen")
    if options.kwartaal:
        return Quarter.from_index(options.kwartaal[0])
    if store.deliveries(scope).empty:
        raise UserError("cli.no_figures")
    return store.newest_complete(scope)


def _sections(
    found: pd.DataFrame, places: Sequence[str], quarter: Quarter, delivered: Delivered
) -> list[Section]:
    """Of several Werkpleinen which have any; then each that has, or the only one there is."""
    from ketenkpi.overview import answers

    told = [answers.discussed_at(found, place, quarter, delivered) for place in places]
    if len(told) == 1:
        return [told[0].section]
    whole = answers.discussed_among(found, places, quarter, in_both("overview.all_places"))
    having = [
        replace(each.section, key=place, title=place)
        for place, each in zip(places, told, strict=True)
        if each.signals
    ]
    return [whole.section, *having]
