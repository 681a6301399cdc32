"""One section of an answer on a page: its finding with its '?', pictures, and the table."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from dashboard import session
from dashboard.components import how, on_page, written
from ketenkpi.answer import Said, Section
from ketenkpi.charts import drawing
from ketenkpi.surfaces import in_html, in_words

# Letters; what is longer tells of method and stands behind the '?'.
LEGEND = 72


def draw(section: Section, lines: str = "", *, folded: bool = False) -> None:
    """A finding, its pictures side by side, the list, and the table.

    lines: those that draw the picture elsewhere. folded: the table stands behind its name,
    as below a picture it always does.
    """
    charts = tuple(drawing(each, session.mode()) for each in section.pictures)
    made = how.how_of(section, charts, lines)
    finding = in_html(section.finding)
    text = f'<p class="kk-finding">{finding}</p>' if finding else ""
    if legends := tuple(each.note for each in section.pictures if _is_legend(each.note)):
        made = replace(made, notes=tuple(each for each in made.notes if each not in legends))
        text += f'<p class="kk-legend">{in_html(legends)}</p>'
    if charts or made.notes:
        how.headed(text, made)
    else:
        _html(text)
    # Columns with nothing in them would leave a gap.
    for where, chart in zip(st.columns(len(charts)) if charts else (), charts, strict=True):
        on_page.chart(chart, where)
    table = written.table(section.table, in_words(section.title)) if section.table else ""
    _html(written.items(section.items) + (written.folded(table) if charts or folded else table))


def _is_legend(note: Said) -> bool:
    """Whether how to read a picture is so short that it is looked at with the picture."""
    return 0 < len(in_words(note)) <= LEGEND


def _html(html: str) -> None:
    """Streamlit refuses an element without anything in it."""
    if html:
        st.html(html)
