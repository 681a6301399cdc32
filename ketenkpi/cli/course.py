"""`ketenkpi kpi --verloop`: an indicator over the quarters, against its own limits of chance."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from ketenkpi.cli.screen import Screen
from ketenkpi.cli.selection import part_of
from ketenkpi.errors import UsageError
from ketenkpi.surfaces.json_text import DataRows

if TYPE_CHECKING:
    from ketenkpi.store import Store


def run(store: Store, options: argparse.Namespace, screen: Screen) -> int:
    """Print the chart of each Werkplein as a table, with what it says as sentences."""
    from ketenkpi.comparison import answers, control_said
    from ketenkpi.indicators import with_unit
    from ketenkpi.scope import Scope
    from ketenkpi.surfaces import in_words

    if len(options.indicator) != 1:
        raise UsageError("cli.one_indicator", option="--verloop")
    key, scope = options.indicator[0], Scope.everything()
    indicator = store.indicators[key]
    where = {name: list(getattr(options, name)) for name in ("regeling", "doelgroep", "kwartaal")}
    where = {name: values for name, values in where.items() if values}
    chart = store.control(
        key,
        scope=scope,
        where=where | part_of(store, key, options.onderdeel),
        werkpleinen=options.werkplein or None,
    )
    rebases = [each for each in store.rebases(scope) if each.indicator == key]
    by_place = {str(name): rows for name, rows in chart.groupby("werkplein")}
    screen.show(f"{in_words(with_unit(indicator))}\n")
    screen.sections(
        [
            answers.control(
                rows,
                indicator.unit,
                [each for each in rebases if each.werkplein == name],
                indicator=indicator.name,
            )
            for name, rows in by_place.items()
        ]
    )
    said = {name: [in_words(one) for one in control_said(rows)] for name, rows in by_place.items()}
    screen.data(
        {"indicator": key, "chart": DataRows(chart), "said": said}, {key: indicator.version}
    )
    return 0
