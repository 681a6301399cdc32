"""Notes of people below a course: what they say, the form to write one, and to strike one."""

from __future__ import annotations

import streamlit as st

from dashboard import reads
from dashboard.basis import Basis
from dashboard.components import written
from dashboard.components.pickers import Choice
from dashboard.components.plain import plain
from dashboard.views.overzicht import fetched
from dashboard.words import say
from ketenkpi.catalogue import ALL_PLACES, FigureNote
from ketenkpi.errors import UserError
from ketenkpi.overview.answers import note_items
from ketenkpi.person import who
from ketenkpi.surfaces import in_words
from ketenkpi.surfaces import language as reader
from ketenkpi.vocabulary import Quarter


def draw(basis: Basis, choice: Choice, indicator: str, found: fetched.CourseShown) -> None:
    """Folded: the form to write one, and what was struck with the form to strike another."""
    place = reads.places(basis)[choice.place]
    with st.expander(say("notities.write")):
        if place.kind == "region":
            st.html(f'<p class="kk-note">{say("notities.no_region")}</p>')
        else:
            _form(basis, place, indicator, found)
    every = fetched.notes_here(basis, choice.place, indicator, found.quarters, struck=True)
    if every:
        with st.expander(say("notities.strike")):
            _kept(basis, every)


def _form(basis: Basis, place: reads.Place, indicator: str, found: fetched.CourseShown) -> None:
    st.html(f'<p class="kk-note">{say("notities.write_note")}</p>')
    # Where no file speaks of the figure there is the quarter that was asked for.
    quarters = found.quarters or (found.quarter,)
    # Named now: Streamlit asks again when nobody reads.
    named = {only: say(f"notities.about_{'one' if only else 'every'}") for only in (False, True)}
    with st.form("notitie", border=False):
        words = st.text_area(say("notities.text"), key="notitie_tekst", height=68)
        left, middle, right = st.columns(3)
        quarter = left.selectbox(
            say("page.quarter"),
            [str(Quarter.from_index(each)) for each in reversed(quarters)],
            key="notitie_kwartaal",
        )
        only = middle.selectbox(
            say("notities.about"),
            [False, True],
            format_func=named.__getitem__,
            key="notitie_over",
        )
        by = right.text_input(say("notities.by"), key="notitie_door").strip()
        pressed = st.form_submit_button(
            say("notities.save", place=plain(in_words(place.said))), key="notitie_bewaren"
        )
    if not pressed:
        return
    werkplein = place.name if place.kind == "werkplein" else ALL_PLACES
    about = indicator if only else None
    try:
        basis.store.annotate(
            werkplein,
            quarter,
            words,
            by=who(by, at_terminal=False),
            scope=basis.scope,
            indicator=about,
        )
    except UserError as fault:
        st.error(plain(fault.message(reader())))
        return
    st.rerun()


def _kept(basis: Basis, notes: tuple[FigureNote, ...]) -> None:
    """Every note there was, and the form to strike one that holds."""
    struck = [each for each in notes if each.struck]
    if struck:
        st.html(written.items(note_items(struck)))
    holding = [each.id for each in notes if each.struck is None]
    if not holding:
        return
    with st.form("notitie_doorhalen", border=False):
        left, middle, right = st.columns(3)
        number = left.selectbox(say("notities.number"), holding, key="notitie_nummer")
        reason = middle.text_input(say("notities.reason"), key="notitie_reden")
        by = right.text_input(say("notities.by"), key="notitie_doorhaler").strip()
        pressed = st.form_submit_button(say("notities.strike_it"), key="notitie_weg")
    if not pressed:
        return
    try:
        basis.store.strike_annotation(
            number, reason=reason, by=who(by, at_terminal=False), scope=basis.scope
        )
    except UserError as fault:
        st.error(plain(fault.message(reader())))
        return
    st.rerun()
