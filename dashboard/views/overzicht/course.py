"""The cards, and below them one indicator over the quarters with its explanation."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape as safe

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import charts, pages, reads, session
from dashboard.basis import Basis
from dashboard.charts.phases import bands_of
from dashboard.charts.pictured import frame_of
from dashboard.components.chosen import choose, pick
from dashboard.components.pickers import CHOSEN, Choice
from dashboard.components.plain import plain
from dashboard.presenters import parts
from dashboard.views.overzicht import card, control, download, fetched, revisions
from dashboard.words import say
from ketenkpi.answer import Table
from ketenkpi.indicators import load_indicators
from ketenkpi.overview import TILES, Tile
from ketenkpi.overview.answers import Card
from ketenkpi.surfaces import in_words, table_as_html, table_as_records
from ketenkpi.surfaces import language as reader

CARD_WIDTH = 190
# `static/page.js` scrolls here when a card is clicked.
ANCHOR = "verloop"


def cards(basis: Basis, choice: Choice, shown: Sequence[Card]) -> None:
    """The cards side by side, as many in a row as fit; each leads to its own course below."""
    asked = (choice.place, choice.quarter, choice.scheme)
    with st.grid(min_column_width=CARD_WIDTH, border=True) as grid:
        for each in shown:
            with grid.cell():
                st.html(card.as_html(each, in_words(fetched.target_line(basis, each.tile, *asked))))
                st.button(
                    say("overzicht.show"),
                    key=f"toon_{each.tile.indicator}",
                    type="tertiary",
                    on_click=choose,
                    args=(CHOSEN, each.tile.indicator),
                )


def draw(basis: Basis, choice: Choice) -> None:
    """One indicator: the finding, the chart with a table beside it, and the explanation."""
    names = _names(basis, choice.quarter)
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
    if not fetched.askable(basis, choice.place, code):
        st.info(say("overzicht.one_place_only", name=plain(names[code])))
        return
    found = fetched.course(basis, choice.place, choice.quarter, choice.scheme, code)
    st.header(in_words(found.section.title), anchor=ANCHOR)
    st.html(f'<p class="kk-finding">{safe(in_words(found.section.finding))}</p>')
    left, right = st.columns([5, 3], gap="medium")
    with left:
        _pictures(found, basis, choice, code)
        st.download_button(
            say("overzicht.download"),
            data=lambda: download.export(basis, choice.place, choice.quarter, choice.scheme, code),
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
    labels = [say(f"overzicht.{name}") for name in ("tab_chart", "tab_table")]
    labels += [say("grenzen.tab"), say("overzicht.tab_places")]
    labels.append(say("herzieningen.tab"))
    chart, table, limits, places, revised = st.tabs(labels, key="weergave", on_change="rerun")
    title, made = in_words(found.section.title), found.section.table
    if chart.open:
        _trend(chart, found, basis, choice)
    if table.open and made is not None:
        table.html(table_as_html(made, title))
    if limits.open:
        with limits:
            control.draw(basis, choice, code)
    if places.open:
        places.html(f'<p class="kk-note">{say("overzicht.places_note")}</p>')
        places.html(table_as_html(found.places, title))
    if revised.open:
        with revised:
            revisions.draw(basis, choice, code)


def _trend(where: DeltaGenerator, found: fetched.CourseShown, basis: Basis, choice: Choice) -> None:
    """The course as a chart, with the phases of the Werkplein below it."""
    (picture,) = found.section.pictures
    language, place = reader(), reads.places(basis)[choice.place]
    below = reads.phases_below(basis, place, found.quarters)
    drawn = charts.trend(
        frame_of(picture, session.mode()),
        unit=picture.unit,
        subject=in_words(found.subject),
        bands=bands_of(below),
        alt=in_words(picture.alt),
        mode=session.mode(),
        language=language,
    )
    where.vega_lite_chart(drawn.data, drawn.spec, alt=drawn.alt)
    legend = f"{in_words(picture.note)} {in_words(below.note)}".strip()
    where.html(f'<p class="kk-note">{safe(legend)}</p>')


def _names(basis: Basis, quarter: int) -> dict[str, str]:
    """Every figure whose course can be seen, by its code: the cards, then by subject and name."""
    cards: list[Tile] = []
    others: list[Tile] = []
    known, language = load_indicators(), reader()
    for tile in fetched.tiles(basis, quarter):
        (cards if tile in TILES else others).append(tile)
    place = {key: at for at, key in enumerate(parts.listed(known, language))}
    others.sort(key=lambda tile: place[tile.indicator])
    return {tile.code: in_words(tile.name) for tile in (*cards, *others)}


def _explained(table: Table) -> str:
    """A description list: what, and how."""
    pairs = "".join(
        f"<dt>{safe(row['what'])}</dt><dd>{safe(row['how'])}</dd>"
        for row in table_as_records(table)
    )
    return f'<dl class="kk-explain">{pairs}</dl>'
