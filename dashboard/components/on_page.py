"""A drawing on a page, in the colours and language of the reader."""

from __future__ import annotations

from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import reads, session
from dashboard.words import say
from ketenkpi.charts import ChartStyle, Drawing
from ketenkpi.surfaces import language


def draw(drawing: Drawing, where: DeltaGenerator | None = None) -> None:
    """The chart, its rows handed over beside the specification that all such charts share.

    where: the container it stands in; None for where the page is.
    """
    spec = drawing.spec(ChartStyle(session.mode(), language()))
    (where or st).vega_lite_chart(drawing.rows, spec, alt=drawing.alt_text)
    (where or st).html(_kept(drawing))


def _kept(drawing: Drawing) -> str:
    """The links that keep the picture above as a file, with what must go with it.

    `static/page.js` writes the file in the browser, from what is drawn there.
    """
    said = escape(drawing.alt_text, quote=True)
    source = escape(reads.source_of(session.basis()), quote=True)
    links = "".join(
        f'<a href="#" class="kk-save" role="button" data-kind="{kind}" data-said="{said}"'
        f' data-source="{source}" aria-label="{say("page.save_as", kind=kind.upper())}">'
        f"{kind.upper()}</a>"
        for kind in ("svg", "png")
    )
    return f'<p class="kk-saves">{say("page.save")} {links}</p>'


def recipe(lines: str, where: DeltaGenerator | None = None) -> None:
    """The lines that make a picture elsewhere, folded, below how to read it."""
    with (where or st).expander(say("page.recipe")):
        st.html(f'<p class="kk-note">{say("page.recipe_note")}</p>')
        st.code(lines, language="python", wrap_lines=True)
