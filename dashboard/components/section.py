"""One section of an answer on a page: its finding, pictures, table and notes."""

from __future__ import annotations

from html import escape as safe

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import session
from dashboard.charts.chart import Chart
from dashboard.charts.pictured import pictured
from ketenkpi.answer import Section
from ketenkpi.surfaces import in_words, table_as_html

# Tables with more columns than this stand below the pictures.
NARROW = 7


def draw(section: Section) -> None:
    """A finding, its pictures with the table beside or below, and the notes."""
    finding, title = in_words(section.finding), in_words(section.title)
    said = (*(picture.note for picture in section.pictures), *section.notes)
    texts = filter(None, map(in_words, said))
    notes = "".join(f'<p class="kk-note">{safe(text)}</p>' for text in texts)
    table = "" if section.table is None else table_as_html(section.table, title)
    charts = [pictured(each, session.mode()) for each in section.pictures]
    st.html(f'<p class="kk-finding">{safe(finding)}</p>')
    if len(charts) == 1 and section.table and len(section.table.columns) <= NARROW:
        left, right = st.columns([2, 3], gap="medium")
        _picture(left, charts[0])
        right.html(table)
    else:
        for where, chart in zip(st.columns(max(1, len(charts))), charts, strict=False):
            _picture(where, chart)
        _html(table)
    _html(notes)


def _html(html: str) -> None:
    """Streamlit refuses an element without anything in it."""
    if html:
        st.html(html)


def _picture(where: DeltaGenerator, chart: Chart) -> None:
    where.vega_lite_chart(chart.data, chart.spec, alt=chart.alt)
