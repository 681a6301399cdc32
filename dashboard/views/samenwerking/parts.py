"""The parts of the page on cooperation: each under its title, its picture and table in tabs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from html import escape

import streamlit as st

from dashboard import session
from dashboard.components import on_page, section, written
from dashboard.components.how import HowMade
from dashboard.words import say
from ketenkpi.answer import Listed, Said, Section, phrase
from ketenkpi.charts import drawing
from ketenkpi.concepts import named
from ketenkpi.surfaces import in_html, in_words

CARD_WIDTH = 320


# By the key of a part and the number of its picture: the lines that draw it elsewhere.
Lines = Callable[[str, int], str]


def draw(
    sections: Iterable[Section], lines: Lines | None = None, meant: Sequence[str] = ()
) -> None:
    """These parts one below the other. lines: of those that have pictures.

    meant: the concepts that lead to their definition from the '?' of the first.
    """
    for number, each in enumerate(sections):
        st.header(in_words(each.title))
        told = () if number else defined(meant)
        body(replace(each, notes=(*each.notes, *told)), lines)


def nothing_of(werkplein: str) -> None:
    """Says that no file tells how the partners of a Werkplein work together."""
    text = say("samenwerking.nothing_of", place=werkplein)
    st.html(f'<p class="kk-note" role="status">{escape(text)}</p>')


def body(found: Section, lines: Lines | None = None) -> None:
    """What is found, and what it rests on; several pictures stand in cards, each a block."""
    if len(found.pictures) < 2:
        code = lines(found.key, 0) if lines and found.pictures else ""
        section.draw(found, code, folded=True)
        return
    section.draw(replace(found, pictures=(), table=None))
    with st.grid(min_column_width=CARD_WIDTH, border=True) as grid:
        for number, each in enumerate(found.pictures):
            with grid.cell():
                drawn = drawing(each, session.mode())
                code = lines(found.key, number) if lines else ""
                how = HowMade(drawn.alt_text, (), (drawn,), code)
                on_page.draw(drawn, how=how, html=f'<p class="kk-note">{in_html(each.note)}</p>')
    if found.table is not None:
        st.html(written.folded(written.table(found.table, in_words(found.title))))


def told(kind: str, said: Said) -> None:
    """Sentences, each a paragraph of its own where there are several."""
    several = said if isinstance(said, tuple) else (said,)
    texts = "".join(f'<p class="{kind}">{text}</p>' for text in map(in_html, several) if text)
    if texts:
        st.html(texts)


def defined(codes: Iterable[str]) -> tuple[Said, ...]:
    """The way to the definition of these concepts; nothing for none."""
    links = tuple(map(named, codes))
    return (phrase("cooperation.what_is_what", links=Listed(links)),) if links else ()
