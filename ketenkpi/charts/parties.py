"""What each party says: a mark per party, in its own colour and shape."""

from __future__ import annotations

import textwrap
from typing import Any

import altair as alt
import pandas as pd

from ketenkpi.charts.axes import (
    ChartStyle,
    configured,
    layered,
    once,
    quarters,
    rows,
    told,
    tooltip,
)
from ketenkpi.charts.theme import BLUE, EDGE, GREY, INK, MUTED, VERMILION

# Uwv, gemeente, samen: told apart by shape too.
COLOURS, SHAPES = [BLUE, VERMILION, GREY], ["circle", "square", "diamond"]
ROW, WITH_ENDS, COURSE = 44, 88, 230
# Pixels between the marks of two parties on one line.
APART = 14
# Letters on one line of a label: 24 take 145 pixels, which a narrow screen can spare.
LETTERS = 24
# What two ends mean stands below the line; 20 letters each fit beside each other there.
END_LETTERS = 20
# What stands along a line, by the unit of its values: a scale of the scan, or all of it.
TICKS = {"mark": list(range(5)), "number": list(range(0, 101, 25))}
# Pixels of a bar of `balance` and of a row of `strategies`.
BAR, STRATEGY = 17, 46
# Strategies in their order, each a little darker; its name stands in it.
SHADES = (0.10, 0.22, 0.34)


def marks(unit: str, style: ChartStyle) -> alt.LayerChart:
    """A line from 0 to the end of the scale per `label`, in the order told, with a mark per party.

    Rows as `marked` gives them: label, low and high (what the ends mean, '' without), party,
    value (NaN without a mark), before (of the scan before, NaN without), shift, text. Told:
    what `labelled` gives. A mark of the scan before is hollow.
    """
    top, ends = TICKS[unit][-1], (("low", 0, "left"), ("high", TICKS[unit][-1], "right"))
    layers = (
        _track(top, style),
        _joined(unit, style),
        _mark("before", unit, style, filled=False, opacity=1, strokeWidth=1),
        _mark("value", unit, style, filled=True, opacity=1),
        *(_end(field, at, side, style) for field, at, side in ends),
    )
    return configured(layered(*layers), style).properties(height=alt.Step(ROW))


def marked(data: pd.DataFrame) -> pd.DataFrame:
    """The rows with what their ends mean on lines, and how far below each other parties stand."""
    parties = list(dict.fromkeys(data["party"]))
    first = (_row(data) - APART * (len(parties) - 1)) / 2
    shift = data["party"].map({party: first + APART * at for at, party in enumerate(parties)})
    return data.assign(low=_lines(data["low"]), high=_lines(data["high"]), shift=shift)


def height(data: pd.DataFrame) -> dict[str, Any]:
    """Pixels of a row of `marks`."""
    return {"step": _row(data), "for": "position"}


def of_parties(data: pd.DataFrame) -> dict[str, Any]:
    """The parties, in the order of the rows."""
    return {"parties": list(dict.fromkeys(data["party"]))}


def labelled(data: pd.DataFrame) -> dict[str, Any]:
    """The labels in the order of the rows, each on as many lines as it needs; and the parties."""
    names = list(dict.fromkeys(data["label"]))
    lines = {name: textwrap.wrap(name, LETTERS, break_long_words=False) for name in names}
    return of_parties(data) | {"labels": names, "lines": lines}


def course(unit: str, style: ChartStyle) -> alt.LayerChart:
    """What each party says over the quarters told. Rows: kwartaal, party, value; told: parties."""
    ticks = TICKS[unit]
    scale, axis = alt.Scale(domain=[0, ticks[-1]]), alt.Axis(title=None, values=ticks, format="d")
    every = rows().encode(
        x=quarters(), y=alt.Y("value:Q", scale=scale, axis=axis), color=_colour(legend=True)
    )
    layers = (
        every.mark_line(strokeWidth=1),
        every.mark_point(filled=True, size=80, opacity=1).encode(shape=_shape(legend=True)),
    )
    return configured(layered(*layers), style).properties(height=COURSE)


