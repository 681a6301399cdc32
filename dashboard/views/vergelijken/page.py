"""Compare: whether a Werkplein really differs from others, or whether it may be chance."""

from __future__ import annotations

import streamlit as st

from dashboard import reads, session
from dashboard.components import blocks, frame
from dashboard.components.pickers import nothing_yet
from dashboard.components.plain import plain
from dashboard.views.vergelijken import fetched, multiples, own_groups, parts, pickers
from dashboard.words import say
from ketenkpi.comparison.answers import span
from ketenkpi.errors import UserError
from ketenkpi.surfaces import in_html
from ketenkpi.vocabulary import Quarter

language = session.language()
basis = session.basis()
title = st.container()
if not reads.delivered(basis).werkpleinen:
    blocks.heading(say("vergelijken.title"), "")
    nothing_yet()
asked, more = pickers.chosen(basis)
frame.example_notice(basis)
period = in_html(span([Quarter.from_index(each) for each in asked.quarters]))
with title:
    blocks.heading(say("vergelijken.title"), f"{in_html(asked.subject)}, {period}")
if fetched.nothing_of(basis, asked):
    st.info(say("vergelijken.nothing_of"))
else:
    try:
        with st.spinner(say("vergelijken.computing")):
            found = fetched.sections(basis, asked)
    except UserError as fault:
        # Such as a group that is not known of this Werkplein; another can be chosen above.
        st.warning(plain(fault.message(language)))
    else:
        parts.draw(basis, asked, found, title)
        for each in more:
            multiples.draw(basis, each)
with st.expander(say("vergelijken.own")):
    own_groups.draw(basis)
