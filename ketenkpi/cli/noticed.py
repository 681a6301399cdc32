"""`ketenkpi kpi --signalen`: what in a quarter deserves a conversation."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ketenkpi.cli.numbers import number
from ketenkpi.cli.present import exact_rows, heads, part_text, shown
from ketenkpi.cli.screen import Screen
from ketenkpi.errors import UsageError, UserError
from ketenkpi.surfaces.lines import lined_up
from ketenkpi.vocabulary import Quarter

if TYPE_CHECKING:
    from ketenkpi.store import Store

COLUMNS = (
    "werkplein",
    "indicator",
    "split",
    "view",
    "value",
    "compared",
    "expected",
    "judged",
    "chance",
)


def run(store: Store, options: argparse.Namespace, screen: Screen) -> int:
    """Print the sure signals of one quarter by Werkplein, at most five each."""
    import pandas as pd

    from ketenkpi.comparison import most_telling
    from ketenkpi.scope import Scope

    scope = Scope.everything()
    quarter = _quarter(store, options, scope)
    found = store.signals(quarter, scope, list(options.indicator) or None)
    places = options.werkplein or sorted(set(found["werkplein"]))
    top = [most_telling(found, name) for name in places]
    rows = pd.concat(top, ignore_index=True) if top else found
    screen.tell(
        "signals_of",
        quarter=quarter,
        tests=number(len(found), 0, screen.language),
        sure=number(int(found["sure"].sum()), 0, screen.language),
    )
    lines = [_line(row, store, screen) for row in rows.to_dict("records")]
    if lines:
        screen.show(f"\n{lined_up(heads(COLUMNS, screen.language), lines, (4, 5, 6, 8))}")
    screen.data({"quarter": str(quarter), "tests": len(found), "signals": exact_rows(rows)})
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


def _line(row: Mapping[Any, Any], store: Store, screen: Screen) -> list[str]:
    language, indicator = screen.language, store.indicators[row["indicator"]]
    return [
        row["werkplein"],
        indicator.name.in_(language),
        part_text(indicator, row["split"], language),
        _view(row, screen),
        shown(row["value"], indicator.unit, language),
        shown(row["compared"], row["unit"], language),
        shown(row["expected"], row["unit"], language),
        screen.say(f"variation_{row['verdict']}"),
        number(row["p_adjusted"], 4, language),
    ]


def _view(row: Mapping[Any, Any], screen: Screen) -> str:
    """What it was compared with; of a duration the share that took longer than so many days."""
    view = screen.say(f"basis_{row['basis']}")
    if row["day"] != row["day"]:
        return view
    return screen.say("longer_than", view=view, days=number(row["day"], 0, screen.language))
