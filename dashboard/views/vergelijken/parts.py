"""The answer of a comparison, the figures behind it, and its pictures in tabs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import pages, session
from dashboard.basis import Basis
from dashboard.components import blocks, chosen, on_page, section, written
from dashboard.components.how import HowMade
from dashboard.presenters import parts
from dashboard.views.vergelijken import fetched
from dashboard.views.vergelijken.export import export
from dashboard.views.vergelijken.fetched import ComparisonAsked
from dashboard.views.vergelijken.spread import SPREAD, legend, spread_of
from dashboard.words import say
from ketenkpi.answer import Number, Picture, Said, Section, Table, phrase
from ketenkpi.charts import drawing
from ketenkpi.surfaces import in_html, in_words
from ketenkpi.surfaces import language as reader

ORDER = "order"
CANNOT = phrase("comparison.adjust_impossible")


def draw(
    basis: Basis, asked: ComparisonAsked, found: Sequence[Section], title: DeltaGenerator
) -> None:
    """Everything below the pickers; the first sentence stands under the title."""
    top, *rest = found
    first, *others = [*_each(top.finding), None]
    title.html(f'<p class="kk-headline">{in_html(first)}</p>')
    if not rest:
        blocks.head(top.title)
        _paragraphs("kk-said", others)
        _not_compared(asked, top)
        return
    places, head = rest[0], st.container()
    _paragraphs("kk-said", others)
    if top.table is not None:
        st.html(_sides(top.table))
    picture, changed = spread_of(basis, asked)
    _paragraphs("kk-said", (changed or _why_not(basis, places),))
    model = [each for each in rest if each.key.startswith("model")]
    shown = _tabs(basis, asked, places, picture, model)
    told = (*shown.notes, *_told(top, places))
    with head:
        made = replace(shown, title=in_words(top.title), notes=told)
        blocks.head(top.title, legend(basis, asked), made)


def _each(finding: Said) -> tuple[Said, ...]:
    return finding if isinstance(finding, tuple) else (finding,)


def _paragraphs(kind: str, said: Iterable[Said]) -> None:
    """Each sentence as a paragraph; nothing where there is none."""
    texts = filter(None, map(in_html, said))
    if html := "".join(f'<p class="{kind}">{text}</p>' for text in texts):
        st.html(html)


def _sides(table: Table) -> str:
    """The figure of each side with how sure it is, in one line as far as it fits."""
    sides = ([in_html(cell) for cell in row if not isinstance(cell, Number)] for row in table.rows)
    shown = (
        f"<span>{what} <strong>{value}</strong> <small>{sure}</small></span>"
        for what, value, sure in sides
    )
    return f'<p class="kk-sides">{"".join(shown)}</p>'


def _why_not(basis: Basis, places: Section) -> Said:
    """Why there is no adjusted figure beside the one that was counted."""
    if basis.scope.detail != "rows":
        return say("vergelijken.adjust_rows")
    return CANNOT if CANNOT in places.notes else None


def _told(top: Section, places: Section) -> tuple[Said, ...]:
    """With whom, and what to know."""
    # The first note is about the table, and stands below it; the order has a tab of its own.
    ordered = any(each.kind == ORDER for each in places.pictures)
    known = (each for each in places.notes[1:] if each != CANNOT)
    return (*top.notes, None if ordered else places.finding, *known)


def _not_compared(asked: ComparisonAsked, top: Section) -> None:
    """The figures by themselves, where there are any, and where else they stand."""
    if top.table is not None:
        st.html(written.table(top.table, in_words(top.title)))
    _paragraphs("kk-note", top.notes)
    st.page_link(
        pages.path("overzicht"),
        label=say("vergelijken.to_overview"),
        query_params={"indicator": asked.indicator, "plek": asked.subject},
    )


def _tabs(
    basis: Basis,
    asked: ComparisonAsked,
    places: Section,
    spread: Picture | None,
    model: Sequence[Section],
) -> HowMade:
    """The tabs, of which only the open one is drawn; how what stands in it was made."""
    # A click sends one picture and not four.
    pictures = {each.kind: each for each in places.pictures}
    names = [*pictures, "table", *(["model"] if model else [])]
    labels = {name: say(f"vergelijken.tab_{name}") for name in names}
    for name, where in chosen.tabs(labels, "beeld", "beeld").items():
        if not where.open:
            continue
        with where:
            if name == SPREAD and spread is not None:
                return _spread(basis, asked, spread)
            if name in pictures:
                return _picture(basis, asked, pictures[name], places)
            if name == "table":
                _table(basis, asked, places)
            else:
                _model(model)
    return HowMade(in_words(places.title))


def _spread(basis: Basis, asked: ComparisonAsked, picture: Picture) -> HowMade:
    lines = fetched.recipe(basis, fetched.beside_adjusted(basis, asked), SPREAD)
    return _drawn(picture, (picture.note, fetched.estimated(basis, asked)), lines)


def _picture(basis: Basis, asked: ComparisonAsked, picture: Picture, places: Section) -> HowMade:
    if picture.kind == ORDER:
        _paragraphs("kk-said", (places.finding,))
    return _drawn(picture, (picture.note,), fetched.recipe(basis, asked, picture.kind))


def _drawn(picture: Picture, notes: tuple[Said, ...], lines: str) -> HowMade:
    made = drawing(picture, session.mode())
    on_page.chart(made)
    return HowMade(made.alt_text, notes, (made,), lines)


def _table(basis: Basis, asked: ComparisonAsked, places: Section) -> None:
    language = reader()
    if places.table is not None:
        st.html(written.table(places.table, in_words(places.title)))
    _paragraphs("kk-note", places.notes[:1])
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
