"""What to discuss: the sure signals of a Werkplein, or which Werkpleinen have any."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from dashboard.basis import Basis
from dashboard.components import section
from dashboard.components.chosen import choose
from dashboard.components.pickers import CHOSEN, Choice
from dashboard.views.overzicht import fetched
from dashboard.views.overzicht.course import CARD_WIDTH
from dashboard.words import say
from ketenkpi.overview.answers import Signal
from ketenkpi.surfaces import in_html, in_words

SIGNAL_WIDTH = CARD_WIDTH + 50


def draw(basis: Basis, choice: Choice) -> None:
    """The finding, and below it the signals as cards or the Werkpleinen that have any."""
    told = fetched.discussed(basis, choice.place, choice.quarter)
    st.header(in_words(told.section.title))
    section.draw(replace(told.section, table=None))
    if told.signals:
        with st.grid(min_column_width=SIGNAL_WIDTH, border=True) as grid:
            for number, signal in enumerate(told.signals):
                with grid.cell():
                    _signal(signal, number)


def _signal(signal: Signal, number: int) -> None:
    said = (signal.verdict, signal.view, signal.cause)
    lines = "".join(f'<p class="kk-change">{text}</p>' for text in map(in_html, said) if text)
    st.html(
        f'<div class="kk-card"><h3>{in_html(signal.tile.name)}</h3>'
        f'<p class="kk-value">{in_html(signal.value)}</p>{lines}</div>'
    )
    st.button(
        say("overzicht.show"),
        # `static/page.js` brings the reader to the course when such a button is clicked.
        key=f"toon_signaal_{number}",
        type="tertiary",
        on_click=choose,
        args=(CHOSEN, signal.tile.code),
    )
