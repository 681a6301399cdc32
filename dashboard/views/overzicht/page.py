"""Overview: the chain at a glance, what deserves a conversation, and every figure explained."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboard import reads, session
from dashboard.components import frame, pickers, walk
from dashboard.components.plain import plain
from dashboard.views.overzicht import course, fetched, first, goals
from dashboard.words import say
from ketenkpi.answer import in_full
from ketenkpi.surfaces import in_words
from ketenkpi.vocabulary import Quarter

basis = session.basis()
title, first_walk = st.container(), st.container()
if not reads.delivered(basis).quarters:
    walk.draw(basis, None)
choice = pickers.chosen(basis)
top = fetched.quarterly(basis, choice.place, choice.quarter, choice.cases)
with title:
    place = escape(in_words(reads.places(basis)[choice.place].said))
    period = escape(in_words(in_full(Quarter.from_index(choice.quarter))))
    st.html(f'<h1 class="kk-title">{place} <span>{period}</span></h1>')
    st.html(f'<p class="kk-headline">{escape(in_words(top.headline))}</p>')
with first_walk:
    told = fetched.discussed(basis, choice.place, choice.quarter)
    walk.draw(basis, choice, tuple(each.tile.code for each in told.signals))
frame.example_notice(basis)
if absent := in_words(top.absent):
    st.warning(plain(absent))
first.draw(basis, choice)
st.header(say("overzicht.figures"))
if top.compared:
    st.html(f'<p class="kk-note">{say("overzicht.headline_note")}</p>')
course.cards(basis, choice)
with st.expander(say("overzicht.goals")):
    goals.draw(basis, choice)
course.draw(basis, choice)
