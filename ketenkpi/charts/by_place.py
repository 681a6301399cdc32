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
    told,
    tooltip,
    value_axis,
    value_scale,
)
from ketenkpi.charts.theme import BLUE, GREY, MUTED, PAPER

# Pixels of a row, and between its middle and each of two points.
ROW, APART = 26, 5
COLOUR = chosen({"datum.role == 'subject'": BLUE}, GREY)


def spread(unit: str, style: ChartStyle) -> alt.LayerChart:
    """The figure of each place with its interval; the subject in blue, a group a square.

    Rows: place, role (subject, other, group; line: an upright line at its value), value, low,
    high, adjusted, adjusted_low, adjusted_high (NaN where nothing is), note (why there is no
    figure, else ''), text. Told: what `places` gives and `apart`. Where anything is adjusted
    each row has two points: open as it was counted, filled as adjusted.
    """
    x = alt.X("value:Q", scale=value_scale(unit), axis=value_axis(unit, minExtent=40))
    above, below = told("-apart"), told("apart")
    open_point = chosen({"apart > 0": PAPER[style.mode], "datum.role == 'subject'": BLUE}, GREY)
    layers = (
        _line(style),
        _interval("", above, style),
        _interval("adjusted_", below, style),
        _point(x, open_point, above, style),
        _point(alt.X("adjusted:Q", title=None), COLOUR, below, style),
        _note(style),
    )
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
    there = data.loc[data["role"] != "line", "place"]
    return {"places": list(there), "subjects": list(subjects)}


def apart(data: pd.DataFrame) -> dict[str, Any]:
    """By how many pixels the two points of a row stand apart; 0 where nothing is adjusted."""
    return {"apart": APART if data["adjusted"].notna().any() else 0}


def last(data: pd.DataFrame) -> dict[str, Any]:
    """The last rank there is."""
    known = data["high"].dropna()
    return {"last": int(known.max()) if len(known) else 1}


def _of_place(condition: str, style: ChartStyle) -> alt.Chart:
    bold = {"condition": {"test": "indexof(subjects, datum.value) >= 0", "value": "bold"}}
    weight = bold | {"value": "normal"}
    return rows(condition).encode(y=names("place", style, labelFontWeight=weight))


def _line(style: ChartStyle) -> alt.Chart:
    line = rows("datum.role == 'line'").mark_rule(color=MUTED[style.mode], strokeWidth=1.5)
    return line.encode(x=alt.X("value:Q", title=None), tooltip=tooltip())


def _interval(of: str, shift: alt.ExprRef, style: ChartStyle) -> alt.Chart:
    line = _of_place(f"isValid(datum.{of}low) && isValid(datum.{of}high)", style)
    line = line.mark_rule(strokeWidth=1.5, yOffset=shift)
    return line.encode(x=alt.X(f"{of}low:Q", title=None), x2=f"{of}high", color=COLOUR)


def _point(x: alt.X, fill: dict[str, Any], shift: alt.ExprRef, style: ChartStyle) -> alt.Chart:
    field = str(x.shorthand).partition(":")[0]
    point = _of_place(f"datum.role != 'line' && isValid(datum.{field})", style)
    return point.mark_point(opacity=1, yOffset=shift, strokeWidth=1.5).encode(
        x=x,
        fill=fill,
        stroke=COLOUR,
        shape=chosen({"datum.role == 'group'": "square"}, "circle"),
        size=chosen({"datum.role == 'subject'": 130}, 70),
        tooltip=tooltip(),
    )


def _note(style: ChartStyle) -> alt.Chart:
    note = _of_place("datum.note != ''", style)
    note = note.mark_text(align="left", color=MUTED[style.mode], fontSize=12)
    return note.encode(x=alt.value(4), text="note:N")
