"""One section of an answer on a page: its finding, pictures, table and notes."""

from __future__ import annotations

import streamlit as st

from dashboard import session
from dashboard.components import on_page, written
from ketenkpi.answer import Section
from ketenkpi.charts import drawing
from ketenkpi.surfaces import in_html, in_words

# Tables with more columns than this stand below the pictures.
NARROW = 7


def draw(section: Section) -> None:
    """A finding, its pictures with the table beside or below, and the notes."""
    said = (*(each.note for each in section.pictures), *section.notes)
    notes = "".join(f'<p class="kk-note">{text}</p>' for text in map(in_html, said) if text)
    table = written.table(section.table, in_words(section.title)) if section.table else ""
    charts = [drawing(each, session.mode()) for each in section.pictures]
    finding = in_html(section.finding)
    _html(f'<p class="kk-finding">{finding}</p>' if finding else "")
    if len(charts) == 1 and section.table and len(section.table.columns) <= NARROW:
        left, right = st.columns([2, 3], gap="medium")
        on_page.draw(charts[0], left)
        right.html(table)
    else:
        # Columns with nothing in them would leave a gap.
        for where, chart in zip(st.columns(len(charts)) if charts else (), charts, strict=True):
            on_page.draw(chart, where)
        _html(table)
    _html(written.items(section.items) + notes)


def _html(html: str) -> None:
    """Streamlit refuses an element without anything in it."""
    if html:
        st.html(html)
