"""The registered phase of a Werkplein as thin bands between a chart over quarters and its axis."""

from __future__ import annotations

import altair as alt
import pandas as pd

from ketenkpi.answer import Picture
from ketenkpi.charts.axes import ChartStyle, chosen, layered, rows, told, tooltip
from ketenkpi.charts.theme import GREY, INK
from ketenkpi.surfaces import in_words

# Pixels. REACH: how far a band goes past the middle of its first and last
# quarter; on a screen of 390 pixels twelve quarters are 25 apart, so bands
# that follow each other stay apart.
ROW, HALF, REACH = 20, 7, 9
# A later phase is darker; the code in the band says which one it is.
OPACITY = {"0": 0.14, "1": 0.26, "2": 0.38, "3a": 0.48, "3b": 0.56, "4": 0.64}
BY_PHASE = chosen({f"datum.phase == '{code}'": at for code, at in OPACITY.items()}, OPACITY["0"])
COLUMNS = ("row", "first", "last", "phase", "text")


def bands_of(picture: Picture | None) -> pd.DataFrame:
    """The rows of the bands of a picture, written for the reader; none without a picture.

    row: 0 is the upper one. first, last: quarters as text. text: for the tooltip.
    """
    found = [
        {name: row[name] if name == "row" else in_words(row[name]) for name in COLUMNS}  # type: ignore[arg-type]
        for row in (picture.rows if picture else ())
    ]
    return pd.DataFrame(found, columns=list(COLUMNS)).assign(role="phase")


def parameters(bands: pd.DataFrame) -> dict[str, int]:
    """How many rows of bands there are."""
    return {"lanes": int(bands["row"].nunique())}


def offset() -> alt.ExprRef:
    """How far the axis of quarters moves down to leave room for the `lanes` told."""
    return told(f"lanes * {ROW}")


def layer(style: ChartStyle) -> alt.LayerChart:
    """One band for each run of quarters in one phase, with the code of the phase in it."""
    middle = alt.value(told(f"height + datum.row * {ROW} + {ROW // 2}"))
    of_phase = rows("datum.role == 'phase'")
    band = of_phase.mark_rule(color=GREY, strokeWidth=2 * HALF, xOffset=-REACH, x2Offset=REACH)
    code = of_phase.mark_text(fontSize=11, fontWeight="bold", color=INK[style.mode])
    return layered(
        band.encode(x="first:O", x2="last", y=middle, opacity=BY_PHASE, tooltip=tooltip()),
        code.encode(x="first:O", y=middle, text="phase:N"),
    )
