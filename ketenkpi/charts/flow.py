"""Clients through the chain as bands between columns, as thick as there are clients."""

from __future__ import annotations

from typing import Any

import altair as alt

from ketenkpi.charts.axes import ChartStyle, chosen, configured, layered, rows, told, tooltip
from ketenkpi.charts.theme import BLUE, EDGE, GREY, INK, MUTED, PAPER, VERMILION

# Bands lie over each other where they leave a box, so they let light through.
FAINT, CLEAR, CHOSEN = 0.22, 0.5, 0.85
# The names right of the last column need the most room, on a narrow screen too.
LAST_COLUMN, ROOM = 3, 0.95
PICKED = "indexof(chosen, datum.handover) >= 0"


def draw(unit: str, style: ChartStyle) -> alt.LayerChart:
    """Bands between boxes; those of the handovers that are `chosen` in blue.

    Rows, by role. band: a point of the edge of a band (band, kind: binnen, tussen or
    einde; handover, x in columns from 0, y0 and y1 in pixels from the top, text). box: x,
    y0, y1, middle, text. head: x, middle, text with a line break where it may be broken.
    Told: chosen, and tall, the pixels from top to bottom.
    """
    words = (
        *_words("box", INK[style.mode], 7, style),
        *_words("head", MUTED[style.mode], -4, style),
    )
    return configured(layered(_bands(), _boxes(style), *words), style)


def _of_role(role: str, y: str) -> alt.Chart:
    columns = alt.Scale(domain=[-0.02, LAST_COLUMN + ROOM], nice=False)
    pixels = alt.Scale(domain=alt.ExprRef(expr="[tall, 0]"), nice=False, zero=False)
    x = alt.X("x:Q", scale=columns, axis=None)
    return rows(f"datum.role == '{role}'").encode(x=x, y=alt.Y(f"{y}:Q", scale=pixels, axis=None))


def _bands() -> alt.Chart:
    colour = chosen({PICKED: BLUE, "datum.kind == 'tussen'": VERMILION}, GREY)
    dim = told(f"length(chosen) > 0 ? {FAINT} : {CLEAR}")
    opacity = chosen({PICKED: CHOSEN, "datum.kind == 'einde'": FAINT}, dim)
    band = _of_role("band", "y0").mark_area(line=False, strokeWidth=EDGE)
    return band.encode(
        y2="y1",
        detail="band:N",
        color=colour,
        stroke=colour,
        fillOpacity=opacity,
        tooltip=tooltip(),
    )


def _boxes(style: ChartStyle) -> alt.Chart:
    box = _of_role("box", "y0").mark_rule(strokeWidth=8, color=INK[style.mode])
    return box.encode(y2="y1", tooltip=tooltip())


def _words(role: str, colour: str, right: int, style: ChartStyle) -> list[alt.Chart]:
    """Words from `right` pixels right of their place on, on a halo in the colour of the page."""
    halo: dict[str, Any] = {"stroke": PAPER[style.mode], "strokeWidth": 3, "strokeJoin": "round"}
    mark: dict[str, Any] = {
        "align": "left",
        "baseline": "middle" if role == "box" else "top",
        "dx": right,
        "fontSize": 12,
        "lineBreak": "\n",
        "lineHeight": 14,
        "color": colour,
    }
    return [
        _of_role(role, "middle").mark_text(**mark, **under).encode(text="text:N")
        for under in (halo | {"opacity": 0.85}, {})
    ]
