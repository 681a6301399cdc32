"""`ketenkpi kpi --norm`: target, realised, a year before, and whether it was reached."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from ketenkpi.cli.screen import Screen
from ketenkpi.cli.selection import versions_of_figures
from ketenkpi.errors import UserError
from ketenkpi.surfaces.json_text import DataRows
from ketenkpi.vocabulary import Quarter

if TYPE_CHECKING:
    import pandas as pd

    from ketenkpi.answer import Said, Section
    from ketenkpi.scope import Scope
    from ketenkpi.store import Store


def run(store: Store, options: argparse.Namespace, screen: Screen) -> int:
    """Print one table per indicator; without `--indicator` of those that have a target."""
    from ketenkpi.scope import Scope

    scope = Scope.everything()
    if options.werkplein:
        scope = scope.narrowed(options.werkplein)
    keys = list(options.indicator) or _with_target(store, scope)
    chosen = [Quarter.from_index(index) for index in options.kwartaal] or None
    if not keys:
        raise UserError("cli.no_targets")
    rows = store.targets_table(keys, scope, chosen)
    rows = rows.sort_values(["indicator", "werkplein", "kwartaal"], kind="stable")
    screen.sections(_sections(store, rows, scope))
    screen.data({"targets": DataRows(rows)}, versions_of_figures(store.indicators, rows))
    return 0


def _sections(store: Store, rows: pd.DataFrame, scope: Scope) -> list[Section]:
    from ketenkpi.comparison import answers
    from ketenkpi.indicators import with_unit

    every = store.target_findings(scope)
    return [
        answers.targets(
            mine,
            store.indicators,
            [each for each in every if each.indicator == key],
            where=_where(mine),
            title=with_unit(store.indicators[str(key)]),
        )
        for key, mine in rows.groupby("indicator", sort=False)
    ]


def _where(rows: pd.DataFrame) -> Said:
    from ketenkpi.answer import count_of, phrase

    names = list(rows["werkplein"].unique())
    count = count_of(len(names))
    return names[0] if len(names) == 1 else phrase("comparison.all_places", count=count)


def _with_target(store: Store, scope: Scope) -> list[str]:
    """The indicators for which somebody ever recorded a target."""
    recorded = set(store.targets(scope)["indicator"])
    return [key for key in store.indicators if key in recorded]
