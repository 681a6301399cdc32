"""One section of an answer on a page: its finding, pictures, table and notes."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import session
from dashboard.charts.chart import Chart
from dashboard.charts.pictured import pictured
from dashboard.components import written
from ketenkpi.answer import Section
from ketenkpi.surfaces import in_html, in_words

# Tables with more columns than this stand below the pictures.
NARROW = 7


def draw(section: Section) -> None:
    """A finding, its pictures with the table beside or below, and the notes."""
    said = (*(picture.note for picture in section.pictures), *section.notes)
    notes = "".join(f'<p class="kk-note">{text}</p>' for text in map(in_html, said) if text)
    table = written.table(section.table, in_words(section.title)) if section.table else ""
    charts = [pictured(each, session.mode()) for each in section.pictures]
    finding = in_html(section.finding)
    _html(f'<p class="kk-finding">{finding}</p>' if finding else "")
    if len(charts) == 1 and section.table and len(section.table.columns) <= NARROW:
        left, right = st.columns([2, 3], gap="medium")
        _picture(left, charts[0])
        right.html(table)
    else:
        # Columns with nothing in them would leave a gap.
        for where, chart in zip(st.columns(len(charts)) if charts else (), charts, strict=True):
            _picture(where, chart)
        _html(table)
    _html(written.items(section.items) + notes)


def _html(html: str) -> None:
    """Streamlit refuses an element without anything in it."""
    if html:
        st.html(html)


def _picture(where: DeltaGenerator, chart: Chart) -> None:
    where.vega_lite_chart(chart.data, chart.spec, alt=chart.alt)
