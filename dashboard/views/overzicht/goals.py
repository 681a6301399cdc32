"""Norms and targets: the finding, the table, and what is wrong with the targets."""

from __future__ import annotations

from html import escape as safe

import streamlit as st

from dashboard.basis import Basis
from dashboard.components import wide_table
from dashboard.components.pickers import Choice
from dashboard.components.plain import plain
from dashboard.views.overzicht import fetched_targets
from dashboard.words import say
from ketenkpi.surfaces import language as reader


def draw(basis: Basis, choice: Choice) -> None:
    """Below the cards, for the chosen place and quarter; always over all schemes."""
    language = reader()
    st.header(say("doelen.title", language))
    found = fetched_targets.beside_targets(basis, choice.place, choice.quarter, language)
    if found is None:
        st.html(f'<p class="kk-headline">{say("doelen.none", language)}</p>')
        return
    st.html(
        f'<p class="kk-finding">{safe(found.said)}</p>'
        f'<p class="kk-note">{say("doelen.note", language)}</p>'
    )
    wide_table.draw(found.table, say("doelen.title", language))
    if found.findings:
        st.subheader(say("doelen.findings", language))
        st.markdown("\n".join(f"- {plain(text)}" for text in found.findings))
