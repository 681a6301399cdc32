"""`ketenkpi kpi --revisies` and `--brug`: how figures moved, and why they did."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ketenkpi.cli.numbers import number
from ketenkpi.cli.present import (
    difference,
    exact_rows,
    heads,
    in_words,
    interval,
    part_text,
    shown,
    title,
)
from ketenkpi.cli.screen import Screen
from ketenkpi.cli.selection import filters
from ketenkpi.errors import UsageError
from ketenkpi.surfaces.lines import lined_up
from ketenkpi.surfaces.plain_values import exact
from ketenkpi.vocabulary import Quarter

if TYPE_CHECKING:
    from ketenkpi.indicators import Bridge, Indicator
    from ketenkpi.store import Store

SIZES = ("age", "revisions", "median", "size", "why")


def versions_of(options: argparse.Namespace) -> dict[str, int]:
    """The versions of definitions that `--definitie` names, by indicator."""
    found = {}
    for text in options.definitie:
        key, _, version = text.partition("@")
        if not version.isdecimal():
            raise UsageError("cli.no_version", value=text)
        found[key] = int(version)
    return found


def show_revisions(store: Store, options: argparse.Namespace, screen: Screen) -> int:
    """Print how much figures of an indicator still moved after they were delivered, by age."""
    from ketenkpi.comparison.revisions import is_relative
    from ketenkpi.scope import Scope

    indicator = _only(store, options, "--revisies")
    found = store.revisions(indicator.key, Scope.everything())
    unit = "share" if is_relative(indicator) else indicator.unit
    lines = [_size(row, unit, screen) for row in found.sizes.to_dict("records")]
    screen.show(title(indicator, screen.language))
    screen.tell("revisions_of" if unit == indicator.unit else "revisions_relative")
    screen.show(lined_up(heads(SIZES, screen.language), lines, (0, 1, 2, 3)))
    screen.data(
        {
            "indicator": indicator.key,
            "sizes": exact_rows(found.sizes),
            "triangle": exact_rows(found.triangle, ("kwartaal", "vintage")),
            "ages": exact_rows(found.ages),
        }
    )
    return 0


def _size(row: Mapping[Any, Any], unit: str, screen: Screen) -> list[str]:
    language = screen.language
    return [
        str(row["age"]),
        number(row["n"], 0, language),
        shown(row["median"], unit, language),
        interval(row, unit, language),
        in_words(row["reason"], language),
    ]


def show_bridge(store: Store, options: argparse.Namespace, screen: Screen) -> int:
    """Print how a figure of an earlier version became that of today, in three steps."""
    from ketenkpi.scope import Scope
    from ketenkpi.store import Side

    versions = versions_of(options)
    indicator = _only(store, options, "--brug")
    where = filters(options)
    old = Side(options.brug, versions.get(indicator.key), where)
    by = [name for name in options.per if name in ("werkplein", "kwartaal")]
    found = store.bridge(indicator.key, old, Side(where=where), by=by, scope=Scope.everything())
    columns = [*by, "split", "was", "data", "definition", "population", "becomes"]
    lines = [_bridge(one, by, indicator, screen) for one in found]
    screen.show(title(indicator, screen.language))
    right = range(len(by) + 1, len(columns))
    screen.show(lined_up(heads(columns, screen.language), lines, right))
    screen.data({"indicator": indicator.key, "bridges": [_bridge_data(one) for one in found]})
    return 0


def _bridge(one: Bridge, by: list[str], indicator: Indicator, screen: Screen) -> list[str]:
    language = screen.language
    moved = (one.data, one.definition, one.population)
    return [
        *(_place(one.place[name]) for name in by),
        part_text(indicator, one.place.get("split"), language),
        shown(one.values[0], one.unit, language),
        *(difference(value, one.unit, language) for value in moved),
        shown(one.values[3], one.unit, language),
    ]


def _place(value: object) -> str:
    return value if isinstance(value, str) else str(Quarter.from_index(int(str(value))))


def _bridge_data(one: Bridge) -> dict[str, Any]:
    place = {name: _place(value) for name, value in one.place.items() if value is not None}
    steps = {"data": one.data, "definition": one.definition, "population": one.population}
    return {"place": place, "old": one.values[0], "new": one.values[3], **exact(steps)}


def _only(store: Store, options: argparse.Namespace, option: str) -> Indicator:
    if len(options.indicator) != 1:
        raise UsageError("cli.one_indicator", option=option)
    return store.indicators[options.indicator[0]]
