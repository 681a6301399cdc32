"""What pages that open with a finding share: the title line, heads of blocks, figures in a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from dashboard import reads, session
from dashboard.basis import Basis
from dashboard.components import on_page, rug, written
from dashboard.components.pickers import Choice
from dashboard.words import say
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
    st.html(f'<h1 class="kk-title">{title} <span>{place}, {period}</span></h1>')
    st.html(f'<p class="kk-headline">{in_html(finding)}</p>')


def head(title: Said, legend: str = "") -> None:
    """The head of a block, with a few words on how to read it."""
    st.html(f'<h2 class="kk-head">{in_html(title)} <small>{legend}</small></h2>')


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


def pictures(section: Section, lines: str = "") -> None:
    """The finding of a section with its pictures below. lines: those that draw it elsewhere."""
    if section.finding:
        st.html(f'<p class="kk-said">{in_html(section.finding)}</p>')
    for picture in section.pictures:
        on_page.draw(drawing(picture, session.mode()))
    if section.pictures and lines:
        on_page.recipe(lines)


def table(section: Section) -> None:
    """The table of a section with its title; nothing where it has none."""
    if section.table is not None:
        st.html(written.table(section.table, in_words(section.title)))


def notes(sections: Sequence[Section]) -> None:
    """How to read these, folded behind one mark."""
    told = [in_html(note) for section in sections for note in section.notes if note]
    if told:
        with st.expander(say("page.how")):
            st.html("".join(f'<p class="kk-note">{text}</p>' for text in told))
