"""The tab with the limits of chance, and the form with which they begin anew."""

from __future__ import annotations

from html import escape as safe

import streamlit as st

from dashboard import reads, session
from dashboard.basis import Basis
from dashboard.components import on_page, written
from dashboard.components.how import HowMade
from dashboard.components.pickers import Choice
from dashboard.views.overzicht import fetched_control
from dashboard.words import say
from ketenkpi.charts import drawing
from ketenkpi.errors import UserError
from ketenkpi.overview import Tile
from ketenkpi.surfaces import in_words
from ketenkpi.surfaces import language as reader
from ketenkpi.vocabulary import Quarter


def draw(basis: Basis, choice: Choice, code: str) -> None:
    """Whether it changes, whether the target will be reached, and the chart that says so."""
    place = reads.places(basis)[choice.place]
    if place.kind != "werkplein":
        st.html(f'<p class="kk-headline">{say("grenzen.choose_place")}</p>')
        return
    found = fetched_control.control(basis, choice.place, choice.cases, code)
    if found is None:
        text = say("grenzen.no_figures", place=place.name)
        st.html(f'<p class="kk-headline">{safe(text)}</p>')
        return
    _chart(basis, place, found)
    with st.expander(say("grenzen.form")):
        _new_limits(basis, place.name, Tile.of(code).indicator, found.quarters)


def _chart(basis: Basis, place: reads.Place, found: fetched_control.Control) -> None:
    """Both answers, the chart with the phases of the Werkplein below it, and its table."""
    said, (picture,) = found.section, found.section.pictures
    answers = said.finding if isinstance(said.finding, tuple) else (said.finding,)
    finding = "".join(f'<p class="kk-finding">{safe(in_words(each))}</p>' for each in answers)
    below = reads.phases_below(basis, place, found.quarters)
    drawn = drawing(picture, session.mode(), below)
    notes = (picture.note, below.note, *said.notes)
    made = HowMade(in_words(said.title), notes, (drawn,), found.recipe)
    on_page.draw(drawn, how=made, html=finding)
    if said.table is not None:
        st.html(written.folded(written.table(said.table, in_words(said.title))))


def _new_limits(basis: Basis, werkplein: str, indicator: str, quarters: tuple[int, ...]) -> None:
    language = reader()
    st.html(f'<p class="kk-note">{say("grenzen.form_note")}</p>')
    with st.form("nieuwe_grenzen", border=False):
        first = st.selectbox(
            say("grenzen.form_quarter"),
            [str(Quarter.from_index(each)) for each in reversed(quarters)],
            key="grens_kwartaal",
        )
        reason = st.text_area(say("grenzen.form_reason"), key="grens_reden").strip()
        by = st.text_input(say("grenzen.form_by"), key="grens_door").strip()
        pressed = st.form_submit_button(say("grenzen.form_submit"))
    if not pressed:
        return
    if not by:
        st.error(say("grenzen.name_needed"))
        return
    try:
        quarter = Quarter.parse(first)
        basis.store.rebase(werkplein, indicator, quarter, reason, by=by, scope=basis.scope)
    except UserError as fault:
        st.error(fault.message(language))
        return
    st.rerun()
