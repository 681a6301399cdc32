"""A region: its Werkpleinen side by side, what they add up to, and the other regions."""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

import streamlit as st

from dashboard import reads, session
from dashboard.components import board, frame, pickers, rug_table
from dashboard.components.chosen import pick_several
from dashboard.presenters.parts import in_subject, subject_and_name
from dashboard.views.regio import added, fetched, headline
from dashboard.words import say
from ketenkpi.answer import in_full
from ketenkpi.surfaces import in_words
from ketenkpi.vocabulary import Quarter

# As many as fit on a screen.
MOST = 20

language = session.language()
basis = session.basis()
title = st.container()
choice = pickers.chosen(basis)
region = fetched.region_of(basis, choice.place)
if region is None:
    title.html(f'<h1 class="kk-title">{escape(say("regio.title"))}</h1>')
    frame.example_notice(basis)
    st.info(say("regio.none"))
    st.stop()
with title:
    period = escape(in_words(in_full(Quarter.from_index(choice.quarter))))
    name = escape(in_words(region.said))
    st.html(f'<h1 class="kk-title">{name} <span>{period}</span></h1>')
    found = fetched.added(basis, region.code, choice.quarter, choice.cases)
    said = headline.as_html(found, fetched.signalled(basis, region.code, choice.quarter))
    st.html(f'<p class="kk-headline">{said or escape(say("regio.nothing"))}</p>')
frame.example_notice(basis)
links = " · ".join(
    escape(each.name)
    if each == region
    else f'<a class="kk-go" href="?{escape(urlencode({"plek": each.code}))}">'
    f"{escape(each.name)}</a>"
    for each in fetched.regions(basis)
)
st.html(f'<p class="kk-legend kk-links">{escape(say("regio.regions"))}: {links}</p>')
inside = reads.werkpleinen(basis, region)
st.html(f'<h2 class="kk-head">{escape(say("regio.beside"))} '
        f"<small>{escape(say('regio.beside_legend'))}</small></h2>")  # fmt: skip
st.html(board.as_html(basis, choice, {"": inside}))
st.html(f'<h2 class="kk-head">{escape(say("regio.added"))} '
        f"<small>{escape(say('regio.added_legend'))}</small></h2>")  # fmt: skip
st.html(added.as_html(found, region.name))
st.html(f'<h2 class="kk-head">{escape(say("regio.among"))} '
        f"<small>{escape(say('regio.among_legend'))}</small></h2>")  # fmt: skip
choosable = fetched.choosable(basis, choice.quarter)
codes = pick_several(
    st.container(),
    say("regio.figures"),
    in_subject(choosable, language),
    "cijfers",
    lambda code: subject_and_name(choosable[code], language),
    most=MOST,
)
tiles = tuple(choosable[code] for code in codes or fetched.usual(basis))
among = fetched.among(basis, region.code, choice.quarter, choice.cases, tiles)
st.html(rug_table.as_html(among, {"plek": region.code, "kwartaal": choice.quarter_text}))
