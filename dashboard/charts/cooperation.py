"""The pictures of answers about cooperation, each party in its own colour and shape."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboard.charts.balance import balance
from dashboard.charts.chart import Chart
from dashboard.charts.marks import course, marks
from dashboard.charts.strategies import strategies
from dashboard.charts.swimlanes import swimlanes
from ketenkpi.surfaces import in_words
from ketenkpi.vocabulary import in_both

# What each asks of every row; a picture leaves out what it has nothing for.
NUMBERS = {
    "marks": ("value", "before"),
    "scans": ("value",),
    "balance": ("value",),
    "strategies": ("value", "low", "high", "start", "end"),
    "swimlanes": ("first", "last"),
}
# What stands along a line, by the unit of its values: a scale of the scan, or all of it.
TICKS = {"mark": range(5), "number": range(0, 101, 25)}


def by_party(kind: str, data: pd.DataFrame, unit: str, told: dict[str, Any]) -> Chart:
    """The chart of one kind; told: what every chart is told, such as its alternative text."""
    if kind == "swimlanes":
        first = data.iloc[0]
        return swimlanes(data, subject=first["subject"], chosen=first["chosen"], **told)
    if kind == "strategies":
        bands = data.loc[data["start"].notna(), ["name", "start", "end"]]
        data = data[data["start"].isna()]
        return strategies(data, bands, parties=_parties(data), **told)
    if kind == "balance":
        sides = in_both("cooperation.helps"), in_both("cooperation.hinders")
        left, right = map(in_words, sides)
        top = TICKS[unit][-1]
        return balance(data, parties=_parties(data), top=top, sides=(left, right), **told)
    ticks = TICKS[unit]
    if kind == "marks":
        return marks(data, parties=_parties(data), ticks=ticks, **told)
    quarters = sorted(set(data["kwartaal"]))
    return course(data, quarters=quarters, parties=_parties(data), ticks=ticks, **told)


def _parties(data: pd.DataFrame) -> list[str]:
    return list(dict.fromkeys(data["party"]))
