"""The policy theory: from resources to outcomes, with the figures of each phase beside it."""

from __future__ import annotations

import streamlit as st

from dashboard import reads, session
from dashboard.components import frame, section
from dashboard.components.chosen import pick
from dashboard.components.pickers import nothing_yet, pick_quarter
from dashboard.views.beleidstheorie import fetched
from dashboard.views.beleidstheorie.picture import anchor, picture
from dashboard.words import say
from ketenkpi.contracts import find_contract
from ketenkpi.programme import answers
from ketenkpi.surfaces import in_words

language = session.language()
basis = session.basis()
st.title(say("beleidstheorie.title"))
if not reads.delivered(basis).quarters:
    nothing_yet()
groups = find_contract("fasen").column("doelgroep").values
first, second = st.columns(2)
quarter = pick_quarter(first, basis)
group = pick(
    second,
    say("beleidstheorie.group_label"),
    list(groups),
    "doelgroep",
    lambda code: groups[code].in_(language),
)
frame.example_notice(basis)
found = fetched.theory_figures(basis, quarter, group)
whole, *boxes = answers.theory(found)
frame.may_change(found.may_change)
section.draw(whole)
st.html(picture(found, in_words(whole.title)))
for box in boxes:
    st.header(in_words(box.title), anchor=anchor(box.key))
    section.draw(box)
