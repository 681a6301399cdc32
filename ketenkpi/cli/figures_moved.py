"""`ketenkpi kpi --revisies` and `--brug`: how figures moved, and why they did."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from ketenkpi.cli.screen import Screen
from ketenkpi.cli.selection import filters
from ketenkpi.errors import UsageError
from ketenkpi.surfaces.json_text import DataRows
from ketenkpi.surfaces.plain_values import exact
from ketenkpi.vocabulary import Quarter

if TYPE_CHECKING:
    from ketenkpi.indicators import Bridge, Indicator
    from ketenkpi.store import Store


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
    """Print how much figures of an indicator still moved after they were delivered, by age.

    Of Werkpleinen that are named also what was known at each delivery.
    """
    import pandas as pd

    from ketenkpi.comparison import answers
    from ketenkpi.indicators import with_unit
    from ketenkpi.scope import Scope

    indicator = _only(store, options, "--revisies")
    found = store.revisions(indicator.key, Scope.everything())
    split = options.onderdeel if indicator.always_split else None
    of_places = [answers.revised(found, split, name, pd.DataFrame()) for name in options.werkplein]
    screen.sections([answers.sizes(found, with_unit(indicator)), *of_places])
    screen.data(
        {
            "indicator": indicator.key,
            "sizes": DataRows(found.sizes),
            "triangle": DataRows(found.triangle, ("kwartaal", "vintage")),
            "ages": DataRows(found.ages),
        }
    )
    return 0


def show_bridge(store: Store, options: argparse.Namespace, screen: Screen) -> int:
    """Print how a figure of an earlier version became that of today, in three steps."""
    from ketenkpi.comparison import answers
    from ketenkpi.scope import Scope
    from ketenkpi.store import Side

    versions = versions_of(options)
    indicator = _only(store, options, "--brug")
    where = filters(options)
    old = Side(options.brug, versions.get(indicator.key), where)
    by = [name for name in options.per if name in ("werkplein", "kwartaal")]
    found = store.bridge(indicator.key, old, Side(where=where), by=by, scope=Scope.everything())
    screen.sections([answers.bridged(indicator, found, by)])
    screen.data({"indicator": indicator.key, "bridges": [_bridge_data(one) for one in found]})
    return 0


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
