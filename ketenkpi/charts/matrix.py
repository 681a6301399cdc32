"""Places against subjects: a cell each, told by a number, a symbol and a colour."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from ketenkpi.charts.axes import (
    ChartStyle,
    chosen,
    configured,
    in_order,
    layered,
    names,
    rows,
    told,
    tooltip,
)
from ketenkpi.charts.theme import BLUE, INK, MUTED, VERMILION

ROW = 31
# Neither points up or down, so that none contradicts the words.
SHAPES = {"improvement": "square", "concern": "diamond"}
COLOURS = {"improvement": BLUE, "concern": VERMILION}
# Pixels from the middle of a cell to its mark.
BESIDE = 26


def draw(unit: str, style: ChartStyle) -> alt.LayerChart:
    """A row per place, a column per subject, in the order told.

    Rows: place, column, label (the number as it is read, '' without one), verdict
    (improvement, concern, or '' where chance explains it), text. Told: what `crossed` gives.
    """
    number = _cells(style).mark_text(fontSize=12, color=INK[style.mode])
    verdict = (
        _cells(style)
        .transform_filter("datum.verdict != ''")
        .mark_point(filled=True, size=80, opacity=1, xOffset=BESIDE)
    )
    tests = {f"datum.verdict == '{name}'": shape for name, shape in SHAPES.items()}
    colours = {f"datum.verdict == '{name}'": colour for name, colour in COLOURS.items()}
    layers = (
        number.encode(text="label:N", tooltip=tooltip()),
        verdict.encode(
            shape=chosen(tests, "circle"),
            color=chosen(colours, MUTED[style.mode]),
            tooltip=tooltip(),
        ),
    )
    return configured(layered(*layers), style).properties(height=alt.Step(ROW))


def crossed(data: pd.DataFrame) -> dict[str, Any]:
    """The places and the columns in the order of the rows."""
    return in_order(data, "place", "column")


def _cells(style: ChartStyle) -> alt.Chart:
    ink = INK[style.mode]
    across = alt.Axis(title=None, orient="top", labelAngle=0, labelLimit=120, labelColor=ink)
    return rows().encode(
        x=alt.X("column:O", scale=alt.Scale(domain=told("columns")), axis=across),
        y=names("place", style),
    )
