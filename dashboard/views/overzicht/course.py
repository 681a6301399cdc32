"""The cards, and below them one indicator over the quarters with its explanation."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape as safe

import streamlit as st

from dashboard import pages, session
from dashboard.basis import Basis
from dashboard.components.chosen import choose, pick
from dashboard.components.pickers import CHOSEN, Choice
from dashboard.components.plain import plain
from dashboard.presenters.cards import Card
from dashboard.presenters.figures import Tile
from dashboard.views.overzicht import control, fetched, revisions
from dashboard.words import say
from ketenkpi.harmless import harmless_frame
from ketenkpi.surfaces import language as reader

CARD_WIDTH = 190
# `static/page.js` scrolls here when a card is clicked.
ANCHOR = "verloop"


def cards(shown: Sequence[Card]) -> None:
    """The cards side by side, as many in a row as fit; each leads to its own course below."""
    language = reader()
    with st.grid(min_column_width=CARD_WIDTH, border=True) as grid:
        for card in shown:
            with grid.cell():
                st.html(card.html)
                st.button(
                    say("overzicht.show", language),
                    key=f"toon_{card.indicator}",
                    type="tertiary",
                    on_click=choose,
                    args=(CHOSEN, card.indicator),
                )


def draw(basis: Basis, choice: Choice) -> None:
    """One indicator: the finding, the chart with a table beside it, and the explanation."""
    language = reader()
    names = fetched.choices(basis, choice.quarter, language)
    code = pick(
        st.container(),
        say("overzicht.indicator", language),
        list(names),
        CHOSEN,
        names.__getitem__,
    )
    if not fetched.askable(basis, choice.place, code):
        st.info(say("overzicht.one_place_only", language, name=plain(names[code])))
        return
    found = fetched.course(
        basis, choice.place, choice.quarter, choice.scheme, code, language, session.mode()
    )
    st.header(found.name, anchor=ANCHOR)
    st.html(f'<p class="kk-finding">{safe(found.finding)}</p>')
    left, right = st.columns([5, 3], gap="medium")
    with left:
        _pictures(found, basis, choice, code)
        st.download_button(
            say("overzicht.download", language),
            data=lambda: fetched.export(basis, choice.place, choice.quarter, choice.scheme, code),
            file_name=f"{Tile.of(code).indicator}_{choice.quarter_text}.csv",
            mime="text/csv",
            on_click="ignore",
        )
    with right.container(border=True):
        st.subheader(say("overzicht.explain", language))
        st.html(found.explanation)
        st.page_link(
            pages.path("definities"),
            label=say("overzicht.definition", language),
            query_params={"indicator": Tile.of(code).indicator},
        )


def _pictures(found: fetched.Course, basis: Basis, choice: Choice, code: str) -> None:
    # Only the open tab is drawn: the two tables cost 5 ms of every click.
    language = reader()
    labels = [say(f"overzicht.{name}", language) for name in ("tab_chart", "tab_table")]
    labels += [say("grenzen.tab", language), say("overzicht.tab_places", language)]
    labels.append(say("herzieningen.tab", language))
    chart, table, limits, places, revised = st.tabs(labels, key="weergave", on_change="rerun")
    if chart.open:
        chart.vega_lite_chart(found.chart.data, found.chart.spec, alt=found.chart.alt)
        chart.html(f'<p class="kk-note">{safe(found.legend)}</p>')
    if table.open:
        table.dataframe(harmless_frame(found.table), hide_index=True)
    if limits.open:
        with limits:
            control.draw(basis, choice, code)
    if places.open:
        places.html(f'<p class="kk-note">{say("overzicht.places_note", language)}</p>')
        places.dataframe(harmless_frame(found.places), hide_index=True)
    if revised.open:
        with revised:
            revisions.draw(basis, choice, code)