def over_quarters(data: pd.DataFrame) -> dict[str, Any]:
    """The quarters that a course is of, and the parties."""
    return of_parties(data) | {"quarters": sorted(set(data["kwartaal"]))}


def balance(unit: str, style: ChartStyle) -> alt.LayerChart:
    """Bars away from the middle per `label`, in the order told: left helps, right hinders.

    Rows: label, party, at (below 0 what helps; NaN without an answer), note (why there is no
    answer, else ''), text. Told: what `labelled` gives.
    """
    top = TICKS[unit][-1]
    # Both ways count up: left is not negative.
    axis = alt.Axis(
        title=None, orient="top", values=list(range(-top, top + 1)), labelExpr="abs(datum.value)"
    )
    x = alt.X("at:Q", scale=alt.Scale(domain=[-top, top]), axis=axis)
    bar = _offset_by_party("isValid(datum.at)", style).mark_bar(height=BAR)
    zero = once().mark_rule(color=INK[style.mode], strokeWidth=1)
    # Why there is no bar: no answer is not a zero.
    note = _offset_by_party("datum.note != ''", style)
    note = note.mark_text(align="left", dx=4, fontSize=10, color=MUTED[style.mode])
    layers = (
        bar.encode(x=x, color=_colour(legend=True), tooltip=tooltip()),
        zero.encode(x=alt.datum(0, type="quantitative")),
        note.encode(x=alt.datum(0, type="quantitative"), text="note:N"),
    )
    title = alt.TitleParams(
        f"← {style.word('cooperation.helps')}   |   {style.word('cooperation.hinders')} →",
        anchor="middle",
        fontSize=12,
        fontWeight="normal",
        color=MUTED[style.mode],
    )
    step = alt.Step(BAR + 2, **{"for": "offset"})
    return configured(layered(*layers), style).properties(title=title, height=step)


def balanced(data: pd.DataFrame) -> pd.DataFrame:
    """The rows with where their bar ends."""
    return data.assign(at=data["value"].where(~data["helps"].astype(bool), -data["value"]))


def strategies(unit: str, style: ChartStyle) -> alt.LayerChart:
    """The line from samenwerking (0) to coördinatie (100) with each party on it.

    Rows: party, value, low, high (how far other weights would move it), text; and of its
    strategies, in order: name, start, end, middle, shade. Told: parties.
    """
    ticks = TICKS[unit]
    axis = alt.Axis(title=None, values=ticks, format="d")
    scale = alt.Scale(domain=[0, ticks[-1]])

    def x(field: str) -> alt.X:
        return alt.X(f"{field}:Q", scale=scale, axis=axis)

    band = rows("isValid(datum.start)")
    area = band.mark_rect(color=GREY, stroke=GREY, strokeWidth=EDGE).encode(
        x=x("start"), x2="end", fillOpacity=alt.FillOpacity("shade:Q", scale=None)
    )
    name = band.mark_text(color=INK[style.mode], fontSize=11, baseline="bottom", dy=-4)
    lanes = alt.Scale(domain=told("parties"), padding=0)
    y = alt.Y("party:O", scale=lanes, axis=alt.Axis(title=None, labelColor=INK[style.mode]))
    party = rows("!isValid(datum.start)").encode(y=y, color=_colour(), tooltip=tooltip())
    layers = (
        area,
        name.encode(x=x("middle"), y=alt.value(0), text="name:N"),
        party.mark_rule(strokeWidth=4).encode(x=x("low"), x2="high"),
        party.mark_point(filled=True, size=150, opacity=1).encode(x=x("value"), shape=_shape()),
    )
    return configured(layered(*layers), style).properties(height=alt.Step(STRATEGY))


