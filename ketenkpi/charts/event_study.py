"""Before and after a change: what was found in each quarter, and what could not be seen."""

from __future__ import annotations

import altair as alt

from ketenkpi.charts.axes import (
    HEIGHT,
    ChartStyle,
    chosen,
    framed,
    layered,
    once,
    rows,
    tooltip,
    value_axis,
)
from ketenkpi.charts.theme import BLUE, EDGE, GREY, INK, MUTED, PAPER, SHADE


def draw(unit: str, style: ChartStyle) -> alt.LayerChart:
    """The difference in each quarter from the change, with its interval; before it hollow.

    Rows: since (quarters from the change; below 0 before it), value, low, high, unseen (what
    is smaller could not have been seen; drawn as a band around none), none (no difference:
    0, or 1 of a ratio), text.
    """
    unseen = _since("isValid(datum.unseen)", style).transform_calculate(
        least="2 * datum.none - datum.unseen"
    )
    interval = _since("isValid(datum.low) && isValid(datum.high)", style)
    point = _since("isValid(datum.value)", style)
    y = alt.Y(
        "value:Q", scale=alt.Scale(zero=False, nice=True), axis=value_axis(unit, minExtent=40)
    )
    change = (
        once()
        .transform_calculate(since="-0.5")
        .mark_rule(color=MUTED[style.mode], strokeDash=[4, 3])
    )
    layers = (
        unseen.mark_area(color=GREY, fillOpacity=SHADE, stroke=GREY, strokeWidth=EDGE).encode(
            y=alt.Y("least:Q", title=None), y2="unseen"
        ),
        point.mark_line(color=INK[style.mode], strokeWidth=1).encode(y=alt.Y("none:Q", title=None)),
        change.encode(x="since:Q"),
        interval.mark_rule(color=BLUE, strokeWidth=1.5).encode(
            y=alt.Y("low:Q", title=None), y2="high"
        ),
        point.mark_point(color=BLUE, size=70, strokeWidth=2, opacity=1).encode(
            y=y, fill=chosen({"datum.since < 0": PAPER[style.mode]}, BLUE), tooltip=tooltip()
        ),
    )
    return framed(layered(*layers), unit, style).properties(height=HEIGHT)


def _since(condition: str, style: ChartStyle) -> alt.Chart:
    axis = alt.Axis(title=style.word("charts.quarters_since"), format="d", tickMinStep=1)
    return rows(condition).encode(x=alt.X("since:Q", axis=axis))
