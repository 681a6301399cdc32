"""The policy theory: from resources to outcomes, each figure as dots by phase."""

from __future__ import annotations

from html import escape as safe

import streamlit as st

from dashboard import reads, session
from dashboard.components import frame, section, written
from dashboard.components.how import HowMade, headed
from dashboard.components.pickers import chosen, unused
from dashboard.views.beleidstheorie import fetched
from dashboard.views.beleidstheorie.picture import picture
from dashboard.words import say
from ketenkpi.answer import in_full
from ketenkpi.contracts import find_contract
from ketenkpi.overview import CountedCases
from ketenkpi.programme import answers
from ketenkpi.surfaces import in_html, in_words

language = session.language()
basis = session.basis()
title = st.container()
choice = chosen(basis)
groups = find_contract("fasen").column("doelgroep").values
# Phases are registered by target group: without a choice the first of them is shown.
group = choice.cases.group or ""
group = group if group in groups else next(iter(groups))
unused(CountedCases(scheme=choice.cases.scheme))
found = fetched.theory_figures(basis, choice.quarter, group)
whole, *boxes = answers.theory(found)
finding, caution = answers.found_in(found), found.theory.caution.in_(language)
with title:
    name = f"{in_words(answers.group_named(group))}, {in_words(in_full(found.quarter))}"
    head = safe(say("beleidstheorie.title"))
    st.html(f'<h1 class="kk-title">{head} <span>{safe(name)}</span></h1>')
    legend = f'<p class="kk-legend">{safe(say("beleidstheorie.legend"))}</p>'
    made = HowMade(in_words(whole.title), whole.notes)
    headed(f'<p class="kk-headline">{in_html(finding)}</p>{legend}', made)
frame.example_notice(basis)
place = reads.places(basis)[choice.place]
st.html(picture(found, in_words(whole.title), place.name if place.kind == "werkplein" else None))
st.html(f'<p class="kk-caution">{safe(caution)}</p>')
with st.expander(say("page.table")):
    frame.may_change(found.may_change)
    for box in boxes:
        st.header(in_words(box.title))
        section.draw(box)
    st.html(written.items(whole.items))
