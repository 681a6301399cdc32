"""Compare: whether a Werkplein really differs from others, or whether it may be chance."""

from __future__ import annotations

import streamlit as st

from dashboard import reads_compare, session
from dashboard.components import compare_pickers, comparison, frame, own_groups
from dashboard.components.plain import plain
from dashboard.words import say
from ketenkpi.errors import UserError

language = session.language()
basis = session.basis()
st.title(say("vergelijken.title", language))
st.html(f'<p class="kk-note">{say("vergelijken.intro", language)}</p>')
asked = compare_pickers.chosen(basis, language)
frame.example_notice(basis, language)
if reads_compare.nothing_of(basis, asked):
    st.info(say("vergelijken.nothing_of", language))
else:
    try:
        with st.spinner(say("vergelijken.computing", language)):
            found = reads_compare.shown(basis, asked, language, session.mode())
    except UserError as fault:
        # Such as a group that is not known of this Werkplein; another can be chosen above.
        st.warning(plain(fault.message(language)))
    else:
        comparison.draw(basis, asked, found, language)
own_groups.draw(basis, language)
