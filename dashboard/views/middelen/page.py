"""Money and people of both partners: what there is, what it brings, and how it could be divided."""

from __future__ import annotations

import streamlit as st

from dashboard import reads, session
from dashboard.components import frame
from dashboard.components.pickers import nothing_yet
from dashboard.components.plain import plain
from dashboard.views.middelen import fetched, parts, pickers, what_if
from dashboard.words import say
from ketenkpi.errors import UserError

SECTIONS = {
    "geld": ("spending", "ratio", "joint"),
    "mensen": ("caseload", "effort"),
    "opbrengst": ("cost", "double"),
}

language = session.language()
basis = session.basis()
st.title(say("middelen.title"))
st.html(f'<p class="kk-note">{say("middelen.intro")}</p>')
if not fetched.quarters(basis):
    nothing_yet()
asked, subject = pickers.chosen(basis, language)
frame.example_notice(basis)
try:
    with st.spinner(say("middelen.computing")):
        found = fetched.resources(basis, asked)
except UserError as fault:
    # Such as a Werkplein that never delivered resources; another can be chosen above.
    st.warning(plain(fault.message(language)))
    st.stop()
if subject in SECTIONS:
    frame.may_change(found.may_change)
    parts.sections(basis, asked, SECTIONS[subject], language)
elif subject == "verdelen":
    parts.head("allocation", language)
    if reads.places(basis)[asked.place].kind == "werkplein":
        st.info(say("middelen.needs_several"))
    else:
        division = pickers.division(basis, asked)
        parts.allocation(basis, asked, division, language)
else:
    parts.head("what_if", language)
    what_if.draw(basis, asked, language)
