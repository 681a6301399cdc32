"""Werkpleinen as tiles of equal size, roughly where they lie."""

from __future__ import annotations

import altair as alt

from ketenkpi.charts.axes import ChartStyle, chosen, configured, layered, rows, tooltip
from ketenkpi.charts.matrix import COLOURS
from ketenkpi.charts.theme import GREY, INK, MUTED, SHADE

TILE = 58


def draw(unit: str, style: ChartStyle) -> alt.LayerChart:
    """A tile per place with its short name and its number; equal tiles, for a map shows land.

    Rows: place, short, column and row (whole numbers, from left above), label (the number
    as it is read), verdict (improvement, concern, ''), text.
    """
    tests = {f"datum.verdict == '{name}'": colour for name, colour in COLOURS.items()}
    tile = _at().mark_rect(
        stroke=MUTED[style.mode], strokeWidth=0.6, fillOpacity=SHADE, cornerRadius=4
    )
    edge = (
        _at()
        .transform_filter("datum.verdict != ''")
        .mark_rect(filled=False, strokeWidth=2.5, cornerRadius=4)
    )
    name = _at().mark_text(dy=-8, fontSize=11, color=INK[style.mode])
    number = _at().mark_text(dy=9, fontSize=12, fontWeight="bold", color=INK[style.mode])
    layers = (
        tile.encode(fill=chosen(tests, GREY), tooltip=tooltip()),
        edge.encode(stroke=chosen(tests, GREY)),
        name.encode(text="short:N"),
        number.encode(text="label:N"),
    )
    return configured(layered(*layers), style).properties(height=alt.Step(TILE))


def _at() -> alt.Chart:
    return rows().encode(x=alt.X("column:O", axis=None), y=alt.Y("row:O", axis=None))
