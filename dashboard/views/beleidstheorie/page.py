"""The policy theory: from resources to outcomes, with the figures of each phase beside it."""

from __future__ import annotations

import streamlit as st

from dashboard import session
from dashboard.components import frame, section
from dashboard.components.pickers import chosen, unused
from dashboard.views.beleidstheorie import fetched
from dashboard.views.beleidstheorie.picture import anchor, picture
from dashboard.words import say
from ketenkpi.contracts import find_contract
from ketenkpi.overview import Cases
from ketenkpi.programme import answers
from ketenkpi.surfaces import in_words

language = session.language()
basis = session.basis()
st.title(say("beleidstheorie.title"))
choice = chosen(basis)
quarter, groups = choice.quarter, find_contract("fasen").column("doelgroep").values
# Phases are registered by target group: without a choice the first of them is shown.
group = choice.cases.group or ""
group = group if group in groups else next(iter(groups))
unused(Cases(scheme=choice.cases.scheme))
if group != choice.cases.group:
    name = groups[group].in_(language)
    st.html(f'<p class="kk-note">{say("beleidstheorie.first_group", name=name)}</p>')
frame.example_notice(basis)
found = fetched.theory_figures(basis, quarter, group)
whole, *boxes = answers.theory(found)
frame.may_change(found.may_change)
section.draw(whole)
st.html(picture(found, in_words(whole.title)))
for box in boxes:
    st.header(in_words(box.title), anchor=anchor(box.key))
    section.draw(box)
