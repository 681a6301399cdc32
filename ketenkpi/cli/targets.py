"""`ketenkpi kpi --norm`: target, realised, a year before, and whether it was reached."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ketenkpi.cli.numbers import MISSING
from ketenkpi.cli.present import (
    difference,
    exact_rows,
    heads,
    in_words,
    interval,
    quarter_text,
    shown,
    title,
)
from ketenkpi.cli.screen import Screen
from ketenkpi.errors import UserError
from ketenkpi.surfaces.lines import lined_up
from ketenkpi.vocabulary import Quarter

if TYPE_CHECKING:
    import pandas as pd

    from ketenkpi.indicators import Indicator
    from ketenkpi.store import Store

COLUMNS = (
    *("werkplein", "kwartaal", "sort", "target", "value", "interval", "gap"),
    *("before", "change", "verdict", "why"),
)
RIGHT = (3, 4, 6, 7, 8)


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
    for key, mine in rows.groupby("indicator", sort=False):
        indicator = store.indicators[str(key)]
        screen.show(f"{title(indicator, screen.language)}\n{_table(indicator, mine, screen)}\n")
        for line in _periods(indicator, mine, screen):
            screen.show(f"{line}\n")
    screen.tell("targets_legend")
    screen.data({"targets": exact_rows(rows)})
    return 0


def _with_target(store: Store, scope: Any) -> list[str]:
    """The indicators for which somebody ever recorded a target."""
    recorded = set(store.targets(scope)["indicator"])
    return [key for key in store.indicators if key in recorded]


def _table(indicator: Indicator, rows: pd.DataFrame, screen: Screen) -> str:
    lines = [_line(row, indicator, screen) for row in rows.to_dict("records")]
    return lined_up(heads(COLUMNS, screen.language), lines, RIGHT)


def _line(row: Mapping[Any, Any], indicator: Indicator, screen: Screen) -> list[str]:
    import pandas as pd

    from ketenkpi.comparison import target_shown, verdict_in_words
    from ketenkpi.surfaces import in_words as said_in_words

    language, unit = screen.language, indicator.unit
    value = shown(row["value"], unit, language)
    verdict = verdict_in_words(row["verdict"], language)
    # What is not known and what does not apply are two different words.
    target = said_in_words(target_shown(row, unit))
    why = in_words(row["reason"], language)
    if shown(row["before"], unit, language) == MISSING and not why:
        why = in_words(row["before_reason"], language)
    return [
        row["werkplein"],
        quarter_text(row["kwartaal"], language),
        row["soort"] if isinstance(row["soort"], str) else "",
        verdict if pd.isna(row["target"]) else target,
        value,
        "" if value == MISSING else interval(row, unit, language),
        difference(row["gap"], unit, language),
        shown(row["before"], unit, language),
        difference(row["change"], unit, language),
        verdict,
        why,
    ]


def _periods(indicator: Indicator, rows: pd.DataFrame, screen: Screen) -> Iterator[str]:
    """What is said of targets over more than a quarter, which is too long for a table."""
    from ketenkpi.comparison.target_said import period_said
    from ketenkpi.surfaces import in_words as said_in_words

    for row in rows.to_dict("records"):
        told = said_in_words(period_said(row, indicator.unit))
        if told:
            place, quarter = row["werkplein"], quarter_text(row["kwartaal"], screen.language)
            yield f"{place}, {quarter}. {told}"
