"""Money and people of both partners: what there is, what it brings, and how it could be divided."""

from __future__ import annotations

import streamlit as st

from dashboard import reads, reads_resources, session
from dashboard.components import frame, resources, resources_pickers, resources_what_if
from dashboard.components.plain import plain
from dashboard.components.pickers import nothing_yet
from dashboard.words import say
from ketenkpi.errors import UserError

SECTIONS = {
    "geld": ("spending", "ratio", "joint"),
    "mensen": ("caseload", "effort"),
    "opbrengst": ("cost", "double"),
}

language = session.language()
basis = session.basis()
st.title(say("middelen.title", language))
st.html(f'<p class="kk-note">{say("middelen.intro", language)}</p>')
if not reads_resources.quarters(basis):
    nothing_yet(language)
asked, subject = resources_pickers.chosen(basis, language)
frame.example_notice(basis, language)
try:
    with st.spinner(say("middelen.computing", language)):
        found = reads_resources.resources(basis, asked)
except UserError as fault:
    # Such as a Werkplein that never delivered resources; another can be chosen above.
    st.warning(plain(fault.message(language)))
    st.stop()
if subject in SECTIONS:
    frame.may_change(found.may_change, language)
    resources.sections(basis, asked, SECTIONS[subject], language)
elif subject == "verdelen":
    resources.head("allocation", language)
    if reads.places(basis)[asked.place].kind == "werkplein":
        st.info(say("middelen.needs_several", language))
    else:
        division = resources_pickers.division(basis, asked, language)
        resources.allocation(basis, asked, division, language)
else:
    resources.head("what_if", language)
    resources_what_if.draw(basis, asked, language)
