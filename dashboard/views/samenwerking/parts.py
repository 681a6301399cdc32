"""The parts of the page on cooperation: each under its title, its picture and table in tabs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

import streamlit as st

from dashboard import session
from dashboard.components import on_page, section, written
from dashboard.words import say
from ketenkpi.answer import Listed, Said, Section, Table
from ketenkpi.charts import drawing
from ketenkpi.concepts import named
from ketenkpi.surfaces import in_html, in_words

CARD_WIDTH = 320


# By the key of a part and the number of its picture: the lines that draw it elsewhere.
Lines = Callable[[str, int], str]


def draw(sections: Iterable[Section], lines: Lines | None = None) -> None:
    """These parts one below the other. lines: of those that have pictures."""
    for each in sections:
        head(each)
        body(each, lines)


def head(found: Section) -> None:
    """The title of a part with what is found."""
    st.header(in_words(found.title))
    told("kk-finding", found.finding)


def body(found: Section, lines: Lines | None = None) -> None:
    """What a finding rests on."""
    rest = replace(found, finding=None)
    if found.pictures and found.table:
        _in_tabs(found, found.table, lines)
        rest = replace(rest, pictures=(), table=None)
    section.draw(rest)


def _in_tabs(found: Section, shown: Table, lines: Lines | None) -> None:
    """The picture and the table in tabs; only the open one is drawn."""
    labels = [say(f"samenwerking.tab_{tab}") for tab in ("picture", "table")]
    picture, table = st.tabs(labels, key=f"weergave_{found.key}", on_change="rerun")
    if picture.open:
        with picture:
            _pictures(found, lines)
    if table.open:
        table.html(written.table(shown, in_words(found.title)))


def _pictures(found: Section, lines: Lines | None) -> None:
    """One picture with how to read it below it, or several in cards with theirs above."""
    if len(found.pictures) == 1:
        _chart(found, 0, None)
        told("kk-note", found.pictures[0].note)
        _recipe(found, 0, lines)
        return
    with st.grid(min_column_width=CARD_WIDTH, border=True) as grid:
        for number, each in enumerate(found.pictures):
            with grid.cell():
                told("kk-note", (each.note,))
                _chart(found, number, lines)


def _chart(found: Section, number: int, lines: Lines | None) -> None:
    on_page.draw(drawing(found.pictures[number], session.mode()))
    _recipe(found, number, lines)


def _recipe(found: Section, number: int, lines: Lines | None) -> None:
    if lines is not None:
        on_page.recipe(lines(found.key, number))


def told(kind: str, said: Said) -> None:
    """Sentences, each a paragraph of its own where there are several."""
    several = said if isinstance(said, tuple) else (said,)
    texts = "".join(f'<p class="{kind}">{text}</p>' for text in map(in_html, several) if text)
    if texts:
        st.html(texts)


def defined(codes: Iterable[str]) -> None:
    """The way to the definition of these concepts."""
    links = in_html(Listed(tuple(map(named, codes))))
    st.html(f'<p class="kk-note">{say("samenwerking.defined")} {links}.</p>')
