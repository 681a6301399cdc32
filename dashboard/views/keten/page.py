"""The chain as it runs: where clients go, how long they wait, who they meet, what is open."""

from __future__ import annotations

import streamlit as st

from dashboard import session
from dashboard.components import frame
from dashboard.components.pickers import nothing_yet
from dashboard.views.keten import fetched, parts, pickers
from dashboard.words import say

language = session.language()
basis = session.basis()
st.title(say("keten.title", language))
st.html(f'<p class="kk-note">{say("keten.intro", language)}</p>')
if basis.scope.detail != "rows":
    st.info(say("keten.rows_needed", language))
    st.stop()
if not fetched.quarters(basis):
    nothing_yet()
asked = pickers.chosen(basis, language)
frame.example_notice(basis)
found = fetched.chain(basis, asked)
if not found.flow.entries and not found.flow.moves:
    st.info(say("keten.nothing", language))
    st.stop()
parts.apart(found, language)
frame.may_change(found.may_change)
handover = pickers.handover(found, language)
parts.handover(basis, asked, handover, language)
parts.flow(basis, asked, handover, language)
parts.waiting(basis, asked, language)
parts.repeats(basis, asked, language)
parts.involved(basis, asked, language)
parts.open_cases(basis, asked, language)
