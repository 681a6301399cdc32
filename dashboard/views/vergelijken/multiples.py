"""Further figures below the first: the same places in the same order, a headline each."""

from __future__ import annotations

from html import escape as safe

import streamlit as st

from dashboard import session
from dashboard.basis import Basis
from dashboard.components import blocks, on_page
from dashboard.components.how import HowMade
from dashboard.views.vergelijken import fetched
from dashboard.views.vergelijken.fetched import ComparisonAsked
from dashboard.views.vergelijken.spread import SPREAD, legend, spread_of
from dashboard.words import say
from ketenkpi.charts import drawing
from ketenkpi.surfaces import in_html, in_words


def draw(basis: Basis, asked: ComparisonAsked) -> None:
    """What was found of one figure, and every place by name."""
    if fetched.nothing_of(basis, asked):
        blocks.head(fetched.name_of(basis, asked))
        st.html(f'<p class="kk-note">{safe(say("vergelijken.nothing_of"))}</p>')
        return
    top, *_ = fetched.sections(basis, asked)
    picture, changed = spread_of(basis, asked)
    drawn = () if picture is None else (drawing(picture, session.mode()),)
    lines = fetched.recipe(basis, fetched.beside_adjusted(basis, asked), SPREAD) if drawn else ""
    note = None if picture is None else picture.note
    made = HowMade(in_words(top.title), (note,), drawn, lines)
    blocks.head(top.title, legend(basis, asked), made)
    first = top.finding[0] if isinstance(top.finding, tuple) and top.finding else top.finding
    st.html("".join(f'<p class="kk-said">{in_html(each)}</p>' for each in (first, changed) if each))
    for each in drawn:
        on_page.chart(each)
