"""Every place in one period, by name; an order by value would be a league table."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from ketenkpi.charts.axes import (
    ChartStyle,
    chosen,
    framed,
    layered,
    names,
    rows,
    tooltip,
    value_axis,
    value_scale,
)
from ketenkpi.charts.theme import BLUE, GREY, MUTED, VERMILION

ROW = 26
COLOUR = chosen({"datum.role == 'subject'": BLUE}, GREY)


def spread(unit: str, style: ChartStyle) -> alt.LayerChart:
    """The figure of each place with its interval; the subject in blue.

    Rows: place, role (subject, other), value, low, high, expected (NaN where nothing is),
    note (why there is no figure, else ''), text. Told: what `places` gives. What was
    expected is a vermilion tick.
    """
    x = alt.X("value:Q", scale=value_scale(unit), axis=value_axis(unit, minExtent=40))
    layers = (_interval(style), _point(x, style), _expected(style), _note(style))
    return framed(layered(*layers), unit, style).properties(height=alt.Step(ROW))


def ranks(unit: str, style: ChartStyle) -> alt.LayerChart:
    """Between which two ranks each place stands; a bar over all of them says 'cannot tell'.

    Rows: place, role, low, high (the ranks, 1 the best), note, text. Told: what `places`
    and `last` give.
    """
    ticks = alt.ExprRef(expr="last < 7 ? [1, last] : slice([1, 5, 10, 15, 20, 25, 30], 0, 7)")
    axis = alt.Axis(title=None, format="d", orient="top", values=ticks)
    ends = alt.Scale(domain=alt.ExprRef(expr="[0.5, last + 0.5]"), nice=False)
    bar = _of_place("isValid(datum.low)", style)
    bar = bar.mark_rule(strokeWidth=7, strokeCap="round").encode(
        x=alt.X("low:Q", scale=ends, axis=axis), x2="high", color=COLOUR, tooltip=tooltip()
    )
    chart = framed(layered(bar, _note(style)), "rank", style)
    return chart.properties(height=alt.Step(ROW))


def places(data: pd.DataFrame) -> dict[str, Any]:
    """The places in the order of the rows, and which of them are the subject."""
    subjects = data.loc[data["role"] == "subject", "place"]
    return {"places": list(data["place"]), "subjects": list(subjects)}


def last(data: pd.DataFrame) -> dict[str, Any]:
    """The last rank there is."""
    known = data["high"].dropna()
    return {"last": int(known.max()) if len(known) else 1}


def _of_place(condition: str, style: ChartStyle) -> alt.Chart:
    bold = {"condition": {"test": "indexof(subjects, datum.value) >= 0", "value": "bold"}}
    weight = bold | {"value": "normal"}
    return rows(condition).encode(y=names("place", style, labelFontWeight=weight))


def _interval(style: ChartStyle) -> alt.Chart:
    line = _of_place("isValid(datum.low) && isValid(datum.high)", style)
    line = line.mark_rule(strokeWidth=1.5)
    return line.encode(x=alt.X("low:Q", title=None), x2="high", color=COLOUR)


def _point(x: alt.X, style: ChartStyle) -> alt.Chart:
    point = _of_place("isValid(datum.value)", style).mark_point(filled=True, opacity=1)
    size = chosen({"datum.role == 'subject'": 130}, 70)
    return point.encode(x=x, color=COLOUR, size=size, tooltip=tooltip())


def _expected(style: ChartStyle) -> alt.Chart:
    tick = _of_place("isValid(datum.expected)", style)
    tick = tick.mark_tick(color=VERMILION, thickness=2.5, size=16, opacity=1)
    return tick.encode(x=alt.X("expected:Q", title=None), tooltip=tooltip())


def _note(style: ChartStyle) -> alt.Chart:
    note = _of_place("datum.note != ''", style)
    note = note.mark_text(align="left", color=MUTED[style.mode], fontSize=12)
    return note.encode(x=alt.value(4), text="note:N")
