"""`ketenkpi kpi --revisies` and `--brug`: how figures moved, and why they did."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ketenkpi.cli.arguments import Pair, by_name
from ketenkpi.cli.screen import Screen
from ketenkpi.cli.selection import filters
from ketenkpi.errors import UsageError
from ketenkpi.surfaces.json_text import DataRows

if TYPE_CHECKING:
    from ketenkpi.indicators import Bridge, Indicator, NoFigure
    from ketenkpi.store import Store


def versions_of(options: argparse.Namespace) -> dict[str, int]:
    """The versions of definitions that `--definitie` names, by indicator."""
    asked = by_name(_version(text) for text in options.definitie)
    return {key: int(version) for key, version in asked.items()}


def _version(text: str) -> Pair:
    key, _, version = text.partition("@")
    if not version.isdecimal():
        raise UsageError("cli.no_version", value=text)
    return key, version


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
        },
        {indicator.key: indicator.version},
    )
    return 0


def show_bridge(store: Store, options: argparse.Namespace, screen: Screen) -> int:
    """Print how figures of an earlier version became those of today, in three steps.

    Without `--indicator` of all that may be added as asked. Of several, one that has no
    figure on the way is told with the reason; one that is named alone is refused with it.
    """
    from ketenkpi.comparison import answers
    from ketenkpi.indicators import NoFigure, askable

    by = [name for name in options.per if name in ("werkplein", "kwartaal")]
    keys = list(options.indicator) or askable(store.indicators, by, filters(options))
    bridges: dict[str, Sequence[Bridge]] = {}
    lacking: dict[str, NoFigure] = {}
    for key in keys:
        try:
            bridges[key] = _bridged(store, key, options, by)
        except NoFigure as fault:
            if len(keys) == 1:
                raise
            lacking[key] = fault
    screen.sections(answers.bridged(store.indicators[key], bridges[key], by) for key in bridges)
    for key, why in lacking.items():
        name = store.indicators[key].name.in_(screen.language)
        screen.tell("no_bridge", name=name, why=why.message(screen.language))
    screen.data(_bridges_data(bridges, lacking, screen), _in_force(store, bridges))
    return 0


def _bridged(
    store: Store, key: str, options: argparse.Namespace, by: Sequence[str]
) -> Sequence[Bridge]:
    from ketenkpi.scope import Scope
    from ketenkpi.store import Side

    where = filters(options)
    old = Side(options.brug, versions_of(options).get(key), where)
    return store.bridge(key, old, Side(where=where), by=by, scope=Scope.everything())


def _in_force(store: Store, keys: Iterable[str]) -> dict[str, int]:
    return {key: store.indicators[key].version for key in keys}


def _bridges_data(
    bridges: Mapping[str, Sequence[Bridge]], lacking: Mapping[str, NoFigure], screen: Screen
) -> dict[str, Any]:
    """A row for each figure, and of which indicators there is none with the reason."""
    import pandas as pd

    rows = [_bridge_row(key, one) for key, found in bridges.items() for one in found]
    reasons = [
        {"indicator": key, "reason": fault.message(screen.language)}
        for key, fault in lacking.items()
    ]
    return {"bridges": DataRows(pd.DataFrame(rows)), "lacking": reasons}


def _bridge_row(key: str, one: Bridge) -> dict[str, object]:
    steps = {"data": one.data, "definition": one.definition, "population": one.population}
    return {"indicator": key, **one.place, "old": one.values[0], **steps, "new": one.values[3]}


def _only(store: Store, options: argparse.Namespace, option: str) -> Indicator:
    if len(options.indicator) != 1:
        raise UsageError("cli.one_indicator", option=option)
    return store.indicators[options.indicator[0]]
