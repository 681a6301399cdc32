"""The answer of a comparison, the cards behind it, and its pictures in tabs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape as safe

import streamlit as st

from dashboard import pages, session
from dashboard.basis import Basis
from dashboard.components import chosen, on_page, section, written
from dashboard.components.how import HowMade
from dashboard.presenters import parts
from dashboard.views.vergelijken import fetched
from dashboard.views.vergelijken.export import export
from dashboard.views.vergelijken.fetched import ComparisonAsked
from dashboard.words import say
from ketenkpi.answer import Number, Picture, Said, Section
from ketenkpi.charts import drawing
from ketenkpi.surfaces import in_words
from ketenkpi.surfaces import language as reader

CARD_WIDTH = 190


def draw(basis: Basis, asked: ComparisonAsked, found: Sequence[Section]) -> None:
    """Everything below the pickers."""
    top, *rest = found
    st.header(in_words(top.title))
    said = "".join(f"<p>{safe(text)}</p>" for text in _texts(top.finding))
    st.html(f'<div class="kk-answer">{said}</div>')
    if not rest:
        _not_compared(asked, top)
        return
    places, *model = rest
    if top.table is not None:
        with st.grid(min_column_width=CARD_WIDTH, border=True) as grid:
            for row in top.table.rows:
                with grid.cell():
                    st.html(
                        _card(*(in_words(cell) for cell in row if not isinstance(cell, Number)))
                    )
    _notes(top.notes)
    st.html(f'<p class="kk-finding">{safe(in_words(places.finding))}</p>')
    _tabs(basis, asked, places, model)
    # The first is about the table, and stands below it.
    mind = places.notes[1:]
    if mind:
        st.header(say("vergelijken.mind"))
        items = "".join(f"<li>{safe(in_words(each))}</li>" for each in mind)
        st.html(f'<ul class="kk-list">{items}</ul>')


def _texts(finding: Said) -> Iterable[str]:
    """The sentences of a finding, each apart."""
    said = finding if isinstance(finding, tuple) else (finding,)
    return filter(None, (in_words(each) for each in said))


def _card(title: str, value: str, certain: str) -> str:
    return (
        f'<div class="kk-card"><h3>{safe(title)}</h3><p class="kk-value">{safe(value)}</p>'
        f'<p class="kk-range">{safe(certain)}</p></div>'
    )


def _notes(notes: Iterable[Said]) -> None:
    st.html("".join(f'<p class="kk-note">{safe(in_words(each))}</p>' for each in notes))


def _not_compared(asked: ComparisonAsked, top: Section) -> None:
    """The figures by themselves, where there are any, and where else they stand."""
    if top.table is not None:
        st.html(written.table(top.table, in_words(top.title)))
    _notes(top.notes)
    st.page_link(
        pages.path("overzicht"),
        label=say("vergelijken.to_overview"),
        query_params={"indicator": asked.indicator, "plek": asked.subject},
    )


def _tabs(basis: Basis, asked: ComparisonAsked, places: Section, model: Sequence[Section]) -> None:
    # Only the open tab is drawn, so a click sends one picture and not four.
    pictures = {each.kind: each for each in places.pictures}
    names = [*pictures, "table", *(["model"] if model else [])]
    labels = {name: say(f"vergelijken.tab_{name}") for name in names}
    for name, where in chosen.tabs(labels, "beeld", "beeld").items():
        if not where.open:
            continue
        with where:
            if name in pictures:
                _picture(basis, asked, pictures[name])
            elif name == "table":
                _table(basis, asked, places)
            else:
                _model(model)


def _picture(basis: Basis, asked: ComparisonAsked, picture: Picture) -> None:
    drawn = drawing(picture, session.mode())
    estimated = fetched.estimated(basis, asked) if picture.kind == "spread" else None
    lines = fetched.recipe(basis, asked, picture.kind)
    made = HowMade(drawn.alt_text, (picture.note, estimated), (drawn,), lines)
    on_page.draw(drawn, how=made)


def _table(basis: Basis, asked: ComparisonAsked, places: Section) -> None:
    language = reader()
    if places.table is not None:
        st.html(written.table(places.table, in_words(places.title)))
    _notes(places.notes[:1])
    st.download_button(
        say("vergelijken.download"),
        data=lambda: export(basis, asked, language),
        file_name=f"vergelijking_{asked.indicator}_{parts.code(asked.quarters)}.csv",
        mime="text/csv",
        on_click="ignore",
    )


def _model(model: Sequence[Section]) -> None:
    for each in model:
        st.subheader(in_words(each.title))
        section.draw(each)
