"""A drawing on a page, in the colours and language of the reader."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import session
from ketenkpi.charts import ChartStyle, Drawing
from ketenkpi.surfaces import language


def draw(drawing: Drawing, where: DeltaGenerator | None = None) -> None:
    """The chart, its rows handed over beside the specification that all such charts share.

    where: the container it stands in; None for where the page is.
    """
    spec = drawing.spec(ChartStyle(session.mode(), language()))
    (where or st).vega_lite_chart(drawing.rows, spec, alt=drawing.alt_text)
