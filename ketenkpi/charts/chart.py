"""A picture as a chart: its specification made once, its rows and words handed over each time.

An Altair chart takes some 30 ms to make and check. So what depends on kind, unit, language
and light alone is made once and kept, without rows; whatever is of one answer stands in its
rows, or is told as a parameter of the chart, such as which place is the subject.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Any

import altair as alt
import pandas as pd

from ketenkpi.charts import (
    bars,
    bullet,
    by_phase,
    by_place,
    dots,
    event_study,
    flow,
    funnel_plot,
    groups,
    in_order,
    matrix,
    over_time,
    own_limits,
    parties,
    quadrant,
    resources,
    rug,
    small,
    survival,
    swimlanes,
    tiles,
)
from ketenkpi.charts.axes import ChartStyle

# Pixels, of all or of a row.
Height = int | dict[str, Any] | None
Draw = Callable[[str, ChartStyle], alt.LayerChart]
KINDS: Mapping[str, Draw] = {
    "course": over_time.draw,
    "control": own_limits.draw,
    "spread": by_place.spread,
    "order": by_place.ranks,
    "funnel": funnel_plot.draw,
    "bars": bars.draw,
    "flow": flow.draw,
    "swimlanes": swimlanes.draw,
    "marks": parties.marks,
    "scans": parties.course,
    "balance": parties.balance,
    "strategies": parties.strategies,
    "by_partner": resources.by_partner,
    "beside_mark": resources.beside_mark,
    "parts": resources.parts,
    "moved": resources.moved,
    "survival": survival.draw,
    "matrix": matrix.draw,
    "quadrant": quadrant.draw,
    "bullet": bullet.draw,
    "tiles": tiles.draw,
    "dots": dots.draw,
    "by_phase": by_phase.draw,
    "groups": groups.draw,
    "in_order": in_order.draw,
    "event_study": event_study.draw,
    "rug": rug.draw,
    "spark": small.spark,
    "strip": small.strip,
}


@dataclass(frozen=True)
class Drawing:
    """What is drawn, before it is a chart.

    kind: of `KINDS`. unit: of its values. rows: the marks. told: the parameters, plain
    values. alt_text: what it says to who cannot see it. height: where it follows from the rows.
    """

    kind: str
    unit: str
    rows: pd.DataFrame
    alt_text: str
    told: Mapping[str, Any] = field(default_factory=dict)
    height: Height = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"there is no chart of kind {self.kind!r}; there are {[*KINDS]}")

    def chart(self, style: ChartStyle) -> alt.LayerChart:
        """The chart with its rows in it, as a notebook shows it."""
        chart = _template(self.kind, self.unit, style).copy(deep=False)
        chart.data, chart.description = self.rows, self.alt_text
        if self.height is not None:
            chart.height = self.height
        params = [alt.param(name=name, value=value) for name, value in self.told.items()]
        return chart.add_params(*params)

    def spec(self, style: ChartStyle) -> dict[str, Any]:
        """The same without its rows, for who hands them over beside it."""
        params = [{"name": name, "value": value} for name, value in self.told.items()]
        own = {"params": params, "height": self.height}
        of_rows = {name: part for name, part in own.items() if part}
        return {**_spec(self.kind, self.unit, style), **of_rows}


@cache
def _template(kind: str, unit: str, style: ChartStyle) -> alt.LayerChart:
    return KINDS[kind](unit, style)


@cache
def _spec(kind: str, unit: str, style: ChartStyle) -> Mapping[str, Any]:
    """Checked against Altair's schema as it is made; shared by all, so it is not to be changed."""
    found = _template(kind, unit, style).to_dict()
    return MappingProxyType({name: part for name, part in found.items() if name != "data"})
