"""Two figures of the same things against each other, with the middle of both."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from ketenkpi.charts.axes import (
    HEIGHT,
    ChartStyle,
    chosen,
    configured,
    layered,
    once,
    rows,
    told,
    tooltip,
    value_axis,
)
from ketenkpi.charts.theme import BLUE, GREY, INK, MUTED, PAPER

NAME: dict[str, Any] = {"align": "left", "dx": 9, "dy": -9, "fontSize": 12}
# Where the word of each corner stands: side, and pixels from it.
CORNERS = (("left", "top"), ("right", "top"), ("left", "bottom"), ("right", "bottom"))
EDGE, BELOW, CORNER = 6, 34, 24


def draw(unit: str, style: ChartStyle) -> alt.LayerChart:
    """A point with an interval both ways: without them it looks far surer than it is.

    Rows: name, role (subject, other), x, x_low, x_high, y, y_low, y_high, text. Told: across
    and up (what the axes are of), middle_x and middle_y (drawn as a cross), and corners, four
    words from left above to right below.
    """
    interval: dict[str, Any] = {"color": GREY, "strokeWidth": 1}
    sideways = _points("isValid(datum.x_low) && isValid(datum.x_high)", unit)
    upright = _points("isValid(datum.y_low) && isValid(datum.y_high)", unit)
    point = _points("isValid(datum.x) && isValid(datum.y)", unit)
    colour = chosen({"datum.role == 'subject'": BLUE}, GREY)
    layers = (
        *_middle(style),
        *(_corner(at, style) for at in range(len(CORNERS))),
        # No title of an axis can be told with the rows, so both names are marks.
        _word("across", style, align="right").encode(x=_at("width"), y=_at(f"height + {BELOW}")),
        _word("up", style, align="left").encode(x=alt.value(0), y=alt.value(-EDGE)),
        sideways.mark_rule(**interval).encode(x=_across("x_low", unit), x2="x_high"),
        upright.mark_rule(**interval).encode(y=_up("y_low", unit), y2="y_high"),
        point.mark_point(filled=True, size=100, opacity=1).encode(color=colour, tooltip=tooltip()),
        # Twice: the paper below the letters keeps them free of the lines.
        point.mark_text(stroke=PAPER[style.mode], strokeWidth=4, **NAME).encode(text="name:N"),
        point.mark_text(color=INK[style.mode], **NAME).encode(text="name:N"),
    )
    return configured(layered(*layers), style).properties(height=HEIGHT)


def crossed_at(data: pd.DataFrame) -> dict[str, Any]:
    """What is told, of rows that hold it: the names of the axes, the words of the corners
    (corner_0 to corner_3), and the middle of the points."""
    first = data.iloc[0]
    corners = [first[f"corner_{at}"] for at in range(len(CORNERS))]
    middle = {f"middle_{axis}": float(data[axis].mean()) for axis in "xy"}
    return {"across": first["across"], "up": first["up"], "corners": corners, **middle}


def _across(field: str, unit: str) -> alt.X:
    return alt.X(f"{field}:Q", scale=alt.Scale(zero=False, nice=True), axis=value_axis(unit))


def _up(field: str, unit: str) -> alt.Y:
    # Room for the words of the corners above and below the points.
    return alt.Y(
        f"{field}:Q", scale=alt.Scale(zero=False, nice=True, padding=CORNER), axis=value_axis(unit)
    )


def _points(condition: str, unit: str) -> alt.Chart:
    return rows(condition).encode(x=_across("x", unit), y=_up("y", unit))


def _middle(style: ChartStyle) -> tuple[alt.Chart, alt.Chart]:
    cross: dict[str, Any] = {"color": MUTED[style.mode], "strokeDash": [3, 3]}
    here = once().transform_calculate(x="middle_x", y="middle_y").mark_rule(**cross)
    return here.encode(x="x:Q"), here.encode(y="y:Q")


def _corner(at: int, style: ChartStyle) -> alt.Chart:
    side, end = CORNERS[at]
    x = alt.value(EDGE) if side == "left" else _at(f"width - {EDGE}")
    y = alt.value(EDGE) if end == "top" else _at(f"height - {EDGE}")
    return _word(f"corners[{at}]", style, align=side, baseline=end).encode(x=x, y=y)


def _word(expression: str, style: ChartStyle, **mark: Any) -> alt.Chart:
    word = once().transform_calculate(word=expression)
    return word.mark_text(color=MUTED[style.mode], fontSize=11, **mark).encode(text="word:N")


def _at(expression: str) -> Any:
    return alt.value(told(expression))
