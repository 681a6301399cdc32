"""Every place against the limits that its own number of cases allows."""

from __future__ import annotations

import altair as alt

from ketenkpi.charts.axes import (
    HEIGHT,
    ChartStyle,
    chosen,
    framed,
    layered,
    rows,
    tooltip,
    value_axis,
)
from ketenkpi.charts.theme import BLUE, GREY, INK, MUTED, VERMILION

# Limit columns of the curve, with the dash of their line: 95 % is broken, 99.8 % is whole.
LIMITS = {"low_95": [4, 4], "high_95": [4, 4], "low_998": [1, 0], "high_998": [1, 0]}
# Each pair of limits is named at the left, where they lie far apart.
NAMES = {"high_95": "limit_95", "high_998": "limit_998"}
OUTSIDE = "datum.position == 'above_998' || datum.position == 'below_998'"
NAMED = f"datum.role == 'subject' || {OUTSIDE}"


def draw(unit: str, style: ChartStyle) -> alt.LayerChart:
    """Value against number of cases; outside the outer limits is more than chance.

    Rows by kind. point: place, role (subject, other), n, value, position (inside,
    above_95, below_95, above_998, below_998), text. limit: n and the four columns of
    `LIMITS`. middle: value, of all together. Only the subject and who is outside
    99.8 % are named.
    """
    lines = (_limit(name, dash, style) for name, dash in LIMITS.items())
    names = (_limit_name(name, word, style) for name, word in NAMES.items())
    layers = (*lines, *names, _middle(style), _points(unit, style), _names(style))
    return framed(layered(*layers), unit, style).properties(height=HEIGHT)


def _of_kind(kind: str, condition: str, style: ChartStyle) -> alt.Chart:
    axis = alt.Axis(title=style.word("charts.cases"), format=",.0f", tickCount=5)
    cases = alt.X("n:Q", scale=alt.Scale(zero=True, nice=True), axis=axis)
    return rows(f"datum.kind == '{kind}' && {condition}").encode(x=cases)


def _limit(name: str, dash: list[int], style: ChartStyle) -> alt.Chart:
    line = _of_kind("limit", f"isValid(datum.{name})", style)
    line = line.mark_line(color=MUTED[style.mode], strokeDash=dash, strokeWidth=1.2)
    return line.encode(y=alt.Y(f"{name}:Q", title=None))


def _limit_name(name: str, word: str, style: ChartStyle) -> alt.Chart:
    first = _of_kind("limit", "true", style).transform_joinaggregate(first="min(n)")
    text = first.transform_filter("datum.n == datum.first").mark_text(
        align="left",
        dx=8,
        dy=-9,
        fontSize=11,
        color=MUTED[style.mode],
        text=style.word(f"charts.{word}"),
    )
    return text.encode(y=alt.Y(f"{name}:Q", title=None))


def _middle(style: ChartStyle) -> alt.Chart:
    line = rows("datum.kind == 'middle'").mark_rule(color=INK[style.mode], strokeWidth=1)
    return line.encode(x=alt.value(0), x2=alt.value("width"), y="value:Q")


def _points(unit: str, style: ChartStyle) -> alt.Chart:
    point = _of_kind("point", "isValid(datum.value)", style).mark_point(filled=True, opacity=1)
    return point.encode(
        y=alt.Y(
            "value:Q",
            title=None,
            scale=alt.Scale(zero=False, nice=True),
            axis=value_axis(unit, minExtent=40),
        ),
        color=chosen({"datum.role == 'subject'": BLUE, OUTSIDE: VERMILION}, GREY),
        shape=chosen(
            {
                "datum.position == 'above_998'": "triangle-up",
                "datum.position == 'below_998'": "triangle-down",
            },
            "circle",
        ),
        size=chosen({NAMED: 120}, 60),
        tooltip=tooltip(),
    )


def _names(style: ChartStyle) -> alt.Chart:
    text = _of_kind("point", f"isValid(datum.value) && ({NAMED})", style)
    text = text.mark_text(align="left", dx=9, fontSize=12, color=INK[style.mode])
    return text.encode(y=alt.Y("value:Q", title=None), text="place:N")
