"""What to discuss: the sure signals of a Werkplein, or which Werkpleinen have any."""

from __future__ import annotations

from html import escape as safe

import streamlit as st

from dashboard import pages
from dashboard.basis import Basis
from dashboard.components.chosen import choose
from dashboard.components.pickers import CHOSEN, Choice
from dashboard.components.plain import plain
from dashboard.presenters.signals import PlaceSignals, Signal
from dashboard.views.overzicht import fetched
from dashboard.views.overzicht.course import CARD_WIDTH
from dashboard.words import say
from ketenkpi.surfaces import language as reader

SIGNAL_WIDTH = CARD_WIDTH + 50


def draw(basis: Basis, choice: Choice) -> None:
    """The sentence with the finding, and below it the signals or the Werkpleinen."""
    language = reader()
    st.header(say("signalen.title", language))
    told = fetched.discussed(basis, choice.place, choice.quarter, language)
    note = f'<p class="kk-note">{say("signalen.together", language)}</p>' if told.judged else ""
    st.html(f'<p class="kk-finding">{safe(told.said)}</p>{note}')
    if told.signals:
        with st.grid(min_column_width=SIGNAL_WIDTH, border=True) as grid:
            for number, signal in enumerate(told.signals):
                with grid.cell():
                    _signal(signal, number)
    for place in told.places:
        _place(place, choice)


def _signal(signal: Signal, number: int) -> None:
    language = reader()
    st.html(signal.html)
    st.button(
        say("overzicht.show", language),
        # `static/page.js` brings the reader to the course when such a button is clicked.
        key=f"toon_signaal_{number}",
        type="tertiary",
        on_click=choose,
        args=(CHOSEN, signal.code),
    )


def _place(place: PlaceSignals, choice: Choice) -> None:
    address = {"plek": place.place, "kwartaal": choice.quarter_text}
    st.page_link(pages.path("overzicht"), label=plain(place.label), query_params=address)
    st.html(f'<p class="kk-note kk-below">{safe(place.names)}</p>')
