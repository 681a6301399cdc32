"""What pages that open with a finding share: the title line, heads of blocks, figures in a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import reads, session
from dashboard.basis import Basis
from dashboard.components import on_page, rug, written
from dashboard.components.how import HowMade, headed, how_of
from dashboard.components.pickers import Choice
from ketenkpi.answer import Said, Section, in_full
from ketenkpi.charts import drawing
from ketenkpi.charts.minis import MiniSize
from ketenkpi.overview import RugRow
from ketenkpi.surfaces import in_html, in_words
from ketenkpi.vocabulary import Quarter

STRIP, SPARK = MiniSize(150, 26), MiniSize(150, 36)


@dataclass(frozen=True, slots=True)
class FigureShown:
    """A figure in a row of figures: its short name, and what is said below the number."""

    name: Said
    row: RugRow
    below: Said = None


def title_line(basis: Basis, choice: Choice, title: str, finding: Said) -> None:
    """The title of a page with place and quarter in one line, and what stands out below it."""
    place = in_html(reads.places(basis)[choice.place].said)
    period = in_html(in_full(Quarter.from_index(choice.quarter)))
    heading(title, f"{place}, {period}")
    st.html(f'<p class="kk-headline">{in_html(finding)}</p>')


def heading(title: str, beside: str) -> None:
    """The title of a page, and lighter beside it of what it is; both as HTML."""
    st.html(f'<h1 class="kk-title">{title} <span>{beside}</span></h1>')


def head(title: Said, legend: str = "", how: HowMade | None = None) -> None:
    """The head of a block with its '?', and a few words on how to read it."""
    html = f'<h2 class="kk-head">{in_html(title)} <small>{legend}</small></h2>'
    headed(html, how or HowMade(in_words(title)))


def figures(shown: Sequence[FigureShown], quarters: Sequence[int], quarter: int) -> None:
    """Figures beside each other: a number, where it stands among all places, its course."""
    cells = "".join(_figure(each, quarters, quarter) for each in shown)
    st.html(f'<div class="kk-figures">{cells}</div>')


def _figure(shown: FigureShown, quarters: Sequence[int], quarter: int) -> str:
    row = shown.row
    pictures = rug.strip(row, None, STRIP) + rug.spark(row, quarters, SPARK)
    told = " ".join(filter(None, (rug.older(row, quarter), rug.elsewhere(row))))
    return (
        f'<div><span class="kk-step">{in_html(shown.name)}</span>'
        f'<span class="kk-value">{in_html(rug.value(row))}</span>'
        f'<span class="kk-small">{in_html(shown.below)}</span>'
        f'<span class="kk-small">{in_html(told)}</span>{pictures}</div>'
    )


def draw(
    section: Section, legend: str = "", lines: str = "", top: DeltaGenerator | None = None
) -> None:
    """A section as a block: its head with the '?', its finding, its pictures.

    lines: those that draw the picture elsewhere. top: where the head stands, when something
    is chosen between it and the rest.
    """
    charts = tuple(drawing(each, session.mode()) for each in section.pictures)
    with top or st.container():
        head(section.title, legend, how_of(section, charts, lines))
    if section.finding:
        st.html(f'<p class="kk-said">{in_html(section.finding)}</p>')
    for each in charts:
        on_page.chart(each)


def table(section: Section) -> None:
    """The table of a section with its title; nothing where it has none."""
    if section.table is not None:
        st.html(written.table(section.table, in_words(section.title)))


def tables(sections: Sequence[Section]) -> None:
    """The tables of these, behind the word for tables."""
    shown = [(each.title, each.table) for each in sections if each.table is not None]
    html = "".join(
        f"<h3>{in_html(title)}</h3>{written.table(table, in_words(title))}"
        for title, table in shown
    )
    if html:
        st.html(written.folded(html))
