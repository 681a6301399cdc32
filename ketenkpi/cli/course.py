"""`ketenkpi kpi --verloop`: an indicator over the quarters, against its own limits of chance."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ketenkpi.cli.present import exact_rows, heads, interval, quarter_text, shown, title
from ketenkpi.cli.screen import Screen
from ketenkpi.cli.selection import part_of
from ketenkpi.errors import UsageError
from ketenkpi.surfaces.lines import lined_up
from ketenkpi.wording import say

if TYPE_CHECKING:
    import pandas as pd

    from ketenkpi.indicators import Indicator
    from ketenkpi.store import Store

COLUMNS = ("kwartaal", "value", "centre", "limits", "target", "variation", "why")


def run(store: Store, options: argparse.Namespace, screen: Screen) -> int:
    """Print the chart of each Werkplein as a table, with what it says as sentences."""
    from ketenkpi.comparison import control_said
    from ketenkpi.scope import Scope
    from ketenkpi.surfaces import in_words

    if len(options.indicator) != 1:
        raise UsageError("cli.one_indicator", option="--verloop")
    key = options.indicator[0]
    indicator = store.indicators[key]
    where = {name: list(getattr(options, name)) for name in ("regeling", "doelgroep", "kwartaal")}
    where = {name: values for name, values in where.items() if values}
    chart = store.control(
        key,
        scope=Scope.everything(),
        where=where | part_of(store, key, options.onderdeel),
        werkpleinen=options.werkplein or None,
    )
    said: dict[str, list[str]] = {}
    screen.show(title(indicator, screen.language))
    for name, rows in chart.groupby("werkplein"):
        said[str(name)] = [in_words(one) for one in control_said(rows)]
        screen.show(f"\n{name}\n{_table(indicator, rows, screen)}")
        for sentence in said[str(name)]:
            screen.show(f"- {sentence}")
    screen.data({"indicator": key, "chart": exact_rows(chart), "said": said})
    return 0


def _table(indicator: Indicator, rows: pd.DataFrame, screen: Screen) -> str:
    lines = [_line(row, indicator, screen) for row in rows.to_dict("records")]
    return lined_up(heads(COLUMNS, screen.language), lines, (1, 2, 4))


def _line(row: Mapping[Any, Any], indicator: Indicator, screen: Screen) -> list[str]:
    language, unit = screen.language, indicator.unit
    notes = [
        *(say(row[name], language) for name in ("reason", "rule") if isinstance(row[name], str))
    ]
    if row["pending"]:
        notes.append(screen.say("pending"))
    return [
        quarter_text(row["kwartaal"], language),
        shown(row["value"], unit, language),
        shown(row["centre"], unit, language),
        interval(row, unit, language),
        shown(row["target"], unit, language),
        screen.say(f"variation_{row['variation']}"),
        " ".join(note for note in notes if note),
    ]
