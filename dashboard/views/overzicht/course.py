"""The cards, and below them one indicator over the quarters with its explanation."""

from __future__ import annotations

from html import escape as safe

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import pages, reads, session
from dashboard.basis import Basis
from dashboard.components import on_page, pickers, section, written
from dashboard.components.chosen import choose, pick, tabs
from dashboard.components.how import HowMade
from dashboard.components.pickers import CHOSEN, Choice
from dashboard.components.plain import plain
from dashboard.views.overzicht import control, crisis, download, fetched, notes, revisions
from dashboard.words import say
from ketenkpi.answer import Table
from ketenkpi.charts import recipes
from ketenkpi.overview import Tile
from ketenkpi.surfaces import in_words, table_as_records

CARD_WIDTH = 190
# `static/page.js` scrolls here when a card is clicked.
ANCHOR = "verloop"


def cards(basis: Basis, choice: Choice) -> None:
    """The cards side by side, as many in a row as fit; each leads to its own course below."""
    drawn = fetched.cards_drawn(basis, choice.place, choice.quarter, choice.cases)
    with st.grid(min_column_width=CARD_WIDTH, border=True) as grid:
        for indicator, html in drawn:
            with grid.cell():
                st.html(html)
                st.button(
                    say("overzicht.show"),
                    key=f"toon_{indicator}",
                    type="tertiary",
                    on_click=choose,
                    args=(CHOSEN, indicator),
                )


def draw(basis: Basis, choice: Choice) -> None:
    """One indicator: the finding, the chart with a table beside it, and the explanation."""
    names = fetched.names(basis, choice.quarter)
    asked = st.query_params.get(CHOSEN)
    if asked is not None and Tile.of(asked).code != asked:
        # An address may also name the part that is shown when none is named.
        st.query_params[CHOSEN] = Tile.of(asked).code
    code = pick(
        st.container(),
        say("overzicht.indicator"),
        list(names),
        CHOSEN,
        names.__getitem__,
    )
    if Tile.of(code).split is None:
        pickers.switch_look(st.container(), Tile.of(code).indicator)
    if not fetched.askable(basis, choice.place, code):
        st.info(say("overzicht.one_place_only", name=plain(names[code])))
        return
    found = fetched.course(basis, choice.place, choice.quarter, choice.cases, code)
    st.header(in_words(found.section.title), anchor=ANCHOR)
    st.html(f'<p class="kk-finding">{safe(in_words(found.section.finding))}</p>')
    left, right = st.columns([5, 3], gap="medium")
    with left:
        _pictures(found, basis, choice, code)
        st.download_button(
            say("overzicht.download"),
            data=lambda: download.export(basis, choice.place, choice.quarter, choice.cases, code),
            file_name=f"{Tile.of(code).indicator}_{choice.quarter_text}.csv",
            mime="text/csv",
            on_click="ignore",
        )
    with right.container(border=True):
        st.subheader(say("overzicht.explain"))
        st.html(_explained(found.explained))
        st.page_link(
            pages.path("definities"),
            label=say("overzicht.definition"),
            query_params={"indicator": Tile.of(code).indicator},
        )


def _pictures(found: fetched.CourseShown, basis: Basis, choice: Choice, code: str) -> None:
    # Only the open tab is drawn: the two tables cost 5 ms of every click.
    first = {"verloop": "tab_chart", "tabel": "tab_table"}
    labels = {code: say(f"overzicht.{name}") for code, name in first.items()}
    labels |= {"grenzen": say("grenzen.tab"), "plekken": say("overzicht.tab_places")}
    labels |= {"herzieningen": say("herzieningen.tab"), "crisis": say("overzicht.tab_crisis")}
    labels |= {"opbouw": say("overzicht.tab_drivers")} if fetched.made_of_others(code) else {}
    chart, table, limits, places, revised, outside, *made_of = tabs(
        labels, "weergave", "weergave"
    ).values()
    title, made = in_words(found.section.title), found.section.table
    if chart.open:
        _trend(chart, found, basis, choice, code)
    if table.open and made is not None:
        table.html(written.table(made, title))
    if limits.open:
        with limits:
            control.draw(basis, choice, code)
    if places.open:
        places.html(f'<p class="kk-note">{say("overzicht.places_note")}</p>')
        places.html(written.table(found.places, title))
    if revised.open:
        with revised:
            revisions.draw(basis, choice, code)
    if outside.open:
        with outside:
            crisis.draw(basis, choice)
    for drivers in made_of:
        if drivers.open:
            with drivers:
                section.draw(
                    fetched.drivers(basis, choice.place, found.quarter, choice.cases, code)
                )


def _trend(
    where: DeltaGenerator, found: fetched.CourseShown, basis: Basis, choice: Choice, code: str
) -> None:
    """The course as a chart, and what its marks mean."""
    (picture,) = found.section.pictures
    below = reads.phases_below(basis, reads.places(basis)[choice.place], found.quarters)
    drawn = fetched.trend(basis, choice.place, choice.quarter, choice.cases, code, session.mode())
    place, tile = reads.places(basis)[choice.place], Tile.of(code)
    lines = recipes.trend(
        tile.indicator,
        None if place.column is None else (place.column, place.name),
        found.quarters,
        found.quarter,
        part=tile.split,
        where=choice.cases.where,
        noted=bool(found.section.items),
    )
    title = in_words(found.section.title)
    made = HowMade(title, (picture.note, below.note), (drawn,), lines)
    on_page.draw(drawn, where, how=made)
    if found.section.items:
        where.html(written.items(found.section.items))
    with where:
        notes.draw(basis, choice, tile.indicator, found)


def _explained(table: Table) -> str:
    """A description list: what, and how."""
    pairs = "".join(
        f"<dt>{safe(row['what'])}</dt><dd>{safe(row['how'])}</dd>"
        for row in table_as_records(table)
    )
    return f'<dl class="kk-explain">{pairs}</dl>'
