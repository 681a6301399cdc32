"""Money and people: by partner, beside a mark, and before and after a move.

Rows stand in the order of the data. UWV is blue and the gemeente vermilion in
every chart, and each is named in the legend or the text, never by colour alone.
"""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from ketenkpi.charts import axes
from ketenkpi.charts.axes import ChartStyle, framed, layered, once, rows, told, tooltip, value_axis
from ketenkpi.charts.theme import BLUE, GREY, INK, MUTED, VERMILION

ROW, OFFSET = 36, 13
BREAK = "\\n"
COLOURS = [BLUE, VERMILION]
# Both partners, together, apart, and what is not known.
MOST_PARTS = 5


def by_partner(unit: str, style: ChartStyle) -> alt.LayerChart:
    """A value per row and partner, with its interval or a tick beside it.

    Rows: name, partner (as it is shown), place (0 for the first partner), value, low,
    high, beside (NaN where there is none), text. Told: what `partners` gives. With limits
    anywhere a value is a point; without any it is a bar.
    """
    value = _partner("isValid(datum.value)", style)
    limits = _partner("isValid(datum.low) && isValid(datum.high)", style)
    point = value.transform_filter("limits").mark_point(filled=True, size=80, opacity=1)
    bar = value.transform_filter("!limits").mark_bar(height=OFFSET - 2)
    x = _value("value", unit, zero=told("!limits"))
    layers = (
        limits.mark_rule(strokeWidth=2).encode(x=alt.X("low:Q", title=None), x2="high"),
        bar.encode(x=x),
        point.encode(x=x),
        _tick("beside", INK[style.mode], OFFSET + 3, _of_name(style, paddingInner=0.35)).encode(
            yOffset="place:O"
        ),
    )
    step = alt.Step(OFFSET, **{"for": "offset"})
    return framed(layered(*layers), unit, style).properties(height=step)


def partners(data: pd.DataFrame) -> dict[str, Any]:
    """The names and the partners, and whether any value has limits."""
    shown = data.drop_duplicates("partner").sort_values("place")
    colours = [COLOURS[place] for place in shown["place"]]
    limits = bool(data["low"].notna().any())
    return names(data) | {"partners": list(shown["partner"]), "colours": colours, "limits": limits}


def names(data: pd.DataFrame) -> dict[str, Any]:
    """The names in the order of the rows."""
    return axes.in_order(data, "name")


def beside_mark(unit: str, style: ChartStyle) -> alt.LayerChart:
    """A bar per row with a vermilion mark beside it, such as what was found elsewhere.

    Rows: name, value, mark (NaN where there is none), text. Told: names.
    """
    bar = _of_name(style).transform_filter("isValid(datum.value)").mark_bar(height=14, color=BLUE)
    bar = bar.encode(x=_value("value", unit, zero=True), tooltip=tooltip())
    return _by_name(layered(bar, _tick("mark", VERMILION, 24, _of_name(style))), unit, style)


def parts(unit: str, style: ChartStyle) -> alt.LayerChart:
    """How a whole is made up, one bar of 100 % per row.

    Rows: name, part (as it is shown), colour, order, share, low, high (limits of the first
    boundary, NaN where there are none), label, text. Told: what `made_up` gives.
    """
    axis = value_axis("share")
    share = alt.X("share:Q", stack="zero", scale=alt.Scale(domain=[0, 1]), axis=axis)
    part = alt.Scale(domain=told("parts"), range=_colours(MOST_PARTS))
    bar = (
        _of_name(style)
        .mark_bar(height=18, stroke=MUTED[style.mode], strokeWidth=0.5)
        .encode(
            x=share,
            color=alt.Color("part:N", scale=part, legend=alt.Legend(title=None)),
            order="order:Q",
            tooltip=tooltip(),
        )
    )
    limits = _of_name(style).transform_filter("isValid(datum.low)")
    limits = limits.mark_rule(strokeWidth=3, color=INK[style.mode]).encode(x="low:Q", x2="high")
    return _by_name(layered(bar, limits), "share", style)


def made_up(data: pd.DataFrame) -> dict[str, Any]:
    """The names, the parts and their colours."""
    shown = data.drop_duplicates("part")
    return names(data) | {"parts": list(shown["part"]), "colours": list(shown["colour"])}


def moved(unit: str, style: ChartStyle) -> alt.LayerChart:
    """Before (open) and after (filled) per row, with the line of zero.

    Rows: name, before, after, text. Told: names.
    """
    zero = once().mark_rule(color=MUTED[style.mode], strokeDash=[3, 3])
    line = _of_name(style).mark_rule(strokeWidth=1.5, color=BLUE)
    before = _of_name(style).mark_point(size=90, color=GREY, strokeWidth=2)
    after = _of_name(style).mark_point(size=110, filled=True, color=BLUE, opacity=1)
    layers = (
        zero.encode(x=alt.datum(0), y=alt.value(0), y2=alt.value("height")),
        line.encode(x=_value("before", unit, zero=True), x2="after"),
        before.encode(x=_value("before", unit, zero=True), tooltip=tooltip()),
        after.encode(x=_value("after", unit, zero=True), tooltip=tooltip()),
    )
    return _by_name(layered(*layers), unit, style)


def _by_name(chart: alt.LayerChart, unit: str, style: ChartStyle) -> alt.LayerChart:
    return framed(chart, unit, style).properties(height=alt.Step(ROW))


def _of_name(style: ChartStyle, **scale: Any) -> alt.Chart:
    # A name of two lines, so that it fits a narrow screen.
    lines = f"split(datum.label, '{BREAK}')"
    return rows().encode(y=axes.names("name", style, scale, labelLimit=150, labelExpr=lines))


def _partner(condition: str, style: ChartStyle) -> alt.Chart:
    scale = alt.Scale(domain=told("partners"), range=_colours(len(COLOURS)))
    colour = alt.Color(
        "partner:N",
        scale=scale,
        legend=alt.Legend(title=None, symbolType="square", symbolOpacity=1),
    )
    here = _of_name(style, paddingInner=0.35).transform_filter(condition)
    return here.encode(color=colour, yOffset="place:O", tooltip=tooltip())


def _value(field: str, unit: str, *, zero: Any) -> alt.X:
    return alt.X(f"{field}:Q", scale=alt.Scale(zero=zero, nice=True), axis=value_axis(unit))


def _tick(field: str, colour: str, size: int, here: alt.Chart) -> alt.Chart:
    tick = here.transform_filter(f"isValid(datum.{field})")
    tick = tick.mark_tick(color=colour, thickness=2.5, size=size, opacity=1)
    return tick.encode(x=alt.X(f"{field}:Q", title=None), tooltip=tooltip())


def _colours(most: int) -> list[alt.ExprRef]:
    """The colours told, of at most so many."""
    return [alt.ExprRef(expr=f"colours[{at}]") for at in range(most)]
