"""The tab with what was known of a figure at each delivery."""

from __future__ import annotations

import streamlit as st

from dashboard import reads
from dashboard.basis import Basis
from dashboard.components import section
from dashboard.components.pickers import Choice
from dashboard.views.overzicht import fetched_revisions
from dashboard.words import say

ASKED = "herzieningen_gevraagd"


def draw(basis: Basis, choice: Choice, code: str) -> None:
    """Asked for by a button: the first time it counts every earlier delivery again."""
    place = reads.places(basis)[choice.place]
    if place.kind != "werkplein":
        st.html(f'<p class="kk-headline">{say("herzieningen.choose_place")}</p>')
        return
    if not st.session_state.get(ASKED):
        st.html(f'<p class="kk-note">{say("herzieningen.ask_note")}</p>')
        if not st.button(say("herzieningen.ask"), key="zoek_herzieningen"):
            return
        st.session_state[ASKED] = True
    with st.spinner(say("herzieningen.counting")):
        found = fetched_revisions.sections(basis, place.name, choice.quarter, code)
    for each in found:
        section.draw(each)
