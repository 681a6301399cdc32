"""The programme: goals from region to Werkplein, proposals for the agenda, the norm register."""

from __future__ import annotations

from html import escape as safe

import streamlit as st

from dashboard import session
from dashboard.components import frame, wide_table
from dashboard.views.programma import fetched, pickers
from dashboard.words import say

language = session.language()
basis = session.basis()
st.title(say("programma.title", language))
choice = pickers.chosen(basis)
frame.example_notice(basis)

st.header(say("programma.agenda", language), anchor="agenda")
agenda = fetched.agenda_of(basis, choice.place, choice.quarter, language)
st.html(
    f'<p class="kk-finding">{safe(agenda.said)}</p>'
    f'<p class="kk-note">{safe(say("programma.agenda_note", language))} {safe(agenda.order)}</p>'
)
for number, one in enumerate(agenda.places):
    if len(agenda.places) == 1:
        st.html(one.html)
        continue
    with st.expander(one.said.replace("$", r"\$"), expanded=False, key=f"agenda_{number}"):
        st.html(one.html)

st.header(say("programma.goals", language), anchor="doelen")
goals = fetched.goal_tree(basis, choice.place, choice.quarter, language)
if goals.none:
    st.html(f'<p class="kk-finding">{say("programma.no_goals", language)}</p>')
else:
    st.html(
        f'<p class="kk-finding">{safe(goals.said)}</p>'
        f'<p class="kk-note">{say("programma.goals_note", language)}</p>'
    )
    wide_table.draw(goals.counts, say("programma.goals", language))
    st.html(goals.tree)

st.header(say("programma.norms", language), anchor="normen")
norms = fetched.norm_matrix(basis, choice.quarter, language)
st.html(
    f'<p class="kk-finding">{safe(norms.said)}</p>'
    f'<p class="kk-note">{say("programma.norms_note", language)}</p>'
)
st.html(norms.html)
