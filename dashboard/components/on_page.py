"""A drawing on a page, in the colours and language of the reader."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import session
from dashboard.components.how import HowMade, headed
from ketenkpi.charts import ChartStyle, Drawing
from ketenkpi.surfaces import language


def draw(
    drawing: Drawing,
    where: DeltaGenerator | None = None,
    *,
    how: HowMade | None = None,
    html: str = "",
) -> None:
    """The chart below the line that heads it, with the '?' of that line.

    where: the container it stands in; None for where the page is. how: None for a picture of
    which only the source is told. html: what that line says.
    """
    headed(html, how or HowMade(drawing.alt_text, pictures=(drawing,)), where)
    chart(drawing, where)


def chart(drawing: Drawing, where: DeltaGenerator | None = None) -> None:
    """The chart alone, its rows handed over beside the specification that all such charts share."""
    spec = drawing.spec(ChartStyle(session.mode(), language()))
    (where or st).vega_lite_chart(drawing.rows, spec, alt=drawing.alt_text)
