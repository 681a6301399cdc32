"""Overview: what changed in a quarter, how sure that is, and every figure explained."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboard import session
from dashboard.components import frame, pickers
from dashboard.components.plain import plain
from dashboard.views.overzicht import course, discuss, fetched, goals
from dashboard.words import say
from ketenkpi.surfaces import in_words

basis = session.basis()
st.title(say("overzicht.title"))
choice = pickers.chosen(basis)
frame.example_notice(basis)
top = fetched.quarterly(basis, choice.place, choice.quarter, choice.cases)
st.html(
    f'<p class="kk-headline">{escape(in_words(top.headline))}</p>'
    + (f'<p class="kk-note">{say("overzicht.headline_note")}</p>' if top.compared else "")
)
if absent := in_words(top.absent):
    st.warning(plain(absent))
discuss.draw(basis, choice)
st.header(say("overzicht.cards"))
course.cards(basis, choice)
goals.draw(basis, choice)
course.draw(basis, choice)
