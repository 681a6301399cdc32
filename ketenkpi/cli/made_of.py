"""`ketenkpi kpi --opbouw`: what a figure is made of, and what came with each part."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ketenkpi.cli.screen import Screen
from ketenkpi.errors import UsageError
from ketenkpi.vocabulary import Quarter

if TYPE_CHECKING:
    from ketenkpi.overview import DriverTree
    from ketenkpi.store import Store


def run(store: Store, options: argparse.Namespace, screen: Screen) -> int:
    """Print the tree of each Werkplein in each quarter asked, else in the newest."""
    from ketenkpi.indicators import load_drivers, named
    from ketenkpi.overview.answers import drivers_section

    if len(options.indicator) != 1:
        raise UsageError("cli.one_indicator", option="--opbouw")
    (key,) = options.indicator
    indicator = named(key, store.indicators)
    if key not in load_drivers():
        raise UsageError("cli.not_made_of", key=key, known=", ".join(load_drivers()))
    found = list(_trees(store, key, options))
    screen.sections(drivers_section(tree, place) for place, tree in found)
    data = [row for place, tree in found for row in _rows(place, tree)]
    screen.data({"drivers": data}, {key: indicator.version})
    return 0


def _trees(store: Store, key: str, options: argparse.Namespace) -> Iterator[tuple[str, DriverTree]]:
    from ketenkpi.overview import CountedCases, driver_tree
    from ketenkpi.scope import Scope

    for name in ("regeling", "doelgroep"):
        if len(getattr(options, name)) > 1:
            raise UsageError("cli.one_value", option="--opbouw", name=f"--{name}")
    scope = Scope.everything()
    cases = CountedCases(next(iter(options.regeling), None), next(iter(options.doelgroep), None))
    places, quarters = _asked(store, options)
    for place in places:
        for quarter in quarters:
            tree = driver_tree(store.source, key, "werkplein", place, scope, quarter, cases=cases)
            if tree is not None:
                yield place, tree


def _asked(store: Store, options: argparse.Namespace) -> tuple[Sequence[str], Sequence[int]]:
    """The Werkpleinen and quarters asked; all there are, in the newest, where nothing is."""
    from ketenkpi.scope import Scope

    grid = store.deliveries(Scope.everything())
    places = list(options.werkplein) or sorted(grid["werkplein"].unique())
    newest = [int(grid["kwartaal"].max())] if len(grid) else []
    return places, list(options.kwartaal) or newest


def _rows(place: str, tree: DriverTree) -> Iterator[dict[str, Any]]:
    for each in tree.drivers:
        yield {
            "werkplein": place,
            "kwartaal": str(Quarter.from_index(tree.quarter)),
            "since": str(Quarter.from_index(tree.since)),
            "indicator": tree.indicator,
            "level": each.level,
            "role": each.of.role,
            "part": each.of.indicator or each.of.own,
            "now": each.now,
            "then": each.then,
            "share": each.share,
        }
