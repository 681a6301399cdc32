"""The programme: goals, proposals for the agenda, the norm register and how it fits together."""

from __future__ import annotations

import streamlit as st

from dashboard import session
from dashboard.components import frame, goal_bars, how, written
from dashboard.components.pickers import chosen, unused
from dashboard.views.programma import fetched, proposals
from dashboard.words import say
from ketenkpi.answer import Section
from ketenkpi.surfaces import in_html, in_words


def head(section: Section, anchor: str) -> None:
    """The title of a part, and what is found, with its '?'."""
    st.header(in_words(section.title), anchor=anchor)
    how.headed(f'<p class="kk-said">{in_html(section.finding)}</p>', how.how_of(section))


def folded(section: Section) -> str:
    """A part behind its title, with how many rows it has."""
    finding = f'<p class="kk-said">{in_html(section.finding)}</p>' if section.finding else ""
    rows = f" ({len(section.table.rows)})" if section.table else ""
    table = written.table(section.table, in_words(section.title)) if section.table else ""
    notes = "".join(f'<p class="kk-note">{in_html(each)}</p>' for each in section.notes)
    inside = finding + table + written.items(section.items) + notes
    return written.folded(inside, f"{in_html(section.title)}{rows}")


basis = session.basis()
st.title(say("programma.title"))
choice = chosen(basis)
place, quarter = choice.place, choice.quarter
unused(choice.cases)
frame.example_notice(basis)

goals = fetched.goals(basis, place, quarter)
head(goals, "doelen")
bars = goal_bars.as_html(fetched.bars(basis, place, quarter))
table = written.table(goals.table, in_words(goals.title)) if goals.table else ""
if shown := bars + written.folded(written.items(goals.items) + table):
    st.html(shown)

whole, *places = fetched.agenda(basis, place, quarter)
head(whole, "agenda")
listed = proposals.as_html(whole.items) + "".join(map(proposals.of_place, places))
if listed:
    st.html(listed)

register, *steps = fetched.norms(basis, quarter)
head(register, "normen")
if steps:
    st.html("".join(map(folded, steps)))

fits, *parts = fetched.coherence(basis, place, quarter)
head(fits, "samenhang")
if parts:
    st.html("".join(map(folded, parts)))
