"""The chain as it runs: where clients go, how long they wait, who they meet, what is open."""

from __future__ import annotations

import streamlit as st

from dashboard import session
from dashboard.components import frame
from dashboard.components.pickers import nothing_yet
from dashboard.components.plain import plain
from dashboard.views.keten import fetched, parts, pickers
from dashboard.words import say
from ketenkpi.chain import answers
from ketenkpi.surfaces import in_words

basis = session.basis()
title = st.container()
if basis.scope.detail != "rows":
    title.title(say("keten.title"))
    st.info(say("keten.rows_needed"))
    st.stop()
if not fetched.quarters(basis):
    title.title(say("keten.title"))
    nothing_yet()
asked = pickers.chosen(basis)
frame.example_notice(basis)
found = fetched.chain(basis, asked)
with title:
    parts.title(basis, asked)
nothing = answers.nothing(found)
if nothing is not None:
    st.info(in_words(nothing))
    st.stop()
unseen = answers.apart(found)
if unseen:
    st.warning("\n\n".join(plain(in_words(said)) for said in unseen))
frame.may_change(found.may_change)
handover = pickers.handover(found)
parts.handover(basis, asked, handover)
parts.sections(basis, asked, handover)
