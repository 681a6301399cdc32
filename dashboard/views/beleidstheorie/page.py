"""The policy theory: from resources to outcomes, with the figures of each phase beside it."""

from __future__ import annotations

from html import escape as safe

import streamlit as st

from dashboard import formats, reads, session
from dashboard.components import frame, wide_table
from dashboard.components.chosen import pick
from dashboard.components.pickers import nothing_yet
from dashboard.views.beleidstheorie import fetched
from dashboard.words import say
from ketenkpi.contracts import find_contract
from ketenkpi.vocabulary import Quarter

language = session.language()
basis = session.basis()
st.title(say("beleidstheorie.title", language))
quarters = reads.delivered(basis).quarters
if not quarters:
    nothing_yet()
groups = find_contract("fasen").column("doelgroep").values
first, second = st.columns(2)
texts = [formats.quarter(each) for each in reversed(quarters)]
opening = formats.quarter(reads.opening(basis))
quarter = pick(first, say("overzicht.quarter", language), texts, "kwartaal", default=opening)
group = pick(
    second,
    say("beleidstheorie.group_label", language),
    list(groups),
    "doelgroep",
    lambda code: groups[code].in_(language),
)
frame.example_notice(basis)
page = fetched.theory_page(basis, Quarter.parse(quarter).index, group, language)
st.html(
    f'<p class="kk-finding">{safe(page.said)}</p>'
    f'<p class="kk-notice">{safe(page.caution)}</p>'
    f'<p class="kk-note">{safe(page.phases)}</p>'
)
frame.may_change(page.may_change)
st.html(page.picture)
st.header(say("beleidstheorie.arrows", language))
st.html(page.arrows)
for box in page.boxes:
    st.header(box.name, anchor=box.anchor)
    st.html(f'<p class="kk-note">{safe(box.meaning)}</p>')
    wide_table.draw(box.table, box.name)
