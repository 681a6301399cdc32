"""The tab with all figures of one place: a row a figure, by subject, found by its name."""

from __future__ import annotations

from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import reads
from dashboard.basis import Basis
from dashboard.components import frame, pickers
from dashboard.components.chosen import checked, pick
from dashboard.views.raster import fetched_rug
from dashboard.words import say
from ketenkpi.answer import in_full
from ketenkpi.surfaces import in_words
from ketenkpi.vocabulary import Quarter

SEARCH, PARTS = "zoek", "onderdelen"


def draw(basis: Basis, title: DeltaGenerator, subjects: dict[str, str]) -> None:
    """Title and headline, the bar, what narrows the list, and the rug."""
    choice = pickers.chosen(basis)
    place = reads.places(basis)[choice.place]
    when = in_words(in_full(Quarter.from_index(choice.quarter)))
    of = f"{in_words(place.said)}, {when}"
    name = f"{escape(say('raster.title'))} <span>{escape(of)}</span>"
    title.html(f'<h1 class="kk-title">{name}</h1>')
    said = fetched_rug.headline(basis, choice.place, choice.quarter)
    title.html(f'<p class="kk-headline">{escape(said)}</p>')
    frame.example_notice(basis)
    first, second, third = st.columns([5, 5, 4], vertical_alignment="bottom")
    asked = _searched(first)
    subject = pick(second, say("raster.subject"), list(subjects), "onderwerp", subjects.__getitem__)
    every_part = checked(third, say("raster.parts_short"), PARTS, say("raster.parts"))
    # Of a hundred Werkpleinen seconds, where no worker made the figures ahead yet.
    with st.spinner(say("raster.computing")):
        drawn = fetched_rug.drawn_rug(basis, choice, every_part, subject, asked)
    st.html(drawn)
    st.html(f'<p class="kk-legend">{escape(say("raster.rug_legend"))}</p>')


def _searched(where: DeltaGenerator) -> str:
    """Part of a name; it stands in the address."""
    asked = where.text_input(
        say("raster.search"), value=st.query_params.get(SEARCH, ""), key=SEARCH
    ).strip()
    if asked:
        st.query_params[SEARCH] = asked
    elif SEARCH in st.query_params:
        del st.query_params[SEARCH]
    return asked
