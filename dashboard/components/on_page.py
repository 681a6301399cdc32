"""A drawing on a page, in the colours and language of the reader."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import session
from dashboard.words import say
from ketenkpi.charts import ChartStyle, Drawing
from ketenkpi.surfaces import language


def draw(drawing: Drawing, where: DeltaGenerator | None = None) -> None:
    """The chart, its rows handed over beside the specification that all such charts share.

    where: the container it stands in; None for where the page is.
    """
    spec = drawing.spec(ChartStyle(session.mode(), language()))
    (where or st).vega_lite_chart(drawing.rows, spec, alt=drawing.alt_text)


def recipe(lines: str, where: DeltaGenerator | None = None) -> None:
    """The lines that make a picture elsewhere, folded, below how to read it."""
    with (where or st).expander(say("page.recipe")):
        st.html(f'<p class="kk-note">{say("page.recipe_note")}</p>')
        st.code(lines, language="python", wrap_lines=True)
