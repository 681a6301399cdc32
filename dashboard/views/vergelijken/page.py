"""Compare: whether a Werkplein really differs from others, or whether it may be chance."""

from __future__ import annotations

import streamlit as st

from dashboard import session
from dashboard.components import frame
from dashboard.components.plain import plain
from dashboard.views.vergelijken import fetched, own_groups, parts, pickers
from dashboard.words import say
from ketenkpi.errors import UserError

language = session.language()
basis = session.basis()
st.title(say("vergelijken.title"))
st.html(f'<p class="kk-note">{say("vergelijken.intro")}</p>')
asked = pickers.chosen(basis)
frame.example_notice(basis)
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
        parts.draw(basis, asked, found)
own_groups.draw(basis)
