"""The answer of a comparison, the cards behind it, and its pictures in tabs."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape as safe

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import pages
from dashboard.basis import Basis
from dashboard.presenters import parts
from dashboard.views.vergelijken import fetched
from dashboard.views.vergelijken.fetched import Asked, Model, Picture, Shown
from dashboard.words import say
from ketenkpi.harmless import harmless_frame
from ketenkpi.surfaces import language as reader

CARD_WIDTH = 190


def draw(basis: Basis, asked: Asked, found: Shown) -> None:
    """Everything below the pickers."""
    language = reader()
    st.header(found.name)
    said = "".join(f"<p>{safe(sentence)}</p>" for sentence in found.answer)
    st.html(f'<div class="kk-answer">{said}</div>')
    if found.cards:
        with st.grid(min_column_width=CARD_WIDTH, border=True) as grid:
            for card in found.cards:
                with grid.cell():
                    st.html(card)
    if found.pictures:
        st.html(f'<p class="kk-note">{safe(found.peers)}</p>')
        _tabs(basis, asked, found)
    else:
        _not_compared(asked, found)
    if found.mind:
        st.header(say("vergelijken.mind", language))
        st.html(_list(found.mind))


def _not_compared(asked: Asked, found: Shown) -> None:
    """The figures by themselves, where there are any, and where else they stand."""
    language = reader()
    if not found.table.empty:
        st.dataframe(harmless_frame(found.table), hide_index=True, height="content")
    st.page_link(
        pages.path("overzicht"),
        label=say("vergelijken.to_overview", language),
        query_params={"indicator": asked.indicator, "plek": asked.subject},
    )


def _tabs(basis: Basis, asked: Asked, found: Shown) -> None:
    # Only the open tab is drawn, so a click sends one picture and not four.
    language = reader()
    names = [*found.pictures, "table", *(["model"] if found.model else [])]
    labels = [say(f"vergelijken.tab_{name}", language) for name in names]
    opened = dict(zip(names, st.tabs(labels, key="beeld", on_change="rerun"), strict=True))
    for name, picture in found.pictures.items():
        if opened[name].open:
            _picture(opened[name], picture)
    if opened["table"].open:
        _table(opened["table"], basis, asked, found)
    if found.model and opened["model"].open:
        with opened["model"]:
            _model(found.model)


def _picture(where: DeltaGenerator, picture: Picture) -> None:
    if picture.finding:
        where.html(f'<p class="kk-finding">{safe(picture.finding)}</p>')
    if picture.chart is not None:
        where.vega_lite_chart(picture.chart.data, picture.chart.spec, alt=picture.chart.alt)
    for note in picture.notes:
        where.html(f'<p class="kk-note">{safe(note)}</p>')


def _table(where: DeltaGenerator, basis: Basis, asked: Asked, found: Shown) -> None:
    language = reader()
    where.dataframe(harmless_frame(found.table), hide_index=True, height="content")
    where.html(f'<p class="kk-note">{say("vergelijken.table_note", language)}</p>')
    where.download_button(
        say("vergelijken.download", language),
        data=lambda: fetched.export(basis, asked, language),
        file_name=f"vergelijking_{asked.indicator}_{parts.code(asked.quarters)}.csv",
        mime="text/csv",
        on_click="ignore",
    )


def _model(model: Model) -> None:
    language = reader()
    st.html(model.facts)
    for section in model.sections:
        st.subheader(section.title)
        st.html(f'<p class="kk-note">{safe(section.note)}</p>')
        st.table(section.table)
    st.subheader(say("vergelijken.model_limits", language))
    st.html(_list(model.limits))


def _list(sentences: Sequence[str]) -> str:
    items = "".join(f"<li>{safe(sentence)}</li>" for sentence in sentences)
    return f'<ul class="kk-list">{items}</ul>'
