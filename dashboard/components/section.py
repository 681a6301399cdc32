"""One section of an answer on a page: its finding with its '?', pictures, and the table."""

from __future__ import annotations

import streamlit as st

from dashboard import session
from dashboard.components import how, on_page, written
from ketenkpi.answer import Section
from ketenkpi.charts import drawing
from ketenkpi.surfaces import in_html, in_words


def draw(section: Section, lines: str = "") -> None:
    """A finding, its pictures side by side, the list, and the table: behind its name below a
    picture. lines: those that draw the picture elsewhere."""
    charts = tuple(drawing(each, session.mode()) for each in section.pictures)
    made = how.how_of(section, charts, lines)
    finding = in_html(section.finding)
    text = f'<p class="kk-finding">{finding}</p>' if finding else ""
    if charts or made.notes:
        how.headed(text, made)
    else:
        _html(text)
    # Columns with nothing in them would leave a gap.
    for where, chart in zip(st.columns(len(charts)) if charts else (), charts, strict=True):
        on_page.chart(chart, where)
    table = written.table(section.table, in_words(section.title)) if section.table else ""
    _html(written.items(section.items) + (written.folded(table) if charts else table))


def _html(html: str) -> None:
    """Streamlit refuses an element without anything in it."""
    if html:
        st.html(html)
