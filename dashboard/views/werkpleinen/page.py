"""The Werkpleinen beside each other: where it goes well, where not, and in which phase."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboard import reads, session
from dashboard.components import blocks, board, frame, pickers
from dashboard.views.werkpleinen import fetched, tile_map
from dashboard.words import say
from ketenkpi.answer import in_full
from ketenkpi.surfaces import in_words
from ketenkpi.vocabulary import Quarter

basis = session.basis()
title = st.container()
choice = pickers.chosen(basis)
shown = fetched.inside(basis, choice.place)
with title:
    name = say("werkpleinen.title")
    period = in_words(in_full(Quarter.from_index(choice.quarter)))
    st.html(f'<h1 class="kk-title">{escape(name)} <span>{escape(period)}</span></h1>')
    said = in_words(fetched.headline(basis, shown.code, choice.quarter))
    st.html(f'<p class="kk-headline">{escape(said)}</p>')
frame.example_notice(basis)
st.html(f'<p class="kk-legend">{escape(say("werkpleinen.legend"))}</p>')
regions = fetched.by_region(basis, shown.code)
if drawn := tile_map.as_html(basis, choice, regions, fetched.tiles(basis, tuple(regions))):
    blocks.head(say("werkpleinen.map"), say("werkpleinen.map_legend"))
    st.html(drawn)
st.html(board.as_html(basis, choice, regions))
if not reads.registered(basis).periods:
    st.html(f'<p class="kk-note">{escape(say("werkpleinen.no_phases"))}</p>')
if not basis.store.regions(basis.scope):
    st.html(f'<p class="kk-note">{escape(say("werkpleinen.no_regions"))}</p>')
