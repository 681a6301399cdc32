"""The programme: goals, proposals for the agenda, the norm register and how it fits together."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from dashboard import session
from dashboard.components import frame, section
from dashboard.components.pickers import chosen, unused
from dashboard.components.plain import plain
from dashboard.views.programma import fetched
from dashboard.words import say
from ketenkpi.surfaces import in_words

basis = session.basis()
st.title(say("programma.title"))
choice = chosen(basis)
place, quarter = choice.place, choice.quarter
unused(choice.cases)
frame.example_notice(basis)

whole, *places = fetched.agenda(basis, place, quarter)
st.header(in_words(whole.title), anchor="agenda")
section.draw(whole)
for number, one in enumerate(places):
    with st.expander(plain(in_words(one.finding)), expanded=False, key=f"agenda_{number}"):
        section.draw(replace(one, finding=None))

goals = fetched.goals(basis, place, quarter)
st.header(in_words(goals.title), anchor="doelen")
section.draw(goals)

register, *steps = fetched.norms(basis, quarter)
st.header(in_words(register.title), anchor="normen")
section.draw(register)
for step in steps:
    st.subheader(in_words(step.title))
    section.draw(step)

fits, *parts = fetched.coherence(basis, place, quarter)
st.header(in_words(fits.title), anchor="samenhang")
section.draw(fits)
for part in parts:
    st.subheader(in_words(part.title))
    section.draw(part)
