"""The tab with the limits of chance, and the form with which they begin anew."""

from __future__ import annotations

from html import escape as safe

import streamlit as st

from dashboard import formats, reads, session
from dashboard.basis import Basis
from dashboard.components.pickers import Choice
from dashboard.views.overzicht import fetched_control
from dashboard.words import say
from ketenkpi.errors import UserError
from ketenkpi.overview import Tile
from ketenkpi.surfaces import language as reader
from ketenkpi.vocabulary import Quarter


def draw(basis: Basis, choice: Choice, code: str) -> None:
    """Whether it changes, whether the target will be reached, and the chart that says so."""
    language = reader()
    place = reads.places(basis)[choice.place]
    if place.kind != "werkplein":
        st.html(f'<p class="kk-headline">{say("grenzen.choose_place", language)}</p>')
        return
    asked = (basis, choice.place, choice.scheme, code, language, session.mode())
    found = fetched_control.control(*asked)
    if found is None:
        text = say("grenzen.no_figures", language, place=place.name)
        st.html(f'<p class="kk-headline">{safe(text)}</p>')
        return
    st.html(found.said.html)
    st.vega_lite_chart(found.chart.data, found.chart.spec, alt=found.chart.alt)
    legend = f"{say('grenzen.legend', language)} {found.phases}".strip()
    st.html(f'<p class="kk-note">{safe(legend)}</p>')
    with st.expander(say("grenzen.form", language)):
        _new_limits(basis, place.name, Tile.of(code).indicator, found.quarters)


def _new_limits(basis: Basis, werkplein: str, indicator: str, quarters: tuple[int, ...]) -> None:
    language = reader()
    st.html(f'<p class="kk-note">{say("grenzen.form_note", language)}</p>')
    with st.form("nieuwe_grenzen", border=False):
        first = st.selectbox(
            say("grenzen.form_quarter", language),
            [formats.quarter(q) for q in reversed(quarters)],
            key="grens_kwartaal",
        )
        reason = st.text_area(say("grenzen.form_reason", language), key="grens_reden").strip()
        by = st.text_input(say("grenzen.form_by", language), key="grens_door").strip()
        pressed = st.form_submit_button(say("grenzen.form_submit", language))
    if not pressed:
        return
    if not by:
        st.error(say("grenzen.name_needed", language))
        return
    try:
        quarter = Quarter.parse(first)
        basis.store.rebase(werkplein, indicator, quarter, reason, by=by, scope=basis.scope)
    except UserError as fault:
        st.error(fault.message(language))
        return
    st.rerun()
