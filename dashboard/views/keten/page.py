"""The chain as it runs: where clients go, how long they wait, who they meet, what is open."""

from __future__ import annotations

import streamlit as st

from dashboard import reads_chain, session
from dashboard.components import chain, chain_pickers, frame
from dashboard.components.pickers import nothing_yet
from dashboard.words import say

language = session.language()
basis = session.basis()
st.title(say("keten.title", language))
st.html(f'<p class="kk-note">{say("keten.intro", language)}</p>')
if basis.scope.detail != "rows":
    st.info(say("keten.rows_needed", language))
    st.stop()
if not reads_chain.quarters(basis):
    nothing_yet(language)
asked = chain_pickers.chosen(basis, language)
frame.example_notice(basis, language)
found = reads_chain.chain(basis, asked)
if not found.flow.entries and not found.flow.moves:
    st.info(say("keten.nothing", language))
    st.stop()
chain.apart(found, language)
frame.may_change(found.may_change, language)
handover = chain_pickers.handover(found, language)
chain.handover(basis, asked, handover, language)
chain.flow(basis, asked, handover, language)
chain.waiting(basis, asked, language)
chain.repeats(basis, asked, language)
chain.involved(basis, asked, language)
chain.open_cases(basis, asked, language)
