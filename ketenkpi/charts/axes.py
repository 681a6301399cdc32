"""What charts share: number formats, axes, the unit as title, and which rows a mark is of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, cast

import altair as alt
import pandas as pd

from ketenkpi.charts.theme import INK, MUTED, Mode, chart_config
from ketenkpi.wording import Language, say

HEIGHT = 320
PLAIN: Mapping[str, Any] = MappingProxyType({})
FORMATS = {
    "number": ",.0f", "share": ".0%", "per_year": ",.2f", "days": ",.0f", "mark": ",.1f",
    "euro": ",.0f", "per_fte": ",.1f", "per_1000": ",.1f", "per_1000_people": ",.1f",
    "ratio": ",.1f", "euro_each": ",.0f", "points": ",.1f", "level": ",.2f", "score": ",.2f",
    "per_benefit": ",.2f", "times": ",.2f", "cases_per_fte": ",.0f", "hours": ",.0f",
    "hours_per_fte": ",.1f", "fte": ",.1f", "index": ",.0f",
}  # fmt: skip
# Quarter labels: K1 with its year below, the others bare; '2009K1' is [4] 'K'.
QUARTER_LABEL = (
    "slice(datum.label, 5) == '1' || datum.index == 0"
    " ? [slice(datum.label, 4), slice(datum.label, 0, 4)] : slice(datum.label, 4)"
)
# The rows of every chart, handed to it by this name.
ROWS = alt.NamedData(name="rows")


@dataclass(frozen=True)
class ChartStyle:
    """How a chart is drawn: on a light or dark page, in which language."""

    mode: Mode = "light"
    language: Language = "nl"

    def word(self, key: str) -> str:
        """A word of the catalogue in this language."""
        return say(key, self.language)


def rows(condition: str | None = None) -> alt.Chart:
    """A chart of the rows for which `condition` holds, all without one; still without marks."""
    every = alt.Chart(ROWS)
    return every if condition is None else every.transform_filter(condition)


def once() -> alt.Chart:
    """A chart of one mark that is of no row, such as a line at zero."""
    return alt.Chart(alt.sequence(0, 1))


def told(expression: str) -> alt.ExprRef:
    """What follows from what is told with the rows: the name of a parameter, or reckoned of it."""
    return alt.ExprRef(expr=expression)


def layered(*charts: alt.Chart | alt.LayerChart) -> alt.LayerChart:
    """One over the other, all of the rows but for those of no row.

    The rows stand with the whole, also where a layer is of no row: Altair leaves them with
    each layer then, where nobody can hand them over.
    """
    of_rows = [each.copy(deep=False) for each in charts]
    for each in of_rows:
        if each.data is ROWS:
            each.data = alt.Undefined
    return cast(alt.LayerChart, alt.layer(*of_rows, data=ROWS))


def tooltip() -> alt.Tooltip:
    """The text of a row, without a name before it."""
    return alt.Tooltip("text:N", title=" ")


def chosen(cases: dict[str, Any], otherwise: Any) -> Any:
    """A value by condition: the first of `cases` whose condition holds, else `otherwise`."""
    conditions = [{"test": test, "value": value} for test, value in cases.items()]
    return {"condition": conditions, "value": otherwise}


def quarters(offset: Any = alt.Undefined) -> alt.X:
    """The axis over the `quarters` told; all of them, so that a gap stays a gap."""
    axis = alt.Axis(title=None, labelAngle=0, labelExpr=QUARTER_LABEL, offset=offset)
    return alt.X("kwartaal:O", scale=alt.Scale(domain=told("quarters")), axis=axis)


def in_order(data: pd.DataFrame, *fields: str) -> dict[str, Any]:
    """The values of each of these columns in the order of the rows, told under its plural."""
    return {f"{field}s": list(dict.fromkeys(data[field])) for field in fields}


def names(field: str, style: ChartStyle, scale: Mapping[str, Any] = PLAIN, **axis: Any) -> alt.Y:
    """The rows named by `field`, in the order told under its plural."""
    # Streamlit's theme would push the first name below its own row.
    own: dict[str, Any] = {"labelLimit": 180, "labelFlush": False}
    drawn = own | {"labelColor": INK[style.mode]} | axis
    order = alt.Scale(domain=told(f"{field}s"), **scale)
    return alt.Y(f"{field}:O", scale=order, axis=alt.Axis(title=None, **drawn))


def value_axis(unit: str, **more: Any) -> alt.Axis:
    """The axis of values in the format of their unit."""
    # Without it an axis of few days reads 17, 18, 18, 19.
    whole: dict[str, Any] = {"tickMinStep": 1} if FORMATS[unit] == ",.0f" else {}
    return alt.Axis(title=None, format=FORMATS[unit], tickCount=5, **whole, **more)


def value_scale(unit: str) -> alt.Scale:
    """The scale of values: it need not begin at zero, but that of days does."""
    return alt.Scale(zero=unit == "days", nice=True)


def framed(chart: alt.LayerChart, unit: str, style: ChartStyle) -> alt.LayerChart:
    """The unit above the value axis, and what every chart is configured with."""
    title = alt.TitleParams(
        style.word(f"units.{unit}"),
        anchor="start",
        fontSize=12,
        fontWeight="normal",
        color=MUTED[style.mode],
        offset=8,
    )
    return configured(chart.properties(title=title), style)


def configured(chart: alt.LayerChart, style: ChartStyle) -> alt.LayerChart:
    """What every chart is configured with."""
    return chart.properties(config=chart_config(style.mode, style.language))
