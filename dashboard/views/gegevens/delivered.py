"""Who delivered what: Werkplein by kind of file, quarter by quarter, and every delivery."""

from __future__ import annotations

from html import escape as safe

import pandas as pd
import streamlit as st

from dashboard import reads, session
from dashboard.basis import Basis
from dashboard.components.chosen import pick
from dashboard.components.plain import plain
from dashboard.presenters import uploads
from dashboard.views.gegevens import explain, nothing, take_back
from dashboard.words import say
from ketenkpi.harmless import harmless_frame
from ketenkpi.surfaces import in_words
from ketenkpi.surfaces import language as reader
from ketenkpi.vocabulary import Quarter


def draw() -> None:
    """The grid of one quarter, and below it all deliveries, replaced and taken back ones too."""
    language = reader()
    basis = session.basis()
    found = basis.store.deliveries(basis.scope)
    if found.empty:
        st.info(say("gegevens.nothing_delivered"))
    else:
        _grid(basis, found)
        nothing.draw(basis, reads.delivered(basis).werkpleinen)
    every = basis.store.uploads(basis.scope)
    if every.empty:
        return
    st.subheader(say("gegevens.uploads"))
    st.dataframe(harmless_frame(uploads.uploads_table(every, language)), hide_index=True)
    explain.draw(basis)
    take_back.draw(basis, every)


def _grid(basis: Basis, found: pd.DataFrame) -> None:
    language = reader()
    st.markdown(say("gegevens.delivered_intro"))
    indexes = sorted(set(found["kwartaal"]), reverse=True)
    quarters = [str(Quarter.from_index(int(index))) for index in indexes]
    chosen = pick(st.container(), say("gegevens.quarter"), quarters, "kwartaal")
    quarter = Quarter.parse(chosen).index
    state = reads.delivered(basis)
    absent = state.absent(state.werkpleinen, quarter)
    count = len(state.werkpleinen)
    every = say("gegevens.all_delivered", quarter=chosen, count=count)
    lacking = state.partners_lacking(state.werkpleinen, quarter)
    st.html(f'<p class="kk-finding">{safe(in_words((absent, lacking)) or every)}</p>')
    grid = uploads.grid(found, quarter, language)
    grid.index = grid.index.map(plain)
    st.table(grid)