def shaded(data: pd.DataFrame) -> pd.DataFrame:
    """The rows with the middle and the shade of each strategy."""
    band = data["start"].notna()
    shades = dict(zip(data.index[band], SHADES, strict=True))
    middle = (data["start"] + data["end"]) / 2
    return data.assign(middle=middle, shade=data.index.map(shades).astype("float64"))


def of_those_who_say(data: pd.DataFrame) -> dict[str, Any]:
    """The parties among rows that also tell of strategies."""
    return of_parties(data[data["start"].isna()])


def _row(data: pd.DataFrame) -> int:
    # What the ends of a line mean stands below it.
    return WITH_ENDS if bool((data["low"] != "").any()) else ROW


def _lines(texts: pd.Series[str]) -> list[str]:
    return ["\n".join(textwrap.wrap(text, END_LETTERS)) for text in texts]


def _label(style: ChartStyle, **scale: Any) -> alt.Y:
    """The axis of rows named by `label`; a long name on more lines."""
    axis = alt.Axis(
        title=None,
        labelLimit=0,
        labelOverlap=False,
        labelColor=INK[style.mode],
        labelLineHeight=14,
        labelExpr="lines[datum.label]",
    )
    return alt.Y("label:O", scale=alt.Scale(domain=told("labels"), **scale), axis=axis)


def _of_label(condition: str, style: ChartStyle) -> alt.Chart:
    return rows(condition).encode(y=_label(style, padding=0))


def _offset_by_party(condition: str, style: ChartStyle) -> alt.Chart:
    side = alt.YOffset("party:N", scale=alt.Scale(domain=told("parties")))
    return rows(condition).encode(y=_label(style, paddingInner=0.25), yOffset=side)


def _along(field: str, unit: str) -> alt.X:
    ticks = TICKS[unit]
    axis = alt.Axis(title=None, orient="top", values=ticks, format="d")
    return alt.X(f"{field}:Q", scale=alt.Scale(domain=[0, ticks[-1]]), axis=axis)


def _track(top: int, style: ChartStyle) -> alt.Chart:
    line = _of_label("true", style).mark_rule(color=GREY, strokeWidth=0.8)
    return line.encode(x=alt.datum(0, type="quantitative"), x2=alt.datum(top))


def _joined(unit: str, style: ChartStyle) -> alt.Chart:
    """The distance between the parties."""
    line = _of_label("isValid(datum.value)", style).transform_aggregate(
        from_="min(value)", to="max(value)", groupby=["label"]
    )
    line = line.mark_rule(color=GREY, strokeWidth=3)
    return line.encode(x=_along("from_", unit), x2="to")


def _mark(field: str, unit: str, style: ChartStyle, **mark: Any) -> alt.Chart:
    point = _of_label(f"isValid(datum.{field})", style).mark_point(size=130, **mark)
    return point.encode(
        x=_along(field, unit),
        yOffset=alt.YOffset("shift:Q", scale=None),
        color=_colour(legend=True),
        shape=_shape(legend=True),
        tooltip=tooltip(),
    )


def _end(field: str, at: int, side: Any, style: ChartStyle) -> alt.Chart:
    text = _of_label(f"datum.{field} != ''", style).transform_aggregate(groupby=["label", field])
    text = text.mark_text(
        align=side,
        baseline="top",
        dy=14,
        fontSize=11,
        color=MUTED[style.mode],
        lineBreak="\n",
        lineHeight=12,
    )
    return text.encode(x=alt.datum(at, type="quantitative"), text=f"{field}:N")


def _legend(shown: bool) -> alt.Legend | None:
    return alt.Legend(title=None, orient="top", symbolOpacity=1) if shown else None


def _colour(*, legend: bool = False) -> alt.Color:
    scale = alt.Scale(domain=told("parties"), range=COLOURS)
    return alt.Color("party:N", scale=scale, legend=_legend(legend))


def _shape(*, legend: bool = False) -> alt.Shape:
    scale = alt.Scale(domain=told("parties"), range=SHAPES)
    return alt.Shape("party:N", scale=scale, legend=_legend(legend))
